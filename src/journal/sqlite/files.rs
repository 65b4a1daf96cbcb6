//! The file calls that the journal makes itself, beside those of SQLite.
//!
//! All that make or change something are here, so that a test sees what a power cut may take.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Tells a test what was done.
macro_rules! saw {
    ($($step:tt)+) => {
        #[cfg(feature = "testing")]
        $crate::testing::saw($crate::testing::FileStep::$($step)+);
    };
}
pub(super) use saw;

/// A new file that only its user may read.
pub(super) fn create(path: &Path) -> io::Result<File> {
    let file = open_private(
        path,
        OpenOptions::new().read(true).write(true).create_new(true),
    )?;
    saw!(Made(path));
    Ok(file)
}

/// Makes a file so long at least that only its user may read, by writing what `with` gives,
/// and lasting.
pub(super) fn grow(
    path: &Path,
    to: u64,
    mut with: impl FnMut() -> io::Result<[u8; 4096]>,
) -> io::Result<()> {
    let mut file = open_private(path, OpenOptions::new().append(true).create(true))?;
    let mut length = file.metadata()?.len();
    while length < to {
        file.write_all(&with()?)?;
        length = length.saturating_add(4096);
    }
    saw!(Grown(path, length));
    file.sync_all()?;
    saw!(Synced(path));
    Ok(())
}

fn open_private(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options.open(path)
}

/// Makes what is in a file last.
pub(super) fn sync(path: &Path) -> io::Result<()> {
    // Windows syncs only what may be written.
    OpenOptions::new().write(true).open(path)?.sync_all()?;
    saw!(Synced(path));
    Ok(())
}

/// Gives a file a second name, if nothing has it.
pub(super) fn link(from: &Path, to: &Path) -> io::Result<()> {
    fs::hard_link(from, to)?;
    saw!(Linked(from, to));
    Ok(())
}

/// Moves a file to a name that nothing has. One that is not there need not be moved.
pub(super) fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    if fs::symlink_metadata(to).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        moved => moved?,
    }
    saw!(Renamed(from, to));
    Ok(())
}

pub(super) fn remove(path: &Path) -> io::Result<()> {
    fs::remove_file(path)?;
    saw!(Removed(path));
    Ok(())
}

/// A new folder that only its user may read.
pub(super) fn create_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    let builder = {
        use std::os::unix::fs::DirBuilderExt as _;
        let mut builder = fs::DirBuilder::new();
        builder.mode(0o700);
        builder
    };
    #[cfg(not(unix))]
    let builder = fs::DirBuilder::new();
    builder.create(path)?;
    saw!(FolderMade(path));
    Ok(())
}

/// Makes what happened to the names in a folder last.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()?;
    saw!(FolderSynced(folder));
    Ok(())
}

/// Elsewhere that comes by itself.
#[cfg(not(unix))]
pub(super) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
