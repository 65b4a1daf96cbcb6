//! Waiting for a socket on Windows, for which no crate here has a safe call.

use std::io;
use std::os::windows::io::{AsRawSocket as _, RawSocket};
use std::time::Duration;

use socket2::Socket;

/// What a socket is waited for.
#[derive(Clone, Copy)]
pub(crate) enum Ready {
    ToRead,
    ToWrite,
}

/// The system's `WSAPOLLFD`.
#[repr(C)]
struct Poll {
    socket: RawSocket,
    asked: i16,
    found: i16,
}

#[link(name = "ws2_32")]
unsafe extern "system" {
    fn WSAPoll(polls: *mut Poll, count: u32, milliseconds: i32) -> i32;
}

/// Waits until a call on the socket would not; false if it is not so in time. A broken connection
/// is ready: the call will say so.
pub(crate) fn is_ready(socket: &Socket, ready: Ready, time: Duration) -> io::Result<bool> {
    const READ: i16 = 0x0100;
    const WRITE: i16 = 0x0010;

    let mut poll = Poll {
        socket: socket.as_raw_socket(),
        asked: match ready {
            Ready::ToRead => READ,
            Ready::ToWrite => WRITE,
        },
        found: 0,
    };
    // Rounded up, or the last millisecond would be spent on asking.
    let milliseconds =
        i32::try_from(time.as_millis()).map_or(i32::MAX, |time| time.saturating_add(1));
    // SAFETY: one entry, which is ours, with a socket that is open.
    match unsafe { WSAPoll(&raw mut poll, 1, milliseconds) } {
        0 => Ok(false),
        1.. => Ok(true),
        _ => Err(io::Error::last_os_error()),
    }
}
