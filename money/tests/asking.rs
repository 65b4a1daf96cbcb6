//! What may be concluded from look-ups, and what may not.

use cloudpayments_money::answer::{Envelope, Transaction};
use cloudpayments_money::ask::{Finding, already, conclude};
use cloudpayments_money::document::Document;
use cloudpayments_money::outcome::{Money, Outcome};
use cloudpayments_money::verdict::{Expected, Rule};

const OURS: &str = r#""JsonData":"{\"cp_request_id\":\"r\"}""#;

fn expected() -> Expected {
    Expected {
        amount: Some(1000),
        currency: Some("RUB".into()),
        invoice_id: Some("A".into()),
        stamp: Some("r".into()),
        ..Expected::default()
    }
}

fn numbered(number: i64) -> Expected {
    Expected {
        transaction_id: Some(number),
        amount: Some(1000),
        ..Expected::default()
    }
}

/// A record with a number, a status and more fields.
fn record(number: i64, status: &str, more: &str) -> String {
    format!(
        r#"{{"TransactionId":{number},"Amount":10.00,"Currency":"RUB","InvoiceId":"A","Status":"{status}",{more}}}"#
    )
}

fn concluded(rule: Rule, expected: &Expected, records: &[String]) -> Finding {
    let list = format!(r#"{{"Success":true,"Model":[{}]}}"#, records.join(","));
    let list = Document::new(list);
    let envelope = Envelope::read(&list).expect("a list");
    let found: Vec<Transaction<'_>> = envelope.transactions().expect("transactions");
    conclude(rule, expected, &found)
}

#[track_caller]
fn outcome(finding: Finding) -> (Outcome, Money) {
    match finding {
        Finding::Settled(verdict) => (verdict.outcome, verdict.money),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_payment_is_ours_by_its_stamp_only() {
    let charge = |records: &[String]| concluded(Rule::Payment, &expected(), records);
    let other = r#""JsonData":"{\"cp_request_id\":\"x\"}""#;
    assert_eq!(charge(&[record(1, "Completed", other)]), Finding::Nothing);
    for unreadable in [
        r#""JsonData":null"#,
        r#""JsonData":"text""#,
        r#""JsonData":[1]"#,
    ] {
        let found = charge(&[record(1, "Completed", unreadable)]);
        assert_eq!(
            found,
            Finding::Unproven,
            "a missing stamp proves nothing: {unreadable}"
        );
        let found = charge(&[record(1, "Declined", unreadable)]);
        assert_eq!(found, Finding::Nothing, "{unreadable}");
    }
    let object = r#""JsonData":{"cp_request_id":"r"}"#;
    assert_eq!(
        outcome(charge(&[record(1, "Completed", object)])).0,
        Outcome::Completed
    );
    assert_eq!(
        outcome(charge(&[record(1, "Completed", OURS)])),
        (Outcome::Completed, Money::Moved)
    );
    assert_eq!(charge(&[]), Finding::Nothing);
}

#[test]
fn each_state_of_our_payment_ends_the_doubt() {
    for (status, wanted) in [
        ("Completed", (Outcome::Completed, Money::Moved)),
        ("Authorized", (Outcome::Authorized, Money::Held)),
        ("Declined", (Outcome::Declined, Money::NotMoved)),
        ("Cancelled", (Outcome::Reversed, Money::Returned)),
        ("Created", (Outcome::Pending, Money::Unknown)),
        (
            "AwaitingAuthentication",
            (Outcome::NotProcessed, Money::NotMoved),
        ),
    ] {
        let finding = concluded(Rule::Payment, &expected(), &[record(1, status, OURS)]);
        assert_eq!(outcome(finding), wanted, "{status}");
    }
}

#[test]
fn an_approved_twin_outweighs_a_decline_wherever_it_stands() {
    let declined = record(1, "Declined", OURS);
    let approved = record(2, "Completed", OURS);
    for records in [[declined.clone(), approved.clone()], [approved, declined]] {
        assert_eq!(
            outcome(concluded(Rule::Payment, &expected(), &records)).0,
            Outcome::Completed
        );
    }
}

#[test]
fn two_approved_payments_for_one_request_need_a_person() {
    let records = [record(1, "Completed", OURS), record(2, "Authorized", OURS)];
    assert!(matches!(
        concluded(Rule::Payment, &expected(), &records),
        Finding::Contradiction(..)
    ));
    let same = [record(1, "Completed", OURS), record(1, "Completed", OURS)];
    assert_eq!(
        outcome(concluded(Rule::Payment, &expected(), &same)).0,
        Outcome::Completed
    );
}

#[test]
fn a_refund_is_never_taken_for_its_payment() {
    for refund in [r#""Type":1"#, r#""OriginalTransactionId":7"#] {
        let records = [record(2, "Completed", &format!("{OURS},{refund}"))];
        assert_eq!(
            concluded(Rule::Payment, &expected(), &records),
            Finding::Unproven,
            "{refund}"
        );
    }
}

#[test]
fn another_sum_or_currency_contradicts() {
    for differs in [r#""Amount":10.01"#, r#""Amount":10,"Currency":"USD""#] {
        let text = format!(r#"{{"TransactionId":1,{differs},"Status":"Completed",{OURS}}}"#);
        let finding = concluded(Rule::Payment, &expected(), &[text]);
        assert!(
            matches!(finding, Finding::Contradiction(_, Some(1))),
            "{differs}: {finding:?}"
        );
    }
}

#[test]
fn commands_are_concluded_from_the_state_of_their_payment() {
    for (rule, status, wanted) in [
        (Rule::Confirm, "Completed", Some(Outcome::Confirmed)),
        (Rule::Confirm, "Authorized", None),
        (Rule::Confirm, "Cancelled", Some(Outcome::NotProcessed)),
        (Rule::Void, "Cancelled", Some(Outcome::Voided)),
        (Rule::Void, "Authorized", None),
        (Rule::Void, "Completed", Some(Outcome::NotProcessed)),
        (Rule::Finish3ds, "AwaitingAuthentication", None),
        (Rule::Finish3ds, "Completed", Some(Outcome::Completed)),
        (Rule::Finish3ds, "Authorized", Some(Outcome::Authorized)),
        (Rule::Finish3ds, "Declined", Some(Outcome::Declined)),
    ] {
        let finding = concluded(
            rule,
            &numbered(1),
            &[record(1, status, r#""JsonData":null"#)],
        );
        match (finding, wanted) {
            (Finding::Nothing, None) => {}
            (finding, Some(wanted)) => assert_eq!(outcome(finding).0, wanted, "{rule:?} {status}"),
            (finding, None) => panic!("{rule:?} {status}: {finding:?}"),
        }
    }
    let other_sum = Expected {
        amount: Some(1),
        ..numbered(1)
    };
    let finding = concluded(
        Rule::Confirm,
        &other_sum,
        &[record(1, "Completed", r#""JsonData":null"#)],
    );
    assert!(matches!(finding, Finding::Contradiction(..)));
}

#[test]
fn whoever_knows_the_number_is_sent_to_the_issuer_again() {
    let finding = concluded(
        Rule::Payment,
        &numbered(1),
        &[record(1, "AwaitingAuthentication", r#""JsonData":null"#)],
    );
    assert_eq!(outcome(finding).0, Outcome::Requires3ds);
}

#[test]
fn who_asks_about_an_invoice_gets_what_it_shows() {
    let by_invoice = Expected {
        invoice_id: Some("A".into()),
        invoice_is_ours: true,
        ..Expected::default()
    };
    let finding = concluded(
        Rule::Payment,
        &by_invoice,
        &[record(1, "Completed", r#""JsonData":null"#)],
    );
    assert_eq!(outcome(finding).0, Outcome::Completed);
}

#[test]
fn a_refused_command_had_been_done_before_only_with_the_same_sum() {
    let asked = |rule, expected: &Expected, status: &str| {
        let text = record(1, status, r#""JsonData":null"#);
        let body = format!(r#"{{"Success":true,"Model":{text}}}"#);
        let body = Document::new(body);
        let envelope = Envelope::read(&body).expect("an envelope");
        let found = envelope.transaction().expect("a transaction");
        already(rule, expected, &found).map(|verdict| (verdict.outcome, verdict.already))
    };
    assert_eq!(
        asked(Rule::Confirm, &numbered(1), "Completed"),
        Some((Outcome::Confirmed, true))
    );
    assert_eq!(
        asked(Rule::Void, &numbered(1), "Cancelled"),
        Some((Outcome::Voided, true))
    );
    assert_eq!(asked(Rule::Void, &numbered(1), "Completed"), None);
    let other = Expected {
        amount: Some(999),
        ..numbered(1)
    };
    assert_eq!(asked(Rule::Confirm, &other, "Completed"), None);
}

#[test]
fn what_is_of_another_kind_does_not_keep_absence_from_being_proven() {
    let refund = record(1, "Completed", r#""Type":1"#);
    assert_eq!(
        concluded(Rule::Payout, &expected(), &[refund]),
        Finding::Nothing
    );
    let unknown = record(2, "Completed", r#""Type":null"#);
    assert_eq!(
        concluded(Rule::Payout, &expected(), &[unknown]),
        Finding::Unproven
    );
}

#[test]
fn a_payout_that_does_not_show_its_kind_is_known_by_its_number() {
    let payout = record(7, "Completed", r#""Type":null"#);
    let found = concluded(Rule::Payout, &numbered(7), &[payout]);
    assert_eq!(outcome(found), (Outcome::PaidOut, Money::Moved));
}

#[test]
fn a_number_that_we_know_is_that_of_one_record_only() {
    let bare = r#""JsonData":null"#;
    let records = [record(2, "Completed", bare), record(1, "Authorized", bare)];
    let finding = concluded(Rule::Payment, &numbered(1), &records);
    let Finding::Settled(verdict) = finding else {
        panic!("{finding:?}");
    };
    assert_eq!(
        (verdict.outcome, verdict.transaction_id),
        (Outcome::Authorized, Some(1))
    );
    let other = [record(2, "Completed", bare)];
    assert_eq!(
        concluded(Rule::Payment, &numbered(1), &other),
        Finding::Nothing
    );
}

#[test]
fn what_neither_side_shows_makes_no_record_ours() {
    let nameless = || r#"{"Amount":10.00,"Status":"Completed"}"#.to_owned();
    let unnamed = Expected {
        amount: Some(1000),
        ..Expected::default()
    };
    for expected in [unnamed, expected(), numbered(1)] {
        let finding = concluded(Rule::Payment, &expected, &[nameless()]);
        assert_eq!(finding, Finding::Nothing, "{expected:?}");
    }
}

#[test]
fn only_a_payment_of_our_order_that_may_have_moved_money_keeps_the_doubt() {
    let of = |invoice: &str, more: &str| {
        format!(r#"{{"TransactionId":1,"Amount":10,{invoice}"Status":"Completed"{more}}}"#)
    };
    for (text, finding) in [
        (of(r#""InvoiceId":"A","#, ""), Finding::Unproven),
        (of(r#""InvoiceId":"A","#, r#","Type":0"#), Finding::Unproven),
        (of(r#""InvoiceId":"A","#, r#","Type":1"#), Finding::Nothing),
        (of(r#""InvoiceId":"B","#, ""), Finding::Nothing),
        (of("", ""), Finding::Nothing),
    ] {
        assert_eq!(
            concluded(Rule::Payment, &expected(), std::slice::from_ref(&text)),
            finding,
            "{text}"
        );
    }
}

#[test]
fn a_payout_is_ours_by_its_stamp_and_no_payment_is_one() {
    let payout = record(7, "Completed", &format!(r#"{OURS},"Type":2"#));
    let found = concluded(Rule::Payout, &expected(), &[payout]);
    assert_eq!(outcome(found), (Outcome::PaidOut, Money::Moved));
    let payment = record(7, "Completed", &format!(r#"{OURS},"Type":0"#));
    assert_eq!(
        concluded(Rule::Payout, &expected(), &[payment]),
        Finding::Unproven
    );
}

#[test]
fn a_finished_3d_secure_payment_is_recognised_when_its_end_is_refused() {
    let asked = |status: &str, amount: &str| {
        let body = format!(
            r#"{{"Success":true,"Model":{{"TransactionId":1,"Amount":{amount},"Status":"{status}"}}}}"#
        );
        let body = Document::new(body);
        let envelope = Envelope::read(&body).expect("an envelope");
        let found = envelope.transaction().expect("a transaction");
        already(Rule::Finish3ds, &numbered(1), &found)
    };
    for (status, wanted) in [
        ("Completed", (Outcome::Completed, Money::Moved, true)),
        ("Authorized", (Outcome::Authorized, Money::Held, true)),
        ("Declined", (Outcome::Declined, Money::NotMoved, false)),
    ] {
        let verdict = asked(status, "10").expect("it has ended");
        assert_eq!(
            (verdict.outcome, verdict.money, verdict.already),
            wanted,
            "{status}"
        );
        assert_eq!(verdict.transaction_id, Some(1));
    }
    for status in ["AwaitingAuthentication", "Created", "Cancelled"] {
        assert_eq!(asked(status, "10"), None, "{status}");
    }
    assert_eq!(asked("Completed", "11"), None);
}
