//! How often a process asks a gateway that does not answer.
//!
//! When a gateway comes back after an outage, every till has something to ask. If all of them asked
//! as soon and as often as they can, it would go down again. So after a few questions in vain a
//! process asks one, for all that it has in doubt, and waits about a minute before the next. The
//! first that is answered ends that.

/// So many questions in vain in a row, and the process becomes patient.
const FAILURES: u32 = 3;

/// The mean time between two questions then; each wait is 50 to 150 % of it.
const PAUSE_MS: u64 = 60_000;

/// The patience of one process with one gateway. Times in milliseconds of any even clock.
#[derive(Debug, Clone, Default)]
pub struct Patience {
    failures: u32,
    next_at: u64,
}

impl Patience {
    /// How long to wait before the next question; 0 when it may be asked now. Who asks it takes
    /// the turn: the others wait for the next one, unless it is answered.
    #[must_use]
    pub fn wait_ms(&self, now: u64) -> u64 {
        if self.failures < FAILURES {
            return 0;
        }
        self.next_at.saturating_sub(now)
    }

    /// A question is being asked. `pause_ms` is the usual time between two, `dice` any number.
    pub fn asking(&mut self, now: u64, pause_ms: u64, dice: u64) {
        self.next_at = now + pause_ms / 2 + dice % (pause_ms + 1);
    }

    /// It was in vain. The next one is due a while after this one has failed.
    pub fn failed(&mut self, now: u64, pause_ms: u64, dice: u64) {
        self.failures = self.failures.saturating_add(1);
        self.asking(now, pause_ms, dice);
    }

    /// It was answered.
    pub fn answered(&mut self) {
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
        patience.answered();
        assert_eq!(patience.wait_ms(30_001), 0);
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
                    next_at: 0,
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
