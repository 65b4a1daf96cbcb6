//! A disk that loses its power: what has lasted, what is under way, and what may be left of it.
//!
//! What is under way when the power goes is kept, lost, torn at the borders of sectors or becomes
//! garbage, each change by itself and in any selection: a later one may be there without an earlier
//! one. Bytes that were not being written stay as they are, as SQLite expects of a disk too.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::rc::Rc;

use super::log::{FileId, Step, folder_of};
use crate::dice::Dice;

/// What a file holds. After the bytes come zeros, up to the length.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Content {
    bytes: Vec<u8>,
    length: u64,
}

impl Content {
    fn put(&mut self, at: u64, bytes: &[u8]) {
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        let end = at.saturating_add(bytes.len());
        if self.bytes.len() < end {
            self.bytes.resize(end, 0);
        }
        if let Some(place) = self.bytes.get_mut(at..end) {
            place.copy_from_slice(bytes);
        }
        self.length = self.length.max(end as u64);
    }

    fn resize(&mut self, length: u64) {
        self.bytes
            .truncate(usize::try_from(length).unwrap_or(usize::MAX));
        self.length = length;
    }
}

/// All that is in a folder and the folders in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Image {
    /// The folders in it.
    pub folders: Vec<String>,
    /// What each name stands for.
    pub names: BTreeMap<String, FileId>,
    /// The files, with or without a name.
    pub files: Vec<Content>,
}

#[derive(Debug, Clone)]
enum Change {
    Wrote(u64, Rc<[u8]>),
    Resized(u64),
}

impl Change {
    fn apply(&self, content: &mut Content) {
        match self {
            Self::Wrote(at, bytes) => content.put(*at, bytes),
            Self::Resized(length) => content.resize(*length),
        }
    }
}

#[derive(Debug, Clone)]
enum NameChange {
    Named(String, FileId),
    Renamed(String, String),
    Removed(String),
    FolderMade(String),
}

impl NameChange {
    /// The folders whose names it changes. A move from one to another is one change, which lasts
    /// when either is synced.
    fn folders(&self) -> impl Iterator<Item = &str> {
        let (first, second) = match self {
            Self::Renamed(from, to) => (from, Some(to)),
            Self::Named(name, _) | Self::Removed(name) | Self::FolderMade(name) => (name, None),
        };
        std::iter::once(first)
            .chain(second)
            .map(|name| folder_of(name))
    }

    fn apply(&self, image: &mut Image) {
        match self {
            Self::Named(name, file) => {
                image.names.insert(name.clone(), *file);
            }
            Self::Renamed(from, to) => {
                if let Some(file) = image.names.remove(from) {
                    image.names.insert(to.clone(), file);
                }
            }
            Self::Removed(name) => {
                image.names.remove(name);
            }
            Self::FolderMade(name) => {
                if !image.folders.contains(name) {
                    image.folders.push(name.clone());
                }
            }
        }
    }
}

/// See the description of the module.
#[derive(Debug, Clone, Default)]
pub struct Disk {
    lasting: Image,
    pending: BTreeMap<FileId, Vec<Change>>,
    pending_names: Vec<NameChange>,
}

impl Disk {
    /// One on which this lasts.
    #[must_use]
    pub fn new(image: Image) -> Self {
        Self {
            lasting: image,
            ..Self::default()
        }
    }

    /// One step is taken.
    pub fn take(&mut self, step: &Step) {
        let mut change_name = |change| self.pending_names.push(change);
        match step {
            Step::Named(name, file) => {
                if self.lasting.files.len() <= *file {
                    self.lasting.files.resize_with(file + 1, Content::default);
                }
                change_name(NameChange::Named(name.clone(), *file));
            }
            Step::Renamed(from, to) => change_name(NameChange::Renamed(from.clone(), to.clone())),
            Step::Removed(name) => change_name(NameChange::Removed(name.clone())),
            Step::FolderMade(name) => change_name(NameChange::FolderMade(name.clone())),
            Step::FolderSynced(folder) => {
                let pending = std::mem::take(&mut self.pending_names);
                for change in pending {
                    if change.folders().any(|touched| touched == folder) {
                        change.apply(&mut self.lasting);
                    } else {
                        self.pending_names.push(change);
                    }
                }
            }
            Step::Wrote(file, at, bytes) => {
                let change = Change::Wrote(*at, Rc::clone(bytes));
                self.pending.entry(*file).or_default().push(change);
            }
            Step::Resized(file, length) => {
                let change = Change::Resized(*length);
                self.pending.entry(*file).or_default().push(change);
            }
            Step::Synced(file) => {
                let pending = self.pending.remove(file).unwrap_or_default();
                if let Some(content) = self.lasting.files.get_mut(*file) {
                    for change in pending {
                        change.apply(content);
                    }
                }
            }
            Step::Committed => {}
        }
    }

    /// What is there while the power is on.
    #[must_use]
    pub fn seen(&self) -> Image {
        let mut image = self.lasting.clone();
        for change in &self.pending_names {
            change.apply(&mut image);
        }
        for (file, changes) in &self.pending {
            if let Some(content) = image.files.get_mut(*file) {
                for change in changes {
                    change.apply(content);
                }
            }
        }
        image
    }

    /// What may be left when the power goes.
    #[must_use]
    pub fn left(&self, dice: &mut Dice) -> Image {
        let manner = Manner::of(dice);
        let mut image = self.lasting.clone();
        let count = self.pending_names.len();
        let until = dice.below(count as u64 + 1);
        for (number, change) in self.pending_names.iter().enumerate() {
            let is_kept = if manner.names_in_order {
                (number as u64) < until
            } else {
                dice.percent(manner.keeps)
            };
            if is_kept {
                change.apply(&mut image);
            }
        }
        for (file, changes) in &self.pending {
            if let Some(content) = image.files.get_mut(*file) {
                manner.leave(changes, content, dice);
            }
        }
        image.without_orphans()
    }
}

/// How a disk loses what is under way.
#[derive(Debug, Clone, Copy)]
struct Manner {
    /// Up to some change, which may be torn, and nothing after it; else any.
    in_order: bool,
    names_in_order: bool,
    /// Of a hundred changes so many stay.
    keeps: u64,
    /// Of a hundred changes so many are torn.
    tears: u64,
    /// Of a hundred sectors of a torn change so many are garbage.
    spoils: u64,
    sector: usize,
}

impl Manner {
    fn of(dice: &mut Dice) -> Self {
        Self {
            in_order: dice.percent(30),
            names_in_order: dice.percent(50),
            keeps: dice.pick(0, &[10, 50, 50, 90, 100]),
            tears: dice.pick(0, &[10, 50]),
            spoils: dice.pick(0, &[0, 20]),
            sector: dice.pick(512, &[4096]),
        }
    }

    fn leave(self, changes: &[Change], content: &mut Content, dice: &mut Dice) {
        let until = dice.below(changes.len() as u64 + 1);
        for (number, change) in changes.iter().enumerate() {
            let number = number as u64;
            let (is_kept, is_torn) = if self.in_order {
                (number < until, number == until && dice.percent(50))
            } else {
                (dice.percent(self.keeps), dice.percent(self.tears))
            };
            match change {
                Change::Wrote(at, bytes) if is_torn => self.tear(*at, bytes, content, dice),
                Change::Resized(length) if is_torn && *length > content.length => {
                    let grown = dice.between(content.length / 4096, length / 4096) * 4096;
                    content.resize(grown.clamp(content.length, *length));
                }
                change if is_kept => change.apply(content),
                // The file has become longer, and what was to be there has not come.
                Change::Wrote(at, bytes) if dice.percent(10) => {
                    let end = at.saturating_add(bytes.len() as u64);
                    if end > content.length {
                        content.resize(end);
                    }
                }
                _ => {}
            }
        }
    }

    /// Some of the sectors are written.
    fn tear(self, at: u64, bytes: &[u8], content: &mut Content, dice: &mut Dice) {
        let mut at = at;
        let mut rest = bytes;
        while !rest.is_empty() {
            let in_sector = usize::try_from(at).unwrap_or(0) % self.sector;
            let (part, after) = rest.split_at((self.sector - in_sector).min(rest.len()));
            if dice.percent(self.spoils) {
                content.put(at, &garbage(part, dice));
            } else if dice.percent(50) {
                content.put(at, part);
            }
            at = at.saturating_add(part.len() as u64);
            rest = after;
        }
    }
}

/// What a sector holds that was being written: anything.
fn garbage(part: &[u8], dice: &mut Dice) -> Vec<u8> {
    match dice.below(4) {
        0 => vec![0; part.len()],
        1 => vec![0xff; part.len()],
        // The half of it.
        2 => {
            let half = part.len() / 2;
            let mut bytes = part.to_vec();
            bytes[half..].fill(0);
            bytes
        }
        _ => {
            let mut bytes = Vec::with_capacity(part.len() + 8);
            while bytes.len() < part.len() {
                bytes.extend(dice.any().to_le_bytes());
            }
            bytes.truncate(part.len());
            bytes
        }
    }
}

impl Image {
    /// What is in a folder of the disk.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let mut image = Self::default();
        image.read_folder(folder, "", &mut BTreeMap::new())?;
        Ok(image)
    }

    fn read_folder(
        &mut self,
        folder: &Path,
        under: &str,
        known: &mut BTreeMap<u64, FileId>,
    ) -> io::Result<()> {
        use std::os::unix::fs::MetadataExt as _;
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = format!("{under}{}", entry.file_name().to_string_lossy());
            let metadata = entry.metadata()?;
            if metadata.is_dir() {
                self.read_folder(&entry.path(), &format!("{name}/"), known)?;
                self.folders.push(name);
                continue;
            }
            let file = match known.get(&metadata.ino()) {
                Some(file) => *file,
                None => {
                    self.files.push(Content {
                        bytes: fs::read(entry.path())?,
                        length: metadata.len(),
                    });
                    self.files.len() - 1
                }
            };
            known.insert(metadata.ino(), file);
            self.names.insert(name, file);
        }
        Ok(())
    }

    /// Makes it in an empty folder.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        for name in &self.folders {
            fs::create_dir(folder.join(name))?;
        }
        let mut written = BTreeMap::<FileId, &str>::new();
        for (name, file) in &self.names {
            let path = folder.join(name);
            if let Some(first) = written.get(file) {
                fs::hard_link(folder.join(first), path)?;
            } else if let Some(content) = self.files.get(*file) {
                fs::write(&path, &content.bytes)?;
                if content.length > content.bytes.len() as u64 {
                    fs::File::options()
                        .write(true)
                        .open(&path)?
                        .set_len(content.length)?;
                }
                written.insert(*file, name);
            }
        }
        Ok(())
    }

    /// The memory that processes shared in the file beside a journal is anything now.
    pub fn spoil_shared_memory(&mut self, journal: &str, dice: &mut Dice) {
        if self.names.contains_key(journal) && dice.percent(25) {
            let bytes = garbage(&vec![0xaa; 32_768], dice);
            let length = bytes.len() as u64;
            self.names
                .insert(format!("{journal}-shm"), self.files.len());
            self.files.push(Content { bytes, length });
        }
    }

    /// Only what can be reached: a folder that is lost takes with it what is in it.
    fn without_orphans(mut self) -> Self {
        let folders = &self.folders;
        self.names.retain(|name, _| {
            let folder = folder_of(name);
            folder.is_empty() || folders.iter().any(|known| known == folder)
        });
        self
    }

    /// Where it differs from another one, in names or what they stand for. Of some files only the
    /// length counts, and some do not count.
    #[must_use]
    pub fn differs(&self, other: &Self) -> Option<String> {
        let mut names: Vec<_> = self.names.keys().chain(other.names.keys()).collect();
        names.sort();
        names.dedup();
        names.retain(|name| !name.ends_with("-shm"));
        let content = |image: &Self, name: &str| {
            let content = image
                .names
                .get(name)
                .and_then(|file| image.files.get(*file));
            content.map(|content| {
                let mut content = content.clone();
                if name.ends_with("-reserve") {
                    content.bytes.clear();
                }
                let last = content.bytes.iter().rposition(|byte| *byte != 0);
                content.bytes.truncate(last.map_or(0, |last| last + 1));
                content
            })
        };
        let differs = |name: &&&String| content(self, name) != content(other, name);
        names.iter().find(differs).map(|name| (**name).clone())
    }
}
