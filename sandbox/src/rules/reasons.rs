//! Why a payment went the way it went: the codes the sandbox can answer with.

/// One row of the directory of reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reason {
    /// `ReasonCode`.
    pub(crate) code: u16,
    /// `Reason`.
    pub(crate) name: &'static str,
    /// `CardHolderMessage` in Russian, which is what the API answers by default.
    pub(crate) message: &'static str,
    /// `CardHolderMessage` for `CultureName` en-US.
    pub(crate) message_en: &'static str,
}

impl Reason {
    /// The message in the language that was asked for.
    pub(crate) fn message_in(&self, culture: Option<&str>) -> &'static str {
        match culture {
            Some(culture)
                if culture
                    .get(..2)
                    .is_some_and(|start| start.eq_ignore_ascii_case("en")) =>
            {
                self.message_en
            }
            _ => self.message,
        }
    }
}

/// The payment is approved.
pub(crate) const APPROVED: Reason = Reason {
    code: 0,
    name: "Approved",
    message: "Оплата успешно проведена",
    message_en: "Payment successful",
};

/// There is not enough money on the card.
pub(crate) const INSUFFICIENT_FUNDS: Reason = Reason {
    code: 5051,
    name: "InsufficientFunds",
    message: "Недостаточно средств на карте",
    message_en: "Insufficient funds on account",
};

/// The bank or its network is out of order; the first try of a cascade ends so.
pub(crate) const SYSTEM_ERROR: Reason = Reason {
    code: 5096,
    name: "SystemError",
    message: "Повторите попытку позже",
    message_en: "Try again later",
};

/// 3-D Secure was not passed.
pub(crate) const AUTHENTICATION_FAILED: Reason = Reason {
    code: 5206,
    name: "AuthenticationFailed",
    message: "Свяжитесь с вашим банком или воспользуйтесь другой картой",
    message_en: "Contact your bank or use another card",
};

/// The payment cannot be processed, for reasons of its own.
pub(crate) const UNABLE_TO_PROCESS: Reason = Reason {
    code: 5204,
    name: "UnableToProcess",
    message: "Свяжитесь с вашим банком или воспользуйтесь другой картой",
    message_en: "Contact your bank or use another card",
};

/// The payer himself said no.
pub(crate) const CUSTOMER_CANCELLATION: Reason = Reason {
    code: 5017,
    name: "CustomerCancellation",
    message: "Воспользуйтесь другой картой",
    message_en: "Use another card",
};

/// Why the bank of a receiver refuses a payout: the end of the phone number says so, as no test
/// numbers are published.
pub(crate) fn of_receiver(phone: &str) -> Option<Reason> {
    RECEIVER
        .into_iter()
        .find(|reason| phone.ends_with(&reason.code.to_string()))
}

const RECEIVER: [Reason; 2] = [
    Reason {
        code: 6021,
        name: "ReceiverAccountError",
        message: "Невозможно провести выплату",
        message_en: "Payout cannot be made",
    },
    Reason {
        code: 6022,
        name: "ReceiverNameError",
        message: "Невозможно провести выплату",
        message_en: "Payout cannot be made",
    },
];

/// The names that `Reason` has on the wire when the merchant's Check handler refuses.
const CHECK: [Reason; 8] = [
    check(
        3001,
        "CheckResponseInvalidInvoiceId",
        "Неверный номер заказа",
        "Wrong order number",
    ),
    check(
        3002,
        "CheckResponseInvalidAccountId",
        "Некорректный идентификатор плательщика",
        "Wrong payer",
    ),
    check(
        3003,
        "CheckResponseInvalidAmount",
        "Неверная сумма",
        "Wrong amount",
    ),
    check(
        3004,
        "CheckResponseOutOfDate",
        "Платеж просрочен",
        "The payment is overdue",
    ),
    check(
        3005,
        "CheckResponseFormatError",
        "Платеж не может быть принят",
        "The payment cannot be accepted",
    ),
    check(
        3006,
        "CheckResponseServiceUnavailable",
        "Сервис недоступен",
        "The service is unavailable",
    ),
    check(
        3007,
        "CheckResponseUnableToConnect",
        "Ошибка соединения",
        "Connection error",
    ),
    check(
        3008,
        "CheckResponseNotAccepted",
        "Платеж не может быть принят",
        "The payment cannot be accepted",
    ),
];

const fn check(
    code: u16,
    name: &'static str,
    message: &'static str,
    message_en: &'static str,
) -> Reason {
    Reason {
        code,
        name,
        message,
        message_en,
    }
}

/// A handler that cannot be reached at all.
pub(crate) const CHECK_UNREACHABLE: Reason = CHECK[5];

/// A handler that answers with an HTTP error.
pub(crate) const CHECK_HTTP_ERROR: Reason = CHECK[6];

/// A handler whose answer is no `{"code":…}` that means anything.
pub(crate) const CHECK_FORMAT: Reason = CHECK[4];

/// What the answer code of a Check handler means; `None` lets the payment go on.
pub(crate) fn of_check_answer(code: i64) -> Option<Reason> {
    match code {
        0 => None,
        10 => Some(CHECK[0]),
        11 => Some(CHECK[1]),
        12 => Some(CHECK[2]),
        13 => Some(CHECK[7]),
        20 => Some(CHECK[3]),
        _ => Some(CHECK_FORMAT),
    }
}

#[cfg(test)]
mod tests {
    use super::{INSUFFICIENT_FUNDS, of_check_answer};

    #[test]
    fn each_answer_of_a_check_handler_has_its_reason_code() {
        let codes = [
            (10, 3001),
            (11, 3002),
            (12, 3003),
            (20, 3004),
            (99, 3005),
            (13, 3008),
        ];
        for (answer, code) in codes {
            assert_eq!(
                of_check_answer(answer).map(|reason| reason.code),
                Some(code)
            );
        }
        assert_eq!(of_check_answer(0), None);
    }

    #[test]
    fn the_payer_reads_english_only_when_asked_for() {
        assert_eq!(
            INSUFFICIENT_FUNDS.message_in(Some("en-US")),
            "Insufficient funds on account"
        );
        assert_eq!(
            INSUFFICIENT_FUNDS.message_in(None),
            "Недостаточно средств на карте"
        );
    }
}
