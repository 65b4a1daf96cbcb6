//! A socket with a deadline, and what its silence means.

use std::io::{self, Read, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use socket2::Socket;

#[cfg(windows)]
use super::attempt::Attempt;

/// A time-out that is already set on the socket is left as it is unless it would overshoot the
/// deadline by more than this. Setting it is a system call.
#[cfg(not(windows))]
const OVERSHOOT: Duration = Duration::from_millis(150);

/// The longest time between two looks at whether a waiting call was interrupted: elsewhere the
/// thread that waits is woken by its socket.
#[cfg(windows)]
const LOOK_AROUND: Duration = Duration::from_millis(50);

/// The raw socket with its deadline.
pub(super) struct Flow {
    pub(super) socket: Arc<Socket>,
    /// What is set on the socket now.
    #[cfg(not(windows))]
    read_timeout: Option<Duration>,
    #[cfg(not(windows))]
    write_timeout: Option<Duration>,
    pub(super) until: Instant,
}

/// What is to be done with a socket.
#[derive(Clone, Copy)]
enum Work {
    Read,
    Write,
}

/// What a kept connection says when asked without waiting.
pub(super) enum Probe {
    Quiet,
    Data,
    Closed,
}

impl Flow {
    pub(super) fn new(socket: Arc<Socket>) -> Self {
        Self {
            socket,
            #[cfg(not(windows))]
            read_timeout: None,
            #[cfg(not(windows))]
            write_timeout: None,
            until: Instant::now(),
        }
    }

    fn left(&self) -> io::Result<Duration> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        Ok(left)
    }

    /// Sees to it that a call on the socket comes back by the deadline.
    #[cfg(not(windows))]
    fn get_ready(&mut self, work: Work, woke_early: bool) -> io::Result<()> {
        let left = self.left()?;
        let set = match work {
            Work::Read => self.read_timeout,
            Work::Write => self.write_timeout,
        };
        let Some(time) = Self::to_set(set, left, woke_early) else {
            return Ok(());
        };
        match work {
            Work::Read => {
                self.socket.set_read_timeout(Some(time))?;
                self.read_timeout = Some(time);
            }
            Work::Write => {
                self.socket.set_write_timeout(Some(time))?;
                self.write_timeout = Some(time);
            }
        }
        Ok(())
    }

    /// Waits until the socket can do it, unless it was not asked yet. Its own time-outs are no help
    /// here: Windows makes half a second of a shorter one, and does not say what was sent or
    /// received when it is over. Nor need a shut socket wake a thread that waits for it.
    #[cfg(windows)]
    fn get_ready(&mut self, work: Work, woke_early: bool) -> io::Result<()> {
        use crate::ffi::winsock::{Ready, is_ready};
        let ready = match work {
            Work::Read => Ready::ToRead,
            Work::Write => Ready::ToWrite,
        };
        let mut left = self.left()?;
        while woke_early && !is_ready(&self.socket, ready, left.min(LOOK_AROUND))? {
            if Attempt::current().is_some_and(|attempt| attempt.is_stopped()) {
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
            left = self.left()?;
        }
        Ok(())
    }

    /// The time-out to set now, if the one that is set would overshoot. A shorter one is left: it
    /// only wakes us early, once, and is set anew then.
    #[cfg(not(windows))]
    fn to_set(set: Option<Duration>, left: Duration, woke_early: bool) -> Option<Duration> {
        match set {
            Some(set) if set <= left + OVERSHOOT && !woke_early => None,
            _ => Some(left.max(Duration::from_millis(1))),
        }
    }

    #[cfg(unix)]
    pub(super) fn probe(&self) -> Probe {
        let mut byte = [std::mem::MaybeUninit::uninit(); 1];
        let flags = libc::MSG_PEEK | libc::MSG_DONTWAIT;
        Self::probed(self.socket.recv_with_flags(&mut byte, flags))
    }

    #[cfg(windows)]
    pub(super) fn probe(&self) -> Probe {
        let mut byte = [std::mem::MaybeUninit::uninit(); 1];
        Self::probed(self.socket.peek(&mut byte))
    }

    fn probed(peeked: io::Result<usize>) -> Probe {
        match peeked {
            Ok(0) => Probe::Closed,
            Ok(_) => Probe::Data,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Probe::Quiet,
            Err(_) => Probe::Closed,
        }
    }

    #[cfg(windows)]
    pub(super) fn without_waiting<T>(
        &self,
        work: impl FnOnce(&Socket) -> io::Result<T>,
    ) -> io::Result<T> {
        work(&self.socket)
    }

    #[cfg(not(windows))]
    pub(super) fn without_waiting<T>(
        &self,
        work: impl FnOnce(&Socket) -> io::Result<T>,
    ) -> io::Result<T> {
        self.socket.set_nonblocking(true)?;
        let result = work(&self.socket);
        self.socket.set_nonblocking(false)?;
        result
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    const SEND_FLAGS: i32 = libc::MSG_NOSIGNAL;
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    const SEND_FLAGS: i32 = 0;
}

/// Whether a call came back early and the deadline decides what happens now.
fn is_early(error: &io::Error) -> bool {
    match error.kind() {
        io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock => true,
        // No time-out is set on Windows: it is the connection's.
        io::ErrorKind::TimedOut => cfg!(not(windows)),
        _ => false,
    }
}

impl Read for Flow {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut woke_early = false;
        loop {
            self.get_ready(Work::Read, woke_early)?;
            match (&*self.socket).read(into) {
                Err(error) if is_early(&error) => {
                    woke_early = error.kind() != io::ErrorKind::Interrupted;
                }
                other => return other,
            }
        }
    }
}

impl Write for Flow {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut woke_early = false;
        loop {
            self.get_ready(Work::Write, woke_early)?;
            match self.socket.send_with_flags(bytes, Self::SEND_FLAGS) {
                Err(error) if is_early(&error) => {
                    woke_early = error.kind() != io::ErrorKind::Interrupted;
                }
                other => return other,
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
