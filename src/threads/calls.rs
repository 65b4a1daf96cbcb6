//! Calls of several threads that are about the same request or the same order.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::*;
use crate::sync::schedule::{Time, play};

#[test]
fn the_same_charge_from_several_threads_is_sent_once_at_a_time_and_all_get_one_answer() {
    play(Time::StandsStill, || {
        let shop = Shop::new();
        let calls = [(); 3].map(|()| shop.spawn(|shop| shop.charge("r", "A")));
        for answer in calls.map(join) {
            assert_eq!(answer["outcome"], "completed");
            assert_eq!(answer["transaction_id"], 1);
        }
        assert_eq!(shop.gateway.payments("A"), 1);
        shop.is_at_rest();
    });
}

#[test]
fn of_two_charges_of_one_order_at_once_one_is_sent_and_the_other_is_busy() {
    play(Time::StandsStill, || {
        let shop = Shop::new();
        let calls = ["a", "b"].map(|id| shop.spawn(move |shop| shop.charge(id, "A")));
        let answers = calls.map(join);
        let busy = answers
            .iter()
            .filter(|answer| answer["outcome"] == "invoice_busy");
        let paid = answers.iter().filter(|answer| answer["money"] == "moved");
        let (busy, paid) = (busy.count(), paid.count());
        assert_eq!(busy + paid, 2, "{answers:?}");
        assert_eq!(shop.gateway.payments("A"), paid);
        assert!(paid > 0, "both were busy");
    });
}

#[test]
fn a_call_that_panics_leaves_its_order_in_doubt_and_nobody_waiting() {
    play(Time::Passes, || {
        let shop = Shop::with(r#","max_concurrency":1"#);
        shop.gateway.fated("r", [Fate::Panics]);
        let panicking =
            shop.spawn(|shop| catch_unwind(AssertUnwindSafe(|| shop.charge("r", "A"))).is_err());
        let same =
            shop.spawn(|shop| catch_unwind(AssertUnwindSafe(|| shop.charge("r", "A"))).is_err());
        let other = shop.spawn(|shop| shop.charge("other", "B"));
        let panicked = [join(panicking), join(same)];
        assert!(panicked.contains(&true));
        assert_eq!(join(other)["outcome"], "completed");
        shop.is_at_rest();
        // Its answer is asked for now.
        assert_eq!(shop.charge("r", "A")["outcome"], "completed");
        assert_eq!(shop.gateway.payments("A"), 1);
    });
}
