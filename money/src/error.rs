//! What went wrong, for programs (`code`) and for people (`message`).

use std::fmt;

/// Declares [`ErrorCode`]; the list is closed and its words never change their meaning.
macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident $word:literal;)+) => {
        /// The code of an error: what a program may branch on.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ErrorCode { $($(#[$doc])* $variant,)+ }

        impl ErrorCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word as it stands in JSON.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }
    };
}

codes! {
    /// A required pointer was NULL.
    NullArgument "null_argument";
    /// A handle that is freed, foreign or NULL.
    BadHandle "bad_handle";
    /// A handle made before `fork`, used in the child.
    ForkedProcess "forked_process";
    /// Bytes that are not text in the encoding of the client.
    BadEncoding "bad_encoding";
    /// Text that is no JSON object, or nested too deeply.
    BadJson "bad_json";
    /// A request above 1 MiB.
    TooLarge "too_large";
    /// No method has this name.
    UnknownMethod "unknown_method";
    /// A required field is absent.
    MissingField "missing_field";
    /// A field that the method does not have.
    UnknownField "unknown_field";
    /// A field with a malformed value.
    BadField "bad_field";
    /// The same key twice in one object.
    DuplicateField "duplicate_field";
    /// A wrong configuration.
    BadConfig "bad_config";
    /// The name of the gateway did not resolve.
    Dns "dns";
    /// No connection.
    Connect "connect";
    /// The TLS handshake broke.
    Tls "tls";
    /// The server did not prove who it is.
    TlsUntrusted "tls_untrusted";
    /// Only a part of the request left this machine.
    IncompleteRequest "incomplete_request";
    /// No answer in time.
    Timeout "timeout";
    /// The connection broke after the request was sent.
    ConnectionLost "connection_lost";
    /// An answer that cannot be read.
    MalformedResponse "malformed_response";
    /// An HTTP status that settles nothing, or refuses.
    HttpStatus "http_status";
    /// A redirect; never followed.
    RedirectRefused "redirect_refused";
    /// Too many calls in progress.
    Busy "busy";
    /// The issuer or the gateway said no.
    Declined "declined";
    /// The API refused the request.
    Refused "refused";
    /// The keys were not accepted.
    Unauthorized "unauthorized";
    /// A look-up found nothing.
    NotFound "not_found";
    /// The answer contradicts the request.
    Mismatch "mismatch";
    /// Another operation holds this invoice.
    InvoiceBusy "invoice_busy";
    /// The same id with other content.
    IdempotencyMismatch "idempotency_mismatch";
    /// The call was interrupted from another thread.
    Interrupted "interrupted";
    /// A notification that is not genuine.
    BadSignature "bad_signature";
    /// The journal cannot be written.
    JournalUnavailable "journal_unavailable";
    /// The journal is damaged.
    JournalCorrupt "journal_corrupt";
    /// There is no journal in the configuration.
    JournalOff "journal_off";
    /// A fault of this library.
    Internal "internal";
}

/// An error as the answer shows it.
///
/// Built from codes, field names and counts only: no value of a request is ever put into a
/// message, because values are card data and secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// For programs.
    pub code: ErrorCode,
    /// For people.
    pub message: String,
    /// The name of the field at fault, never its value.
    pub field: Option<String>,
    /// The API's `Reason` of a decline.
    pub reason: Option<String>,
    /// The API's `ReasonCode` of a decline.
    pub reason_code: Option<i64>,
    /// The operation that holds the invoice.
    pub other_request_id: Option<String>,
}

impl Fault {
    /// An error without a field.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            field: None,
            reason: None,
            reason_code: None,
            other_request_id: None,
        }
    }

    /// An error of one field.
    #[must_use]
    pub fn field(code: ErrorCode, field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: Some(field.into()),
            ..Self::new(code, message)
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.as_str(), self.message)
    }
}

impl std::error::Error for Fault {}
