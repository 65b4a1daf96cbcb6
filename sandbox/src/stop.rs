//! Living and dying as a process.

use std::io;

use tokio::sync::oneshot;

/// Wait until it is time to stop: SIGTERM, Ctrl-C, or the end of standard input if that counts.
pub(crate) async fn told(with_stdin: bool) -> io::Result<()> {
    tokio::select! {
        done = signalled() => done,
        () = stdin_closed(with_stdin) => Ok(()),
    }
}

#[cfg(unix)]
async fn signalled() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        done = tokio::signal::ctrl_c() => done,
    }
}

#[cfg(not(unix))]
async fn signalled() -> io::Result<()> {
    tokio::signal::ctrl_c().await
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
