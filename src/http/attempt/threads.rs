//! What stopping a call promises to the thread of the call and to whoever has its socket next.

use std::io::{ErrorKind, Read as _};
use std::os::unix::net::UnixStream;

use super::*;
use crate::sync::schedule::{Time, now, pause, play, play_all};
use crate::sync::thread;

fn socket() -> (Arc<Socket>, UnixStream) {
    let (ours, theirs) = UnixStream::pair().expect("a pair of sockets");
    theirs.set_nonblocking(true).expect("it can be set");
    (
        Arc::new(Socket::from(std::os::fd::OwnedFd::from(ours))),
        theirs,
    )
}

/// Whether the socket was shut: its other end reads an end of file.
fn is_shut(mut theirs: &UnixStream) -> bool {
    match theirs.read(&mut [0]) {
        Ok(read) => read == 0,
        Err(error) if error.kind() == ErrorKind::WouldBlock => false,
        Err(error) => panic!("{error}"),
    }
}

fn stop(stop: &Arc<Stop>) -> thread::JoinHandle<()> {
    let stop = Arc::clone(stop);
    thread::spawn(move || stop.stop())
}

#[test]
fn who_sleeps_is_woken_whenever_the_stop_comes() {
    // Time stands still: who is not woken sleeps for ever.
    play_all(|| {
        let call = Arc::new(Stop::default());
        let stopping = stop(&call);
        call.sleep(Duration::from_mins(1));
        assert!(call.is_stopped());
        stopping.join().expect("no panic");
    });
}

#[test]
fn a_sleep_that_is_not_stopped_lasts_its_time() {
    play(Time::Passes, || {
        let (call, other) = (Arc::new(Stop::default()), Arc::new(Stop::default()));
        let stopping = stop(&other);
        let until = now() + Duration::from_secs(1);
        call.sleep(Duration::from_secs(1));
        assert!(world::now() >= until, "it was woken early");
        stopping.join().expect("no panic");
    });
}

#[test]
fn a_stop_shuts_the_socket_that_the_call_has_or_takes() {
    play_all(|| {
        let call = Arc::new(Stop::default());
        let stopping = stop(&call);
        let (ours, theirs) = socket();
        call.hold(Some(ours));
        stopping.join().expect("no panic");
        assert!(is_shut(&theirs), "the call would sleep in a read");
    });
}

#[test]
fn a_socket_that_was_let_go_belongs_to_another_call_and_is_not_shut() {
    play_all(|| {
        let call = Arc::new(Stop::default());
        let stopping = stop(&call);
        let (ours, theirs) = socket();
        call.hold(Some(ours));
        call.hold(None);
        // Here another call takes it out of the pool, and finds it shut or not.
        let shut_before = is_shut(&theirs);
        pause();
        stopping.join().expect("no panic");
        assert_eq!(is_shut(&theirs), shut_before, "another call was stopped");
    });
}
