//! Which of several operations in doubt is asked about next, and when.
//!
//! All times are milliseconds of one even clock.

use crate::ask::{made_by, wait_before};

/// A list tells for so long what it would tell if it were read now.
const LIST_SERVES_MS: u64 = 10_000;

/// When an operation in doubt is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Turn {
    due_ms: u64,
    made: u32,
    /// Whether it is due when an answer can end the doubt, and not by the usual steps.
    is_spared: bool,
}

impl Turn {
    /// About an operation of this age. `spared_ms` is how long an answer could end nothing, by
    /// what earlier questions have shown ([`crate::ask::Absence::spared_ms`]).
    #[must_use]
    pub fn new(now_ms: u64, age_ms: u64, spared_ms: Option<u64>) -> Self {
        Self {
            due_ms: now_ms.saturating_add(spared_ms.unwrap_or(0)),
            made: made_by(age_ms),
            is_spared: spared_ms.is_some(),
        }
    }

    /// It has been asked about.
    pub fn asked(&mut self, now_ms: u64, spared_ms: Option<u64>, dice: u64) {
        let wait = spared_ms.unwrap_or_else(|| wait_before(self.made, dice));
        self.due_ms = now_ms.saturating_add(wait);
        self.is_spared = spared_ms.is_some();
        self.made = self.made.saturating_add(1);
    }
}

/// The turn that is next, by its place, and when; `None` has no turn. Those that are spared are taken
/// together when they are due within `together_ms`, so that one list tells about all of them.
#[must_use]
pub fn next(
    turns: impl Iterator<Item = Option<Turn>> + Clone,
    together_ms: u64,
) -> Option<(usize, u64)> {
    let places = turns.clone().enumerate();
    let (place, first) = places
        .filter_map(|(place, turn)| Some((place, turn?)))
        .min_by_key(|(_, turn)| turn.due_ms)?;
    let until_ms = first.due_ms.saturating_add(together_ms);
    let last = turns
        .flatten()
        .filter(|turn| first.is_spared && turn.is_spared && turn.due_ms <= until_ms)
        .map(|turn| turn.due_ms)
        .max();
    Some((place, last.unwrap_or(first.due_ms)))
}

/// What is due so shortly after another one is asked about together with it, where `pause_ms` is
/// that of [`crate::patience::pause`].
#[must_use]
pub const fn together(pause_ms: u64) -> u64 {
    pause_ms / 12
}

/// Whether a list that was begun to be read so long ago tells about an operation that was last asked
/// about `asked_ms` ago: no list is heard twice about one operation.
#[must_use]
pub fn list_serves(read_ms: u64, asked_ms: Option<u64>) -> bool {
    read_ms <= LIST_SERVES_MS && asked_ms.is_none_or(|asked| asked > read_ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_due_first_is_next() {
        let turns = [
            Turn::new(3, 0, None),
            Turn::new(1, 0, None),
            Turn::new(2, 0, None),
        ];
        assert_eq!(next(turns.into_iter().map(Some), 5_000), Some((1, 1)));
        assert_eq!(next([].into_iter(), 5_000), None);
    }

    #[test]
    fn a_question_moves_its_turn_by_a_step_that_grows_with_age() {
        let mut turn = Turn::new(0, 0, None);
        turn.asked(10, None, 0);
        assert_eq!(turn.due_ms, 810);
        let mut turn = Turn::new(0, u64::MAX / 2, None);
        turn.asked(10, None, 0);
        assert_eq!(turn.due_ms, 12_010);
        turn.asked(10, Some(30_000), 0);
        assert_eq!(turn.due_ms, 30_010);
    }

    #[test]
    fn those_that_are_spared_are_taken_together() {
        let spared = |due| Turn::new(0, 0, Some(due));
        let turns = [
            spared(10_000),
            spared(30_000),
            spared(15_000),
            spared(15_001),
        ];
        assert_eq!(next(turns.into_iter().map(Some), 5_000), Some((0, 15_000)));
        // Nobody who is asked about by the usual steps waits for another one, and nobody for him.
        let turns = [
            Turn::new(10_000, 0, None),
            spared(11_000),
            Turn::new(12_000, 0, None),
        ];
        assert_eq!(next(turns.into_iter().map(Some), 5_000), Some((0, 10_000)));
        assert_eq!(
            next([None, Some(turns[1]), Some(turns[2])].into_iter(), 5_000),
            Some((1, 11_000))
        );
    }

    #[test]
    fn a_list_serves_each_operation_once_and_not_for_long() {
        assert!(list_serves(0, None));
        assert!(list_serves(100, Some(101)));
        assert!(!list_serves(100, Some(100)));
        assert!(list_serves(LIST_SERVES_MS, None));
        assert!(!list_serves(LIST_SERVES_MS + 1, None));
    }

    #[test]
    fn five_seconds_are_together_where_a_pause_is_a_minute() {
        assert_eq!(together(60_000), 5_000);
    }
}
