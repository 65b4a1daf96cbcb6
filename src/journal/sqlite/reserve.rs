//! Room that is kept for the results of what was sent already.
//!
//! A file beside the journal takes it. When the disk is full it is given up, so that a result or an
//! acknowledgement still fits; and nothing new begins until it is back.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ring::rand::{SecureRandom as _, SystemRandom};

use super::files;

const BYTES: u64 = 1 << 20;

pub(super) struct Reserve {
    path: PathBuf,
}

impl Reserve {
    pub(super) fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// Takes the room, unless it is taken. Whether it is.
    pub(super) fn keep(&self) -> bool {
        if fs::metadata(&self.path).is_ok_and(|file| file.len() >= BYTES) {
            return true;
        }
        let kept = fill(&self.path);
        if kept.is_err() {
            let _ = files::remove(&self.path);
        }
        kept.is_ok()
    }

    /// Gives the room up. Whether there was any.
    pub(super) fn release(&self) -> bool {
        files::remove(&self.path).is_ok()
    }
}

/// With random bytes, which no file system makes smaller.
fn fill(path: &Path) -> io::Result<()> {
    files::grow(path, BYTES, || {
        let mut bytes = [0; 4096];
        SystemRandom::new()
            .fill(&mut bytes)
            .map_err(|_| io::Error::other("no random bytes"))?;
        Ok(bytes)
    })
}
