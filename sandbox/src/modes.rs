//! Ways in which the whole API can be mean, until told otherwise.

/// What `POST /sandbox/modes` sets. The default is a well-behaved API.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Modes {
    /// Two parallel requests with one `X-Request-ID` are both processed.
    pub duplicates_run: bool,
    /// Look-ups do not see transactions younger than this.
    pub find_lag_ms: i64,
    /// Charges are never answered; they are processed this much later.
    pub late_success_ms: i64,
    /// `X-Request-ID` has no effect.
    pub id_store_lost: bool,
    /// Out of a million requests so many are answered 429 for no reason.
    pub storm_per_million: u64,
    /// An approved charge is preceded by a declined twin.
    pub cascade_declines: bool,
    /// All dates are off by this.
    pub clock_skew_ms: i64,
}

/// All of them, to scale a share between 0 and 1.
pub(crate) const MILLION: u64 = 1_000_000;
