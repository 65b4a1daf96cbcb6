//! What the cache of names promises to calls that want the same name at once.

use std::cell::Cell;

use super::*;
use crate::sync::schedule::{Time, now, pause, play};
use crate::sync::thread::JoinHandle;

std::thread_local! {
    /// Look-ups that run, and all that were made; all threads of a play share it.
    static ASKED: Cell<(u32, u32)> = const { Cell::new((0, 0)) };
}

const ADDRESS: &str = "192.0.2.1";

fn resolve(_: &str) -> Vec<IpAddr> {
    let (running, made) = ASKED.get();
    assert_eq!(running, 0, "two look-ups of one name at once");
    ASKED.set((1, made + 1));
    pause();
    let (_, made) = ASKED.get();
    ASKED.set((0, made));
    // The first one fails.
    if made == 1 {
        return Vec::new();
    }
    vec![ADDRESS.parse().expect("address")]
}

#[test]
fn one_look_up_serves_all_who_wait_and_everyone_hears_of_it() {
    play(Time::StandsStill, || {
        ASKED.take();
        let names = Arc::new(Names {
            resolve,
            ..Names::default()
        });
        let calls = [(); 3].map(|()| {
            let names = Arc::clone(&names);
            thread::spawn(move || {
                // As often as it takes; the first answer is a bad one.
                let far = now() + Duration::from_hours(1);
                (0..2).any(|_| !names.look_up("gateway", 443, far, || false).is_empty())
            })
        });
        let found = calls.map(JoinHandle::join);
        assert!(found.into_iter().all(|found| found.expect("no panic")));
        let (_, made) = ASKED.get();
        assert_eq!(made, 2, "an answer that is known was asked for again");
    });
}
