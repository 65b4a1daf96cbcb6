//! What handles promise to threads that use and free a client at once.

use super::*;
use crate::sync::schedule::{Time, pause, play};
use crate::sync::thread;
use crate::testing::in_world;
use crate::threads::{Gateway, Till};

fn client(public_id: &str) -> Client {
    let config = format!(r#"{{"public_id":"{public_id}","api_secret":"s"}}"#);
    in_world(Till::of(&Arc::new(Gateway::default())), || {
        Client::new(&config).expect("a client")
    })
}

/// A call: the client that the handle names, for as long as it takes.
fn call(handle: usize) -> bool {
    let Ok(client) = get(handle) else {
        return false;
    };
    pause();
    assert_eq!(client.config.public_id, "first", "another client's handle");
    true
}

#[test]
fn a_client_is_freed_once_after_the_last_call_whoever_frees_it_when() {
    play(Time::StandsStill, || {
        let first = enter(client("first")).expect("a handle");
        let weak = Arc::downgrade(&get(first).expect("a client"));
        let threads = [
            thread::spawn(move || {
                call(first);
            }),
            thread::spawn(move || leave(first)),
            thread::spawn(move || leave(first)),
        ];
        for thread in threads {
            thread.join().expect("no panic");
        }
        assert!(weak.upgrade().is_none(), "it was never freed");
        assert!(!call(first), "a freed handle names a client");
    });
}

#[test]
fn a_handle_never_names_a_client_that_was_made_after_it_was_freed() {
    play(Time::StandsStill, || {
        let first = enter(client("first")).expect("a handle");
        let using = thread::spawn(move || {
            call(first);
            call(first);
        });
        let freeing = thread::spawn(move || leave(first));
        let making = thread::spawn(move || {
            leave(first);
            enter(client("second")).expect("a handle")
        });
        using.join().expect("no panic");
        freeing.join().expect("no panic");
        let second = making.join().expect("no panic");
        assert_ne!(first, second);
        let found = get(second).expect("nobody has freed it");
        assert_eq!(found.config.public_id, "second");
    });
}
