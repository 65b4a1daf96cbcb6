//! A file system for SQLite that leaves everything to the system's own, and tells the [`log`] what
//! was done.
//!
//! It becomes SQLite's usual one, so that the library needs no other code for it. Shared memory is
//! not recorded: what is in it does not outlive the machine, and SQLite makes it anew.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::OnceLock;

use rusqlite::ffi::{
    SQLITE_FULL, SQLITE_OK, SQLITE_OPEN_CREATE, SQLITE_OPEN_MAIN_JOURNAL, SQLITE_OPEN_WAL,
    sqlite3_file, sqlite3_io_methods, sqlite3_vfs, sqlite3_vfs_find, sqlite3_vfs_register,
};

use super::log::{self, FileId, Step};

/// An open file. The one of the system's own file system follows it in memory.
#[repr(C)]
struct Watched {
    base: sqlite3_file,
    id: Option<FileId>,
    /// The names in its folder are made to last by its next sync. SQLite does so for logs.
    syncs_folder: bool,
}

/// The system's own, as an address, which can be shared.
struct System(*mut sqlite3_vfs);

// SAFETY: SQLite's file systems may be used by all threads, and live until the process ends.
unsafe impl Send for System {}
// SAFETY: as above.
unsafe impl Sync for System {}

static SYSTEM: OnceLock<System> = OnceLock::new();

/// Makes it SQLite's usual one, for the rest of this process.
///
/// # Errors
/// SQLite refuses.
pub fn install() -> io::Result<()> {
    // SAFETY: a null name asks for the usual one.
    let system = SYSTEM.get_or_init(|| System(unsafe { sqlite3_vfs_find(std::ptr::null()) }));
    // SAFETY: SQLite has one, and it is not removed.
    let own = unsafe { system.0.as_ref() }.ok_or_else(|| io::Error::other("no file system"))?;
    let added = c_int::try_from(size_of::<Watched>()).unwrap_or(c_int::MAX);
    let watched = Box::leak(Box::new(sqlite3_vfs {
        szOsFile: own.szOsFile + added,
        pNext: std::ptr::null_mut(),
        zName: c"watched".as_ptr(),
        xOpen: Some(open),
        xDelete: Some(delete),
        ..*own
    }));
    // SAFETY: it lives as long as the process, and what it shares with the system's own does not
    // look at which of the two it is called for.
    match unsafe { sqlite3_vfs_register(watched, 1) } {
        SQLITE_OK => Ok(()),
        code => Err(io::Error::other(format!("SQLite {code}"))),
    }
}

/// The system's own file system.
fn system() -> *mut sqlite3_vfs {
    SYSTEM.get().map_or(std::ptr::null_mut(), |system| system.0)
}

/// The system's own file.
unsafe fn own(file: *mut sqlite3_file) -> *mut sqlite3_file {
    // SAFETY: SQLite has allocated `szOsFile` bytes, so both are there.
    unsafe { file.cast::<Watched>().add(1) }.cast()
}

/// What can be done to the system's own file.
unsafe fn methods<'a>(own: *mut sqlite3_file) -> &'a sqlite3_io_methods {
    // SAFETY: it is open.
    let methods = unsafe { *own }.pMethods;
    // SAFETY: an open file has methods, which are static.
    unsafe { &*methods }
}

unsafe fn watched<'a>(file: *mut sqlite3_file) -> &'a mut Watched {
    // SAFETY: it was opened by `open`, and SQLite uses a file from one thread at a time.
    unsafe { &mut *file.cast::<Watched>() }
}

unsafe fn path<'a>(name: *const c_char) -> Option<&'a Path> {
    if name.is_null() {
        return None;
    }
    // SAFETY: SQLite's names end with a zero, and live as long as the file is open.
    let name = unsafe { CStr::from_ptr(name) };
    name.to_str().ok().map(Path::new)
}

unsafe extern "C" fn open(
    _: *mut sqlite3_vfs,
    name: *const c_char,
    file: *mut sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: as SQLite promises.
    let path = unsafe { path(name) };
    let is_new = path.is_some_and(|path| fs::symlink_metadata(path).is_err());
    // SAFETY: SQLite has allocated it.
    let own = unsafe { own(file) };
    // SAFETY: it was found before anything could be opened.
    let open = unsafe { *system() }.xOpen;
    let opened = match open {
        // SAFETY: these are SQLite's own arguments.
        Some(open) => unsafe { open(system(), name, own, flags, out_flags) },
        None => SQLITE_FULL,
    };
    // SAFETY: it was initialised by `xOpen`, which sets this even if it fails.
    let is_open = !unsafe { *own }.pMethods.is_null();
    let is_log = flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL) != 0;
    let watched = Watched {
        base: sqlite3_file {
            pMethods: if is_open {
                &raw const METHODS
            } else {
                std::ptr::null()
            },
        },
        id: path
            .filter(|_| opened == SQLITE_OK)
            .and_then(|path| log::opened(path, is_new)),
        syncs_folder: is_log && flags & SQLITE_OPEN_CREATE != 0,
    };
    // SAFETY: SQLite has allocated it.
    unsafe { file.cast::<Watched>().write(watched) };
    opened
}

unsafe extern "C" fn delete(_: *mut sqlite3_vfs, name: *const c_char, sync: c_int) -> c_int {
    // SAFETY: as in `open`.
    let delete = unsafe { *system() }.xDelete;
    let done = match delete {
        // SAFETY: these are SQLite's own arguments.
        Some(delete) => unsafe { delete(system(), name, sync) },
        None => SQLITE_FULL,
    };
    // SAFETY: as SQLite promises.
    if let (SQLITE_OK, Some(path)) = (done, unsafe { path(name) }) {
        log::removed(path, sync != 0);
    }
    done
}

unsafe extern "C" fn write(
    file: *mut sqlite3_file,
    bytes: *const c_void,
    count: c_int,
    at: i64,
) -> c_int {
    if log::is_full() {
        let mut length = 0;
        // SAFETY: it is open.
        let known = unsafe { x_file_size(file, &raw mut length) };
        if known != SQLITE_OK || at.saturating_add(count.into()) > length {
            return SQLITE_FULL;
        }
    }
    // SAFETY: as SQLite promises.
    let done = unsafe { x_write(file, bytes, count, at) };
    // SAFETY: it is open.
    if let (SQLITE_OK, Some(id)) = (done, unsafe { watched(file) }.id) {
        let count = usize::try_from(count).unwrap_or(0);
        // SAFETY: so many bytes are there to be written.
        let bytes = unsafe { std::slice::from_raw_parts(bytes.cast::<u8>(), count) };
        log::did(|| Step::Wrote(id, at.cast_unsigned(), bytes.into()));
    }
    done
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, size: i64) -> c_int {
    // SAFETY: as SQLite promises.
    let done = unsafe { x_truncate(file, size) };
    // SAFETY: it is open.
    if let (SQLITE_OK, Some(id)) = (done, unsafe { watched(file) }.id) {
        log::did(|| Step::Resized(id, size.cast_unsigned()));
    }
    done
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: as SQLite promises.
    let done = unsafe { x_sync(file, flags) };
    // SAFETY: it is open.
    let watched = unsafe { watched(file) };
    if let (SQLITE_OK, Some(id)) = (done, watched.id) {
        log::did(|| Step::Synced(id));
        if std::mem::take(&mut watched.syncs_folder) {
            log::folder_synced(id);
        }
    }
    done
}

/// Functions of a file that only hand on.
macro_rules! handed_on {
    ($($name:ident = $method:ident($($argument:ident: $type:ty),*);)*) => {
        $(unsafe extern "C" fn $name(file: *mut sqlite3_file, $($argument: $type),*) -> c_int {
            // SAFETY: it is open.
            let own = unsafe { own(file) };
            // SAFETY: it is open.
            match unsafe { methods(own) }.$method {
                // SAFETY: these are SQLite's own arguments.
                Some(method) => unsafe { method(own, $($argument),*) },
                None => SQLITE_OK,
            }
        })*
    };
}

handed_on! {
    close = xClose();
    read = xRead(buffer: *mut c_void, count: c_int, at: i64);
    x_write = xWrite(bytes: *const c_void, count: c_int, at: i64);
    x_truncate = xTruncate(size: i64);
    x_sync = xSync(flags: c_int);
    x_file_size = xFileSize(size: *mut i64);
    lock = xLock(level: c_int);
    unlock = xUnlock(level: c_int);
    is_reserved = xCheckReservedLock(out: *mut c_int);
    control = xFileControl(operation: c_int, argument: *mut c_void);
    sector_size = xSectorSize();
    characteristics = xDeviceCharacteristics();
    map_shared = xShmMap(page: c_int, size: c_int, extend: c_int, out: *mut *mut c_void);
    lock_shared = xShmLock(offset: c_int, count: c_int, flags: c_int);
    unmap_shared = xShmUnmap(delete: c_int);
}

unsafe extern "C" fn barrier(file: *mut sqlite3_file) {
    // SAFETY: it is open.
    let own = unsafe { own(file) };
    // SAFETY: it is open.
    if let Some(barrier) = unsafe { methods(own) }.xShmBarrier {
        // SAFETY: it is open.
        unsafe { barrier(own) };
    }
}

/// Without the third version, whose functions give SQLite the file as memory.
static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(x_file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(is_reserved),
    xFileControl: Some(control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(characteristics),
    xShmMap: Some(map_shared),
    xShmLock: Some(lock_shared),
    xShmBarrier: Some(barrier),
    xShmUnmap: Some(unmap_shared),
    xFetch: None,
    xUnfetch: None,
};
