//! What an answer means that is not simply that of a payment: of links, commands, records, paths
//! that this library does not know, and refusals that contradict themselves.

mod judging;

use cloudpayments_money::error::ErrorCode;
use cloudpayments_money::evidence::{Phase, Trouble};
use cloudpayments_money::outcome::{Money, Next, Outcome};
use cloudpayments_money::verdict::{
    Effect, Expected, Judgement, Operation, Rule, Verdict, conflict, disagreement, judge,
};
use cloudpayments_money::{answer::Envelope, document::Document, evidence::HttpAnswer};

use judging::{answered, at, doubt, judged, settled};

const EFFECTS: [(Effect, &str); 4] = [
    (Effect::Reads, "reads"),
    (Effect::Changes, "changes"),
    (Effect::MovesMoney, "moves_money"),
    (Effect::Local, "local"),
];

#[track_caller]
fn contradicted(judgement: Judgement) -> (String, Option<i64>) {
    match judgement {
        Judgement::Contradiction(fault, number) => {
            assert_eq!(fault.code, ErrorCode::Mismatch);
            (fault.message, number)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_effect_has_its_word() {
    for (effect, word) in EFFECTS {
        assert_eq!(effect.as_str(), word);
        assert_eq!(Effect::from_word(word), Some(effect));
    }
    assert_eq!(Effect::from_word("moves"), None);
}

#[test]
fn only_what_moves_money_says_anything_about_it() {
    for outcome in Outcome::ALL {
        for (effect, word) in EFFECTS {
            let wanted = match (effect, outcome) {
                (Effect::MovesMoney, _) | (Effect::Changes, Outcome::RequiresPayer) => {
                    outcome.usual().1
                }
                _ => Money::None,
            };
            assert_eq!(
                Verdict::of(*outcome, effect).money,
                wanted,
                "{outcome:?} {word}"
            );
        }
    }
}

#[test]
fn a_change_that_may_have_arrived_is_in_doubt_and_a_read_only_brought_nothing() {
    let lost = |effect| {
        let evidence = at(Phase::Sent, 800);
        judged(
            Rule::Plain(Outcome::Updated),
            effect,
            false,
            evidence,
            &Err(Trouble::Lost),
        )
    };
    for effect in [Effect::Changes, Effect::MovesMoney] {
        assert_eq!(doubt(lost(effect)), ErrorCode::ConnectionLost);
    }
    for effect in [Effect::Reads, Effect::Local] {
        assert_eq!(settled(lost(effect)).outcome, Outcome::NoAnswer);
    }
}

#[test]
fn a_refusal_that_tells_of_success_settles_nothing() {
    for (body, is_doubt) in [
        (r#"{"Success":true}"#, true),
        (r#"{"Success":true,"Model":{"Status":"Declined"}}"#, true),
        (r#"{"Success":false,"Model":{"Status":"Completed"}}"#, true),
        (r#"{"Success":false,"Model":{"Status":"Authorized"}}"#, true),
        (r#"{"Success":false,"Model":{"Status":"Pending"}}"#, true),
        (r#"{"Success":false,"Model":{"Status":"Declined"}}"#, false),
        (r#"{"Success":false,"Model":{"Status":"Failed"}}"#, false),
        (
            r#"{"Success":false,"Model":{"Status":"AwaitingAuthentication"}}"#,
            false,
        ),
        (r#"{"Success":false,"Model":{}}"#, false),
        (r#"{"Success":false}"#, false),
        ("<html>Success</html>", false),
    ] {
        for status in [400, 401, 403, 404, 422, 425, 429] {
            let judgement = answered(Rule::Payment, Effect::MovesMoney, status, body);
            assert_eq!(
                matches!(judgement, Judgement::Doubt(_)),
                is_doubt,
                "{status} {body}: {judgement:?}"
            );
        }
    }
}

#[test]
fn every_success_of_http_is_read_for_what_the_body_says() {
    for status in [200, 201, 202, 299] {
        let body = r#"{"Success":false,"Message":"no"}"#;
        let verdict = settled(answered(Rule::Payment, Effect::MovesMoney, status, body));
        assert_eq!(verdict.outcome, Outcome::Rejected, "{status}");
    }
}

#[test]
fn whoever_has_a_link_can_pay_from_now_on() {
    let link = |body: &str| answered(Rule::Link, Effect::Changes, 200, body);
    let verdict = settled(link(
        r#"{"Success":true,"Model":{"TransactionId":7,"Amount":10}}"#,
    ));
    assert_eq!(
        (verdict.outcome, verdict.money, verdict.transaction_id),
        (Outcome::RequiresPayer, Money::Unknown, Some(7))
    );
    for nameless in [
        r#"{"Success":true}"#,
        r#"{"Success":true,"Model":{"QrUrl":"https://qr.example/"}}"#,
    ] {
        assert_eq!(
            doubt(link(nameless)),
            ErrorCode::MalformedResponse,
            "{nameless}"
        );
    }
    let other_sum = link(r#"{"Success":true,"Model":{"TransactionId":7,"Amount":11}}"#);
    let (message, number) = contradicted(other_sum);
    assert!(message.contains("Amount"), "{message}");
    assert_eq!(number, Some(7));
}

#[test]
fn a_link_that_was_not_made_is_declined_only_for_a_reason() {
    let refused = |body: &str| settled(answered(Rule::Link, Effect::Changes, 200, body)).outcome;
    for (body, outcome) in [
        (
            r#"{"Success":false,"Model":{"ReasonCode":5051}}"#,
            Outcome::Declined,
        ),
        (
            r#"{"Success":false,"Model":{"ReasonCode":0}}"#,
            Outcome::Rejected,
        ),
        (r#"{"Success":false,"Model":{}}"#, Outcome::Rejected),
        (r#"{"Success":false,"Message":"no"}"#, Outcome::Rejected),
    ] {
        assert_eq!(refused(body), outcome, "{body}");
    }
}

#[test]
fn an_unknown_path_that_answers_like_a_payment_is_judged_like_one() {
    let moved = |body: &str| answered(Rule::Raw, Effect::MovesMoney, 200, body);
    let paid = settled(moved(
        r#"{"Success":true,"Model":{"TransactionId":7,"Amount":10,"Status":"Completed"}}"#,
    ));
    assert_eq!(
        (paid.outcome, paid.money),
        (Outcome::Completed, Money::Moved)
    );
    let wants_3ds = settled(moved(
        r#"{"Success":false,"Model":{"TransactionId":7,"PaReq":"p","AcsUrl":"https://acs.example/"}}"#,
    ));
    assert_eq!(wants_3ds.outcome, Outcome::Requires3ds);
    let read = r#"{"Success":true,"Model":{"TransactionId":7,"Amount":10,"Status":"Completed"}}"#;
    assert_eq!(
        settled(answered(Rule::Raw, Effect::Reads, 200, read)).outcome,
        Outcome::Ok
    );
}

#[test]
fn an_unknown_path_that_shows_no_payment_moves_none() {
    for body in [
        r#"{"Success":true}"#,
        r#"{"Success":true,"Model":{"TransactionId":7}}"#,
    ] {
        let verdict = settled(answered(Rule::Raw, Effect::MovesMoney, 200, body));
        assert_eq!(
            (verdict.outcome, verdict.money),
            (Outcome::Ok, Money::None),
            "{body}"
        );
    }
    let refused = settled(answered(
        Rule::Raw,
        Effect::MovesMoney,
        200,
        r#"{"Success":false,"Message":"no"}"#,
    ));
    assert_eq!(
        (refused.outcome, refused.money),
        (Outcome::Rejected, Money::NotMoved)
    );
}

#[test]
fn an_answer_without_an_envelope_is_enough_only_where_nothing_depends_on_it() {
    let body = r#"{"Balance":1}"#;
    for (rule, effect) in [(Rule::Bare, Effect::Reads), (Rule::Raw, Effect::Reads)] {
        assert_eq!(
            settled(answered(rule, effect, 200, body)).outcome,
            Outcome::Ok
        );
        // What is no JSON at all is no answer.
        let garbage = settled(answered(rule, effect, 200, "<html>"));
        assert_eq!(garbage.outcome, Outcome::NoAnswer);
    }
    for rule in [Rule::Raw, Rule::Payment, Rule::Refund, Rule::Confirm] {
        assert_eq!(
            doubt(answered(rule, Effect::MovesMoney, 200, body)),
            ErrorCode::MalformedResponse,
            "{rule:?}"
        );
    }
    for rule in [Rule::LookUp, Rule::Record, Rule::Plain(Outcome::Ok)] {
        let verdict = settled(answered(rule, Effect::Reads, 200, body));
        assert_eq!(verdict.outcome, Outcome::NoAnswer, "{rule:?}");
    }
}

#[test]
fn a_refused_refund_has_given_nothing_back() {
    for rule in [Rule::Refund, Rule::Plain(Outcome::PaidOut), Rule::Bare] {
        let verdict = settled(answered(
            rule,
            Effect::MovesMoney,
            200,
            r#"{"Success":false,"Message":"Refund is not possible"}"#,
        ));
        assert_eq!(
            (verdict.outcome, verdict.money),
            (Outcome::Rejected, Money::NotMoved),
            "{rule:?}"
        );
        let fault = verdict.fault.expect("a fault");
        assert!(fault.message.contains("Refund is not possible"), "{fault}");
    }
}

#[test]
fn what_was_made_for_another_sum_is_not_what_was_asked_for() {
    let made = |effect, amount: &str| {
        let body = format!(r#"{{"Success":true,"Model":{{"Id":"o","Amount":{amount}}}}}"#);
        answered(Rule::Plain(Outcome::Created), effect, 200, &body)
    };
    assert_eq!(
        settled(made(Effect::Changes, "10")).outcome,
        Outcome::Created
    );
    let (message, number) = contradicted(made(Effect::Changes, "11"));
    assert!(message.contains("Amount"), "{message}");
    assert_eq!(number, None);
    // What is only read may show any sum.
    assert_eq!(settled(made(Effect::Reads, "11")).outcome, Outcome::Created);
}

#[test]
fn a_command_that_is_done_bears_the_number_of_its_payment() {
    let expected = Expected {
        transaction_id: Some(504),
        ..Expected::default()
    };
    let body = Document::new(r#"{"Success":true,"Message":null}"#.to_owned());
    for (rule, money) in [(Rule::Confirm, Money::Moved), (Rule::Void, Money::Returned)] {
        let operation = Operation {
            rule,
            effect: Effect::MovesMoney,
            form: false,
            expected: &expected,
        };
        let answer = HttpAnswer {
            status: 200,
            retry_after_ms: None,
            body: Some(&body),
        };
        let verdict = settled(judge(operation, at(Phase::Answered, 800), &Ok(answer)));
        assert_eq!((verdict.money, verdict.transaction_id), (money, Some(504)));
    }
}

#[test]
fn a_payout_may_be_accepted_and_fail() {
    let payout = |success: bool, more: &str| {
        let body =
            format!(r#"{{"Success":{success},"Model":{{"TransactionId":9,"Amount":10,{more}}}}}"#);
        answered(Rule::Payout, Effect::MovesMoney, 200, &body)
    };
    for (success, status, outcome, money) in [
        (true, "Completed", Outcome::PaidOut, Money::Moved),
        (true, "Authorized", Outcome::Authorized, Money::Held),
        (true, "Declined", Outcome::Declined, Money::NotMoved),
        (true, "Failed", Outcome::Declined, Money::NotMoved),
        (false, "Declined", Outcome::Declined, Money::NotMoved),
    ] {
        let verdict = settled(payout(success, &format!(r#""Status":"{status}""#)));
        assert_eq!(
            (verdict.outcome, verdict.money),
            (outcome, money),
            "{status}"
        );
        assert_eq!(verdict.transaction_id, Some(9));
    }
    for status in ["Completed", "Declined", "AwaitingAuthentication"] {
        let more = format!(r#""Status":"{status}","TransactionIsInProcess":true"#);
        let verdict = settled(payout(true, &more));
        assert_eq!(verdict.outcome, Outcome::Pending, "{status}");
    }
}

#[test]
fn a_payment_without_a_status_is_settled_only_by_a_refusal_with_its_reason() {
    let charge = |success: bool, model: &str| {
        let body = format!(r#"{{"Success":{success},"Model":{{"TransactionId":7,{model}}}}}"#);
        answered(Rule::Payment, Effect::MovesMoney, 200, &body)
    };
    let declined = settled(charge(false, r#""ReasonCode":5051"#));
    assert_eq!(declined.outcome, Outcome::Declined);
    for (success, model) in [
        (false, r#""ReasonCode":0"#),
        (true, r#""ReasonCode":0"#),
        (true, r#""ReasonCode":5051"#),
        (false, r#""Amount":10"#),
        (true, r#""PaReq":"p","AcsUrl":"https://acs.example/""#),
    ] {
        assert_eq!(
            doubt(charge(success, model)),
            ErrorCode::MalformedResponse,
            "{success} {model}"
        );
    }
}

#[test]
fn the_issuer_asks_for_3d_secure_only_with_both_of_its_fields() {
    let charge = |model: &str| {
        let body = format!(r#"{{"Success":false,"Model":{{"TransactionId":7,{model}}}}}"#);
        settled(answered(Rule::Payment, Effect::MovesMoney, 200, &body))
    };
    let waiting = r#""Status":"AwaitingAuthentication""#;
    let verdict = charge(&format!(
        r#"{waiting},"PaReq":"p","AcsUrl":"https://acs.example/""#
    ));
    assert_eq!(
        (verdict.outcome, verdict.next, verdict.transaction_id),
        (Outcome::Requires3ds, Next::Show3ds, Some(7))
    );
    for half in [
        r#""PaReq":"p""#,
        r#""AcsUrl":"https://acs.example/""#,
        r#""PaReq":"","AcsUrl":"https://acs.example/""#,
        r#""PaReq":"p","AcsUrl":"""#,
    ] {
        let verdict = charge(&format!("{waiting},{half}"));
        assert_eq!(verdict.outcome, Outcome::Pending, "{half}");
    }
}

#[test]
fn a_decline_says_why_and_what_to_do() {
    let declined = |reason: &str| {
        let body = format!(
            r#"{{"Success":false,"Model":{{"TransactionId":7,"Status":"Declined",{reason}}}}}"#
        );
        settled(answered(Rule::Payment, Effect::MovesMoney, 200, &body))
    };
    for (code, next) in [
        (5051, Next::AskOtherCard),
        (5091, Next::RetryLater),
        (5041, Next::Stop),
        (59_999, Next::AskOtherCard),
    ] {
        let verdict = declined(&format!(r#""Reason":"Why","ReasonCode":{code}"#));
        assert_eq!(
            (verdict.money, verdict.next),
            (Money::NotMoved, next),
            "{code}"
        );
        let fault = verdict.fault.expect("a fault");
        assert_eq!(fault.reason.as_deref(), Some("Why"));
        assert_eq!(fault.reason_code, Some(code));
    }
}

#[test]
fn there_is_nothing_where_the_api_says_so_in_one_of_its_ways() {
    let record = |body: &str| settled(answered(Rule::Record, Effect::Reads, 200, body));
    for (body, outcome) in [
        (
            r#"{"Success":false,"Message":"Not found"}"#,
            Outcome::NotFound,
        ),
        (
            r#"{"Success":false,"Message":"Receipt not found."}"#,
            Outcome::NotFound,
        ),
        (r#"{"Success":false}"#, Outcome::NotFound),
        (r#"{"Success":true,"Model":"NotFound"}"#, Outcome::NotFound),
        (r#"{"Success":true,"Model":[]}"#, Outcome::NotFound),
        (r#"{"Success":true,"Model":"Queued"}"#, Outcome::Ok),
        (r#"{"Success":true,"Model":[{}]}"#, Outcome::Ok),
        (r#"{"Success":true,"Model":{"Id":"r"}}"#, Outcome::Ok),
        (
            r#"{"Success":false,"Message":"Id is required"}"#,
            Outcome::Rejected,
        ),
    ] {
        assert_eq!(record(body).outcome, outcome, "{body}");
    }
}

#[test]
fn only_a_question_can_find_nothing() {
    let body = r#"{"Success":false,"Message":"Not found"}"#;
    let charge = settled(answered(Rule::Payment, Effect::MovesMoney, 200, body));
    assert_eq!(
        (charge.outcome, charge.money),
        (Outcome::Rejected, Money::NotMoved)
    );
    let read = settled(answered(Rule::LookUp, Effect::Reads, 200, body));
    assert_eq!(read.outcome, Outcome::NotFound);
    assert_eq!(
        read.fault.map(|fault| fault.code),
        Some(ErrorCode::NotFound)
    );
}

#[test]
fn a_look_up_that_succeeds_and_shows_nothing_has_brought_no_answer() {
    for body in [
        r#"{"Success":true}"#,
        r#"{"Success":true,"Model":{"Status":"Completed"}}"#,
    ] {
        let verdict = settled(answered(Rule::LookUp, Effect::Reads, 200, body));
        assert_eq!(verdict.outcome, Outcome::NoAnswer, "{body}");
    }
}

#[test]
fn a_record_says_what_became_of_its_money() {
    for (model, outcome, money) in [
        (r#""Status":"Completed""#, Outcome::Completed, Money::Moved),
        (
            r#""Status":"Completed","Type":0"#,
            Outcome::Completed,
            Money::Moved,
        ),
        (
            r#""Status":"Completed","Type":1"#,
            Outcome::Refunded,
            Money::Returned,
        ),
        (
            r#""Status":"Completed","Type":2"#,
            Outcome::PaidOut,
            Money::Moved,
        ),
        (
            r#""Status":"Completed","OriginalTransactionId":5"#,
            Outcome::Refunded,
            Money::Returned,
        ),
        (r#""Status":"Authorized""#, Outcome::Authorized, Money::Held),
        (r#""Status":"Cancelled""#, Outcome::Voided, Money::Returned),
        (r#""Status":"Declined""#, Outcome::Declined, Money::NotMoved),
        (
            r#""Status":"Failed","Type":2"#,
            Outcome::Declined,
            Money::NotMoved,
        ),
        (
            r#""Status":"AwaitingAuthentication""#,
            Outcome::Requires3ds,
            Money::NotMoved,
        ),
        (r#""Status":"Created""#, Outcome::Pending, Money::Unknown),
        (r#""Amount":10"#, Outcome::Pending, Money::Unknown),
    ] {
        let body = format!(r#"{{"Success":true,"Model":{{"TransactionId":7,{model}}}}}"#);
        let verdict = settled(answered(Rule::LookUp, Effect::Reads, 200, &body));
        assert_eq!(
            (verdict.outcome, verdict.money),
            (Outcome::Ok, Money::None),
            "{model}"
        );
        assert_eq!(verdict.transaction_id, Some(7));
        assert_eq!(verdict.payment, Some((outcome, money)), "{model}");
    }
}

/// In what a record with these fields differs from a request: in what it shows, and in what an
/// approval must show.
fn differs(expected: &Expected, model: &str) -> (Option<&'static str>, Option<&'static str>) {
    let body = Document::new(format!(r#"{{"Success":true,"Model":{{{model}}}}}"#));
    let envelope = Envelope::read(&body).expect("an envelope");
    let found = envelope.transaction().expect("a transaction");
    (conflict(expected, &found), disagreement(expected, &found))
}

#[test]
fn a_record_contradicts_by_what_it_shows_and_an_approval_must_show_its_sum() {
    let expected = Expected {
        transaction_id: Some(7),
        ..judging::expected()
    };
    for (model, field) in [
        (r#""Amount":10.01"#, Some("Amount")),
        (r#""Amount":10,"Currency":"USD""#, Some("Currency")),
        (r#""Amount":10,"Currency":"rub""#, None),
        (r#""Amount":10,"InvoiceId":"B""#, Some("InvoiceId")),
        (
            r#""Amount":10,"JsonData":"{\"cp_request_id\":\"x\"}""#,
            Some("JsonData"),
        ),
        (r#""Amount":10,"TransactionId":8"#, Some("TransactionId")),
        (
            r#""Amount":10,"Currency":"RUB","InvoiceId":"A","JsonData":"{\"cp_request_id\":\"r\"}","TransactionId":7"#,
            None,
        ),
        (r#""Amount":10"#, None),
    ] {
        assert_eq!(differs(&expected, model), (field, field), "{model}");
    }
    assert_eq!(
        differs(&expected, r#""TransactionId":7"#),
        (None, Some("Amount"))
    );
    // Who did not say which sum has nothing that a record could leave out.
    let any_sum = Expected::default();
    assert_eq!(differs(&any_sum, r#""TransactionId":7"#), (None, None));
}

#[test]
fn a_guessed_order_helps_to_find_and_contradicts_nothing() {
    let guessed = Expected {
        invoice_is_guessed: true,
        ..judging::expected()
    };
    assert_eq!(
        differs(&guessed, r#""Amount":10,"InvoiceId":"B""#),
        (None, None)
    );
}
