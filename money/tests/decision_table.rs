//! The decision table: what the transport saw and what the server said, and what follows.

mod judging;

use cloudpayments_money::document::Document;
use cloudpayments_money::error::ErrorCode;
use cloudpayments_money::evidence::{Evidence, HttpAnswer, Phase, Trouble};
use cloudpayments_money::outcome::{Money, Next, Outcome};
use cloudpayments_money::retry::Again;
use cloudpayments_money::verdict::{Effect, Judgement, Rule};

use judging::{answered, at, doubt, judged, settled};

fn charge_failed(evidence: Evidence, trouble: Trouble) -> Judgement {
    judged(
        Rule::Payment,
        Effect::MovesMoney,
        false,
        evidence,
        &Err(trouble),
    )
}

fn charge_answered(status: u16, body: &str) -> Judgement {
    answered(Rule::Payment, Effect::MovesMoney, status, body)
}

#[test]
fn what_provably_did_not_arrive_was_not_sent() {
    let untrusted = || Trouble::Untrusted("unknown issuer".into());
    for (phase, trouble, code, again) in [
        (Phase::Resolving, Trouble::Dns, ErrorCode::Dns, Again::Quick),
        (
            Phase::Connecting,
            Trouble::Connect,
            ErrorCode::Connect,
            Again::Quick,
        ),
        (
            Phase::Connecting,
            Trouble::ConnectTimeout,
            ErrorCode::Connect,
            Again::Slow,
        ),
        (
            Phase::Connecting,
            Trouble::NoTunnel(Some(407)),
            ErrorCode::Connect,
            Again::Never,
        ),
        (
            Phase::Connecting,
            Trouble::NoTunnel(Some(503)),
            ErrorCode::Connect,
            Again::Quick,
        ),
        (
            Phase::Connecting,
            Trouble::NoTunnel(None),
            ErrorCode::Connect,
            Again::Quick,
        ),
        (
            Phase::Handshake,
            Trouble::ConnectTimeout,
            ErrorCode::Connect,
            Again::Slow,
        ),
        (Phase::Handshake, Trouble::Tls, ErrorCode::Tls, Again::Slow),
        (
            Phase::Handshake,
            untrusted(),
            ErrorCode::TlsUntrusted,
            Again::Never,
        ),
        (
            Phase::Handshake,
            Trouble::Timeout,
            ErrorCode::Timeout,
            Again::Never,
        ),
        (
            Phase::Sending,
            Trouble::Lost,
            ErrorCode::IncompleteRequest,
            Again::Slow,
        ),
        (
            Phase::Sending,
            Trouble::Timeout,
            ErrorCode::IncompleteRequest,
            Again::Slow,
        ),
        (
            Phase::NotStarted,
            Trouble::Busy,
            ErrorCode::Busy,
            Again::Never,
        ),
        (
            Phase::Connecting,
            Trouble::Interrupted,
            ErrorCode::Interrupted,
            Again::Never,
        ),
    ] {
        let judgement = charge_failed(at(phase, 0), trouble.clone());
        let Judgement::NotSent(verdict, allowed) = judgement else {
            panic!("{trouble:?}: {judgement:?}");
        };
        assert_eq!(
            (verdict.outcome, verdict.money),
            (Outcome::NotSent, Money::NotMoved),
            "{trouble:?}"
        );
        assert_eq!(
            verdict.fault.map(|fault| fault.code),
            Some(code),
            "{trouble:?}"
        );
        assert_eq!(allowed, again, "{trouble:?}");
        let fix = if code == ErrorCode::TlsUntrusted {
            Next::FixConfig
        } else {
            Next::Retry
        };
        assert_eq!(verdict.next, fix);
    }
}

#[test]
fn one_byte_short_of_a_request_is_not_sent_and_the_last_byte_makes_the_doubt() {
    let short = charge_failed(at(Phase::Sending, 799), Trouble::Lost);
    assert!(matches!(short, Judgement::NotSent(..)), "{short:?}");
    let whole = charge_failed(at(Phase::Sent, 800), Trouble::Lost);
    assert_eq!(doubt(whole), ErrorCode::ConnectionLost);
}

#[test]
fn half_a_form_may_have_been_understood() {
    let half = |sent| {
        let evidence = at(Phase::Sending, sent);
        judged(
            Rule::Payment,
            Effect::MovesMoney,
            true,
            evidence,
            &Err(Trouble::Lost),
        )
    };
    assert!(matches!(half(0), Judgement::NotSent(..)));
    assert_eq!(doubt(half(1)), ErrorCode::ConnectionLost);
}

#[test]
fn a_request_without_an_answer_is_in_doubt() {
    for (phase, trouble, code) in [
        (Phase::Sent, Trouble::Lost, ErrorCode::ConnectionLost),
        (Phase::Sent, Trouble::Timeout, ErrorCode::Timeout),
        (Phase::Sent, Trouble::Interrupted, ErrorCode::Interrupted),
        (Phase::Receiving, Trouble::Lost, ErrorCode::ConnectionLost),
        (Phase::Receiving, Trouble::Timeout, ErrorCode::Timeout),
        (
            Phase::Receiving,
            Trouble::Malformed("too large".into()),
            ErrorCode::MalformedResponse,
        ),
    ] {
        assert_eq!(doubt(charge_failed(at(phase, 800), trouble)), code);
    }
}

#[test]
fn an_answer_that_settles_nothing_leaves_the_doubt() {
    for status in [408, 409, 402, 410, 418, 500, 502, 503, 504, 520, 599] {
        assert_eq!(
            doubt(charge_answered(status, "{}")),
            ErrorCode::HttpStatus,
            "{status}"
        );
    }
    for status in [300, 301, 302, 303, 307, 308] {
        assert_eq!(
            doubt(charge_answered(status, "")),
            ErrorCode::RedirectRefused,
            "{status}"
        );
    }
    for body in [
        "",
        "null",
        "[]",
        "true",
        "<html></html>",
        "{",
        r#"{"Success":true}"#,
        r#"{"Success":1}"#,
        r#"{"Success":true,"Model":null}"#,
        r#"{"Success":true,"Model":{}}"#,
        r#"{"Success":true,"Model":{"TransactionId":1}}"#,
        r#"{"Success":true,"Model":"text"}"#,
    ] {
        assert_eq!(
            doubt(charge_answered(200, body)),
            ErrorCode::MalformedResponse,
            "{body}"
        );
    }
    let not_utf8 = HttpAnswer {
        status: 200,
        retry_after_ms: None,
        body: None,
    };
    let judgement = judged(
        Rule::Payment,
        Effect::MovesMoney,
        false,
        at(Phase::Answered, 800),
        &Ok(not_utf8),
    );
    assert_eq!(doubt(judgement), ErrorCode::MalformedResponse);
}

#[test]
fn a_server_that_refuses_to_begin_moves_nothing() {
    for (status, outcome) in [
        (400, Outcome::Rejected),
        (404, Outcome::Rejected),
        (405, Outcome::Rejected),
        (413, Outcome::Rejected),
        (415, Outcome::Rejected),
        (422, Outcome::Rejected),
        (431, Outcome::Rejected),
        (401, Outcome::Unauthorized),
        (403, Outcome::Unauthorized),
    ] {
        let verdict = settled(charge_answered(status, ""));
        assert_eq!(
            (verdict.outcome, verdict.money),
            (outcome, Money::NotMoved),
            "{status}"
        );
    }
    let early = charge_answered(425, "");
    assert!(
        matches!(early, Judgement::NotSent(_, Again::Once)),
        "{early:?}"
    );
    let empty = Document::new(String::new());
    let busy = HttpAnswer {
        status: 429,
        retry_after_ms: Some(2000),
        body: Some(&empty),
    };
    let judgement = judged(
        Rule::Payment,
        Effect::MovesMoney,
        false,
        at(Phase::Answered, 800),
        &Ok(busy),
    );
    let Judgement::NotSent(verdict, Again::Busy(Some(2000))) = judgement else {
        panic!("{judgement:?}");
    };
    assert_eq!(verdict.retry_after_ms, Some(2000));
    assert_eq!(verdict.fault.map(|fault| fault.code), Some(ErrorCode::Busy));
}

fn model(success: bool, model: &str) -> Judgement {
    charge_answered(
        200,
        &format!(
            r#"{{"Model":{{"TransactionId":504,{model}}},"Success":{success},"Message":null}}"#
        ),
    )
}

const AGREES: &str =
    r#""Amount":10.00000,"Currency":"RUB","InvoiceId":"A","JsonData":"{\"cp_request_id\":\"r\"}""#;

#[test]
fn the_status_of_the_transaction_decides() {
    for (success, status, outcome, money) in [
        (true, "Completed", Outcome::Completed, Money::Moved),
        (true, "Authorized", Outcome::Authorized, Money::Held),
        (false, "Declined", Outcome::Declined, Money::NotMoved),
        (false, "Failed", Outcome::Declined, Money::NotMoved),
        (true, "Created", Outcome::Pending, Money::Unknown),
        (true, "Pending", Outcome::Pending, Money::Unknown),
        (true, "Somewhere", Outcome::Pending, Money::Unknown),
        (
            false,
            "AwaitingAuthentication",
            Outcome::Pending,
            Money::Unknown,
        ),
    ] {
        let verdict = settled(model(success, &format!(r#"{AGREES},"Status":"{status}""#)));
        assert_eq!(
            (verdict.outcome, verdict.money),
            (outcome, money),
            "{status}"
        );
        assert_eq!(verdict.transaction_id, Some(504));
    }
}

#[test]
fn a_refusal_without_a_record_was_not_begun() {
    for message in ["null", "\"Amount is required\""] {
        let body = format!(r#"{{"Success":false,"Message":{message}}}"#);
        let verdict = settled(charge_answered(200, &body));
        assert_eq!(
            (verdict.outcome, verdict.money),
            (Outcome::Rejected, Money::NotMoved)
        );
    }
}

#[test]
fn three_d_secure_is_no_decline() {
    let verdict = settled(model(
        false,
        r#""PaReq":"+/e30=","AcsUrl":"https://acs.example/""#,
    ));
    assert_eq!(
        (verdict.outcome, verdict.money),
        (Outcome::Requires3ds, Money::NotMoved)
    );
}

#[test]
fn an_old_decline_without_a_status_is_one_all_the_same() {
    let verdict = settled(model(
        false,
        r#""ReasonCode":5051,"Reason":"InsufficientFunds""#,
    ));
    assert_eq!(verdict.outcome, Outcome::Declined);
    assert_eq!(verdict.next, Next::AskOtherCard);
    let unknown = settled(model(false, r#""ReasonCode":59999,"Status":"Declined""#));
    assert_eq!(
        unknown.fault.and_then(|fault| fault.reason_code),
        Some(59999)
    );
}

#[test]
fn an_approval_must_agree_with_the_request() {
    for differs in [
        r#""Amount":9.99,"Currency":"RUB","InvoiceId":"A""#,
        r#""Amount":10.001,"Currency":"RUB","InvoiceId":"A""#,
        r#""Currency":"RUB","InvoiceId":"A""#,
        r#""Amount":10,"Currency":"USD","InvoiceId":"A""#,
        r#""Amount":10,"Currency":"RUB","InvoiceId":"B""#,
        r#""Amount":10,"Currency":"RUB","JsonData":"{\"cp_request_id\":\"other\"}""#,
    ] {
        for status in ["Completed", "Authorized"] {
            let judgement = model(true, &format!(r#"{differs},"Status":"{status}""#));
            let Judgement::Contradiction(fault, Some(504)) = judgement else {
                panic!("{differs}: {judgement:?}");
            };
            assert_eq!(fault.code, ErrorCode::Mismatch);
        }
    }
    // What an answer leaves out contradicts nothing, the amount apart.
    let verdict = settled(model(true, r#""Amount":"10","Status":"Completed""#));
    assert_eq!(verdict.outcome, Outcome::Completed);
    // The words and the envelope contradict each other.
    for (success, status) in [
        (false, "Completed"),
        (false, "Authorized"),
        (true, "Cancelled"),
    ] {
        let judgement = model(success, &format!(r#"{AGREES},"Status":"{status}""#));
        assert!(
            matches!(judgement, Judgement::Contradiction(..)),
            "{judgement:?}"
        );
    }
}

#[test]
fn commands_without_a_record_are_done_or_checked() {
    for (rule, done) in [
        (Rule::Confirm, Outcome::Confirmed),
        (Rule::Void, Outcome::Voided),
    ] {
        let verdict = settled(answered(
            rule,
            Effect::MovesMoney,
            200,
            r#"{"Success":true,"Message":null}"#,
        ));
        assert_eq!(verdict.outcome, done);
    }
    for rule in [Rule::Confirm, Rule::Void, Rule::Finish3ds] {
        let refused = answered(
            rule,
            Effect::MovesMoney,
            200,
            r#"{"Success":false,"Message":"no"}"#,
        );
        assert!(matches!(refused, Judgement::Refused(_)), "{refused:?}");
    }
    let refund = answered(
        Rule::Refund,
        Effect::MovesMoney,
        200,
        r#"{"Model":{"TransactionId":568},"Success":true}"#,
    );
    let verdict = settled(refund);
    assert_eq!(
        (verdict.outcome, verdict.transaction_id),
        (Outcome::Refunded, Some(568))
    );
    let old = answered(
        Rule::Refund,
        Effect::MovesMoney,
        200,
        r#"{"Success":true,"Message":null}"#,
    );
    assert_eq!(settled(old).outcome, Outcome::Refunded);
}

#[test]
fn a_read_never_says_anything_about_money() {
    let read = |status, body| settled(answered(Rule::LookUp, Effect::Reads, status, body));
    for (status, body, outcome) in [
        (
            200,
            r#"{"Success":false,"Message":"Not found"}"#,
            Outcome::NotFound,
        ),
        (
            200,
            r#"{"Success":false,"Message":"InvoiceId is required"}"#,
            Outcome::Rejected,
        ),
        (
            200,
            r#"{"Success":true,"Model":{"TransactionId":1,"Status":"Completed"}}"#,
            Outcome::Ok,
        ),
        (
            200,
            r#"{"Success":false,"Model":{"TransactionId":1,"Status":"Declined"}}"#,
            Outcome::Ok,
        ),
        (200, "garbage", Outcome::NoAnswer),
        (302, "", Outcome::NoAnswer),
        (500, "", Outcome::NoAnswer),
        (401, "", Outcome::Unauthorized),
    ] {
        let verdict = read(status, body);
        assert_eq!(
            (verdict.outcome, verdict.money),
            (outcome, Money::None),
            "{status} {body}"
        );
    }
    let found = read(
        200,
        r#"{"Success":false,"Model":{"TransactionId":1,"Status":"Declined"}}"#,
    );
    assert_eq!(found.payment, Some((Outcome::Declined, Money::NotMoved)));
    let lost = judged(
        Rule::LookUp,
        Effect::Reads,
        false,
        at(Phase::Sent, 800),
        &Err(Trouble::Lost),
    );
    assert_eq!(settled(lost).outcome, Outcome::NoAnswer);
}

/// Whatever is known, a request that may have arrived is never called `not_moved`, and one that
/// cannot have arrived never `unknown`.
#[test]
fn no_trouble_at_any_phase_is_judged_against_the_evidence() {
    let phases = [
        Phase::NotStarted,
        Phase::Resolving,
        Phase::Connecting,
        Phase::Handshake,
        Phase::Sending,
        Phase::Sent,
        Phase::Receiving,
    ];
    let troubles = [
        Trouble::Dns,
        Trouble::Connect,
        Trouble::ConnectTimeout,
        Trouble::Tls,
        Trouble::Untrusted(String::new()),
        Trouble::Timeout,
        Trouble::Lost,
        Trouble::Malformed(String::new()),
        Trouble::Interrupted,
        Trouble::Busy,
    ];
    for phase in phases {
        for trouble in &troubles {
            let sent = if phase >= Phase::Sent { 800 } else { 0 };
            let judgement = charge_failed(at(phase, sent), trouble.clone());
            let arrived = phase >= Phase::Sent;
            assert_eq!(
                matches!(judgement, Judgement::Doubt(_)),
                arrived,
                "{phase:?} {trouble:?}"
            );
            assert_eq!(
                matches!(judgement, Judgement::NotSent(..)),
                !arrived,
                "{phase:?} {trouble:?}"
            );
        }
    }
}

#[test]
fn an_answer_about_another_payment_says_nothing_about_ours() {
    for other in [
        r#""InvoiceId":"B","Status":"Declined""#,
        r#""Amount":77,"Status":"Declined""#,
        r#""InvoiceId":"B","Status":"Created""#,
        r#""InvoiceId":"B","PaReq":"x","AcsUrl":"https://acs.example/""#,
    ] {
        let judgement = model(false, other);
        assert!(
            matches!(judgement, Judgement::Contradiction(..)),
            "{other}: {judgement:?}"
        );
    }
    let both = model(true, &format!(r#"{AGREES},"Status":"Declined""#));
    assert!(matches!(both, Judgement::Contradiction(..)), "{both:?}");
}

#[test]
fn a_declined_payment_does_not_want_3d_secure() {
    let answer = format!(r#"{AGREES},"Status":"Declined","PaReq":"","AcsUrl":"""#);
    assert_eq!(settled(model(false, &answer)).outcome, Outcome::Declined);
    let answer = format!(r#"{AGREES},"Status":"Completed","TransactionIsInProcess":true"#);
    assert_eq!(settled(model(true, &answer)).outcome, Outcome::Pending);
}
