//! The 28 currencies that the API lists.

/// In the order of the directory. The place in this list is the `CurrencyCode`; the API publishes
/// only that RUB is 0, the rest is a choice of the sandbox.
const CODES: [&str; 28] = [
    "RUB", "EUR", "USD", "GBP", "UAH", "BYR", "BYN", "KZT", "AZN", "CHF", "CZK", "CAD", "PLN",
    "SEK", "TRY", "CNY", "INR", "BRL", "ZAR", "UZS", "BGN", "RON", "AUD", "HKD", "GEL", "KGS",
    "AMD", "AED",
];

/// A currency of the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Currency {
    /// ISO code in capitals.
    pub(crate) code: &'static str,
    /// `CurrencyCode`, an enumeration of the API's own.
    pub(crate) number: usize,
}

impl Currency {
    /// What a payment without `Currency` is made in.
    pub(crate) const RUB: Self = Self {
        code: "RUB",
        number: 0,
    };

    /// Find a currency by its ISO code, in any case.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        CODES
            .iter()
            .enumerate()
            .find(|(_, code)| code.eq_ignore_ascii_case(text))
            .map(|(number, code)| Self { code, number })
    }
}
