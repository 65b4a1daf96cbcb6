//! Living and dying as a process.

use std::io;

use tokio::sync::oneshot;

/// Listen from now on, and end when it is time to stop: SIGTERM, Ctrl-C, or the end of standard
/// input if that counts.
pub(crate) fn listen(with_stdin: bool) -> io::Result<impl Future<Output = io::Result<()>>> {
    let signalled = signalled()?;
    Ok(async move {
        tokio::select! {
            done = signalled => done,
            () = stdin_closed(with_stdin) => Ok(()),
        }
    })
}

#[cfg(unix)]
fn signalled() -> io::Result<impl Future<Output = io::Result<()>>> {
    use tokio::signal::unix::{SignalKind, signal};

    // From here on a signal no longer kills the process.
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => Ok(()),
            _ = interrupt.recv() => Ok(()),
        }
    })
}

#[cfg(not(unix))]
fn signalled() -> io::Result<impl Future<Output = io::Result<()>>> {
    Ok(tokio::signal::ctrl_c())
}

/// Ends when standard input does; never, if it is not to be watched.
async fn stdin_closed(watch: bool) {
    if !watch {
        return std::future::pending().await;
    }
    let (closed, end) = oneshot::channel::<()>();
    // A thread of its own: a read that waits for ever must not hold up the runtime.
    std::thread::spawn(move || {
        // An error is an end as well.
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        let _ = closed.send(());
    });
    let _ = end.await;
}

/// Let the process have as many connections as the system allows at all.
pub(crate) fn allow_many_connections() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

        let limit = getrlimit(Resource::Nofile);
        // If it fails there are fewer connections, that is all.
        let _ = setrlimit(
            Resource::Nofile,
            Rlimit {
                current: limit.maximum,
                maximum: limit.maximum,
            },
        );
    }
}
