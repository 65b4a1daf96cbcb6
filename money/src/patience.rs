//! How often a process asks a gateway that does not answer.
//!
//! When a gateway comes back after an outage, every till has something to ask. If all of them asked
//! as soon and as often as they can, it would go down again. So after a few questions in vain a
//! process asks one, for all that it has in doubt, and waits before the next: about a minute at
//! first, then about as long as the gateway has been silent. So the tills come back over a time as
//! long as the outage. The first question that is answered ends the waiting; what was sent before
//! it goes on to be asked about sparingly ([`crate::ask::Absence::next_in_ms`]).

/// So many questions in vain in a row, and the process becomes patient.
const FAILURES: u32 = 3;

/// The shortest mean time between two questions then; each wait is 50 to 150 % of the mean.
const PAUSE_MS: u64 = 60_000;

/// The longest mean time is so many times the shortest.
const LONGEST: u64 = 10;

/// The patience of one process with one gateway. Times in milliseconds of any even clock.
#[derive(Debug, Clone, Default)]
pub struct Patience {
    failures: u32,
    /// When the first of them was.
    silent_since: u64,
    next_at: u64,
    /// When a silence ended last, and how late this process was to ask then.
    back: Option<(u64, u64)>,
}

/// That a silence has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Back {
    /// How long ago.
    pub for_ms: u64,
    /// So much later than it could a process does what all do that were waiting: about as long as
    /// the silence lasted.
    pub late_ms: u64,
}

impl Patience {
    /// How long to wait before the next question; 0 when it may be asked now. Who asks it takes
    /// the turn: the others wait for the next one, unless it is answered.
    #[must_use]
    pub const fn wait_ms(&self, now: u64) -> u64 {
        if self.is_silent() {
            self.next_at.saturating_sub(now)
        } else {
            0
        }
    }

    /// Whether the gateway has answered none of the last questions.
    #[must_use]
    pub const fn is_silent(&self) -> bool {
        self.failures >= FAILURES
    }

    /// The end of the latest silence; `None` if there has been none.
    #[must_use]
    pub fn back(&self, now: u64) -> Option<Back> {
        let (since, late_ms) = self.back?;
        Some(Back {
            for_ms: now.saturating_sub(since),
            late_ms,
        })
    }

    /// A question is being asked. `pause_ms` is the shortest mean time between two ([`pause`]),
    /// `dice` any number.
    pub fn asking(&mut self, now: u64, pause_ms: u64, dice: u64) {
        let silent_for = now.saturating_sub(self.silent_since);
        let pause_ms = silent_for.clamp(pause_ms, pause_ms * LONGEST);
        self.next_at = now + pause_ms / 2 + dice % (pause_ms + 1);
    }

    /// It was in vain. The next one is due a while after this one has failed.
    pub fn failed(&mut self, now: u64, pause_ms: u64, dice: u64) {
        if self.failures == 0 {
            self.silent_since = now;
        }
        self.failures = self.failures.saturating_add(1);
        self.asking(now, pause_ms, dice);
    }

    /// It was answered.
    pub const fn answered(&mut self, now: u64) {
        if self.is_silent() {
            self.back = Some((now, self.next_at.saturating_sub(now)));
        }
        self.failures = 0;
    }
}

/// The time between two questions in vain, in proportion when a test lowers the settle time.
#[must_use]
pub const fn pause(settle_ms: u64) -> u64 {
    let usual = crate::ask::SETTLE_MS;
    if settle_ms >= usual {
        PAUSE_MS
    } else {
        PAUSE_MS * settle_ms / usual
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_questions_in_vain_make_patient_and_one_answer_ends_it() {
        let mut patience = Patience::default();
        for _ in 0..FAILURES {
            assert_eq!(patience.wait_ms(0), 0);
            patience.failed(0, PAUSE_MS, 0);
        }
        assert_eq!(patience.wait_ms(0), 30_000);
        assert_eq!(patience.wait_ms(30_000), 0);
        patience.asking(30_000, PAUSE_MS, PAUSE_MS);
        assert_eq!(patience.wait_ms(30_001), 90_000 - 1);
        assert_eq!(patience.back(30_001), None);
        patience.answered(30_001);
        assert_eq!(patience.wait_ms(30_001), 0);
        let (for_ms, late_ms) = (1, 90_000 - 1);
        assert_eq!(patience.back(30_002), Some(Back { for_ms, late_ms }));
    }

    #[test]
    fn the_longer_the_silence_the_longer_the_pause_up_to_ten_minutes() {
        let mut patience = Patience::default();
        for now in [0, 1_000, 100_000] {
            patience.failed(now, PAUSE_MS, 0);
        }
        assert_eq!(patience.wait_ms(100_000), 50_000);
        patience.failed(100_000, PAUSE_MS, 100_000);
        assert_eq!(patience.wait_ms(100_000), 150_000);
        patience.failed(86_400_000, PAUSE_MS, 0);
        assert_eq!(patience.wait_ms(86_400_000), 5 * 60_000);
        patience.answered(86_400_000);
        patience.failed(86_401_000, PAUSE_MS, 0);
        assert_eq!(patience.wait_ms(86_401_000), 0);
    }

    #[test]
    fn a_question_or_two_in_vain_are_no_silence() {
        let mut patience = Patience::default();
        for now in 1..FAILURES {
            patience.failed(u64::from(now), PAUSE_MS, 0);
        }
        patience.answered(10);
        assert_eq!(patience.back(10), None);
    }

    #[test]
    fn the_pause_shrinks_with_a_lowered_settle_time() {
        assert_eq!(pause(crate::ask::SETTLE_MS), PAUSE_MS);
        assert_eq!(pause(1_100), 200);
    }

    #[test]
    fn each_wait_is_half_to_one_and_a_half_of_the_pause() {
        let waits: Vec<u64> = (0..3_000)
            .map(|dice| {
                let mut patience = Patience {
                    failures: FAILURES,
                    silent_since: 7_000,
                    ..Patience::default()
                };
                patience.asking(7_000, 1_000, dice);
                patience.wait_ms(7_000)
            })
            .collect();
        assert_eq!(waits.iter().min(), Some(&500));
        assert_eq!(waits.iter().max(), Some(&1_500));
    }

    #[test]
    fn the_pause_does_not_grow_with_the_settle_time() {
        assert_eq!(pause(2 * crate::ask::SETTLE_MS), PAUSE_MS);
    }
}
