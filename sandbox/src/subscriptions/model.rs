//! A subscription as JSON, in the documented order.

use super::subscription::Subscription;
use crate::json::Object;
use crate::values::dates;

/// The Subscription model.
pub(crate) fn subscription(subscription: &Subscription) -> String {
    let (payer, terms) = (&subscription.payer, &subscription.terms);
    let mut json = Object::new();
    json.text("Id", &subscription.id)
        .text("AccountId", &payer.account_id)
        .optional("Description", terms.description.as_deref())
        .optional("Email", payer.email.as_deref())
        .raw("Amount", terms.amount.on_the_wire(subscription.number))
        .raw("CurrencyCode", terms.currency.number)
        .text("Currency", terms.currency.code)
        .raw("RequireConfirmation", terms.require_confirmation);
    date(
        &mut json,
        ["StartDate", "StartDateIso"],
        Some(terms.start_ms),
    );
    json.raw("IntervalCode", terms.every.interval.code())
        .text("Interval", terms.every.interval.name())
        .raw("Period", terms.every.period);
    match terms.max_periods {
        Some(max_periods) => json.raw("MaxPeriods", max_periods),
        None => json.null("MaxPeriods"),
    };
    json.text("CultureName", &terms.culture)
        .raw("StatusCode", subscription.status.code())
        .text("Status", subscription.status.name())
        .raw("SuccessfulTransactionsNumber", subscription.successes)
        .raw("FailedTransactionsNumber", subscription.failures);
    date(
        &mut json,
        ["LastTransactionDate", "LastTransactionDateIso"],
        subscription.last_success_ms,
    );
    date(
        &mut json,
        ["NextTransactionDate", "NextTransactionDateIso"],
        subscription.next_ms,
    );
    match &terms.receipt {
        Some(receipt) => json.raw("Receipt", receipt),
        None => json.null("Receipt"),
    };
    json.null("FailoverSchemeId");
    json.finish()
}

fn date(json: &mut Object, [name, name_iso]: [&str; 2], ms: Option<i64>) {
    json.optional(name, ms.map(dates::ticks).as_deref())
        .optional(name_iso, ms.map(dates::iso).as_deref());
}

#[cfg(test)]
mod tests {
    use super::super::samples::monthly;
    use super::subscription;

    #[test]
    fn a_new_subscription_is_written_as_in_the_documentation() {
        let want = r#"{"Id":"sc_1","AccountId":"user_x","Description":"Плата за месяц","Email":null,"Amount":399,"CurrencyCode":0,"Currency":"RUB","RequireConfirmation":false,"StartDate":"/Date(1801353600000)/","StartDateIso":"2027-01-31T00:00:00","IntervalCode":1,"Interval":"Month","Period":1,"MaxPeriods":null,"CultureName":"ru-RU","StatusCode":0,"Status":"Active","SuccessfulTransactionsNumber":0,"FailedTransactionsNumber":0,"LastTransactionDate":null,"LastTransactionDateIso":null,"NextTransactionDate":"/Date(1801353600000)/","NextTransactionDateIso":"2027-01-31T00:00:00","Receipt":null,"FailoverSchemeId":null}"#;
        assert_eq!(subscription(&monthly(None)), want);
    }
}
