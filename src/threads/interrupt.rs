//! Interrupting calls of other threads.

use super::*;
use crate::sync::lock;
use crate::sync::schedule::{Time, play};

impl Shop {
    fn interrupt(&self, id: &str) -> bool {
        let answer = self.call("interrupt", &json!({"request_id": id}));
        answer.get("outcome").is_some_and(|outcome| outcome == "ok")
    }

    /// Waits for the call first.
    fn interrupt_surely(&self, id: &str) {
        while !self.interrupt(id) {
            schedule::sleep(Duration::ZERO);
        }
    }

    fn running(&self, id: &str) -> usize {
        let calls = lock(&self.client.in_progress);
        calls.get(id).map_or(0, Vec::len)
    }
}

/// Nothing can be sent, however often it is tried.
fn unreachable() -> impl Iterator<Item = Fate> {
    std::iter::repeat_n(Fate::NotSent, 500)
}

#[test]
fn exactly_the_call_that_is_named_is_interrupted() {
    // Time stands still: only an interruption ends the pause between two attempts.
    play(Time::StandsStill, || {
        let shop = Shop::new();
        let calls = ["a", "b"].map(|id| {
            shop.gateway.fated(id, unreachable());
            shop.spawn(move |shop| shop.charge(id, id))
        });
        let [named, other] = calls;
        while shop.running("b") == 0 {
            schedule::sleep(Duration::ZERO);
        }
        let interrupting = shop.spawn(|shop| shop.interrupt_surely("a"));
        assert_eq!(join(named)["money"], "not_moved");
        join(interrupting);
        assert_eq!(shop.running("b"), 1, "another call was interrupted");
        shop.interrupt_surely("b");
        join(other);
        shop.is_at_rest();
    });
}

#[test]
fn a_call_that_sleeps_is_interrupted_at_once() {
    // Time stands still: only the interruption can end the pause between two attempts.
    play(Time::StandsStill, || {
        let shop = Shop::new();
        shop.gateway.fated("a", unreachable());
        let named = shop.spawn(|shop| shop.charge("a", "A"));
        let interrupting = shop.spawn(|shop| shop.interrupt_surely("a"));
        assert_eq!(join(named)["money"], "not_moved");
        join(interrupting);
        shop.is_at_rest();
    });
}

#[test]
fn all_calls_of_a_name_are_interrupted_and_later_ones_are_not() {
    // Time stands still: one call sleeps and the other waits for it.
    play(Time::StandsStill, || {
        let shop = Shop::new();
        shop.gateway.fated("a", unreachable());
        let calls = [(); 2].map(|()| shop.spawn(|shop| shop.charge("a", "A")));
        while shop.running("a") < calls.len() {
            schedule::sleep(Duration::ZERO);
        }
        assert!(shop.interrupt("a"));
        for answer in calls.map(join) {
            assert_ne!(answer["money"], "moved");
        }
        assert!(!shop.interrupt("a"), "no call is running");
        shop.gateway.fated("a", []);
        assert_eq!(shop.charge("a", "A")["outcome"], "completed");
    });
}
