//! Receipts and registers as JSON, in the order of the documentation.

use super::amounts::Amounts;
use super::content::Content;
use super::item::Item;
use super::receipt::{Fiscal, Receipt, State};
use super::register::{Register, STORAGE, Warning};
use crate::json::Object;
use crate::values::dates;

/// Tax number of every operator of fiscal data.
const OFD_INN: &str = "7709364346";

/// Where QR codes lead.
const QR_READER: &str = "https://qr.cloudpayments.ru/receipt";

/// Who sold it, if nobody says.
const CASHIER: &str = "Кассир";

/// Where people read a receipt: a page of ours.
pub(crate) fn url(receipt: &Receipt, site: &str) -> String {
    format!("{site}/receipts/{}", receipt.id)
}

/// What the QR code of a printed receipt holds.
pub(crate) fn qr_code_url(receipt: &Receipt, fiscal: &Fiscal) -> String {
    let date = dates::iso(fiscal.printed_ms).replace(['-', ':'], "");
    format!(
        "{QR_READER}?q=t%3d{date}%26s%3d{}%26fn%3d{}%26i%3d{}%26fp%3d{}%26n%3d{}",
        receipt.draft.content.total(),
        fiscal.registration.fiscal_number,
        fiscal.document_number,
        fiscal.sign,
        receipt.draft.kind.number()
    )
}

/// `CalculationPlace`; the register knows if the request does not.
pub(crate) fn calculation_place<'a>(receipt: &'a Receipt, fiscal: &'a Fiscal) -> &'a str {
    let place = receipt.draft.content.calculation_place.as_deref();
    place.unwrap_or(&fiscal.registration.url)
}

/// `CashierName`.
pub(crate) fn cashier(receipt: &Receipt) -> &str {
    receipt
        .draft
        .content
        .cashier_name
        .as_deref()
        .unwrap_or(CASHIER)
}

/// The Model of `kkt/receipt/get`.
pub(crate) fn receipt(receipt: &Receipt, fiscal: &Fiscal, site: &str) -> String {
    let mut json = Object::new();
    content_fields(&mut json, &receipt.draft.content);
    json.raw("AdditionalData", additional(receipt, fiscal, site));
    json.finish()
}

/// `Receipt` of the webhook: what stands on it.
pub(crate) fn content(content: &Content) -> String {
    let mut json = Object::new();
    content_fields(&mut json, content);
    json.finish()
}

fn content_fields(json: &mut Object, content: &Content) {
    json.optional("Email", content.email.as_deref())
        .optional("Phone", content.phone.as_deref())
        .raw("Items", list(&content.items, item));
    number(json, "TaxationSystem", content.taxation);
    json.raw("Amounts", amounts(&content.amounts).finish())
        .raw("IsBso", content.is_bso);
}

fn item(item: &Item) -> String {
    let mut json = Object::new();
    json.text("Label", &item.label)
        .raw("Price", item.price)
        .raw("Quantity", &item.quantity)
        .raw("Amount", item.amount)
        .null("Department");
    number(&mut json, "Vat", item.vat);
    json.optional("EAN13", item.barcode.as_deref());
    number(&mut json, "AgentSign", item.agent.sign);
    json.raw("Method", item.method)
        .raw("Object", item.object)
        .optional("MeasurementUnit", item.unit.as_deref());
    for (name, object) in [
        ("AgentData", &item.agent.data),
        ("PurveyorData", &item.agent.purveyor),
    ] {
        json.raw(name, object.as_deref().unwrap_or("null"));
    }
    json.finish()
}

fn amounts(amounts: &Amounts) -> Object {
    let mut json = Object::new();
    json.raw("Electronic", amounts.electronic)
        .raw("Cash", amounts.cash)
        .raw("AdvancePayment", amounts.advance_payment)
        .raw("Credit", amounts.credit)
        .raw("Provision", amounts.provision);
    json
}

/// All numbers but two are texts here.
fn additional(receipt: &Receipt, fiscal: &Fiscal, site: &str) -> String {
    let (draft, registration) = (&receipt.draft, &fiscal.registration);
    let mut json = Object::new();
    json.text("Id", &receipt.id)
        .optional("AccountId", draft.account_id.as_deref())
        .raw("Amount", draft.content.total())
        .text("CalculationPlace", calculation_place(receipt, fiscal))
        .text("CashierName", cashier(receipt))
        .text("DateTime", &dates::iso(fiscal.printed_ms))
        .text("DeviceNumber", &registration.device_number)
        .text("DocumentNumber", &fiscal.document_number.to_string())
        .text("FiscalNumber", &registration.fiscal_number)
        .text("FiscalSign", &fiscal.sign)
        .optional("InvoiceId", draft.invoice_id.as_deref())
        .text("Ofd", registration.ofd)
        .text("OfdReceiptUrl", &url(receipt, site))
        .text("OrganizationInn", &draft.inn)
        .text("QrCodeUrl", &qr_code_url(receipt, fiscal))
        .text("RegNumber", &registration.reg_number)
        .text("SenderEmail", &registration.email)
        .text(
            "SessionCheckNumber",
            &fiscal.session_check_number.to_string(),
        )
        .text("SessionNumber", &fiscal.session_number.to_string())
        .text("SettlePlace", &registration.url);
    number(&mut json, "TransactionId", draft.transaction_id);
    json.text("Type", draft.kind.name());
    json.finish()
}

/// The Model of `kkt/correction-receipt/get`; `None` for an ordinary receipt.
pub(crate) fn correction(receipt: &Receipt, site: &str) -> Option<String> {
    let draft = &receipt.draft;
    let correction = draft.correction.as_ref()?;
    let mut json = Object::new();
    outcome(&mut json, receipt);
    let mut paid = amounts(&draft.content.amounts);
    paid.raw("Sum", draft.content.total());
    json.raw("Amounts", paid.finish())
        .raw("Items", list(&draft.content.items, item));
    number(&mut json, "TaxationSystem", draft.content.taxation);
    json.raw("CorrectionType", correction.kind)
        .raw("CorrectionReceiptType", draft.kind.number());
    number(&mut json, "VatRate", correction.vat);
    let date = dates::iso(correction.date_ms) + "Z";
    json.text("CorrectionDate", &date)
        .optional("CorrectionNumber", correction.number.as_deref())
        .text("Id", &receipt.id)
        .raw("Amount", draft.content.total())
        .optional("PaymentPlace", correction.payment_place.as_deref())
        .optional("PaymentAddress", correction.payment_address.as_deref())
        .text("CashierName", cashier(receipt));
    fiscal_fields(&mut json, receipt, site);
    Some(json.finish())
}

fn fiscal_fields(json: &mut Object, receipt: &Receipt, site: &str) {
    let fiscal = receipt.fiscal();
    let registration = fiscal.map(|fiscal| &*fiscal.registration);
    let text = |number: fn(&Fiscal) -> u32| fiscal.map(|fiscal| number(fiscal).to_string());
    json.optional(
        "DeviceNumber",
        registration.map(|known| known.device_number.as_str()),
    )
    .optional(
        "DocumentNumber",
        text(|fiscal| fiscal.document_number).as_deref(),
    )
    .optional(
        "FiscalNumber",
        registration.map(|known| known.fiscal_number.as_str()),
    )
    .optional("FiscalSign", fiscal.map(|fiscal| fiscal.sign.as_str()))
    .optional("OfdName", registration.map(|known| known.ofd))
    .optional("OfdInn", registration.map(|_| OFD_INN))
    .optional(
        "OfdReceiptUrl",
        fiscal.map(|_| url(receipt, site)).as_deref(),
    )
    .text("OrganizationInn", &receipt.draft.inn)
    .optional(
        "RegNumber",
        registration.map(|known| known.reg_number.as_str()),
    )
    .optional(
        "SessionCheckNumber",
        text(|fiscal| fiscal.session_check_number).as_deref(),
    )
    .optional(
        "SessionNumber",
        text(|fiscal| fiscal.session_number).as_deref(),
    );
}

fn outcome(json: &mut Object, receipt: &Receipt) {
    json.text("Status", receipt.state.name());
    match &receipt.state {
        State::Error(trouble) => json
            .raw("ErrorCode", trouble.code)
            .text("ErrorMessage", &trouble.message),
        State::Queued | State::Processed(_) => json.raw("ErrorCode", 0).null("ErrorMessage"),
    };
}

/// An entry of `GET /sandbox/kkt`.
pub(crate) fn entry(receipt: &Receipt) -> String {
    let draft = &receipt.draft;
    let mut json = Object::new();
    json.text("Id", &receipt.id)
        .raw("correction", draft.correction.is_some())
        .text("Type", draft.kind.name())
        .text("Amount", &draft.content.total().to_string())
        .optional("InvoiceId", draft.invoice_id.as_deref());
    number(&mut json, "TransactionId", draft.transaction_id);
    outcome(&mut json, receipt);
    json.finish()
}

/// The Model of `kkt/state/get`.
pub(crate) fn register(register: &Register, moment: i64) -> String {
    let registration = &register.registration;
    let warnings = register.warnings(moment);
    let full = register.documents.min(STORAGE);
    let occupancy = u64::from(full) * 10_000 / u64::from(STORAGE);
    let mut json = Object::new();
    json.text("Inn", &registration.inn)
        .text("DeviceNumber", &registration.device_number)
        .text("RegNumber", &registration.reg_number)
        .text("FiscalNumber", &registration.fiscal_number)
        .raw("Status", register.status(moment))
        .raw("Fiscal", register.is_registered(moment))
        .text("OfdName", registration.ofd)
        .text("SettlePlace", &registration.url)
        .text("CalculationPlace", &registration.url)
        .text("KkmModelName", "Sandbox-F")
        .text("FiscalDateEnd", &dates::iso(register.expires_ms))
        .text("FirmwareVersion", "1.0")
        .raw("IsBso", registration.is_bso)
        .raw("OfdQueueDocsCount", register.ofd_queue)
        .raw(
            "FnOccupancy",
            format!("{}.{:04}", occupancy / 10_000, occupancy % 10_000),
        )
        .raw("Warnings", list(&warnings, warning))
        .raw("IsReceiptProcessingBlocked", !warnings.is_empty());
    json.finish()
}

/// An entry of `kkt/merchant-devices-warnings`.
pub(crate) fn warnings(register: &Register, moment: i64) -> String {
    let mut json = Object::new();
    json.text("DeviceNumber", &register.registration.device_number)
        .raw("Warnings", list(&register.warnings(moment), warning));
    json.finish()
}

fn warning(warning: &Warning) -> String {
    let mut json = Object::new();
    json.raw("Code", warning.code)
        .text("Description", warning.description)
        .text("ResolveAction", warning.remedy);
    json.finish()
}

/// A number that may be missing.
fn number(json: &mut Object, name: &str, number: Option<impl std::fmt::Display>) {
    match number {
        Some(number) => json.raw(name, number),
        None => json.null(name),
    };
}

/// A JSON list.
pub(crate) fn list<T>(entries: &[T], write: impl Fn(&T) -> String) -> String {
    let entries: Vec<_> = entries.iter().map(write).collect();
    format!("[{}]", entries.join(","))
}
