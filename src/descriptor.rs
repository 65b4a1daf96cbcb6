//! Keeps what we open off the places of standard input, output and error.
//!
//! A host that closed one of them gets the next thing that is opened in its place, and whatever
//! prints there would write into our connection or our log.

use std::io;

/// The same file or socket, under another number if it got one of the three.
#[cfg(unix)]
pub(crate) fn off_standard<T>(opened: T) -> io::Result<T>
where
    T: std::os::fd::AsFd + From<std::os::fd::OwnedFd>,
{
    use std::os::fd::AsRawFd as _;
    let place = opened.as_fd();
    if place.as_raw_fd() > libc::STDERR_FILENO {
        return Ok(opened);
    }
    // The copies that std makes are never one of the three, and are closed on exec.
    place.try_clone_to_owned().map(T::from)
}

/// The same file or socket: elsewhere they have no places that another could take.
#[cfg(not(unix))]
pub(crate) fn off_standard<T>(opened: T) -> io::Result<T> {
    Ok(opened)
}
