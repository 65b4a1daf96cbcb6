//! What was done to the files of a journal, step by step.
//!
//! SQLite's steps come from [`vfs`](super::vfs), the journal's own from
//! [`watch_files`]. Both are told after the step was taken, by the thread that took it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use clap::ValueEnum;
use cloudpayments::testing::{FileStep, watch_files};

use super::disk::Image;

/// Tells a file from every other, whatever its names.
pub type FileId = usize;

/// One step. Names are relative to the folder of the journal.
#[derive(Debug, Clone)]
pub enum Step {
    /// A file has this name, a new one or one more.
    Named(String, FileId),
    /// It has another name.
    Renamed(String, String),
    /// A name is gone.
    Removed(String),
    /// A new folder.
    FolderMade(String),
    /// What happened to the names in a folder lasts.
    FolderSynced(String),
    /// These bytes, from there on.
    Wrote(FileId, u64, Rc<[u8]>),
    /// It is so long now.
    Resized(FileId, u64),
    /// What is in a file lasts.
    Synced(FileId),
    /// A transaction has returned.
    Committed,
}

/// A disk that says that something lasts, and it does not. A journal on it loses what it promised:
/// that is how a campaign shows that it would find out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Lie {
    /// What is in the write-ahead log or the rollback journal.
    Logs,
    /// What is in the file itself.
    File,
    /// The names in a folder.
    Names,
}

impl Lie {
    fn is_about(self, step: &Step, name_of: impl Fn(FileId) -> String) -> bool {
        match step {
            Step::FolderSynced(_) => self == Self::Names,
            Step::Synced(file) => {
                let name = name_of(*file);
                let is_log = name.ends_with("-wal") || name.ends_with("-journal");
                self == if is_log { Self::Logs } else { Self::File }
            }
            _ => false,
        }
    }
}

/// See the description of the module.
#[derive(Debug)]
struct Recorder {
    folder: PathBuf,
    names: BTreeMap<String, FileId>,
    /// The name that a file had first.
    first_names: Vec<String>,
    steps: Vec<Step>,
    lie: Option<Lie>,
    is_full: bool,
}

thread_local! {
    static RECORDER: RefCell<Option<Recorder>> = const { RefCell::new(None) };
}

/// Records what this thread does in a folder, which looks like this image, until
/// [`end`].
pub fn begin(folder: &Path, image: &Image, lie: Option<Lie>) {
    let first_names = vec![String::new(); image.files.len()];
    let mut recorder = Recorder {
        folder: folder.to_owned(),
        names: image.names.clone(),
        first_names,
        steps: Vec::new(),
        lie,
        is_full: false,
    };
    for (name, file) in &image.names {
        if let Some(first) = recorder.first_names.get_mut(*file) {
            first.clone_from(name);
        }
    }
    RECORDER.set(Some(recorder));
    watch_files(Some(Rc::new(|step| {
        with(|recorder| recorder.saw(step));
    })));
}

/// What was done since [`begin`].
#[must_use]
pub fn end() -> Vec<Step> {
    watch_files(None);
    RECORDER.take().map_or_else(Vec::new, |done| done.steps)
}

/// From now on there is no room for a file to grow, until somebody removes one.
pub fn fill_up(is_full: bool) {
    with(|recorder| recorder.is_full = is_full);
}

fn with<T>(work: impl FnOnce(&mut Recorder) -> T) -> Option<T> {
    RECORDER.with_borrow_mut(|recorder| recorder.as_mut().map(work))
}

/// SQLite has opened a file; `is_new` if it was not there before. Nothing if nobody records.
pub(super) fn opened(path: &Path, is_new: bool) -> Option<FileId> {
    with(|recorder| {
        let name = recorder.name(path)?;
        if is_new {
            return Some(recorder.made(name));
        }
        recorder.names.get(&name).copied()
    })?
}

/// SQLite has done something to a file.
pub(super) fn did(step: impl FnOnce() -> Step) {
    with(|recorder| recorder.push(step()));
}

/// SQLite has removed a file.
pub(super) fn removed(path: &Path, synced: bool) {
    with(|recorder| {
        if let Some(name) = recorder.name(path) {
            recorder.remove(name.clone());
            if synced {
                recorder.push(Step::FolderSynced(folder_of(&name).to_owned()));
            }
        }
    });
}

/// The names in the folder of this file last.
pub(super) fn folder_synced(file: FileId) {
    with(|recorder| {
        let name = recorder.first_names.get(file).cloned().unwrap_or_default();
        recorder.push(Step::FolderSynced(folder_of(&name).to_owned()));
    });
}

/// Whether there is no room for a file to grow.
pub(super) fn is_full() -> bool {
    with(|recorder| recorder.is_full).unwrap_or(false)
}

/// The folder that a name is in; empty for the folder of the journal itself.
#[must_use]
pub fn folder_of(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

impl Recorder {
    /// Nothing for what lies elsewhere.
    fn name(&self, path: &Path) -> Option<String> {
        let name = path.strip_prefix(&self.folder).ok()?;
        name.to_str().map(str::to_owned)
    }

    fn push(&mut self, step: Step) {
        let name_of = |file: FileId| self.first_names.get(file).cloned().unwrap_or_default();
        if !self.lie.is_some_and(|lie| lie.is_about(&step, name_of)) {
            self.steps.push(step);
        }
    }

    fn made(&mut self, name: String) -> FileId {
        let file = self.first_names.len();
        self.first_names.push(name.clone());
        self.names.insert(name.clone(), file);
        self.push(Step::Named(name, file));
        file
    }

    fn remove(&mut self, name: String) {
        self.names.remove(&name);
        self.is_full = false;
        self.push(Step::Removed(name));
    }

    fn saw(&mut self, step: FileStep<'_>) -> Option<()> {
        match step {
            FileStep::Made(path) => {
                let name = self.name(path)?;
                self.made(name);
            }
            FileStep::Grown(path, to) => {
                let name = self.name(path)?;
                let known = self.names.get(&name).copied();
                let file = known.unwrap_or_else(|| self.made(name));
                self.push(Step::Resized(file, to));
            }
            FileStep::Synced(path) => {
                let file = *self.names.get(&self.name(path)?)?;
                self.push(Step::Synced(file));
            }
            FileStep::Linked(from, to) => {
                let (from, to) = (self.name(from)?, self.name(to)?);
                let file = *self.names.get(&from)?;
                self.names.insert(to.clone(), file);
                self.push(Step::Named(to, file));
            }
            FileStep::Renamed(from, to) => {
                let (from, to) = (self.name(from)?, self.name(to)?);
                let file = self.names.remove(&from)?;
                self.names.insert(to.clone(), file);
                self.push(Step::Renamed(from, to));
            }
            FileStep::Removed(path) => {
                let name = self.name(path)?;
                self.remove(name);
            }
            FileStep::FolderMade(path) => {
                let name = self.name(path)?;
                self.push(Step::FolderMade(name));
            }
            FileStep::FolderSynced(path) => {
                let name = self.name(path)?;
                self.push(Step::FolderSynced(name));
            }
            FileStep::Committed => self.push(Step::Committed),
        }
        Some(())
    }
}
