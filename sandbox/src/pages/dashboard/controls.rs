//! What a person turns here: the clock, faults, modes.

use super::language::Language;
use super::{Button, each};
use crate::api::methods;
use crate::faults::{Fault, Kind};
use crate::modes::MILLION;
use crate::pages::html::escaped;
use crate::sandbox::Sandbox;
use crate::values::dates;

const HOUR_MS: i64 = 3_600_000;

/// The clock, to the minute: seconds would change the page every second.
pub(super) fn clock(lang: Language, sandbox: &Sandbox) -> String {
    let now = dates::webhook(sandbox.clock.now_ms());
    let minute = now.get(..16).unwrap_or(&now);
    let jumps = [
        (HOUR_MS, lang.say("+1 час", "+1 hour")),
        (dates::DAY_MS, lang.say("+1 день", "+1 day")),
        (30 * dates::DAY_MS, lang.say("+30 дней", "+30 days")),
    ];
    let jumps = each(jumps, |(ms, words)| {
        let button = Button {
            part: "clock",
            values: &format!(r#"{{"advance_ms:number":{ms}}}"#),
            words,
            class: "",
        };
        button.show(lang)
    });
    format!(
        r#"<section id="clock"><h2>{}</h2><p class="now">{minute} UTC</p><div class="buttons">{jumps}</div></section>"#,
        lang.say("Часы", "Clock")
    )
}

/// Armed faults, and the form that arms one. The form keeps what is typed: it is never drawn anew.
pub(super) fn faults(lang: Language, sandbox: &Sandbox) -> String {
    let armed = sandbox.faults.list();
    let rows = each(&armed, fault);
    let disarm = if armed.is_empty() {
        String::new()
    } else {
        format!(
            r#"<div class="buttons"><button hx-delete="{}">{}</button></div>"#,
            lang.to("faults"),
            lang.say("Снять все", "Disarm all")
        )
    };
    format!(
        r#"<section id="faults"><h2>{}</h2><ul id="armed">{rows}</ul>{disarm}{}</section>"#,
        lang.say("Сбои", "Faults"),
        fault_form(lang)
    )
}

fn fault(fault: &Fault) -> String {
    format!(
        r#"<li><span class="chip bad">{}</span> <code>{}</code> × {}</li>"#,
        fault.kind.name(),
        escaped(&fault.path),
        fault.times
    )
}

fn fault_form(lang: Language) -> String {
    let kinds = each(KINDS, |(kind, ru, en)| {
        let (name, words) = (kind.name(), lang.say(ru, en));
        format!(r#"<option value="{name}">{name}: {words}</option>"#)
    });
    let paths = each(methods::paths(), |path| {
        format!(r#"<option value="{path}">{path}</option>"#)
    });
    let field = |name: &str, class: &str, words: &str, value: &str| {
        format!(
            r#"<label class="{class}">{words}<input name="{name}" value="{value}" inputmode="decimal" autocomplete="off"></label>"#
        )
    };
    format!(
        r#"<form id="fault" hx-post="{to}" hx-morph-skip>
<label>{kind_words}<select name="kind">{kinds}</select></label>
<label>{path_words}<select name="path"><option value="*">{any}</option>{paths}</select></label>
{times}{delay}{status}{retry}{bytes}{amount}
<button class="yes">{arm}</button></form>"#,
        to = lang.to("faults"),
        kind_words = lang.say("Что случится", "What goes wrong"),
        path_words = lang.say("С каким запросом", "With which request"),
        any = lang.say("* любой", "* any"),
        times = field("times:number", "", lang.say("Сколько раз", "Times"), "1"),
        delay = field(
            "delay_ms:number",
            "waits",
            lang.say("Через, мс", "After, ms"),
            "3000"
        ),
        status = field(
            "status:number",
            "fails",
            lang.say("Статус HTTP", "HTTP status"),
            "503"
        ),
        retry = field("retry_after:number", "fails", "Retry-After", ""),
        bytes = field("bytes:number", "cuts", lang.say("Байтов", "Bytes"), "100"),
        amount = field("amount", "shows", lang.say("Сумма", "Amount"), "1.00"),
        arm = lang.say("Включить сбой", "Arm the fault"),
    )
}

/// All kinds, the most instructive first.
const KINDS: [(Kind, &str, &str); 14] = [
    (
        Kind::DropAfter,
        "выполнено, ответа нет",
        "processed, no answer",
    ),
    (
        Kind::DropBefore,
        "не выполнено, ответа нет",
        "not processed, no answer",
    ),
    (Kind::Delay, "ответ с опозданием", "a late answer"),
    (
        Kind::ProcessLate,
        "ответа нет, выполнено позже",
        "no answer, processed later",
    ),
    (
        Kind::Status,
        "ошибка HTTP, не выполнено",
        "HTTP error, not processed",
    ),
    (
        Kind::StatusAfter,
        "ошибка HTTP, но выполнено",
        "HTTP error, but processed",
    ),
    (Kind::Truncate, "ответ обрывается", "the answer is cut"),
    (
        Kind::Garbage,
        "вместо ответа страница HTML",
        "an HTML page for an answer",
    ),
    (
        Kind::Trickle,
        "ответ по одному байту",
        "the answer byte by byte",
    ),
    (
        Kind::Reset,
        "выполнено, соединение сброшено",
        "processed, connection reset",
    ),
    (
        Kind::CloseOnAccept,
        "соединение закрыто сразу",
        "closed when connected",
    ),
    (Kind::CloseAfter, "запрос обрывается", "the request is cut"),
    (
        Kind::Redirect,
        "перенаправление на чужой адрес",
        "sent to another host",
    ),
    (
        Kind::WrongAmount,
        "в ответе чужая сумма",
        "the answer shows another sum",
    ),
];

/// The modes, each with the values that are worth a try.
pub(super) fn modes(lang: Language, sandbox: &Sandbox) -> String {
    let modes = sandbox.modes();
    let (off, on) = (lang.say("выкл", "off"), lang.say("вкл", "on"));
    let yes_no = |name: &str, words: &str, now: bool| {
        let choices = [("false", off, !now), ("true", on, now)];
        mode(lang, &format!("{name}:boolean"), words, &choices)
    };
    let wait = |name: &str, words: &str, now: i64| {
        let choices = [
            ("0", off, now == 0),
            ("3000", lang.say("3 с", "3 s"), now == 3_000),
            ("60000", lang.say("1 мин", "1 min"), now == 60_000),
        ];
        mode(lang, &format!("{name}:number"), words, &choices)
    };
    let share = modes.storm_per_million;
    let skew = modes.clock_skew_ms;
    let rows = [
        yes_no(
            "duplicates_run",
            lang.say(
                "Параллельные повторы выполняются",
                "Parallel repeats are processed",
            ),
            modes.duplicates_run,
        ),
        yes_no(
            "id_store_lost",
            lang.say("X-Request-ID не действует", "X-Request-ID has no effect"),
            modes.id_store_lost,
        ),
        yes_no(
            "cascade_declines",
            lang.say(
                "Перед удачей отказ другого банка",
                "Another bank declines first",
            ),
            modes.cascade_declines,
        ),
        wait(
            "find_lag_ms",
            lang.say("Поиск отстаёт", "Look-ups lag"),
            modes.find_lag_ms,
        ),
        wait(
            "late_success_ms",
            lang.say(
                "Платежи без ответа, выполнятся позже",
                "Payments unanswered, processed later",
            ),
            modes.late_success_ms,
        ),
        mode(
            lang,
            "storm_429:number",
            lang.say("Ответы 429 без причины", "429 for no reason"),
            &[
                ("0", off, share == 0),
                ("0.2", "20 %", share == MILLION / 5),
                ("1", "100 %", share == MILLION),
            ],
        ),
        mode(
            lang,
            "clock_skew_ms:number",
            lang.say("Даты неверны", "Dates are wrong"),
            &[
                ("0", off, skew == 0),
                ("-3600000", lang.say("−1 час", "−1 hour"), skew == -HOUR_MS),
                ("3600000", lang.say("+1 час", "+1 hour"), skew == HOUR_MS),
            ],
        ),
    ];
    format!(
        r#"<section id="modes"><h2>{}</h2>{}</section>"#,
        lang.say("Режимы", "Modes"),
        rows.concat()
    )
}

/// One mode: its values as buttons side by side. Another value, set elsewhere, presses none of them.
fn mode(lang: Language, field: &str, words: &str, choices: &[(&str, &str, bool)]) -> String {
    let to = lang.to("modes");
    let buttons = each(choices, |(value, words, pressed)| {
        format!(
            r#"<button hx-post="{to}" hx-vals='{{"{field}":"{value}"}}' aria-pressed="{pressed}">{words}</button>"#
        )
    });
    format!(r#"<div class="mode"><span>{words}</span><div class="choice">{buttons}</div></div>"#)
}

/// The button that begins anew.
pub(super) fn reset(lang: Language) -> String {
    format!(
        r#"<section id="reset"><button class="no" hx-post="{}" hx-confirm="{}">{}</button></section>"#,
        lang.to("reset"),
        lang.say(
            "Забыть все платежи, сбои и режимы?",
            "Forget all payments, faults and modes?"
        ),
        lang.say("Начать заново", "Begin anew")
    )
}
