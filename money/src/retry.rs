//! Whether a request that provably was not processed is sent again.
//!
//! Only such a request ever is. A decline, a 3-D Secure answer, a refusal and anything in doubt
//! never come here.

/// What kind of failure it was, and so how often it is worth another attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// The next attempt would fail in the same way.
    Never,
    /// It failed at once: three attempts in all.
    Quick,
    /// It took its time to fail, or a part was sent: two attempts in all.
    Slow,
    /// The server asked for one more try.
    Once,
    /// Too many requests in progress (with the server's own `Retry-After`): five attempts in all.
    Busy(Option<u64>),
}

/// No wait is shorter.
const FLOOR_MS: u64 = 250;

/// A longer `Retry-After` is not waited for.
const LONGEST_RETRY_AFTER_MS: u64 = 60_000;

/// How long to wait before the next attempt, or `None` to stop.
///
/// `attempts` have been made so far, `left_ms` remain of the call, and `dice` is a random number:
/// full jitter, so that a fleet of tills that failed together does not come back together.
#[must_use]
pub fn wait_before_next(again: Again, attempts: u32, left_ms: u64, dice: u64) -> Option<u64> {
    let attempts_in_all = match again {
        Again::Never => 1,
        Again::Slow | Again::Once => 2,
        Again::Quick => 3,
        Again::Busy(_) => 5,
    };
    if attempts >= attempts_in_all {
        return None;
    }
    let wait = match again {
        Again::Busy(Some(asked)) if asked > LONGEST_RETRY_AFTER_MS => return None,
        Again::Busy(Some(asked)) => asked.max(FLOOR_MS),
        Again::Busy(None) => 1_000 + dice % 3_001,
        _ => {
            let longest = 500_u64 << attempts.saturating_sub(1).min(2);
            FLOOR_MS + dice % (longest - FLOOR_MS + 1)
        }
    };
    (wait < left_ms).then_some(wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_number_of_attempts() {
        for (again, attempts_in_all) in [
            (Again::Never, 1),
            (Again::Quick, 3),
            (Again::Slow, 2),
            (Again::Once, 2),
            (Again::Busy(None), 5),
        ] {
            for attempts in 1..8 {
                let wait = wait_before_next(again, attempts, u64::MAX, 7);
                assert_eq!(
                    wait.is_some(),
                    attempts < attempts_in_all,
                    "{again:?} {attempts}"
                );
            }
        }
    }

    #[test]
    fn waits_are_jittered_over_a_doubling_range() {
        for (attempts, longest) in [(1, 500), (2, 1000)] {
            let waits: Vec<u64> = (0..5000)
                .filter_map(|dice| wait_before_next(Again::Quick, attempts, u64::MAX, dice))
                .collect();
            assert_eq!(waits.iter().min(), Some(&250));
            assert_eq!(waits.iter().max(), Some(&longest));
        }
    }

    #[test]
    fn a_wait_never_outlives_the_call() {
        assert_eq!(wait_before_next(Again::Quick, 1, 250, 0), None);
        assert_eq!(wait_before_next(Again::Quick, 1, 251, 0), Some(250));
    }

    #[test]
    fn retry_after_is_honoured_up_to_a_minute() {
        let wait = |asked| wait_before_next(Again::Busy(Some(asked)), 1, u64::MAX, 0);
        assert_eq!(wait(2_000), Some(2_000));
        assert_eq!(wait(60_000), Some(60_000));
        assert_eq!(wait(0), Some(250));
        assert_eq!(wait(60_001), None);
    }

    #[test]
    fn who_is_turned_away_without_a_time_comes_back_within_four_seconds() {
        let waits: Vec<u64> = (0..9_000)
            .filter_map(|dice| wait_before_next(Again::Busy(None), 1, u64::MAX, dice))
            .collect();
        assert_eq!(waits.iter().min(), Some(&1_000));
        assert_eq!(waits.iter().max(), Some(&4_000));
    }
}
