//! Who works with a journal, and whether they still do.
//!
//! Each process holds a lock on a file with its name. The kernel frees the lock when the process
//! dies, however it dies; and the lock is not inherited by a forked child, which is another process.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ring::rand::{SecureRandom as _, SystemRandom};

use super::files;
use crate::descriptor::off_standard;
use crate::sync::{Mutex, PerProcess, lock};

/// The names that this process has: one for each journal, until the process ends. What it has begun
/// is its own although the journal was opened anew in between.
static LEASES: PerProcess<Mutex<HashMap<PathBuf, Arc<Lease>>>> = PerProcess::new();

/// Dead processes that are tidied up after at a time.
const TIDIED: usize = 1000;

/// A name that is alive as long as this process.
pub(super) struct Lease {
    name: String,
    /// Never closed and opened again: that would end the lock.
    file: File,
}

impl Lease {
    /// The name of this process in this folder.
    pub(super) fn take(owners: &Path) -> io::Result<Arc<Self>> {
        make_private_folder(owners)?;
        let mut leases = lock(LEASES.get());
        let known = leases.get(owners).filter(|lease| lease.is_there(owners));
        let lease = match known {
            Some(lease) => Arc::clone(lease),
            None => {
                let lease = Arc::new(Self::new(owners)?);
                leases.insert(owners.to_owned(), Arc::clone(&lease));
                lease
            }
        };
        drop(leases);
        tidy(owners, &lease.name);
        Ok(lease)
    }

    fn new(owners: &Path) -> io::Result<Self> {
        // Who tidies up may take a file that is not locked yet for one that is left behind.
        for _ in 0..16 {
            let name = random_name()?;
            let file = off_standard(files::create(&lock_file(owners, &name))?)?;
            let lease = Self { name, file };
            if try_lock(&lease.file).is_ok() && lease.is_there(owners) {
                return Ok(lease);
            }
        }
        Err(io::ErrorKind::ResourceBusy.into())
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    #[cfg(unix)]
    fn is_there(&self, _: &Path) -> bool {
        use std::os::unix::fs::MetadataExt as _;
        self.file.metadata().is_ok_and(|file| file.nlink() > 0)
    }

    #[cfg(not(unix))]
    fn is_there(&self, owners: &Path) -> bool {
        lock_file(owners, &self.name).exists()
    }
}

/// Whether the process with this name still runs. What cannot be told counts as running: then
/// nobody takes its work away.
pub(super) fn is_alive(owners: &Path, name: &str) -> bool {
    if !is_name(name) {
        return false;
    }
    if is_ours(owners, name) {
        return true;
    }
    let path = lock_file(owners, name);
    let file = match OpenOptions::new().read(true).write(true).open(&path) {
        Ok(file) => file,
        Err(error) => return error.kind() != io::ErrorKind::NotFound,
    };
    if try_lock(&file).is_err() {
        return true;
    }
    // While its lock is ours, nobody else can take the name.
    remove_draft(owners, name);
    let _ = files::remove(&path);
    false
}

fn remove_draft(owners: &Path, name: &str) {
    for left in ["draft-wal", "draft-shm", "draft"] {
        let _ = files::remove(&owners.join(format!("{name}.{left}")));
    }
}

/// Whether anybody else works with the journal now.
pub(super) fn others_live(owners: &Path, own: &str) -> bool {
    names(owners, ".lock").any(|name| name != own && is_alive(owners, &name))
}

/// Where its owner makes a new journal, before it gets its name.
pub(super) fn draft_file(owners: &Path, name: &str) -> PathBuf {
    owners.join(format!("{name}.draft"))
}

/// Removes what dead processes have left behind.
fn tidy(owners: &Path, own: &str) {
    let others = |suffix| {
        names(owners, suffix)
            .filter(|name| name != own)
            .take(TIDIED)
    };
    for name in others(".lock") {
        is_alive(owners, &name);
    }
    // A power cut may take the lock and leave the draft, which is a second name of the journal.
    for name in others(".draft").filter(|name| !lock_file(owners, name).exists()) {
        remove_draft(owners, &name);
    }
}

/// The names of those that have a file there whose name ends like this.
fn names(owners: &Path, suffix: &str) -> impl Iterator<Item = String> {
    let entries = fs::read_dir(owners).into_iter().flatten().flatten();
    entries.filter_map(move |entry| {
        let file = entry.file_name();
        Some(file.to_str()?.strip_suffix(suffix)?.to_owned())
    })
}

/// To open and close the file of one's own name would end the lock on it.
fn is_ours(owners: &Path, name: &str) -> bool {
    let leases = lock(LEASES.get());
    leases.get(owners).is_some_and(|lease| lease.name == name)
}

/// A name comes from a row of the journal: it must not lead elsewhere.
fn is_name(name: &str) -> bool {
    name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn lock_file(owners: &Path, name: &str) -> PathBuf {
    owners.join(format!("{name}.lock"))
}

fn random_name() -> io::Result<String> {
    let mut bytes = [0; 16];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| io::Error::other("the system has no random bytes"))?;
    Ok(format!("{:032x}", u128::from_ne_bytes(bytes)))
}

fn make_private_folder(path: &Path) -> io::Result<()> {
    match files::create_folder(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        made => made,
    }
}

/// A lock of the process, not of the descriptor, which a child would inherit.
#[cfg(unix)]
fn try_lock(file: &File) -> io::Result<()> {
    use rustix::fs::{FlockOperation, fcntl_lock};
    Ok(fcntl_lock(file, FlockOperation::NonBlockingLockExclusive)?)
}

#[cfg(not(unix))]
fn try_lock(file: &File) -> io::Result<()> {
    Ok(file.try_lock()?)
}
