//! The fields that a notification carries, in the order seen on the wire.

use super::Event;
use super::form::Form;
use crate::ledger::model::{AUTH_CODE, Place};
use crate::ledger::transaction::{Stages, Transaction};
use crate::subscriptions::subscription::Subscription;
use crate::values::dates;

/// A notification about a transaction.
pub(crate) fn of(event: Event, transaction: &Transaction, now_ms: i64) -> Form {
    let mut form = Form::default();
    match event {
        Event::Check | Event::Pay | Event::Fail | Event::Confirm => {
            payment(&mut form, event, transaction);
        }
        Event::Refund => {
            form.number("TransactionId", transaction.id)
                .optional_number("PaymentTransactionId", transaction.original_id)
                .number("Amount", transaction.amount)
                .add("DateTime", dates::webhook(transaction.created_ms))
                .add("OperationType", transaction.kind.operation());
            owner(&mut form, transaction);
        }
        Event::Cancel => {
            form.number("TransactionId", transaction.id)
                .number("Amount", transaction.amount)
                .add("DateTime", dates::webhook(now_ms));
            owner(&mut form, transaction);
        }
        // These are about something else.
        Event::Recurrent | Event::Receipt => {}
    }
    if let Some(deal) = &transaction.details.escrow_id
        && event != Event::Check
    {
        form.add("EscrowAccumulationId", deal);
    }
    form
}

/// A notification about a subscription.
pub(crate) fn recurrent(subscription: &Subscription) -> Form {
    let terms = &subscription.terms;
    let mut form = Form::default();
    form.add("Id", &subscription.id)
        .add("AccountId", &subscription.payer.account_id)
        .optional("Description", terms.description.as_ref())
        .optional("Email", subscription.payer.email.as_ref())
        .number("Amount", terms.amount)
        .add("Currency", terms.currency.code)
        .number("RequireConfirmation", u8::from(terms.require_confirmation))
        .add("StartDate", dates::webhook(terms.start_ms))
        .add("Interval", terms.every.interval.name())
        .number("Period", terms.every.period)
        .add("Status", subscription.status.name())
        .number("SuccessfulTransactionsNumber", subscription.successes)
        .number("FailedTransactionsNumber", subscription.failures)
        .optional_number("MaxPeriods", terms.max_periods)
        .optional(
            "LastTransactionDate",
            subscription.last_success_ms.map(dates::webhook),
        )
        .optional(
            "NextTransactionDate",
            subscription.next_ms.map(dates::webhook),
        );
    form
}

/// The tail of Refund and Cancel.
fn owner(form: &mut Form, transaction: &Transaction) {
    let details = &transaction.details;
    form.optional("InvoiceId", details.invoice_id.as_ref())
        .optional("AccountId", details.account_id.as_ref())
        .optional("Email", details.email.as_ref())
        .optional("Data", details.json_data.as_ref())
        .nothing("Rrn");
}

fn payment(form: &mut Form, event: Event, transaction: &Transaction) {
    let details = &transaction.details;
    form.number("TransactionId", transaction.id)
        .number("Amount", transaction.amount)
        .add("Currency", transaction.currency.code)
        .add("PaymentAmount", transaction.amount)
        .add("PaymentCurrency", transaction.currency.code);
    if event != Event::Confirm {
        form.add("OperationType", transaction.kind.operation());
    }
    form.optional("InvoiceId", details.invoice_id.as_ref())
        .optional("AccountId", details.account_id.as_ref())
        .optional("SubscriptionId", details.subscription_id.as_ref())
        .optional("Name", details.name.as_ref())
        .optional("Email", details.email.as_ref())
        .add("DateTime", dates::webhook(transaction.created_ms));
    place(form, details.ip_address.as_deref());
    card(form, transaction);
    form.optional("Description", details.description.as_ref());
    if event != Event::Check {
        if event != Event::Fail {
            form.add("AuthCode", AUTH_CODE);
        }
        form.optional("Token", transaction.token.as_ref());
    }
    form.number("TestMode", 1);
    outcome(form, event, transaction);
    form.optional("Data", details.json_data.as_ref());
    if event == Event::Pay {
        form.add("GatewayName", "Test").number("TotalFee", "0.00");
    }
    if matches!(event, Event::Check | Event::Pay) {
        form.add("CardProduct", transaction.card.product().0);
    }
    form.add("PaymentMethod", transaction.via.name());
    if event != Event::Check {
        form.nothing("Rrn");
    }
    // Unlike others it is left out rather than empty: clients read it as a number.
    if let (Event::Pay | Event::Fail, Some(twin)) = (event, transaction.declined_twin) {
        form.number("FallBackScenarioDeclinedTransactionId", twin);
    }
    if event == Event::Pay {
        form.number("VatAboveTotalFee", "0.00")
            .nothing("ProcessorAndPartnerFee")
            .nothing("VatWithinProcessorFee");
    }
}

fn place(form: &mut Form, ip_address: Option<&str>) {
    let place = Place::of(ip_address);
    form.optional("IpAddress", ip_address)
        .optional("IpCountry", place.map(|place| place.country))
        .optional("IpCity", place.map(|place| place.city))
        .optional("IpRegion", place.map(|place| place.region))
        .optional("IpDistrict", place.map(|place| place.district))
        .optional("IpLatitude", place.map(|place| place.latitude))
        .optional("IpLongitude", place.map(|place| place.longitude));
}

fn card(form: &mut Form, transaction: &Transaction) {
    let card = &transaction.card;
    let (issuer, country) = card.issuer();
    // Webhooks have their own spelling of two brands.
    let brand = match card.brand().0 {
        "MIR" => "МИР",
        "MasterCard" => "Mastercard",
        brand => brand,
    };
    form.add("CardFirstSix", &card.first_six)
        .add("CardLastFour", &card.last_four)
        .add("CardType", brand)
        .add("CardExpDate", &card.expiry)
        .optional("Issuer", issuer)
        .add("IssuerBankCountry", country);
}

fn outcome(form: &mut Form, event: Event, transaction: &Transaction) {
    match event {
        // The status that the payment will have if all goes well.
        Event::Check => {
            let status = match transaction.stages {
                Stages::One => "Completed",
                Stages::Two => "Authorized",
            };
            form.add("Status", status);
        }
        Event::Fail => {
            form.add("Status", transaction.status.name())
                .number("StatusCode", transaction.status.code())
                .optional("Reason", transaction.reason.map(|reason| reason.name))
                .optional_number("ReasonCode", transaction.reason.map(|reason| reason.code));
        }
        _ => {
            form.add("Status", transaction.status.name());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Event, of};
    use crate::ledger::samples::payment;
    use crate::ledger::transaction::Stages;
    use crate::ledger::transaction::Transaction;
    use crate::rules::reasons::INSUFFICIENT_FUNDS;
    use crate::webhooks::settings::Encoding;

    fn written(event: Event, transaction: &Transaction) -> String {
        of(event, transaction, 0).urlencoded(Encoding::Utf8)
    }

    fn value(body: &str, name: &str) -> Option<String> {
        form_urlencoded::parse(body.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }

    #[test]
    fn a_pay_notification_is_written_as_on_the_wire() {
        let mut paid = payment(4_294_967_300, "696", Stages::Two);
        paid.details.name = Some("IVAN PETROV".to_owned());
        paid.details.json_data = Some(r#"{"a/b":1}"#.to_owned());
        paid.approve(0);
        let body = written(Event::Pay, &paid);
        let start = "TransactionId=4294967300&Amount=696.00&Currency=RUB&PaymentAmount=696.00&PaymentCurrency=RUB\
            &OperationType=Payment&InvoiceId=INV-1&AccountId=&SubscriptionId=&Name=IVAN+PETROV&Email=\
            &DateTime=2021-10-25+08%3a23%3a44&IpAddress=";
        assert!(body.starts_with(start), "{body}");
        assert!(body.contains(
            "&AuthCode=A1B2C3&Token=&TestMode=1&Status=Authorized&Data=%7b%22a%2fb%22%3a1%7d"
        ));
    }

    #[test]
    fn a_declined_twin_is_told_only_if_there_is_one() {
        let name = "FallBackScenarioDeclinedTransactionId";
        let mut paid = payment(2, "10", Stages::One);
        paid.approve(0);
        assert_eq!(value(&written(Event::Pay, &paid), name), None);
        paid.declined_twin = Some(1);
        let twin = value(&written(Event::Pay, &paid), name);
        assert_eq!(twin.as_deref(), Some("1"));
    }

    #[test]
    fn a_fail_notification_says_why() {
        let mut poor = payment(1, "10", Stages::One);
        poor.decline(INSUFFICIENT_FUNDS);
        let body = written(Event::Fail, &poor);
        assert_eq!(value(&body, "ReasonCode").as_deref(), Some("5051"));
        assert_eq!(value(&body, "Status").as_deref(), Some("Declined"));
        assert_eq!(value(&body, "AuthCode"), None);
    }

    #[test]
    fn check_shows_the_status_that_success_would_bring() {
        let body = written(Event::Check, &payment(1, "10", Stages::Two));
        assert_eq!(value(&body, "Status").as_deref(), Some("Authorized"));
        assert_eq!(value(&body, "Token"), None);
    }
}
