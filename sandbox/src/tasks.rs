//! Work that goes on while nobody waits for it.

use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Waker};

use crate::sync::lock;

type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Who does it.
#[derive(Default)]
pub(crate) enum Tasks {
    /// The runtime that the program runs on.
    #[default]
    Runtime,
    /// Nobody by himself: whoever moves the clock looks after it.
    Rehearsed(Mutex<Vec<Task>>),
}

impl std::fmt::Debug for Tasks {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Runtime => "Runtime",
            Self::Rehearsed(_) => "Rehearsed",
        })
    }
}

impl Tasks {
    /// Begin one more.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        match self {
            Self::Runtime => drop(tokio::spawn(task)),
            Self::Rehearsed(tasks) => lock(tasks).push(Box::pin(task)),
        }
    }

    /// Go on with everything that can go on.
    pub(crate) fn turn(&self) {
        let Self::Rehearsed(tasks) = self else {
            return;
        };
        let mut waiting = Vec::new();
        loop {
            // A task may begin others while it runs, so the list must not be locked then.
            let mut begun = std::mem::take(&mut *lock(tasks));
            if begun.is_empty() {
                break;
            }
            begun.retain_mut(|task| {
                task.as_mut()
                    .poll(&mut Context::from_waker(Waker::noop()))
                    .is_pending()
            });
            waiting.append(&mut begun);
        }
        lock(tasks).append(&mut waiting);
    }

    /// Forget all of it. Tasks hold the sandbox that holds them.
    pub(crate) fn clear(&self) {
        if let Self::Rehearsed(tasks) = self {
            let forgotten = std::mem::take(&mut *lock(tasks));
            drop(forgotten);
        }
    }
}
