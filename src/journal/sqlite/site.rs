//! Where a journal is: its path, what lies beside it, and how to say what is wrong with it.

use std::ffi::OsStr;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};
use std::{fs, io};

use rusqlite::ErrorCode;
use rusqlite::ffi::{SQLITE_IOERR_CORRUPTFS, SQLITE_IOERR_WRITE};

use super::super::Place;
use super::super::store::Trouble;

/// Tells a file from every other, whatever its name.
pub(super) type FileId = (u64, u64);

/// A journal's place on the disk.
pub(super) struct Site {
    /// Absolute, and without symbolic links, so that all processes mean the same files by it.
    pub(super) path: PathBuf,
    /// The folder with the locks of those that work with it.
    pub(super) owners: PathBuf,
    /// Whether other machines may work with it.
    pub(super) is_shared: bool,
}

impl Site {
    pub(super) fn of(place: &Place) -> Result<Self, Trouble> {
        let named = Path::new(&place.path);
        let path = real(named).map_err(|why| unavailable(named, why))?;
        let site = Self {
            owners: appended(&path, "-owners"),
            path,
            is_shared: place.allow_network,
        };
        let folder = site.folder();
        if !folder.is_dir() {
            return Err(site.unavailable("its folder does not exist; create it"));
        }
        if !place.allow_network && is_network(folder) {
            return Err(site.unavailable(
                "it lies on a network or FUSE file system, which may lose locks and writes; \
                 choose a local disk, or set allow_network_journal",
            ));
        }
        Ok(site)
    }

    pub(super) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(&self.path)
    }

    /// The path with something added to the name.
    pub(super) fn beside(&self, suffix: &str) -> PathBuf {
        appended(&self.path, suffix)
    }

    pub(super) fn exists(&self) -> bool {
        fs::symlink_metadata(&self.path).is_ok()
    }

    /// Which file is at the path now.
    #[cfg(unix)]
    pub(super) fn file(&self) -> Option<FileId> {
        use std::os::unix::fs::MetadataExt as _;
        let metadata = fs::metadata(&self.path).ok()?;
        Some((metadata.dev(), metadata.ino()))
    }

    /// Elsewhere an open file cannot be moved.
    #[cfg(not(unix))]
    pub(super) fn file(&self) -> Option<FileId> {
        None
    }

    /// Whether who worked with it last has left nothing to clean up.
    pub(super) fn was_closed(&self) -> bool {
        ["-wal", "-journal"].iter().all(|log| {
            let metadata = fs::metadata(self.beside(log));
            metadata.map_or(true, |metadata| metadata.len() == 0)
        })
    }

    pub(super) fn unavailable(&self, why: impl Display) -> Trouble {
        unavailable(&self.path, why)
    }

    pub(super) fn corrupt(&self, why: impl Display) -> Trouble {
        Trouble::Corrupt(format!("journal {}: {why}", self.path.display()))
    }

    pub(super) fn damaged(&self) -> Trouble {
        self.corrupt(
            "the file is damaged; look after the disk, then let journal_rebuild make a new one",
        )
    }

    /// What a failed file operation means.
    pub(super) fn io(&self, error: &io::Error) -> Trouble {
        match error.kind() {
            io::ErrorKind::PermissionDenied => self.unavailable(
                "no permission; let this program read and write the file and its folder",
            ),
            io::ErrorKind::ReadOnlyFilesystem => {
                self.unavailable("its disk is read-only; make it writable")
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => self.full(),
            _ => self.unavailable(format_args!("{error}; look after the disk and its folder")),
        }
    }

    /// What an error of SQLite means.
    pub(super) fn sqlite(&self, error: &rusqlite::Error) -> Trouble {
        let Some(failed) = error.sqlite_error() else {
            // A column of another type than what was written.
            return self.damaged();
        };
        match failed.code {
            _ if failed.extended_code == SQLITE_IOERR_CORRUPTFS => self.damaged(),
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => self.damaged(),
            ErrorCode::DiskFull => self.full(),
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => self.unavailable(
                "another program has it locked; close viewers and backups that have it open",
            ),
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen => self
                .unavailable(
                    "it cannot be written; let this program write the file and its folder",
                ),
            ErrorCode::SystemIoFailure => self.unavailable(format_args!(
                "the disk failed (SQLite {}); look after it",
                failed.extended_code
            )),
            _ => self.unavailable(format_args!(
                "SQLite {}: {error}; try again, then ask for support",
                failed.extended_code
            )),
        }
    }

    pub(super) fn full(&self) -> Trouble {
        self.unavailable("the disk is full; make room")
    }
}

/// Whether it failed for want of room. With a quota that is a failed write.
pub(super) fn is_full(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|failed| {
        failed.code == ErrorCode::DiskFull || failed.extended_code == SQLITE_IOERR_WRITE
    })
}

pub(super) fn is_io(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::SystemIoFailure)
}

pub(super) fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
    )
}

fn unavailable(path: &Path, why: impl Display) -> Trouble {
    Trouble::Unavailable(format!("journal {}: {why}", path.display()))
}

pub(super) fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    })
}

fn appended(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// The path without symbolic links; of a file that is not there yet too.
fn real(named: &Path) -> Result<PathBuf, String> {
    let unusable = |error: io::Error| format!("{error}; give the path of a file");
    let path = std::path::absolute(named).map_err(unusable)?;
    if fs::symlink_metadata(&path).is_ok() {
        return resolved(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => "a symbolic link to nothing; remove it".to_owned(),
            _ => unusable(error),
        });
    }
    let name: Option<&OsStr> = path.file_name();
    let (Some(folder), Some(name)) = (path.parent(), name) else {
        return Err("not the path of a file; give one".to_owned());
    };
    match resolved(folder) {
        Ok(folder) => Ok(folder.join(name)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err("its folder does not exist; create it".to_owned())
        }
        Err(error) => Err(unusable(error)),
    }
}

#[cfg(not(windows))]
fn resolved(path: &Path) -> io::Result<PathBuf> {
    fs::canonicalize(path)
}

/// On Windows a resolved path has a form that not everything reads; most can be said plainly.
#[cfg(windows)]
fn resolved(path: &Path) -> io::Result<PathBuf> {
    /// What every program takes, less the longest name beside a journal.
    const PLAIN: usize = 260 - 60;

    let resolved = fs::canonicalize(path)?;
    let plain = resolved.to_str().and_then(|text| {
        let text = text.strip_prefix(r"\\?\")?;
        match text.strip_prefix(r"UNC\") {
            Some(share) => Some(format!(r"\\{share}")),
            None => (text.get(1..3) == Some(r":\")).then(|| text.to_owned()),
        }
    });
    Ok(plain
        .filter(|plain| plain.len() < PLAIN)
        .map_or(resolved, PathBuf::from))
}

/// Whether other machines could work with files in this folder, or a program stands in for the disk.
#[cfg(target_os = "linux")]
fn is_network(folder: &Path) -> bool {
    // The numbers of statfs(2).
    const NETWORKS: &[u32] = &[
        0x6969,      // NFS
        0x517B,      // SMB
        0xFF53_4D42, // CIFS
        0xFE53_4D42, // SMB2
        0x6573_5546, // FUSE: sshfs, cloud folders
        0x0102_1997, // 9P: the host's disk in a guest
        0x786F_4256, // the same of VirtualBox
        0x5346_414F, // AFS
        0x6B41_4653, // AFS of the kernel
        0x7375_7245, // Coda
        0x564C,      // NCP
        0x00C3_6400, // Ceph
        0x0BD0_0BD0, // Lustre
        0x0116_1970, // GFS2
        0x7461_636F, // OCFS2
    ];
    rustix::fs::statfs(folder).is_ok_and(|stat| {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::unnecessary_cast,
            reason = "the numbers have 32 bits; what carries them differs by processor"
        )]
        let kind = stat.f_type as u32;
        NETWORKS.contains(&kind)
    })
}

/// Also a drive with a letter, when it is a folder of another machine.
#[cfg(windows)]
fn is_network(folder: &Path) -> bool {
    use std::path::{Component, Prefix};
    let real = fs::canonicalize(folder);
    let first = real.as_deref().unwrap_or(folder).components().next();
    matches!(first, Some(Component::Prefix(prefix))
        if matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..)))
}

#[cfg(not(any(target_os = "linux", windows)))]
fn is_network(_: &Path) -> bool {
    false
}
