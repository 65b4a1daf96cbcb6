//! The cashier's words, Russian and English, for every outcome.
//!
//! Each sentence says whether money moved and what to do. Words that may follow any operation speak of *this request*:
//! when a void or a refund is refused, the payer has still paid. Where the result is in doubt, the words forbid a repeat.
//!
//! Use [`for_answer`], which knows outcome and error code together. The words of [`for_error`] name a cause and what to
//! do, and never say whether money moved, because one code occurs with several outcomes.

/// A sentence for the cashier in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// Russian.
    pub ru: &'static str,
    /// English.
    pub en: &'static str,
}

const fn words(ru: &'static str, en: &'static str) -> Words {
    Words { ru, en }
}

/// The words for an outcome (`completed`, `declined`, …), `None` if there is no such outcome.
///
/// A decline has better words where its `ReasonCode` is known: those of [`crate::reason::find`].
#[must_use]
pub fn for_outcome(outcome: &str) -> Option<Words> {
    for_done(outcome)
        .or_else(|| for_open(outcome))
        .or_else(|| for_failed(outcome))
}

/// Outcomes of operations that did what was asked.
fn for_done(outcome: &str) -> Option<Words> {
    Some(match outcome {
        "completed" => words("Оплачено. Деньги списаны.", "Paid. The money is taken."),
        "confirmed" => words(
            "Оплата подтверждена. Деньги списаны.",
            "The payment is confirmed. The money is taken.",
        ),
        "paid_out" => words(
            "Выплата выполнена. Деньги отправлены получателю.",
            "Paid out. The money is sent to the receiver.",
        ),
        "authorized" => words(
            "Деньги заблокированы у покупателя, но ещё не списаны. Подтвердите или отмените оплату.",
            "The money is held but not taken yet. Confirm or void the payment.",
        ),
        "voided" => words(
            "Оплата отменена. Деньги остаются у покупателя.",
            "The payment is voided. The payer keeps the money.",
        ),
        "refunded" => words(
            "Возврат выполнен. Деньги возвращаются покупателю, срок зависит от его банка.",
            "Refunded. The money goes back to the payer; how soon depends on the bank.",
        ),
        "reversed" => words(
            "Эта оплата отменена. Деньги возвращаются покупателю.",
            "This payment is reversed. The money goes back to the payer.",
        ),
        "created" => words(
            "Создано. Деньги этим действием не списаны.",
            "Created. This took no money.",
        ),
        "updated" => words(
            "Изменено. Деньги этим действием не списаны.",
            "Changed. This took no money.",
        ),
        "cancelled" => words(
            "Отменено. Деньги этим действием не списаны и не возвращены.",
            "Cancelled. This neither took money nor gave any back.",
        ),
        "ok" => words(
            "Готово. Деньги этим действием не списаны.",
            "Done. This took no money.",
        ),
        _ => return None,
    })
}

/// Outcomes that are not the end: somebody must act, wait or look.
fn for_open(outcome: &str) -> Option<Words> {
    Some(match outcome {
        "requires_3ds" => words(
            "Нужно подтверждение покупателя. Деньги пока не списаны.",
            "The payer must confirm the payment. No money is taken yet.",
        ),
        "requires_payer" => words(
            "Покажите покупателю ссылку или QR-код. Оплата ещё не подтверждена.",
            "Show the payer the link or QR code. The payment is not confirmed yet.",
        ),
        "pending" => words(
            "Операция обрабатывается, результат будет позже. НЕ повторяйте её.",
            "In progress, the result comes later. DO NOT repeat it.",
        ),
        "reversing" => words(
            "Если деньги списаны, оплата будет отменена. Можно принять наличные.",
            "If money was taken, the payment will be reversed. You may take cash.",
        ),
        "unknown" => words(
            "Неизвестно, прошла ли операция. Результат уточняется. НЕ повторяйте её.",
            "It is not known whether it went through. We are checking. DO NOT repeat it.",
        ),
        "manual_review" => words(
            "Неизвестно, прошла ли операция. НЕ повторяйте её, позовите администратора.",
            "It is not known whether it went through. DO NOT repeat it; call the administrator.",
        ),
        "invoice_busy" => words(
            "По этому заказу уже идёт операция. Новый запрос не отправлен. НЕ повторяйте, дождитесь результата.",
            "This order already has an operation under way. Nothing new was sent. DO NOT repeat; wait for its result.",
        ),
        "idempotency_mismatch" => words(
            "Номер операции занят другим запросом, который мог пройти. Этот не отправлен. Позовите администратора.",
            "Another request, perhaps carried out, has this number. This one was not sent. Call the administrator.",
        ),
        "internal" => words(
            "Внутренняя ошибка. НЕ повторяйте операцию, пока её не проверит администратор.",
            "Internal error. DO NOT repeat the operation until the administrator has checked it.",
        ),
        _ => return None,
    })
}

/// Outcomes of operations that were refused or never begun.
fn for_failed(outcome: &str) -> Option<Words> {
    Some(match outcome {
        "declined" => words(
            "Отказано. Деньги не списаны.",
            "Declined. No money was taken.",
        ),
        "rejected" => words(
            "Запрос отклонён сервером. Деньги этим запросом не списаны и не возвращены.",
            "The server refused the request. It neither took money nor gave any back.",
        ),
        "unauthorized" => words(
            "Сервер не принял ключи магазина. Деньги этим запросом не списаны. Позовите администратора.",
            "The server refused the shop's keys. This request took no money. Call the administrator.",
        ),
        "not_found" => words(
            "Ничего не найдено. Это не значит, что деньги не списаны.",
            "Nothing was found. That does not mean that no money was taken.",
        ),
        "not_sent" => words(
            "Операция не началась. Деньги не списаны, можно повторить.",
            "The operation did not start. No money was taken; you may repeat it.",
        ),
        "not_processed" => words(
            "Проверено: операция не прошла. Деньги не списаны, можно повторить.",
            "Checked: it did not go through. No money was taken; you may repeat it.",
        ),
        "no_answer" => words(
            "Сервер не ответил на вопрос. Деньги этим запросом не списаны, спросите ещё раз.",
            "The server did not answer the question. Asking took no money; ask again.",
        ),
        "invalid_argument" => words(
            "Ошибка программы кассы. Деньги этим запросом не списаны. Позовите администратора.",
            "An error of the till's program. This request took no money. Call the administrator.",
        ),
        "invalid_request" => words(
            "Ошибка в данных, запрос не отправлен. Деньги этим запросом не списаны.",
            "Wrong data, the request was not sent. It took no money.",
        ),
        "invalid_config" => words(
            "Ошибка в настройках, ничего не отправлено и не списано. Позовите администратора.",
            "Wrong settings, nothing was sent and no money taken. Call the administrator.",
        ),
        "unknown_method" => words(
            "Касса вызвала неизвестную команду. Деньги этим запросом не списаны. Позовите администратора.",
            "The till used an unknown command. This request took no money. Call the administrator.",
        ),
        "bad_signature" => words(
            "Уведомление не подлинное. Не считайте по нему заказ оплаченным.",
            "The notification is not genuine. Do not take the order as paid because of it.",
        ),
        "journal_unavailable" => words(
            "Журнал операций недоступен, запрос не отправлен. Деньги им не списаны. Позовите администратора.",
            "The journal is not available, the request was not sent. It took no money. Call the administrator.",
        ),
        _ => return None,
    })
}

/// More exact words for an `error.code`, true whatever the outcome; `None` where only the outcome can tell.
///
/// They never say whether money moved: `dns` may be the end of a charge that never left (`not_sent`) or of a question
/// about a charge in doubt (`unknown`). [`for_answer`] knows the difference.
#[must_use]
pub fn for_error(code: &str) -> Option<Words> {
    Some(match code {
        "tls_untrusted" => words(
            "Сервер не подтвердил подлинность, ему ничего не отправлено. Не повторяйте, позовите администратора.",
            "The server is not trusted and was sent nothing. Do not repeat; call the administrator.",
        ),
        "mismatch" => words(
            "Данные платежа не совпали с ожидаемыми. НЕ повторяйте операцию, позовите администратора.",
            "The payment differs from what was expected. DO NOT repeat it; call the administrator.",
        ),
        "journal_corrupt" => words(
            "Журнал операций повреждён. Не принимайте новые оплаты, позовите администратора.",
            "The journal is damaged. Take no new payments; call the administrator.",
        ),
        "journal_off" => words(
            "Журнал операций не включён в настройках. Позовите администратора.",
            "The journal is not switched on in the settings. Call the administrator.",
        ),
        _ => return None,
    })
}

/// The best words for an answer: those of outcome and `error.code` together, else of the code, else of the outcome.
///
/// `None` only if there is no such outcome.
#[must_use]
pub fn for_answer(outcome: &str, code: Option<&str>) -> Option<Words> {
    let general = for_outcome(outcome)?;
    let Some(code) = code else {
        return Some(general);
    };
    let exact = match outcome {
        "not_sent" => for_not_sent(code),
        "unknown" => for_unknown(code),
        _ => None,
    };
    // What is in doubt keeps words that say so.
    let of_code = || {
        if outcome == "unknown" {
            None
        } else {
            for_error(code)
        }
    };
    exact.or_else(of_code).or(Some(general))
}

/// The words for a refund or a void that gave nothing back, where those of [`for_answer`] would say that no money was
/// taken: the payer has paid, and waits for it.
#[must_use]
pub fn for_giving_back(outcome: &str, code: Option<&str>) -> Option<Words> {
    Some(match outcome {
        "not_sent" if code == Some("tls_untrusted") => words(
            "Сервер не подтвердил подлинность. Деньги не возвращены. Позовите администратора.",
            "The server is not trusted. Nothing was given back. Call the administrator.",
        ),
        "not_sent" => words(
            "Возврат или отмена не начались. Деньги не возвращены, можно повторить.",
            "The refund or void did not start. Nothing was given back; you may repeat it.",
        ),
        "not_processed" => words(
            "Проверено: возврат или отмена не прошли. Деньги не возвращены, можно повторить.",
            "Checked: the refund or void did not go through. Nothing was given back; you may repeat it.",
        ),
        "declined" => words(
            "Возврат отклонён. Деньги не возвращены.",
            "The refund was declined. Nothing was given back.",
        ),
        _ => return None,
    })
}

/// The words for a question that was not answered, where those of [`for_answer`] would say that no money was taken: the
/// question took none, and the payment that it is about may have.
#[must_use]
pub fn for_asking(outcome: &str, code: Option<&str>) -> Option<Words> {
    Some(match outcome {
        "not_sent" if code == Some("tls_untrusted") => return for_error("tls_untrusted"),
        "not_sent" => words(
            "Нет связи с сервером, вопрос не задан. Спросите ещё раз.",
            "No connection to the server; the question was not asked. Ask again.",
        ),
        "rejected" => words(
            "Сервер отклонил вопрос. Позовите администратора.",
            "The server refused the question. Call the administrator.",
        ),
        "unauthorized" => words(
            "Сервер не принял ключи магазина. Позовите администратора.",
            "The server did not accept the shop's keys. Call the administrator.",
        ),
        _ => return None,
    })
}

/// Why nothing was sent.
fn for_not_sent(code: &str) -> Option<Words> {
    Some(match code {
        "dns" | "connect" | "tls" => words(
            "Нет связи с сервером. Деньги не списаны, можно повторить.",
            "No connection to the server. No money was taken; you may repeat it.",
        ),
        "incomplete_request" | "connection_lost" => words(
            "Связь оборвалась при отправке. Деньги не списаны, можно повторить.",
            "The connection broke while sending. No money was taken; you may repeat it.",
        ),
        "busy" => words(
            "Слишком много запросов сразу. Деньги не списаны, повторите чуть позже.",
            "Too many requests at once. No money was taken; repeat it a little later.",
        ),
        "timeout" => words(
            "Время вышло до отправки. Деньги не списаны, можно повторить.",
            "Time ran out before sending. No money was taken; you may repeat it.",
        ),
        "interrupted" => words(
            "Операция остановлена до отправки. Деньги не списаны, можно повторить.",
            "The operation was stopped before sending. No money was taken; you may repeat it.",
        ),
        "tls_untrusted" => words(
            "Сервер не подтвердил подлинность. Деньги не списаны. Позовите администратора.",
            "The server is not trusted. No money was taken. Call the administrator.",
        ),
        _ => return None,
    })
}

/// Why it is not known what happened.
fn for_unknown(code: &str) -> Option<Words> {
    Some(match code {
        "timeout" => words(
            "Сервер не ответил вовремя, операция могла пройти. Результат уточняется. НЕ повторяйте её.",
            "The server did not answer in time; it may have gone through. We are checking. DO NOT repeat it.",
        ),
        "connection_lost" | "dns" | "connect" | "tls" => words(
            "Связь потеряна, операция могла пройти. Результат уточняется. НЕ повторяйте её.",
            "The connection is lost; it may have gone through. We are checking. DO NOT repeat it.",
        ),
        "not_found" => words(
            "Сервер пока не показывает операцию, она могла пройти. Спросите позже. НЕ повторяйте её.",
            "The server does not show the operation yet; it may have gone through. Ask later. DO NOT repeat it.",
        ),
        "unauthorized" => words(
            "Сервер не принял ключи магазина, операция могла пройти. НЕ повторяйте, позовите администратора.",
            "The server refused the shop's keys; it may have gone through. DO NOT repeat; call the administrator.",
        ),
        "interrupted" => words(
            "Ожидание прервано, операция могла пройти. НЕ повторяйте её, дождитесь проверки.",
            "The waiting was stopped; it may have gone through. DO NOT repeat it; wait for the check.",
        ),
        "tls_untrusted" => words(
            "Сервер не подтвердил подлинность, операция могла пройти. НЕ повторяйте, позовите администратора.",
            "The server is not trusted; it may have gone through. DO NOT repeat it; call the administrator.",
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTCOMES: [&str; 33] = [
        "completed",
        "confirmed",
        "paid_out",
        "authorized",
        "voided",
        "refunded",
        "created",
        "updated",
        "cancelled",
        "ok",
        "requires_3ds",
        "requires_payer",
        "pending",
        "reversing",
        "declined",
        "rejected",
        "unauthorized",
        "not_found",
        "not_sent",
        "unknown",
        "not_processed",
        "reversed",
        "manual_review",
        "no_answer",
        "invalid_argument",
        "invalid_request",
        "invalid_config",
        "unknown_method",
        "idempotency_mismatch",
        "invoice_busy",
        "bad_signature",
        "journal_unavailable",
        "internal",
    ];

    const CODES: [&str; 36] = [
        "null_argument",
        "bad_handle",
        "forked_process",
        "bad_encoding",
        "bad_json",
        "too_large",
        "unknown_method",
        "missing_field",
        "unknown_field",
        "bad_field",
        "duplicate_field",
        "bad_config",
        "dns",
        "connect",
        "tls",
        "tls_untrusted",
        "incomplete_request",
        "timeout",
        "connection_lost",
        "malformed_response",
        "http_status",
        "redirect_refused",
        "busy",
        "declined",
        "refused",
        "unauthorized",
        "not_found",
        "mismatch",
        "invoice_busy",
        "idempotency_mismatch",
        "interrupted",
        "bad_signature",
        "journal_unavailable",
        "journal_corrupt",
        "journal_off",
        "internal",
    ];

    fn check(Words { ru, en }: Words, of: &str) {
        for text in [ru, en] {
            assert!(text.chars().count() <= 120, "{of}: too long: {text}");
            assert!(text.ends_with('.'), "{of}: no full stop: {text}");
        }
        // What a till with Windows-1251 or code page 866 can print.
        assert!(
            ru.chars()
                .all(|c| c.is_ascii() || ('А'..='я').contains(&c) || "Ёё".contains(c)),
            "{of}: {ru}"
        );
        assert!(en.is_ascii(), "{of}: {en}");
        assert_eq!(
            ru.contains("НЕ "),
            en.contains("DO NOT "),
            "{of}: {ru} {en}"
        );
    }

    #[test]
    fn every_outcome_has_words() {
        for outcome in OUTCOMES {
            check(for_outcome(outcome).expect(outcome), outcome);
            assert_eq!(for_answer(outcome, None), for_outcome(outcome));
        }
        assert_eq!(for_outcome("Completed"), None);
        assert_eq!(for_answer("no_such", Some("dns")), None);
    }

    #[test]
    fn every_answer_has_words() {
        for outcome in OUTCOMES {
            for code in CODES {
                check(for_answer(outcome, Some(code)).expect(code), code);
            }
            assert_eq!(for_answer(outcome, Some("no_such")), for_outcome(outcome));
        }
    }

    #[test]
    fn who_waits_for_money_back_is_not_told_that_none_was_taken() {
        for outcome in OUTCOMES {
            for code in [None, Some("tls_untrusted"), Some("busy")] {
                let Some(words) = for_giving_back(outcome, code) else {
                    continue;
                };
                check(words, outcome);
                assert!(words.ru.contains("Деньги не возвращены"), "{}", words.ru);
                assert!(!words.ru.contains("списаны"), "{}", words.ru);
            }
        }
    }

    #[test]
    fn who_asks_is_not_told_that_the_payment_took_no_money() {
        for outcome in ["not_sent", "rejected", "unauthorized"] {
            for code in [None, Some("tls_untrusted"), Some("dns")] {
                let words = for_asking(outcome, code).expect(outcome);
                check(words, outcome);
                assert!(!words.ru.contains("писан"), "{}", words.ru);
                assert!(!words.en.contains("money"), "{}", words.en);
            }
        }
    }

    #[test]
    fn error_words_say_nothing_about_money() {
        for words in CODES.into_iter().filter_map(for_error) {
            check(words, "error");
            assert!(
                !words.ru.contains("еньги") && !words.ru.contains("писан"),
                "{}",
                words.ru
            );
            assert!(!words.en.contains("money"), "{}", words.en);
        }
        for code in ["dns", "timeout", "connection_lost", "interrupted"] {
            assert_eq!(for_error(code), None, "{code}");
        }
    }

    #[test]
    fn doubt_forbids_a_repeat() {
        for outcome in [
            "pending",
            "unknown",
            "manual_review",
            "invoice_busy",
            "internal",
        ] {
            let words = for_outcome(outcome).expect(outcome);
            assert!(words.ru.contains("НЕ повторяйте"), "{}", words.ru);
        }
        for code in CODES {
            let words = for_answer("unknown", Some(code)).expect(code);
            assert!(words.ru.contains("НЕ повторяйте"), "{}", words.ru);
            assert!(!words.ru.contains("не списаны"), "{}", words.ru);
        }
    }

    #[test]
    fn nothing_sent_says_so() {
        for code in CODES
            .into_iter()
            .filter(|code| for_not_sent(code).is_some() || for_error(code).is_none())
        {
            let words = for_answer("not_sent", Some(code)).expect(code);
            assert!(words.ru.contains("Деньги не списаны"), "{}", words.ru);
            assert!(words.en.contains("No money was taken"), "{}", words.en);
        }
        for outcome in ["declined", "not_sent", "not_processed"] {
            assert!(
                for_outcome(outcome)
                    .expect(outcome)
                    .ru
                    .contains("Деньги не списаны")
            );
        }
    }
}
