//! The status of a call: the one number that a program switches on.
//!
//! This table is the only place where a number stands beside its name. The C constants, the
//! header's comments and the bindings are generated from it or compared with it.

/// Declares [`Status`] and [`STATUSES`] from one table, so that neither can lack a row.
macro_rules! statuses {
    ($($variant:ident = $number:literal $name:literal $meaning:literal;)+) => {
        /// How a call ended.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Status {
            $(#[doc = $meaning] $variant = $number,)+
        }

        /// Every status, in the order of the numbers.
        pub const STATUSES: &[Status] = &[$(Status::$variant,)+];

        impl Status {
            /// The name without prefix: `declined` for `CP_DECLINED`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// One line for the header: what a program may conclude.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)+ }
            }
        }
    };
}

statuses! {
    Ok = 0 "ok" "Done as asked; `money` says whether it was taken, held or given back.";
    RequiresAction = 1 "requires_action" "The payer must act: 3-D Secure (`next` is `show_3ds`), or a link or QR code (`show_link`).";
    Pending = 2 "pending" "Accepted by the gateway; the result comes later.";
    Reversing = 3 "reversing" "Not found yet; it will be reversed when it turns up. Cash may be taken.";
    Declined = 10 "declined" "The issuer or the gateway said no. No money moved.";
    Rejected = 11 "rejected" "The API refused the request. No money moved.";
    Unauthorized = 12 "unauthorized" "The gateway did not accept `public_id` and `api_secret`. No money moved.";
    NotFound = 13 "not_found" "A look-up found nothing.";
    NotSent = 20 "not_sent" "Proven: the gateway never had a whole request. The call may be repeated.";
    Unknown = 21 "unknown" "The request was sent and no usable answer came. Never repeat it: call `resolve`.";
    NotProcessed = 22 "not_processed" "It was in doubt and is now proven absent. The call may be repeated with the same `request_id`.";
    Reversed = 23 "reversed" "The payment was voided or refunded, or its hold is gone.";
    ManualReview = 24 "manual_review" "The evidence contradicts itself. A person must look.";
    NoAnswer = 25 "no_answer" "A read got no usable answer. It may be repeated.";
    InvalidArgument = 30 "invalid_argument" "NULL, a dead handle, a wrong encoding, or text that is no JSON object. Nothing was sent.";
    InvalidRequest = 31 "invalid_request" "A field is missing, unknown or malformed: see `error.field`. Nothing was sent.";
    InvalidConfig = 32 "invalid_config" "The configuration given to `cp_client_new` is wrong: see `error.field`.";
    UnknownMethod = 33 "unknown_method" "No method has this name. Nothing was sent.";
    IdempotencyMismatch = 34 "idempotency_mismatch" "The same `request_id` was used with other content. Nothing was sent.";
    InvoiceBusy = 35 "invoice_busy" "Another `request_id` with this `InvoiceId` is in flight or in doubt. Nothing was sent.";
    BadSignature = 40 "bad_signature" "A notification that is not genuine.";
    JournalUnavailable = 50 "journal_unavailable" "The journal cannot be written. Nothing was sent.";
    Internal = 90 "internal" "A fault of this library; `money` says whether anything may have been sent.";
}

impl Status {
    /// The number that crosses the C boundary; never reused, never renumbered.
    #[must_use]
    pub const fn number(self) -> i32 {
        self as i32
    }

    /// The status with this number.
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        STATUSES
            .iter()
            .copied()
            .find(|status| status.number() == number)
    }

    /// The C constant: `CP_DECLINED`.
    #[must_use]
    pub fn constant(self) -> String {
        format!("CP_{}", self.name().to_ascii_uppercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_rise_and_lead_back_to_their_status() {
        assert!(
            STATUSES
                .windows(2)
                .all(|pair| matches!(pair, [a, b] if a.number() < b.number()))
        );
        for status in STATUSES {
            assert_eq!(Status::from_number(status.number()), Some(*status));
        }
        assert_eq!(Status::from_number(4), None);
    }
}
