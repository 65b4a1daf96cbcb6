//! A transaction as JSON: every documented field, unset ones as null, in the documented order.

use super::transaction::{Kind, Status, Transaction};
use crate::json::Object;
use crate::rules::three_ds;
use crate::values::amount::Amount;
use crate::values::dates;
use crate::values::seed::Seed;

/// Who the JSON is for; the fields differ a little.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `charge`, `get`, `find` and so on.
    Single,
    /// An entry of a list.
    Entry,
    /// `GET /sandbox/ledger`: sums are texts with two decimals, `NetAmount` is added.
    Ledger,
}

/// The shop's address in answers.
pub(crate) const TERMINAL_URL: &str = "http://test.test";

/// The Transaction model.
pub(crate) fn transaction(transaction: &Transaction, public_id: &str, shape: Shape) -> String {
    let mut json = Object::new();
    if shape != Shape::Entry {
        json.raw("ReasonCode", reason_code(transaction));
    }
    order(&mut json, transaction, public_id, shape);
    dates_and_codes(&mut json, transaction);
    place(&mut json, transaction);
    card(&mut json, transaction, shape);
    outcome(&mut json, transaction, shape);
    json.finish()
}

fn reason_code(transaction: &Transaction) -> u16 {
    transaction.reason.map_or(0, |reason| reason.code)
}

fn sum(amount: Amount, id: u64, shape: Shape) -> String {
    if shape == Shape::Ledger {
        format!("\"{amount}\"")
    } else {
        amount.on_the_wire(id)
    }
}

fn order(json: &mut Object, transaction: &Transaction, public_id: &str, shape: Shape) {
    let details = &transaction.details;
    let amount = sum(transaction.amount, transaction.id, shape);
    let currency = transaction.currency;
    json.text("PublicId", public_id)
        .text("TerminalUrl", TERMINAL_URL)
        .raw("TransactionId", transaction.id)
        .raw("Amount", &amount)
        .text("Currency", currency.code)
        .raw("CurrencyCode", currency.number)
        .raw("PaymentAmount", &amount)
        .text("PaymentCurrency", currency.code)
        .raw("PaymentCurrencyCode", currency.number)
        .optional("InvoiceId", details.invoice_id.as_deref())
        .optional("AccountId", details.account_id.as_deref());
    if let Some(initiator) = transaction.initiator {
        json.raw("TrInitiatorCode", initiator);
    }
    json.optional("Email", details.email.as_deref())
        .optional("Description", details.description.as_deref())
        .optional("JsonData", details.json_data.as_deref());
}

fn dates_and_codes(json: &mut Object, transaction: &Transaction) {
    json.text("CreatedDate", &dates::ticks(transaction.created_ms))
        .null("PayoutDate")
        .null("PayoutDateIso")
        .null("PayoutAmount")
        .text("CreatedDateIso", &dates::iso(transaction.created_ms));
    for (name, name_iso, ms) in [
        ("AuthDate", "AuthDateIso", transaction.authorized_ms),
        ("ConfirmDate", "ConfirmDateIso", transaction.confirmed_ms),
    ] {
        json.optional(name, ms.map(dates::ticks).as_deref())
            .optional(name_iso, ms.map(dates::iso).as_deref());
    }
    let approved = transaction.kind != Kind::Refund && transaction.authorized_ms.is_some();
    let auth_code = approved.then_some(AUTH_CODE);
    json.optional("AuthCode", auth_code)
        .raw("TestMode", true)
        .null("Rrn");
    for (name, id) in [
        ("OriginalTransactionId", transaction.original_id),
        (
            "FallBackScenarioDeclinedTransactionId",
            transaction.declined_twin,
        ),
    ] {
        match id {
            Some(id) => json.raw(name, id),
            None => json.null(name),
        };
    }
}

/// What every approved test payment carries.
pub(crate) const AUTH_CODE: &str = "A1B2C3";

fn place(json: &mut Object, transaction: &Transaction) {
    json.optional("IpAddress", transaction.details.ip_address.as_deref());
    match Place::of(transaction.details.ip_address.as_deref()) {
        Some(place) => json
            .text("IpCountry", place.country)
            .text("IpCity", place.city)
            .text("IpRegion", place.region)
            .text("IpDistrict", place.district)
            .raw("IpLatitude", place.latitude)
            .raw("IpLongitude", place.longitude),
        None => json
            .text("IpCountry", "")
            .null("IpCity")
            .null("IpRegion")
            .null("IpDistrict")
            .null("IpLatitude")
            .null("IpLongitude"),
    };
}

/// Where a network address is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// ISO alpha-2.
    pub(crate) country: &'static str,
    /// City.
    pub(crate) city: &'static str,
    /// Region.
    pub(crate) region: &'static str,
    /// District.
    pub(crate) district: &'static str,
    /// Degrees, as digits.
    pub(crate) latitude: &'static str,
    /// Degrees, as digits.
    pub(crate) longitude: &'static str,
}

impl Place {
    /// Every public address is in Moscow; inner and unreadable ones are nowhere.
    pub(crate) fn of(ip: Option<&str>) -> Option<Self> {
        let public = match ip?.parse().ok()? {
            std::net::IpAddr::V4(ip) => {
                !(ip.is_private() || ip.is_loopback() || ip.is_link_local())
            }
            std::net::IpAddr::V6(ip) => !ip.is_loopback(),
        };
        public.then_some(Self {
            country: "RU",
            city: "Москва",
            region: "Москва",
            district: "Центральный федеральный округ",
            latitude: "55.75222",
            longitude: "37.61556",
        })
    }
}

fn card(json: &mut Object, transaction: &Transaction, shape: Shape) {
    let card = &transaction.card;
    let (brand, brand_code) = card.brand();
    let (issuer, country) = card.issuer();
    // The bank tells the product only when it approves.
    let (product, category) = if transaction.authorized_ms.is_some() {
        let (product, category) = card.product();
        (Some(product), Some(category))
    } else {
        (None, None)
    };
    json.text("CardFirstSix", &card.first_six)
        .text("CardLastFour", &card.last_four)
        .text("CardExpDate", &card.expiry)
        .text("CardType", brand)
        .optional("CardProduct", product)
        .optional("CardCategory", category);
    if shape != Shape::Entry {
        json.optional(
            "EscrowAccumulationId",
            transaction.details.escrow_id.as_deref(),
        );
    }
    json.text("IssuerBankCountry", country)
        .optional("Issuer", issuer)
        .raw("CardTypeCode", brand_code);
}

fn outcome(json: &mut Object, transaction: &Transaction, shape: Shape) {
    let details = &transaction.details;
    let culture = details.culture.as_deref();
    json.text("Status", transaction.status.name())
        .raw("StatusCode", transaction.status.code())
        .text("CultureName", culture.unwrap_or("ru"))
        .optional("Reason", transaction.reason.map(|reason| reason.name))
        .optional(
            "CardHolderMessage",
            transaction.reason.map(|reason| reason.message_in(culture)),
        )
        .raw("Type", transaction.kind.number());
    if transaction.kind == Kind::Payout {
        let in_process = transaction.status == Status::Created;
        json.raw("TransactionIsInProcess", in_process);
    }
    json.raw("Refunded", transaction.refunded > Amount::ZERO)
        .optional("Name", details.name.as_deref())
        .optional("Token", transaction.token.as_deref())
        .optional("SubscriptionId", details.subscription_id.as_deref());
    if shape == Shape::Entry {
        json.raw("IsLocalOrder", false)
            .raw("HideInvoiceId", false)
            .raw("Gateway", 0);
    }
    json.text("GatewayName", "Test").raw("AndroidPay", false);
    let no_fee = if shape == Shape::Ledger {
        "\"0.00\""
    } else {
        "0"
    };
    if shape == Shape::Entry {
        json.raw("MasterPass", false)
            .raw("TotalFee", no_fee)
            .optional(
                "EscrowAccumulationId",
                transaction.details.escrow_id.as_deref(),
            )
            .raw("ReasonCode", reason_code(transaction));
    } else {
        json.text("WalletType", "").raw("TotalFee", no_fee);
    }
    json.raw("VatAboveTotalFee", no_fee)
        .null("ProcessorAndPartnerFee")
        .null("VatWithinProcessorFee");
    if shape == Shape::Ledger {
        json.text("NetAmount", &transaction.net().to_string());
    }
}

/// The model of an answer that sends the payer to the page of the bank.
pub(crate) fn three_ds(transaction: &Transaction, acs_url: &str, seed: Seed) -> String {
    let mut json = Object::new();
    json.raw("TransactionId", transaction.id)
        .text("PaReq", &three_ds::pa_req(transaction))
        .null("GoReq")
        .text("AcsUrl", acs_url)
        .null("ThreeDsSessionData")
        .raw("IFrameIsAllowed", true)
        .null("FrameWidth")
        .null("FrameHeight")
        .text(
            "ThreeDsCallbackId",
            &seed.hex("callback", transaction.id, 32),
        )
        .null("EscrowAccumulationId");
    json.finish()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{Shape, transaction};
    use crate::ledger::samples::payment;
    use crate::ledger::transaction::Stages;
    use crate::rules::reasons::INSUFFICIENT_FUNDS;

    const SINGLE: &str = "ReasonCode PublicId TerminalUrl TransactionId Amount Currency CurrencyCode PaymentAmount \
        PaymentCurrency PaymentCurrencyCode InvoiceId AccountId Email Description JsonData CreatedDate PayoutDate \
        PayoutDateIso PayoutAmount CreatedDateIso AuthDate AuthDateIso ConfirmDate ConfirmDateIso AuthCode TestMode \
        Rrn OriginalTransactionId FallBackScenarioDeclinedTransactionId IpAddress IpCountry IpCity IpRegion \
        IpDistrict IpLatitude IpLongitude CardFirstSix CardLastFour CardExpDate CardType CardProduct CardCategory \
        EscrowAccumulationId IssuerBankCountry Issuer CardTypeCode Status StatusCode CultureName Reason \
        CardHolderMessage Type Refunded Name Token SubscriptionId GatewayName AndroidPay WalletType TotalFee \
        VatAboveTotalFee ProcessorAndPartnerFee VatWithinProcessorFee";

    const ENTRY_END: &str = "Token SubscriptionId IsLocalOrder HideInvoiceId Gateway GatewayName AndroidPay \
        MasterPass TotalFee EscrowAccumulationId ReasonCode VatAboveTotalFee ProcessorAndPartnerFee \
        VatWithinProcessorFee";

    fn names(json: &str) -> Vec<String> {
        let model: serde_json::Map<String, Value> = serde_json::from_str(json).expect("an object");
        model.keys().cloned().collect()
    }

    #[test]
    fn a_payment_shows_all_63_fields_in_the_documented_order() {
        let mut paid = payment(4_294_967_300, "10", Stages::One);
        paid.approve(1_635_150_224_739);
        let json = transaction(&paid, "pk", Shape::Single);
        assert_eq!(names(&json), SINGLE.split_whitespace().collect::<Vec<_>>());
        assert_eq!(names(&json).len(), 63);
    }

    #[test]
    fn an_entry_of_a_list_has_its_own_tail() {
        let json = transaction(&payment(1, "10", Stages::One), "pk", Shape::Entry);
        let names = names(&json);
        let tail: Vec<_> = ENTRY_END.split_whitespace().collect();
        assert!(names.ends_with(&tail.iter().map(ToString::to_string).collect::<Vec<_>>()));
    }

    #[test]
    fn a_decline_has_no_dates_of_authorisation_and_no_card_product() {
        let mut poor = payment(1, "10", Stages::One);
        poor.decline(INSUFFICIENT_FUNDS);
        let model: Value =
            serde_json::from_str(&transaction(&poor, "pk", Shape::Single)).expect("an object");
        for field in [
            "AuthDate",
            "AuthDateIso",
            "ConfirmDate",
            "AuthCode",
            "CardProduct",
            "CardCategory",
        ] {
            assert_eq!(model.get(field), Some(&Value::Null), "{field}");
        }
        assert_eq!(
            model.get("ReasonCode").map(ToString::to_string).as_deref(),
            Some("5051")
        );
    }

    #[test]
    fn the_ledger_shows_sums_as_texts() {
        let mut paid = payment(3, "10.5", Stages::One);
        paid.approve(0);
        let model: Value =
            serde_json::from_str(&transaction(&paid, "pk", Shape::Ledger)).expect("an object");
        assert_eq!(model.get("Amount"), Some(&Value::from("10.50")));
        assert_eq!(model.get("NetAmount"), Some(&Value::from("10.50")));
    }
}
