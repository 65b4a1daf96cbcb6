//! The tables of `docs/errors.md` and the page `docs/methods.md` are made from the code, and so are the Russian tables.
//!
//! A part stands between `<!-- generated: NAME -->` and `<!-- end -->`; the words around it are
//! written by hand. `make bless` writes the parts anew.

#[path = "docs/areas.rs"]
mod areas;
#[path = "docs/cashier.rs"]
mod cashier;
#[path = "docs/links.rs"]
mod links;
#[path = "docs/markdown.rs"]
mod markdown;
#[path = "docs/methods.rs"]
mod methods;
#[path = "docs/russian.rs"]
mod russian;
#[path = "docs/shorten.rs"]
mod shorten;
#[path = "support/tree.rs"]
mod tree;

use std::fs;
use std::path::Path;

use cloudpayments::catalog::{COMMON, COMMON_API};
use cloudpayments_money::error::ErrorCode;
use cloudpayments_money::outcome::Outcome;
use cloudpayments_money::reason::REASONS;
use cloudpayments_money::status::STATUSES;
use cloudpayments_money::words::{self, Words};
use markdown::{code, table};

const END: &str = "<!-- end -->";

#[test]
fn the_tables_of_errors_are_those_of_the_code() {
    compare(
        "docs/errors.md",
        &[
            ("statuses", statuses()),
            ("outcomes", outcomes()),
            ("codes", codes()),
            ("reasons", reasons()),
            ("words", words_of_outcomes()),
            ("words of not_sent and unknown", words_of_outcome_and_code()),
            ("words of codes", words_of_codes()),
        ],
    );
}

#[test]
fn the_page_of_methods_is_that_of_the_catalogue() {
    compare(
        "docs/methods.md",
        &[
            ("contents", methods::contents()),
            ("common fields", methods::fields(COMMON)),
            ("common fields of the API", methods::fields(COMMON_API)),
            ("methods", methods::areas()),
        ],
    );
}

#[test]
fn the_russian_tables_are_those_of_the_code() {
    compare("docs/ru/errors.md", &russian::errors());
}

#[test]
fn the_cashier_s_guide_has_the_words_of_the_library() {
    compare("docs/ru/cashier.md", &cashier::parts());
}

#[test]
fn every_link_leads_somewhere() {
    let documents = links::documents(Path::new(env!("CARGO_MANIFEST_DIR")));
    let broken = links::broken(&documents);
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn both_readmes_lead_to_every_document() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for readme in ["README.md", "README.ru.md"] {
        let links = links::links(&fs::read_to_string(root.join(readme)).expect(readme));
        for document in links::documents(&root.join("docs")) {
            let path = document.strip_prefix(root).expect("below the root");
            let path = path.to_str().expect("UTF-8");
            assert!(
                links.iter().any(|link| link == path),
                "{readme} lacks {path}"
            );
        }
    }
}

/// Compares the generated parts of a file with what they should be; writes them when blessing.
fn compare(file: &str, parts: &[(&str, String)]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let text = fs::read_to_string(&path).expect(file);
    let marks = text.matches("<!-- generated: ").count();
    assert_eq!(marks, parts.len(), "{file}: generated parts");
    let mut wanted = text.clone();
    for (name, part) in parts {
        wanted = with(&wanted, name, part).unwrap_or_else(|| panic!("{file}: no part `{name}`"));
    }
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, wanted).expect(file);
        return;
    }
    assert!(text == wanted, "{file} is stale: run `make bless`");
}

/// The text with a part replaced; `None` if the text has no such part.
fn with(text: &str, name: &str, part: &str) -> Option<String> {
    let begin = format!("<!-- generated: {name} -->\n");
    let (before, rest) = text.split_once(&begin)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{begin}\n{part}\n{END}{after}"))
}

fn statuses() -> String {
    table(
        ["#", "constant", "outcomes", "what a program may conclude"],
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
                status.meaning().to_owned(),
            ]
        }),
    )
}

fn outcomes() -> String {
    table(
        ["outcome", "status", "`money`", "`next`", "`final`"],
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

fn codes() -> String {
    table(
        ["`error.code`", "cause", "what to do"],
        ErrorCode::ALL.iter().map(|error| {
            let (cause, remedy) = explained(*error);
            [code(error.as_str()), cause.to_owned(), remedy.to_owned()]
        }),
    )
}

fn reasons() -> String {
    table(
        ["`ReasonCode`", "name", "`next`", "words (ru)", "words (en)"],
        REASONS.iter().map(|reason| {
            [
                reason.code.to_string(),
                reason.name.to_owned(),
                code(reason.advice.as_str()),
                reason.ru.to_owned(),
                reason.en.to_owned(),
            ]
        }),
    )
}

fn words_of_outcomes() -> String {
    table(
        ["outcome", "ru", "en"],
        Outcome::ALL.iter().map(|outcome| {
            let Words { ru, en } = words::for_outcome(outcome.as_str()).expect("words");
            [code(outcome.as_str()), ru.to_owned(), en.to_owned()]
        }),
    )
}

fn words_of_outcome_and_code() -> String {
    table(
        ["outcome", "`error.code`", "ru", "en"],
        exact_words().map(|(outcome, error, Words { ru, en })| {
            [
                code(outcome.as_str()),
                code(error.as_str()),
                ru.to_owned(),
                en.to_owned(),
            ]
        }),
    )
}

/// The words that hold for one outcome with one code only.
fn exact_words() -> impl Iterator<Item = (Outcome, ErrorCode, Words)> {
    let pairs = Outcome::ALL
        .iter()
        .flat_map(|outcome| ErrorCode::ALL.iter().map(|error| (*outcome, *error)));
    pairs.filter_map(|(outcome, error)| {
        let exact = words::for_answer(outcome.as_str(), Some(error.as_str()));
        let general = [
            words::for_outcome(outcome.as_str()),
            words::for_error(error.as_str()),
        ];
        exact
            .filter(|_| !general.contains(&exact))
            .map(|words| (outcome, error, words))
    })
}

fn words_of_codes() -> String {
    table(
        ["`error.code`", "ru", "en"],
        ErrorCode::ALL.iter().filter_map(|error| {
            let Words { ru, en } = words::for_error(error.as_str())?;
            Some([code(error.as_str()), ru.to_owned(), en.to_owned()])
        }),
    )
}

/// Why an error occurs, and what to do about it. A new code does not compile without its words.
#[expect(clippy::too_many_lines, reason = "a table")]
fn explained(code: ErrorCode) -> (&'static str, &'static str) {
    match code {
        ErrorCode::NullArgument => (
            "A pointer that must not be NULL is NULL.",
            "Mend the program. Often `cp_client_new` failed and its result was not looked at.",
        ),
        ErrorCode::BadHandle => (
            "The client is freed, or was never a client.",
            "Mend the program: free a client after its last call.",
        ),
        ErrorCode::ForkedProcess => (
            "The client was made before `fork` and is used in the child.",
            "Make a client in the child.",
        ),
        ErrorCode::BadEncoding => (
            "The text is not valid in the client's encoding.",
            "Pass UTF-8, or configure `text_encoding`.",
        ),
        ErrorCode::BadJson => (
            "The text is no JSON object, or is nested more than 128 levels deep.",
            "Mend the request; `cp_json_quote` writes texts safely.",
        ),
        ErrorCode::TooLarge => (
            "The text is larger than 1 MiB.",
            "Send less; large data does not belong in a payment.",
        ),
        ErrorCode::UnknownMethod => (
            "`cp_call` got a name that is no method.",
            "Take a name from [methods](methods.md); the message names the nearest.",
        ),
        ErrorCode::MissingField => (
            "A required field is absent or null.",
            "Add the field that `error.field` names.",
        ),
        ErrorCode::UnknownField => (
            "The method has no field of this name.",
            "Correct the spelling; put a field that is newer than the library into `extra`.",
        ),
        ErrorCode::BadField => (
            "The value of a field is malformed, too long, or not possible here.",
            "Mend the field that `error.field` names; the message says what it must be.",
        ),
        ErrorCode::DuplicateField => ("One object has the same key twice.", "Write each key once."),
        ErrorCode::BadConfig => (
            "A key of the configuration is missing, unknown or wrong, or a file that it names cannot be used.",
            "Mend the key that `error.field` names.",
        ),
        ErrorCode::Dns => (
            "The name of the gateway, or of the proxy, cannot be resolved.",
            "Look at the network; call again.",
        ),
        ErrorCode::Connect => (
            "No connection: TCP was refused, TCP or TLS took too long, or the proxy gave no tunnel (the message has its HTTP status).",
            "Look at the network, firewall and `proxy`; call again.",
        ),
        ErrorCode::Tls => (
            "The TLS handshake broke off.",
            "Call again; look at what stands between.",
        ),
        ErrorCode::TlsUntrusted => (
            "The server's certificate does not prove that it is the gateway. Nothing was sent to it.",
            "The message says why: name a missing root in `extra_ca_file`, set the clock, or find out who intercepts the connection.",
        ),
        ErrorCode::IncompleteRequest => (
            "The connection broke before the last byte of the request left this machine.",
            "Call again.",
        ),
        ErrorCode::Timeout => (
            "The time was up: before sending (`not_sent`), or without an answer or a result (`unknown`, `no_answer`).",
            "By `next`: call again, or `resolve`.",
        ),
        ErrorCode::ConnectionLost => (
            "The connection broke after the request was sent.",
            "By `next`: `resolve`; a read may be repeated.",
        ),
        ErrorCode::MalformedResponse => (
            "The answer is no JSON, is cut or too large, has a key twice, or lacks what the method answers with.",
            "By `next`: `resolve`; a read may be repeated. Often a page of a network in between.",
        ),
        ErrorCode::HttpStatus => (
            "An HTTP status that refuses the request (`rejected`), says that it was not begun (`not_sent`), or settles nothing (`unknown`, `no_answer`).",
            "By `next`.",
        ),
        ErrorCode::RedirectRefused => (
            "The server answered with a redirect, which is never followed.",
            "Check `base_url`; then by `next`.",
        ),
        ErrorCode::Busy => (
            "Too many calls in progress, here or at the gateway (HTTP 429).",
            "Call again a little later, after `retry_after_ms` where given.",
        ),
        ErrorCode::Declined => (
            "The issuer or the gateway declined the payment.",
            "Show `cashier`; follow `next`. `error.reason_code` has the reason.",
        ),
        ErrorCode::Refused => (
            "The API refused the request; the message repeats its words.",
            "Mend the request, or ask the gateway's support.",
        ),
        ErrorCode::Unauthorized => (
            "The gateway did not accept `public_id` and `api_secret` (HTTP 401, 403).",
            "Correct them in the configuration.",
        ),
        ErrorCode::NotFound => (
            "A look-up found nothing; or no running call has this `request_id` (`interrupt`).",
            "Not found does not mean not paid: for a payment in doubt call `resolve`.",
        ),
        ErrorCode::Mismatch => (
            "The record at the gateway does not agree with the request, or there are two where one is possible.",
            "A person compares the order with the gateway's personal account.",
        ),
        ErrorCode::InvoiceBusy => (
            "Another operation with this `InvoiceId` is in flight or in doubt in this process.",
            "`resolve` the operation that `error.other_request_id` names.",
        ),
        ErrorCode::IdempotencyMismatch => (
            "This `request_id` was used with other content.",
            "A new operation needs a new `request_id`; the first one keeps its result.",
        ),
        ErrorCode::Interrupted => (
            "Another thread called `interrupt`.",
            "By `next`: call again, or `resolve`.",
        ),
        ErrorCode::BadSignature => (
            "A notification is not genuine: its signature is missing or another one.",
            "Throw it away; check `api_secret` if all of them are refused.",
        ),
        ErrorCode::JournalUnavailable => (
            "The [journal](journal.md) cannot be used. No money moves without it.",
            "The message names the file and the remedy; the next call tries again.",
        ),
        ErrorCode::JournalCorrupt => (
            "The journal is damaged. No money moves without it.",
            "`journal_rebuild` puts it aside and begins a new one.",
        ),
        ErrorCode::JournalOff => (
            "The configuration has no `journal`.",
            "Give its path there.",
        ),
        ErrorCode::Internal => (
            "A fault of this library, or a system that gives it neither random bytes nor room.",
            "Look at `money`; report it.",
        ),
    }
}
