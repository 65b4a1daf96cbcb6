//! Why a payment was refused: every `ReasonCode` that the API documents, with the words for the payer and what the till
//! should do next.
//!
//! **Texts.** `ru` is the official cardholder message (for the refusals of Check, 3001 to 3008, the text of the mobile
//! SDK), as the cashier reads it out. `en` is our translation of it. On purpose neither says that a card is reported
//! lost or stolen.
//!
//! **Names.** `name` is the documented name without blanks. The wire may differ (`CheckResponseServiceUnavailable` for
//! 3006), so decide by the code, never by the name, and prefer the `Reason` of the answer for display.
//!
//! **Advice.** A decline is never repeated by itself; the advice is for the people at the till:
//!
//! 1. [`Advice::Stop`], whatever the message says, for cards reported lost or stolen or to be picked up and for a
//!    suspicion of fraud (5004, 5007, 5033, 5034, 5041, 5043, 5059): no further card is offered.
//! 2. [`Advice::Stop`] where no card helps: a wrong amount (5013), the shop's own refusal or a wrong answer of its
//!    handler (3001 to 3005, 3008), and parameters and settings of SBP and payouts (6001 to 6025).
//! 3. [`Advice::RetryLater`] where time alone helps: the issuer, network, acquirer or the shop's handler was out of reach
//!    or failed (3006, 3007, 5030, 5091, 5092, 5096), and the limit of operations in a period (5065).
//! 4. [`Advice::AskOtherCard`] for all the rest: the message asks for another card, or for corrected card data. This
//!    holds for most of the group that the documentation calls unconditionally negative (5001, 5003, 5005, 5012, 5017,
//!    5057): this card must not be tried again, another may. It holds for 5051 too: the money does not appear at the till.
//!
//! A code that is not here is treated like 5204 by the callers.

/// What the till should do after a decline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advice {
    /// This card will not work now; another may.
    AskOtherCard,
    /// The cause is temporary: the same card may work later, another card perhaps at once.
    RetryLater,
    /// No card helps, or no further card may be offered.
    Stop,
}

impl Advice {
    /// The value of `next` in an answer: `ask_other_card`, `retry_later` or `stop`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AskOtherCard => "ask_other_card",
            Self::RetryLater => "retry_later",
            Self::Stop => "stop",
        }
    }
}

/// One `ReasonCode` of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// The number, `ReasonCode` in an answer.
    pub code: u32,
    /// The documented name without blanks, such as `InsufficientFunds`.
    pub name: &'static str,
    /// The official message for the payer, without a full stop.
    pub ru: &'static str,
    /// The same in English.
    pub en: &'static str,
    /// What to do next.
    pub advice: Advice,
}

/// A message in Russian and English; many codes share one.
type Text = (&'static str, &'static str);

const BANK_OR_OTHER_CARD: Text = (
    "Свяжитесь с вашим банком или воспользуйтесь другой картой",
    "Contact your bank or use another card",
);
const CHECK_CARD_DATA: Text = (
    "Проверьте правильность введенных данных карты или воспользуйтесь другой картой",
    "Check the card details or use another card",
);
const OTHER_CARD_OR_ISSUER: Text = (
    "Воспользуйтесь другой картой или свяжитесь с банком, выпустившим карту",
    "Use another card or contact the bank that issued this one",
);
const CHECK_AMOUNT: Text = ("Проверьте корректность суммы", "Check the amount");
const OTHER_CARD: Text = ("Воспользуйтесь другой картой", "Use another card");
const LATER: Text = ("Повторите попытку позже", "Try again later");
const CARD_FORBIDDEN: Text = (
    "Платежи для этой карты запрещены. Попробуйте другую карту",
    "Payments with this card are not allowed. Try another card",
);
const INSUFFICIENT_FUNDS: Text = ("Недостаточно средств на карте", "Insufficient funds");
const THE_BANK_OR_OTHER_CARD: Text = (
    "Свяжитесь с банком или воспользуйтесь другой картой",
    "Contact the bank or use another card",
);
const CARD_LIMIT: Text = (
    "Превышение лимита оплаты по карте. Измените настройки лимита или оплатите другой картой",
    "Card payment limit exceeded. Change the limit or pay with another card",
);
const WRONG_CVV: Text = ("Неверно указан код CVV", "Wrong CVV code");
const LATER_OR_OTHER_CARD: Text = (
    "Повторите попытку позже или воспользуйтесь другой картой",
    "Try again later or use another card",
);
const NO_PAYMENT: Text = ("Невозможно провести оплату", "The payment cannot be made");
const ASK_SUPPORT: Text = ("Обратитесь в поддержку сайта", "Contact the shop's support");
const NO_PAYOUT: Text = ("Невозможно провести выплату", "The payout cannot be made");

const WRONG_ORDER: Text = ("Неверный номер заказа", "Wrong order number");
const WRONG_PAYER: Text = (
    "Некорректный идентификатор плательщика",
    "Wrong payer identifier",
);
const WRONG_AMOUNT: Text = ("Неверная сумма", "Wrong amount");
const OVERDUE: Text = ("Платеж просрочен", "The payment is overdue");
const NOT_ACCEPTED: Text = (
    "Платеж не может быть принят",
    "The payment cannot be accepted",
);
const SERVICE_DOWN: Text = ("Сервис недоступен", "The service is unavailable");
const CONNECTION_ERROR: Text = ("Ошибка соединения", "Connection error");

const fn row(code: u32, name: &'static str, (ru, en): Text, advice: Advice) -> Reason {
    Reason {
        code,
        name,
        ru,
        en,
        advice,
    }
}

/// Every documented code, sorted by code.
pub const REASONS: &[Reason] = {
    use Advice::{AskOtherCard, RetryLater, Stop};
    &[
        // Results of Check: the shop's own handler said no, or could not be asked.
        row(3001, "InvalidInvoiceId", WRONG_ORDER, Stop),
        row(3002, "InvalidAccountId", WRONG_PAYER, Stop),
        row(3003, "InvalidAmount", WRONG_AMOUNT, Stop),
        row(3004, "OutOfDate", OVERDUE, Stop),
        row(3005, "FormatError", NOT_ACCEPTED, Stop),
        row(3006, "Unavailable", SERVICE_DOWN, RetryLater),
        row(3007, "UnableToConnect", CONNECTION_ERROR, RetryLater),
        row(3008, "NotAccepted", NOT_ACCEPTED, Stop),
        // Issuer, network and acquirer.
        row(5001, "ReferToCardIssuer", BANK_OR_OTHER_CARD, AskOtherCard),
        row(5003, "InvalidMerchant", BANK_OR_OTHER_CARD, AskOtherCard),
        row(5004, "PickUpCard", BANK_OR_OTHER_CARD, Stop),
        row(5005, "DoNotHonor", BANK_OR_OTHER_CARD, AskOtherCard),
        row(5006, "Error", CHECK_CARD_DATA, AskOtherCard),
        row(
            5007,
            "PickUpCardSpecialConditions",
            BANK_OR_OTHER_CARD,
            Stop,
        ),
        row(
            5012,
            "InvalidTransaction",
            OTHER_CARD_OR_ISSUER,
            AskOtherCard,
        ),
        row(5013, "AmountError", CHECK_AMOUNT, Stop),
        row(5014, "InvalidCardNumber", CHECK_CARD_DATA, AskOtherCard),
        row(5015, "NoSuchIssuer", CHECK_CARD_DATA, AskOtherCard),
        row(5017, "CustomerCancellation", OTHER_CARD, AskOtherCard),
        row(5019, "TransactionError", BANK_OR_OTHER_CARD, AskOtherCard),
        row(5030, "FormatError", LATER, RetryLater),
        row(5031, "BankNotSupportedBySwitch", OTHER_CARD, AskOtherCard),
        row(5033, "ExpiredCardPickup", BANK_OR_OTHER_CARD, Stop),
        row(5034, "SuspectedFraud", BANK_OR_OTHER_CARD, Stop),
        row(5036, "RestrictedCard", CARD_FORBIDDEN, AskOtherCard),
        row(5041, "LostCard", BANK_OR_OTHER_CARD, Stop),
        row(5043, "StolenCard", BANK_OR_OTHER_CARD, Stop),
        row(5051, "InsufficientFunds", INSUFFICIENT_FUNDS, AskOtherCard),
        row(5054, "ExpiredCard", CHECK_CARD_DATA, AskOtherCard),
        row(5055, "InvalidPIN", OTHER_CARD, AskOtherCard),
        row(
            5057,
            "TransactionNotPermitted",
            BANK_OR_OTHER_CARD,
            AskOtherCard,
        ),
        row(
            5058,
            "TransactionNotPermittedToCard",
            BANK_OR_OTHER_CARD,
            AskOtherCard,
        ),
        row(5059, "SuspectedFraudDecline", THE_BANK_OR_OTHER_CARD, Stop),
        row(5061, "ExceedsApprovalAmount", CARD_LIMIT, AskOtherCard),
        row(5062, "RestrictedCard2", CARD_FORBIDDEN, AskOtherCard),
        row(5063, "SecurityViolation", OTHER_CARD, AskOtherCard),
        row(
            5065,
            "ExceedWithdrawalFrequency",
            BANK_OR_OTHER_CARD,
            RetryLater,
        ),
        // SDK only, absent from the documentation; its text and advice are those of 5055.
        row(5075, "PinTriesExceeded", OTHER_CARD, AskOtherCard),
        row(5082, "IncorrectCVV", WRONG_CVV, AskOtherCard),
        row(5091, "Timeout", LATER_OR_OTHER_CARD, RetryLater),
        row(5092, "CannotReachNetwork", LATER_OR_OTHER_CARD, RetryLater),
        row(5096, "SystemError", LATER, RetryLater),
        // SDK only, a bare number: name, text and advice are those of 5204.
        row(5097, "UnableToProcess", BANK_OR_OTHER_CARD, AskOtherCard),
        row(
            5113,
            "GatewaysDoNotSupportTheCurrentlySelectedPaymentCard",
            OTHER_CARD,
            AskOtherCard,
        ),
        row(5204, "UnableToProcess", BANK_OR_OTHER_CARD, AskOtherCard),
        row(
            5206,
            "AuthenticationFailed",
            BANK_OR_OTHER_CARD,
            AskOtherCard,
        ),
        row(
            5207,
            "AuthenticationUnavailable",
            BANK_OR_OTHER_CARD,
            AskOtherCard,
        ),
        // SDK only, a bare number: name, text and advice are those of 5204.
        row(5209, "UnableToProcess", BANK_OR_OTHER_CARD, AskOtherCard),
        row(5300, "AntiFraud", OTHER_CARD, AskOtherCard),
        row(
            5303,
            "AcquirerTerminalLimitsExceeded",
            BANK_OR_OTHER_CARD,
            AskOtherCard,
        ),
        row(5761, "NoPhone", OTHER_CARD, AskOtherCard),
        row(5762, "InvalidPhone", OTHER_CARD, AskOtherCard),
        row(5763, "DifferentPhones", OTHER_CARD, AskOtherCard),
        // SBP and payouts.
        row(6001, "SaveCardRefused", NO_PAYMENT, Stop),
        row(6002, "InvalidErrorCode", NO_PAYMENT, Stop),
        row(6003, "AgentIdNotExists", NO_PAYMENT, Stop),
        row(6004, "CurrencyNotValid", ASK_SUPPORT, Stop),
        row(6005, "InvalidPaymentLink", NO_PAYMENT, Stop),
        row(6006, "AmountCurrencyNotValid", NO_PAYMENT, Stop),
        row(6007, "InvalidRedirectUrl", NO_PAYMENT, Stop),
        row(6008, "InvalidParamsId", NO_PAYMENT, Stop),
        row(6009, "InvalidTtl", NO_PAYMENT, Stop),
        row(6010, "SubscriptionNotFound", NO_PAYMENT, Stop),
        row(6011, "InvalidSubscription", NO_PAYMENT, Stop),
        row(6013, "InvalidRefund", NO_PAYMENT, Stop),
        row(6014, "OriginalDetailsIncorrect", NO_PAYMENT, Stop),
        row(6015, "TransactionNotFound", NO_PAYMENT, Stop),
        row(6016, "InvalidMemberId", NO_PAYMENT, Stop),
        row(6017, "IncorrectMCCategory", NO_PAYMENT, Stop),
        row(6021, "ReceiverAccountError", NO_PAYOUT, Stop),
        row(6022, "ReceiverNameError", NO_PAYOUT, Stop),
        row(6025, "CrossTerminalTokenRestriction", NO_PAYMENT, Stop),
    ]
};

/// The reason with this code, `None` when the code is not documented.
#[must_use]
pub fn find(code: u32) -> Option<&'static Reason> {
    let index = REASONS
        .binary_search_by_key(&code, |reason| reason.code)
        .ok()?;
    REASONS.get(index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_unique() {
        assert!(REASONS.is_sorted_by(|a, b| a.code < b.code));
    }

    #[test]
    fn no_code_is_missing() {
        assert_eq!(REASONS.len(), 61 + 8 + 3);
        assert_eq!(
            REASONS.iter().filter(|reason| reason.code < 4000).count(),
            8
        );
    }

    #[test]
    fn names_and_texts_can_be_shown() {
        for reason in REASONS {
            let Reason {
                code, name, ru, en, ..
            } = reason;
            assert!(
                !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric()),
                "{code}: {name}"
            );
            // What a till with Windows-1251 or code page 866 can print.
            assert!(
                !ru.is_empty()
                    && ru
                        .chars()
                        .all(|c| c.is_ascii() || ('А'..='я').contains(&c) || "Ёё".contains(c)),
                "{code}: {ru}"
            );
            assert!(!en.is_empty() && en.is_ascii(), "{code}: {en}");
        }
    }

    #[test]
    fn every_code_is_found() {
        for reason in REASONS {
            assert_eq!(find(reason.code), Some(reason));
        }
        for unknown in [0, 1, 3000, 3009, 5002, 5205, 6026, u32::MAX] {
            assert_eq!(find(unknown), None);
        }
    }

    #[test]
    fn insufficient_funds_asks_for_another_card() {
        let reason = find(5051).expect("5051 is documented");
        assert_eq!(reason.name, "InsufficientFunds");
        assert_eq!(reason.ru, "Недостаточно средств на карте");
        assert_eq!(reason.en, "Insufficient funds");
        assert_eq!(reason.advice.as_str(), "ask_other_card");
    }

    #[test]
    fn advice_follows_the_rule() {
        let with = |advice| {
            REASONS
                .iter()
                .filter(|reason| reason.advice == advice && reason.code < 6000)
                .map(|reason| reason.code)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            with(Advice::Stop),
            [
                3001, 3002, 3003, 3004, 3005, 3008, 5004, 5007, 5013, 5033, 5034, 5041, 5043, 5059
            ]
        );
        assert_eq!(
            with(Advice::RetryLater),
            [3006, 3007, 5030, 5065, 5091, 5092, 5096]
        );
        assert!(
            REASONS
                .iter()
                .filter(|reason| reason.code >= 6000)
                .all(|reason| reason.advice == Advice::Stop)
        );
        assert_eq!(Advice::RetryLater.as_str(), "retry_later");
        assert_eq!(Advice::Stop.as_str(), "stop");
    }
}
