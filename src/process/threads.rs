//! What a value of a process promises to threads that ask for it first at once.

use super::*;
use crate::sync::schedule::{pause, play_all};
use crate::sync::thread;

/// Another thread may come while it is made.
struct Slow(u32);

impl Default for Slow {
    fn default() -> Self {
        pause();
        Self(number())
    }
}

#[test]
fn all_threads_of_a_process_get_the_same_value() {
    play_all(|| {
        let value: &'static PerProcess<Slow> = Box::leak(Box::new(PerProcess::new()));
        let others = [(); 2].map(|()| thread::spawn(|| std::ptr::from_ref(value.get()).addr()));
        let own = value.get();
        for other in others {
            let address = other.join().expect("no panic");
            assert_eq!(address, std::ptr::from_ref(own).addr());
        }
        assert_eq!(own.0, number());
    });
}
