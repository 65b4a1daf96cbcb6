//! Ways in which the whole API can be mean, until told otherwise.

/// What `POST /sandbox/modes` sets. The default is a well-behaved API.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Modes {
    /// Two parallel requests with one `X-Request-ID` are both processed.
    pub(crate) duplicates_run: bool,
    /// Look-ups do not see transactions younger than this.
    pub(crate) find_lag_ms: i64,
    /// Charges are never answered; they are processed this much later.
    pub(crate) late_success_ms: i64,
    /// `X-Request-ID` has no effect.
    pub(crate) id_store_lost: bool,
    /// Out of a million requests so many are answered 429 for no reason.
    pub(crate) storm_per_million: u64,
    /// An approved charge is preceded by a declined twin.
    pub(crate) cascade_declines: bool,
    /// All dates are off by this.
    pub(crate) clock_skew_ms: i64,
}

/// All of them, to scale a share between 0 and 1.
pub(crate) const MILLION: u64 = 1_000_000;
