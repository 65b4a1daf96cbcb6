//! What became of one operation, in words that a program can rely on.

use crate::status::Status;

/// Declares an enum whose variants are words of the JSON contract, or of the journal.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident $word:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// Every variant.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word as it is written.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The variant with this word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str() == word)
            }
        }
    };
}
pub(crate) use words;

words! {
    /// Where the money of this call is.
    Money {
        /// Taken from the payer, or paid out.
        Moved "moved";
        /// Blocked on the card, not yet taken.
        Held "held";
        /// Given back.
        Returned "returned";
        /// Proven not to have moved.
        NotMoved "not_moved";
        /// Nobody can say yet.
        Unknown "unknown";
        /// The call was never about moving money.
        None "none";
    }
}

words! {
    /// What the program should do now.
    Next {
        /// Release the goods.
        FinishSale "finish_sale";
        /// Capture the hold, or release it.
        ConfirmOrVoid "confirm_or_void";
        /// Show the issuer's page to the payer.
        Show3ds "show_3ds";
        /// Show the link or QR code to the payer.
        ShowLink "show_link";
        /// Wait for the result.
        Wait "wait";
        /// Take cash; the charge is reversed when it turns up.
        TakeCash "take_cash";
        /// Ask for another card.
        AskOtherCard "ask_other_card";
        /// Try again later.
        RetryLater "retry_later";
        /// Give up on this payment.
        Stop "stop";
        /// Mend the request.
        FixRequest "fix_request";
        /// Mend the configuration.
        FixConfig "fix_config";
        /// The same call may be made again, with the same `request_id`.
        Retry "retry";
        /// Call `resolve`; never repeat the payment.
        Resolve "resolve";
        /// A person must look.
        CallSupport "call_support";
        /// Throw it away.
        Ignore "ignore";
        /// Nothing.
        None "none";
    }
}

words! {
    /// What became of the operation.
    Outcome {
        /// The money is taken.
        Completed "completed";
        /// A hold was captured.
        Confirmed "confirmed";
        /// Money was paid out.
        PaidOut "paid_out";
        /// The money is held.
        Authorized "authorized";
        /// A hold was released.
        Voided "voided";
        /// Money was given back.
        Refunded "refunded";
        /// An object was created.
        Created "created";
        /// An object was changed.
        Updated "updated";
        /// An object was cancelled.
        Cancelled "cancelled";
        /// Done; a read returned its record.
        Ok "ok";
        /// The payer must pass 3-D Secure.
        Requires3ds "requires_3ds";
        /// A link or QR code waits for the payer.
        RequiresPayer "requires_payer";
        /// The result comes later.
        Pending "pending";
        /// Will be reversed when found.
        Reversing "reversing";
        /// The issuer or the gateway said no.
        Declined "declined";
        /// The API refused the request.
        Rejected "rejected";
        /// The keys were not accepted.
        Unauthorized "unauthorized";
        /// A look-up found nothing.
        NotFound "not_found";
        /// The gateway never had a whole request.
        NotSent "not_sent";
        /// Sent, and no usable answer came.
        Unknown "unknown";
        /// In doubt before, now proven absent.
        NotProcessed "not_processed";
        /// Voided or refunded, or its hold is gone.
        Reversed "reversed";
        /// The evidence contradicts itself.
        ManualReview "manual_review";
        /// A read got no usable answer.
        NoAnswer "no_answer";
        /// NULL, dead handle, wrong encoding, no JSON object.
        InvalidArgument "invalid_argument";
        /// A field is missing, unknown or malformed.
        InvalidRequest "invalid_request";
        /// The configuration is wrong.
        InvalidConfig "invalid_config";
        /// No such method.
        UnknownMethod "unknown_method";
        /// The same id with other content.
        IdempotencyMismatch "idempotency_mismatch";
        /// Another operation holds this invoice.
        InvoiceBusy "invoice_busy";
        /// A notification that is not genuine.
        BadSignature "bad_signature";
        /// The journal cannot be written.
        JournalUnavailable "journal_unavailable";
        /// Our fault.
        Internal "internal";
    }
}

impl Outcome {
    /// The status, the money and the next step that go with this outcome unless the caller knows
    /// better (a declined card has its own `next`, a read moves no money whatever happens).
    #[must_use]
    pub const fn usual(self) -> (Status, Money, Next) {
        match self {
            Self::Completed | Self::Confirmed | Self::PaidOut => {
                (Status::Ok, Money::Moved, Next::FinishSale)
            }
            Self::Authorized => (Status::Ok, Money::Held, Next::ConfirmOrVoid),
            Self::Voided | Self::Refunded => (Status::Ok, Money::Returned, Next::None),
            Self::Created | Self::Updated | Self::Cancelled | Self::Ok => {
                (Status::Ok, Money::None, Next::None)
            }
            Self::Requires3ds => (Status::RequiresAction, Money::NotMoved, Next::Show3ds),
            Self::RequiresPayer => (Status::RequiresAction, Money::Unknown, Next::ShowLink),
            Self::Pending => (Status::Pending, Money::Unknown, Next::Wait),
            Self::Reversing => (Status::Reversing, Money::Unknown, Next::TakeCash),
            Self::Declined => (Status::Declined, Money::NotMoved, Next::AskOtherCard),
            Self::Rejected => (Status::Rejected, Money::NotMoved, Next::FixRequest),
            Self::Unauthorized => (Status::Unauthorized, Money::NotMoved, Next::FixConfig),
            Self::NotFound => (Status::NotFound, Money::None, Next::None),
            Self::NotSent => (Status::NotSent, Money::NotMoved, Next::Retry),
            Self::Unknown => (Status::Unknown, Money::Unknown, Next::Resolve),
            Self::NotProcessed => (Status::NotProcessed, Money::NotMoved, Next::Retry),
            Self::Reversed => (Status::Reversed, Money::Returned, Next::None),
            Self::ManualReview => (Status::ManualReview, Money::Unknown, Next::CallSupport),
            Self::NoAnswer => (Status::NoAnswer, Money::None, Next::Retry),
            Self::InvalidArgument => (Status::InvalidArgument, Money::NotMoved, Next::FixRequest),
            Self::InvalidRequest => (Status::InvalidRequest, Money::NotMoved, Next::FixRequest),
            Self::InvalidConfig => (Status::InvalidConfig, Money::None, Next::FixConfig),
            Self::UnknownMethod => (Status::UnknownMethod, Money::NotMoved, Next::FixRequest),
            Self::IdempotencyMismatch => (
                Status::IdempotencyMismatch,
                Money::Unknown,
                Next::FixRequest,
            ),
            Self::InvoiceBusy => (Status::InvoiceBusy, Money::Unknown, Next::Resolve),
            Self::BadSignature => (Status::BadSignature, Money::None, Next::Ignore),
            Self::JournalUnavailable => (
                Status::JournalUnavailable,
                Money::NotMoved,
                Next::CallSupport,
            ),
            Self::Internal => (Status::Internal, Money::NotMoved, Next::CallSupport),
        }
    }

    /// Whether asking again later could give another outcome for the same operation.
    #[must_use]
    pub const fn is_final(self) -> bool {
        !matches!(
            self,
            Self::Requires3ds
                | Self::RequiresPayer
                | Self::Pending
                | Self::Reversing
                | Self::Unknown
                | Self::InvoiceBusy
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_is_the_usual_one_of_some_outcome() {
        for status in crate::status::STATUSES {
            assert!(
                Outcome::ALL
                    .iter()
                    .any(|outcome| outcome.usual().0 == *status),
                "{status:?}"
            );
        }
    }

    #[test]
    fn goods_are_released_only_when_money_moved() {
        for outcome in Outcome::ALL {
            let (_, money, next) = outcome.usual();
            assert_eq!(
                next == Next::FinishSale,
                money == Money::Moved,
                "{outcome:?}"
            );
        }
    }

    #[test]
    fn a_call_that_may_be_repeated_has_moved_nothing() {
        for outcome in Outcome::ALL {
            let (_, money, next) = outcome.usual();
            if next == Next::Retry {
                assert!(
                    matches!(money, Money::NotMoved | Money::None),
                    "{outcome:?}"
                );
            }
        }
    }

    #[test]
    fn an_outcome_is_final_unless_the_payer_the_gateway_or_another_call_may_change_it() {
        let open: Vec<&str> = Outcome::ALL
            .iter()
            .filter(|outcome| !outcome.is_final())
            .map(|outcome| outcome.as_str())
            .collect();
        assert_eq!(
            open,
            [
                "requires_3ds",
                "requires_payer",
                "pending",
                "reversing",
                "unknown",
                "invoice_busy"
            ]
        );
    }
}
