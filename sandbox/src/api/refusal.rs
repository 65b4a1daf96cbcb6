//! Why a request is refused (envelopes A and F).

/// A refusal without a Model, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal(String);

impl Refusal {
    /// Refuse with this `Message`.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// A field that must be there is not.
    pub(crate) fn required(field: &str) -> Self {
        Self(format!("{field} is required"))
    }

    /// A field holds something else than it should.
    pub(crate) fn invalid(field: &str) -> Self {
        Self(format!("Invalid {field} value"))
    }

    /// The `Message`.
    pub(crate) fn message(&self) -> &str {
        &self.0
    }
}
