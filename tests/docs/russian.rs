//! The tables of `docs/ru/errors.md`, and the only place where a status, an outcome, a step or a code has its Russian
//! meaning. Each is a `match` without a last resort: a new one does not compile without its words.

use cloudpayments_money::error::ErrorCode;
use cloudpayments_money::outcome::{Money, Next, Outcome};
use cloudpayments_money::reason::REASONS;
use cloudpayments_money::status::{STATUSES, Status};
use cloudpayments_money::words;

use crate::markdown::{code, table};

/// The generated parts of the page.
pub(crate) fn errors() -> Vec<(&'static str, String)> {
    vec![
        ("statuses", statuses()),
        ("outcomes", outcomes()),
        ("outcomes in words", outcomes_in_words()),
        ("money", money()),
        ("next", next()),
        ("codes", codes()),
        ("reasons", reasons()),
        ("words", words_of_outcomes()),
        ("words of not_sent and unknown", words_of_outcome_and_code()),
        ("words of codes", words_of_codes()),
        ("words of giving back", words_of_giving_back()),
    ]
}

fn statuses() -> String {
    table(
        ["№", "константа", "`outcome`", "что это значит"],
        STATUSES.iter().map(|status| {
            let outcomes: Vec<_> = Outcome::ALL
                .iter()
                .filter(|outcome| outcome.usual().0 == *status)
                .map(|outcome| code(outcome.as_str()))
                .collect();
            [
                status.number().to_string(),
                code(&status.constant()),
                outcomes.join(", "),
                of_status(*status).to_owned(),
            ]
        }),
    )
}

fn outcomes() -> String {
    table(
        ["`outcome`", "статус", "`money`", "`next`", "`final`"],
        Outcome::ALL.iter().map(|outcome| {
            let (status, money, next) = outcome.usual();
            [
                code(outcome.as_str()),
                code(&status.constant()),
                code(money.as_str()),
                code(next.as_str()),
                outcome.is_final().to_string(),
            ]
        }),
    )
}

fn outcomes_in_words() -> String {
    table(
        ["`outcome`", "что произошло"],
        Outcome::ALL
            .iter()
            .map(|outcome| [code(outcome.as_str()), of_outcome(*outcome).to_owned()]),
    )
}

fn money() -> String {
    table(
        ["`money`", "где деньги"],
        Money::ALL
            .iter()
            .map(|money| [code(money.as_str()), of_money(*money).to_owned()]),
    )
}

fn next() -> String {
    table(
        ["`next`", "что делает программа"],
        Next::ALL
            .iter()
            .map(|next| [code(next.as_str()), of_next(*next).to_owned()]),
    )
}

fn codes() -> String {
    table(
        ["`error.code`", "причина", "что делать"],
        ErrorCode::ALL.iter().map(|error| {
            let (cause, remedy) = of_code(*error);
            [code(error.as_str()), cause.to_owned(), remedy.to_owned()]
        }),
    )
}

fn reasons() -> String {
    table(
        ["`ReasonCode`", "название", "`next`", "слова кассиру"],
        REASONS.iter().map(|reason| {
            [
                reason.code.to_string(),
                reason.name.to_owned(),
                code(reason.advice.as_str()),
                reason.ru.to_owned(),
            ]
        }),
    )
}

fn words_of_outcomes() -> String {
    table(
        ["`outcome`", "слова кассиру"],
        Outcome::ALL.iter().map(|outcome| {
            let words = words::for_outcome(outcome.as_str()).expect("words");
            [code(outcome.as_str()), words.ru.to_owned()]
        }),
    )
}

fn words_of_outcome_and_code() -> String {
    table(
        ["`outcome`", "`error.code`", "слова кассиру"],
        super::exact_words().map(|(outcome, error, words)| {
            [
                code(outcome.as_str()),
                code(error.as_str()),
                words.ru.to_owned(),
            ]
        }),
    )
}

fn words_of_codes() -> String {
    table(
        ["`error.code`", "слова кассиру"],
        ErrorCode::ALL.iter().filter_map(|error| {
            let words = words::for_error(error.as_str())?;
            Some([code(error.as_str()), words.ru.to_owned()])
        }),
    )
}

fn words_of_giving_back() -> String {
    let mut rows = Vec::new();
    for outcome in Outcome::ALL.iter().map(|outcome| outcome.as_str()) {
        let general = words::for_giving_back(outcome, None);
        let exact = ErrorCode::ALL.iter().map(|error| error.as_str());
        for error in std::iter::once(None).chain(exact.map(Some)) {
            let words = words::for_giving_back(outcome, error);
            if let Some(words) = words.filter(|_| error.is_none() || words != general) {
                rows.push([
                    code(outcome),
                    error.map(code).unwrap_or_default(),
                    words.ru.to_owned(),
                ]);
            }
        }
    }
    table(["`outcome`", "`error.code`", "слова кассиру"], rows)
}

const fn of_status(status: Status) -> &'static str {
    match status {
        Status::Ok => {
            "Сделано то, о чём просили. Списаны деньги, заблокированы или возвращены — говорит `money`."
        }
        Status::RequiresAction => {
            "Нужно действие плательщика: 3-D Secure (`next` равен `show_3ds`), ссылка или QR-код (`show_link`)."
        }
        Status::Pending => "Шлюз принял запрос, результат будет позже.",
        Status::Reversing => {
            "Платёж пока не найден; когда найдётся, он будет отменён. Можно принять наличные."
        }
        Status::Declined => "Эмитент или шлюз отказал. Деньги не двигались.",
        Status::Rejected => "API отклонил запрос. Деньги не двигались.",
        Status::Unauthorized => "Шлюз не принял `public_id` и `api_secret`. Деньги не двигались.",
        Status::NotFound => "Поиск ничего не нашёл.",
        Status::NotSent => "Доказано: полного запроса у шлюза не было. Вызов можно повторить.",
        Status::Unknown => {
            "Запрос отправлен, пригодного ответа нет. Повторять нельзя: вызовите `resolve`."
        }
        Status::NotProcessed => {
            "Исход был неизвестен, теперь доказано, что операции нет. Вызов можно повторить с тем же `request_id`."
        }
        Status::Reversed => "Платёж отменён или возвращён, либо блокировка средств снята.",
        Status::ManualReview => "Данные противоречат друг другу. Должен разобраться человек.",
        Status::NoAnswer => "Запрос на чтение остался без пригодного ответа. Его можно повторить.",
        Status::InvalidArgument => {
            "NULL, недействительный клиент, неверная кодировка или текст, который не является объектом JSON. Ничего не отправлено."
        }
        Status::InvalidRequest => {
            "Поле отсутствует, неизвестно или заполнено неверно: смотрите `error.field`. Ничего не отправлено."
        }
        Status::InvalidConfig => {
            "Ошибка в настройках, переданных в `cp_client_new`: смотрите `error.field`."
        }
        Status::UnknownMethod => "Метода с таким именем нет. Ничего не отправлено.",
        Status::IdempotencyMismatch => {
            "Тот же `request_id` уже использован с другим содержимым. Ничего не отправлено."
        }
        Status::InvoiceBusy => {
            "По этому `InvoiceId` уже идёт или не выяснена операция с другим `request_id`. Ничего не отправлено."
        }
        Status::BadSignature => "Уведомление не подлинное.",
        Status::JournalUnavailable => "В журнал нельзя записать. Ничего не отправлено.",
        Status::Internal => {
            "Ошибка самой библиотеки; могло ли что-то быть отправлено — говорит `money`."
        }
    }
}

const fn of_outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Completed => "Деньги списаны.",
        Outcome::Confirmed => "Двухстадийная оплата подтверждена, деньги списаны.",
        Outcome::PaidOut => "Выплата отправлена.",
        Outcome::Authorized => "Деньги заблокированы на карте: первая стадия двухстадийной оплаты.",
        Outcome::Voided => "Оплата отменена, блокировка снята.",
        Outcome::Refunded => "Деньги возвращены.",
        Outcome::Created => "Объект создан.",
        Outcome::Updated => "Объект изменён.",
        Outcome::Cancelled => "Объект отменён.",
        Outcome::Ok => "Сделано; чтение вернуло запись.",
        Outcome::Requires3ds => "Плательщик должен пройти 3-D Secure.",
        Outcome::RequiresPayer => "Ссылка или QR-код ждёт плательщика.",
        Outcome::Pending => "Результат будет позже.",
        Outcome::Reversing => "Будет отменено, когда найдётся.",
        Outcome::Declined => "Эмитент или шлюз отказал.",
        Outcome::Rejected => "API отклонил запрос.",
        Outcome::Unauthorized => "Ключи доступа не приняты.",
        Outcome::NotFound => "Поиск ничего не нашёл.",
        Outcome::NotSent => "Полного запроса у шлюза не было.",
        Outcome::Unknown => "Отправлено, пригодного ответа нет.",
        Outcome::NotProcessed => "Исход был неизвестен, теперь доказано: операции нет.",
        Outcome::Reversed => "Платёж отменён или возвращён, либо блокировка снята.",
        Outcome::ManualReview => "Данные противоречат друг другу.",
        Outcome::NoAnswer => "Чтение осталось без пригодного ответа.",
        Outcome::InvalidArgument => {
            "NULL, недействительный клиент, неверная кодировка, не объект JSON."
        }
        Outcome::InvalidRequest => "Поле отсутствует, неизвестно или заполнено неверно.",
        Outcome::InvalidConfig => "Ошибка в настройках.",
        Outcome::UnknownMethod => "Такого метода нет.",
        Outcome::IdempotencyMismatch => "Тот же идентификатор с другим содержимым.",
        Outcome::InvoiceBusy => "Номер заказа занят другой операцией.",
        Outcome::BadSignature => "Уведомление не подлинное.",
        Outcome::JournalUnavailable => "В журнал нельзя записать.",
        Outcome::Internal => "Ошибка самой библиотеки.",
    }
}

const fn of_money(money: Money) -> &'static str {
    match money {
        Money::Moved => "списаны у плательщика или отправлены получателю выплаты",
        Money::Held => "заблокированы на карте, ещё не списаны",
        Money::Returned => "возвращены, либо блокировка снята",
        Money::NotMoved => "доказано: этот вызов ничего не списал и не вернул",
        Money::Unknown => "пока никто не знает",
        Money::None => "вызов вообще не о движении денег",
    }
}

const fn of_next(next: Next) -> &'static str {
    match next {
        Next::FinishSale => "выдаёт товар",
        Next::ConfirmOrVoid => "подтверждает (`confirm`) или отменяет (`void`) блокировку",
        Next::Show3ds => {
            "показывает страницу, которую создаёт `three_ds_form`, затем вызывает `post3ds`"
        }
        Next::ShowLink => "показывает ссылку или QR-код, затем вызывает `resolve`",
        Next::Wait => "ждёт и спрашивает методом `payment_get`",
        Next::TakeCash => "принимает наличные; платёж будет отменён, когда найдётся",
        Next::AskOtherCard => "просит другую карту",
        Next::RetryLater => "предлагает повторить позже: та же карта может сработать",
        Next::Stop => "прекращает эту оплату: другая карта не поможет или не должна предлагаться",
        Next::FixRequest => "не повторяет: запрос нужно исправить",
        Next::FixConfig => "не повторяет: нужно исправить настройки",
        Next::Retry => {
            "повторяет тот же вызов с тем же `request_id`; если покупатель что-то меняет — это новый вызов с новым `request_id`"
        }
        Next::Resolve => "вызывает `resolve`; не списывает повторно",
        Next::CallSupport => "зовёт человека: он должен разобраться",
        Next::Ignore => "отбрасывает полученное",
        Next::None => "ничего не делает",
    }
}

/// Why an error occurs, and what to do about it.
#[expect(clippy::too_many_lines, reason = "a table")]
const fn of_code(code: ErrorCode) -> (&'static str, &'static str) {
    match code {
        ErrorCode::NullArgument => (
            "Указатель, который не может быть NULL, равен NULL.",
            "Исправьте программу. Часто это `cp_client_new`, результат которого не проверили.",
        ),
        ErrorCode::BadHandle => (
            "Клиент уже освобождён или никогда не был клиентом.",
            "Исправьте программу: освобождайте клиента после последнего вызова.",
        ),
        ErrorCode::ForkedProcess => (
            "Клиент создан до `fork`, а используется в дочернем процессе.",
            "Создайте клиента в дочернем процессе.",
        ),
        ErrorCode::BadEncoding => (
            "Текст не соответствует кодировке клиента.",
            "Передавайте UTF-8 или задайте `text_encoding`.",
        ),
        ErrorCode::BadJson => (
            "Текст не является объектом JSON, или вложенность больше 128 уровней.",
            "Исправьте запрос; строки безопасно записывает `cp_json_quote`.",
        ),
        ErrorCode::TooLarge => (
            "Текст больше 1 МиБ.",
            "Отправляйте меньше: большим данным не место в платеже.",
        ),
        ErrorCode::UnknownMethod => (
            "`cp_call` получил имя, которого нет среди методов.",
            "Возьмите имя из [списка методов](../methods.md); сообщение подсказывает ближайшее.",
        ),
        ErrorCode::MissingField => (
            "Обязательное поле отсутствует или равно null.",
            "Добавьте поле, названное в `error.field`.",
        ),
        ErrorCode::UnknownField => (
            "У метода нет поля с таким именем.",
            "Исправьте имя; поле, которое новее библиотеки, передайте в `extra`.",
        ),
        ErrorCode::BadField => (
            "Значение поля неверно записано, слишком длинное или здесь невозможно.",
            "Исправьте поле, названное в `error.field`; сообщение говорит, каким оно должно быть.",
        ),
        ErrorCode::DuplicateField => (
            "В одном объекте ключ встречается дважды.",
            "Пишите каждый ключ один раз.",
        ),
        ErrorCode::BadConfig => (
            "Ключ настроек отсутствует, неизвестен или неверен, либо названный в нём файл нельзя использовать.",
            "Исправьте ключ, названный в `error.field`.",
        ),
        ErrorCode::Dns => (
            "Не удалось определить адрес шлюза или прокси.",
            "Проверьте сеть; повторите вызов.",
        ),
        ErrorCode::Connect => (
            "Нет соединения: TCP отвергнут, TCP или TLS не уложились в срок, либо прокси не открыл туннель (в сообщении — его статус HTTP).",
            "Проверьте сеть, межсетевой экран и `proxy`; повторите вызов.",
        ),
        ErrorCode::Tls => (
            "Установка TLS оборвалась.",
            "Повторите вызов; проверьте, что стоит между вами и шлюзом.",
        ),
        ErrorCode::TlsUntrusted => (
            "Сертификат сервера не доказывает, что это шлюз. Серверу ничего не отправлено.",
            "Причина — в сообщении: укажите недостающий корневой сертификат в `extra_ca_file`, поставьте часы или выясните, кто перехватывает соединение.",
        ),
        ErrorCode::IncompleteRequest => (
            "Связь оборвалась до того, как последний байт запроса покинул эту машину.",
            "Повторите вызов.",
        ),
        ErrorCode::Timeout => (
            "Время вышло: до отправки (`not_sent`) либо без ответа или без результата (`unknown`, `no_answer`).",
            "По `next`: повторите вызов или вызовите `resolve`.",
        ),
        ErrorCode::ConnectionLost => (
            "Связь оборвалась после отправки запроса.",
            "По `next`: `resolve`; чтение можно повторить.",
        ),
        ErrorCode::MalformedResponse => (
            "Ответ — не JSON, обрезан или слишком велик, содержит ключ дважды либо в нём нет того, чем отвечает метод.",
            "По `next`: `resolve`; чтение можно повторить. Часто это страница промежуточной сети.",
        ),
        ErrorCode::HttpStatus => (
            "Статус HTTP, который отклоняет запрос (`rejected`), говорит, что обработка не начиналась (`not_sent`), или ничего не решает (`unknown`, `no_answer`).",
            "По `next`.",
        ),
        ErrorCode::RedirectRefused => (
            "Сервер ответил перенаправлением; библиотека по ним не переходит.",
            "Проверьте `base_url`, затем действуйте по `next`.",
        ),
        ErrorCode::Busy => (
            "Слишком много одновременных вызовов — здесь или у шлюза (HTTP 429).",
            "Повторите чуть позже; если есть `retry_after_ms` — не раньше, чем через это время.",
        ),
        ErrorCode::Declined => (
            "Эмитент или шлюз отклонил платёж.",
            "Покажите `cashier`, следуйте `next`. Причина — в `error.reason_code`.",
        ),
        ErrorCode::Refused => (
            "API отклонил запрос; сообщение повторяет его слова.",
            "Исправьте запрос или обратитесь в поддержку шлюза.",
        ),
        ErrorCode::Unauthorized => (
            "Шлюз не принял `public_id` и `api_secret` (HTTP 401, 403).",
            "Исправьте их в настройках.",
        ),
        ErrorCode::NotFound => (
            "Поиск ничего не нашёл, либо нет выполняющегося вызова с этим `request_id` (`interrupt`).",
            "«Не найдено» не значит «не оплачено»: если исход платежа неизвестен, вызовите `resolve`.",
        ),
        ErrorCode::Mismatch => (
            "Запись у шлюза не совпадает с запросом, или записей две там, где возможна одна.",
            "Человек сверяет заказ с личным кабинетом шлюза.",
        ),
        ErrorCode::InvoiceBusy => (
            "По этому `InvoiceId` в этом процессе уже идёт или не выяснена другая операция.",
            "Вызовите `resolve` для операции, названной в `error.other_request_id`.",
        ),
        ErrorCode::IdempotencyMismatch => (
            "Этот `request_id` уже использован с другим содержимым.",
            "Новой операции нужен новый `request_id`; результат первой не меняется.",
        ),
        ErrorCode::Interrupted => (
            "Другой поток вызвал `interrupt`.",
            "По `next`: повторите вызов или вызовите `resolve`.",
        ),
        ErrorCode::BadSignature => (
            "Уведомление не подписано ключом `api_secret` этого клиента, либо его буквы не в той кодировке, которую оно называет.",
            "Отбросьте его и не отвечайте кодом 0. Если отвергаются все: точно ли `body` — то, что пришло, верен ли секрет?",
        ),
        ErrorCode::JournalUnavailable => (
            "Файл журнала нельзя открыть или записать. Без записи в него новая операция не отправляется.",
            "Проверьте путь, права и место на диске — подробности в сообщении; повторите вызов.",
        ),
        ErrorCode::JournalCorrupt => (
            "Файл журнала повреждён.",
            "Прекратите приём оплаты и вызовите `journal_rebuild`: повреждённый журнал откладывается, новый наполняется по данным шлюза.",
        ),
        ErrorCode::JournalOff => (
            "Метод журнала вызван, а журнала в настройках нет.",
            "Укажите в настройках файл `journal`.",
        ),
        ErrorCode::Internal => (
            "Ошибка самой библиотеки, либо система не дала ей случайных байтов или памяти.",
            "Смотрите на `money`; сообщите разработчикам.",
        ),
    }
}
