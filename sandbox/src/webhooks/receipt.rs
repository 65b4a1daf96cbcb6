//! The form of the Receipt notification.

use super::form::Form;
use crate::kkt::model;
use crate::kkt::receipt::{Fiscal, Receipt};
use crate::values::dates;

/// A receipt was made, and can be read at `site`. `DeviceNumber` and `Inn` may begin with a zero, so
/// they are no numbers.
pub(super) fn form(receipt: &Receipt, fiscal: &Fiscal, site: &str) -> Form {
    let (draft, registration) = (&receipt.draft, &fiscal.registration);
    let mut form = Form::default();
    form.add("Id", &receipt.id)
        .number("DocumentNumber", fiscal.document_number)
        .number("SessionNumber", fiscal.session_number)
        .number("Number", fiscal.session_check_number)
        .add("FiscalSign", &fiscal.sign)
        .add("DeviceNumber", &registration.device_number)
        .add("RegNumber", &registration.reg_number)
        .add("FiscalNumber", &registration.fiscal_number)
        .add("Inn", &draft.inn)
        .add("Type", draft.kind.name())
        .add("Ofd", registration.ofd)
        .add("Url", model::url(receipt, site))
        .add("QrCodeUrl", model::qr_code_url(receipt, fiscal))
        .optional_number("TransactionId", draft.transaction_id)
        .number("Amount", draft.content.total())
        .add("DateTime", dates::webhook(fiscal.printed_ms))
        .optional("InvoiceId", draft.invoice_id.as_ref())
        .optional("AccountId", draft.account_id.as_ref())
        .add("Receipt", model::content(&draft.content))
        .add(
            "CalculationPlace",
            model::calculation_place(receipt, fiscal),
        )
        .add("CashierName", model::cashier(receipt))
        .add("SettlePlace", &registration.url);
    form
}
