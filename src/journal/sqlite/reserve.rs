//! Room that is kept for the results of what was sent already.
//!
//! A file beside the journal takes it. When the disk is full it is given up, so that a result or an
//! acknowledgement still fits; and nothing new begins until it is back.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use ring::rand::{SecureRandom as _, SystemRandom};

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
            let _ = fs::remove_file(&self.path);
        }
        kept.is_ok()
    }

    /// Gives the room up. Whether there was any.
    pub(super) fn release(&self) -> bool {
        fs::remove_file(&self.path).is_ok()
    }
}

/// With random bytes, which no file system makes smaller.
fn fill(path: &Path) -> io::Result<()> {
    let mut file = open_private(path)?;
    let mut bytes = [0; 4096];
    let mut length = file.metadata()?.len();
    while length < BYTES {
        SystemRandom::new()
            .fill(&mut bytes)
            .map_err(|_| io::Error::other("no random bytes"))?;
        file.write_all(&bytes)?;
        length = length.saturating_add(4096);
    }
    file.sync_all()
}

fn open_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
