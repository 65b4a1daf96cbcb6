//! The fields of a receipt, in the spelling of the reference.

use super::shape::Form::{
    Array, Code, Email, Exactly, Flag, Hex, Inn, Line, List, Object, Phone, Quantity, Sum, Text,
    Whole,
};
use super::shape::{Field, optional, required};

/// Text that must not be empty.
const NAME: super::shape::Form = Line(usize::MAX);

const TAXATION_SYSTEMS: &[u64] = &[0, 1, 2, 3, 4, 5];

const AGENT_SIGNS: &[u64] = &[0, 1, 2, 3, 4, 5, 6];

const METHODS: &[u64] = &[0, 1, 2, 3, 4, 5, 6, 7];

const OBJECTS: &[u64] = &[
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
    26, 27, 30, 31, 32, 33,
];

const UNITS: &[u64] = &[
    0, 10, 11, 12, 20, 21, 22, 30, 31, 32, 40, 41, 42, 50, 51, 70, 71, 72, 73, 80, 81, 82, 83, 255,
];

const MARK_STATUSES: &[u64] = &[1, 2, 3, 4, 5, 6, 255];

const TIME_ZONES: &[u64] = &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

pub(super) const RECEIPT: &[Field] = &[
    required("Items", List(ITEM)),
    optional("TaxationSystem", Code(TAXATION_SYSTEMS)),
    optional("Amounts", Object(AMOUNTS)),
    optional("CalculationPlace", Line(256)),
    optional("Email", Email),
    optional("Phone", Phone),
    optional("CustomerInfo", Text),
    optional("CustomerInn", Inn),
    optional("isBso", Flag),
    optional("AgentSign", Code(AGENT_SIGNS)),
    optional("CashierName", Text),
    optional("CashierInn", Inn),
    optional("AdditionalReceiptInfos", Array),
    optional("AdditionalReceiptRequisite", Line(16)),
    optional("CustomerBirthday", Text),
    optional("CustomerStateCode", Text),
    optional("CustomerDocType", Text),
    optional("CustomerDoc", Text),
    optional("CustomerPlace", Text),
    optional("UserRequisiteData", Object(USER_REQUISITE)),
    optional("OperationReceiptRequisite", Object(OPERATION_REQUISITE)),
    optional("IndustryRequisiteCollection", List(INDUSTRY_REQUISITE)),
    optional("IsInternetPayment", Flag),
    optional("RussiaTimeZone", Code(TIME_ZONES)),
    optional("NonCashPayments", List(NON_CASH_PAYMENT)),
];

/// What of a correction is about lines and payments; the rest of it passes as it is.
pub(super) const CORRECTION: &[Field] = &[
    optional("CorrectionReceiptType", Code(&[1, 2, 3, 4])),
    optional(
        "CauseCorrection",
        Object(&[optional("CorrectionDate", NAME)]),
    ),
    optional("Items", List(ITEM)),
    optional("Amounts", Object(AMOUNTS)),
];

/// The kinds of payment.
pub(super) const AMOUNTS: &[Field] = &[
    optional("Electronic", Sum),
    optional("AdvancePayment", Sum),
    optional("Credit", Sum),
    optional("Provision", Sum),
    optional("Cash", Sum),
];

const ITEM: &[Field] = &[
    required("Label", NAME),
    required("Price", Sum),
    required("Quantity", Quantity),
    optional("Vat", Whole),
    optional("Amount", Sum),
    optional("Method", Code(METHODS)),
    optional("Object", Code(OBJECTS)),
    optional("MeasurementUnit", Text),
    optional("UnitCode", Code(UNITS)),
    optional("Excise", Sum),
    optional("CountryOriginCode", Exactly(3)),
    optional("CustomsDeclarationNumber", Line(32)),
    optional("AgentSign", Code(AGENT_SIGNS)),
    optional("AgentData", Object(AGENT_DATA)),
    optional("PurveyorData", Object(PURVEYOR_DATA)),
    optional("AdditionalPositionInfo", Text),
    optional("SaleObjectData", Line(64)),
    optional("IndustryRequisiteCollection", List(INDUSTRY_REQUISITE)),
    optional(
        "ProductCodeData",
        Object(&[optional("CodeProductNomenclature", Hex)]),
    ),
    optional(
        "MarkPartQuantity",
        Object(&[required("Numerator", Whole), required("Denominator", Whole)]),
    ),
    optional("RawMarkCode", NAME),
    optional("GroupSeparator", NAME),
    optional("ExpectedMarkItemStatus", Code(MARK_STATUSES)),
];

const AGENT_DATA: &[Field] = &[
    optional("AgentOperationName", NAME),
    optional("PaymentAgentPhone", NAME),
    optional("PaymentReceiverOperatorPhone", NAME),
    optional("TransferOperatorPhone", NAME),
    optional("TransferOperatorName", NAME),
    optional("TransferOperatorAddress", NAME),
    optional("TransferOperatorInn", Inn),
];

const PURVEYOR_DATA: &[Field] = &[
    required("Name", NAME),
    required("Inn", Inn),
    optional("Phone", NAME),
];

const USER_REQUISITE: &[Field] = &[
    required("RequisiteKey", Line(64)),
    required("RequisiteValue", Line(256)),
];

const OPERATION_REQUISITE: &[Field] = &[
    required("OperationIdentifier", Whole),
    required("OperationDate", NAME),
    required("OperationData", Line(64)),
];

const INDUSTRY_REQUISITE: &[Field] = &[
    required("Code", NAME),
    required("DocumentDate", NAME),
    required("DocumentNumber", NAME),
    required("RequisiteValue", NAME),
];

const NON_CASH_PAYMENT: &[Field] = &[
    required("Amount", Sum),
    required("PaymentMethod", Whole),
    required("PaymentId", NAME),
    optional("AdditionalInfo", Text),
];
