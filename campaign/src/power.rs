//! Cuts the power while a till writes its journal, at any moment, and opens what the disk may hold
//! then.
//!
//! A [`day`] of a till is recorded once, by a file system for SQLite ([`vfs`]) and by what the
//! journal says of its own file calls ([`log`]). For any moment of it a [`disk`] says what may be
//! left; the [`referee`] opens that by the library's own code. Every transaction that had returned
//! must be there, the one that was under way wholly or not at all, and the journal must open. One
//! of these images is then the disk of the next session, whose recovery is cut in turn.

pub mod day;
pub mod disk;
pub mod log;
pub mod referee;
#[expect(unsafe_code, reason = "SQLite asks for C functions")]
pub mod vfs;

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::json;
use tempfile::TempDir;

use self::day::Shop;
use self::disk::{Disk, Image};
use self::log::{Lie, Step};
use self::referee::{Bench, Book, JOURNAL};
use crate::dice::{Dice, mix};
use crate::figures;

/// What to play.
#[derive(Debug, Clone, Args)]
pub struct Arguments {
    /// How many images at least.
    #[arg(long, default_value_t = 100_000)]
    pub count: u64,

    /// The first number; each shop follows from its own.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,

    /// How many at once.
    #[arg(long, default_value_t = 2)]
    pub threads: u64,

    /// Go on until more than so many went wrong.
    #[arg(long, default_value_t = 9)]
    pub tolerate: usize,

    /// The disk lies: what it says will last of these does not. Then something must go wrong.
    #[arg(long)]
    pub lie: Option<Lie>,

    /// One image, as it was printed: is it opened?
    #[arg(long)]
    pub only: Option<Case>,
}

/// From one start of a till until the power goes.
const SESSIONS: u64 = 3;

/// Images of one session.
const THROWS: u64 = 100;

/// One image: the number of the shop, of the session, and of the throw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    seed: u64,
    session: u64,
    throw: u64,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.seed, self.session, self.throw)
    }
}

impl FromStr for Case {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers: Result<Vec<u64>, _> = text.split('/').map(str::parse).collect();
        match numbers.as_deref() {
            Ok([seed, session, throw]) => Ok(Self {
                seed: *seed,
                session: *session,
                throw: *throw,
            }),
            _ => Err("three numbers with / between them".to_owned()),
        }
    }
}

impl Case {
    fn dice(self) -> Dice {
        Dice::new(mix(self.seed
            ^ mix(self.session + 1)
            ^ mix(self.throw + 0x00c0_ffee)))
    }
}

/// What all images came to.
#[derive(Debug, Default)]
pub struct Sums {
    /// Images opened.
    pub images: u64,
    /// Those of them that a cut has left while the journal was recovering from another.
    pub recovering: u64,
    /// Those without a journal: it was not made yet.
    pub unmade: u64,
    /// Those in which the transaction under way is there already.
    pub ahead: u64,
    /// Transactions recorded.
    pub transactions: u64,
    /// Operations in the books that were compared.
    pub operations: u64,
    /// What must not be.
    pub violations: Vec<(Case, String)>,
    /// How long it took.
    pub took: Duration,
}

impl Sums {
    fn add(&mut self, other: Self) {
        self.images += other.images;
        self.recovering += other.recovering;
        self.unmade += other.unmade;
        self.ahead += other.ahead;
        self.transactions += other.transactions;
        self.operations += other.operations;
        self.violations.extend(other.violations);
    }
}

/// The program.
#[must_use]
#[allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it is a program for people"
)]
pub fn main(arguments: &Arguments) -> ExitCode {
    let sums = match run(arguments, true) {
        Ok(sums) => sums,
        Err(why) => {
            eprintln!("campaign: {why}");
            return ExitCode::FAILURE;
        }
    };
    for (case, why) in sums.violations.iter().take(10) {
        println!("{case}: {why}");
        println!("    campaign power --only {case}");
    }
    let found = json!({"images": sums.images, "violations": sums.violations.len(),
        "transactions": sums.transactions, "operations_compared": sums.operations, "during_recovery": sums.recovering,
        "under_way_and_there": sums.ahead, "not_made_yet": sums.unmade});
    let well = sums.violations.is_empty();
    figures::end("power", arguments.seed, sums.took, &found, well)
}

/// Opens so many images, or until too many went wrong.
///
/// # Errors
/// No folder, or a recording that is not what the disk shows.
pub fn run(arguments: &Arguments, aloud: bool) -> io::Result<Sums> {
    vfs::install()?;
    let began = Instant::now();
    let (next, stop) = (AtomicU64::new(0), AtomicBool::new(false));
    let sums = Mutex::new(Sums::default());
    let lock = || sums.lock().unwrap_or_else(PoisonError::into_inner);
    thread::scope(|scope| -> io::Result<()> {
        let workers: Vec<_> = (0..arguments.threads.max(1))
            .map(|_| {
                let (next, stop, lock) = (&next, &stop, &lock);
                scope.spawn(move || -> io::Result<()> {
                    let folder = folder_in_memory()?;
                    while !stop.load(Ordering::Relaxed) {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        let is_enough = number * SESSIONS * THROWS >= arguments.count;
                        if is_enough || (number > 0 && arguments.only.is_some()) {
                            break;
                        }
                        let seed = arguments
                            .only
                            .map_or(arguments.seed + number, |only| only.seed);
                        let played = play(arguments, seed, folder.path())
                            .inspect_err(|_| stop.store(true, Ordering::Relaxed))?;
                        let mut sums = lock();
                        sums.add(played);
                        let is_over = sums.violations.len() > arguments.tolerate;
                        stop.fetch_or(is_over, Ordering::Relaxed);
                    }
                    Ok(())
                })
            })
            .collect();
        while aloud && !workers.iter().all(thread::ScopedJoinHandle::is_finished) {
            thread::sleep(Duration::from_millis(500));
            progress(arguments, &lock(), began.elapsed());
        }
        for worker in workers {
            let done = worker.join();
            done.unwrap_or_else(|_| Err(io::Error::other("a worker died")))?;
        }
        Ok(())
    })?;
    let mut sums = sums.into_inner().unwrap_or_else(PoisonError::into_inner);
    sums.took = began.elapsed();
    Ok(sums)
}

/// Nothing that is written here need last.
fn folder_in_memory() -> io::Result<TempDir> {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir())
}

#[expect(clippy::print_stderr, reason = "it is a program for people")]
fn progress(arguments: &Arguments, sums: &Sums, took: Duration) {
    let rate = sums.images * 1000 / u64::try_from(took.as_millis()).unwrap_or(1).max(1);
    eprint!(
        "\r{} of {} images, {rate} a second, {} went wrong   ",
        sums.images,
        arguments.count,
        sums.violations.len()
    );
    if sums.images >= arguments.count {
        eprintln!();
    }
}

/// One shop: its sessions, and what the cuts in each leave.
fn play(arguments: &Arguments, seed: u64, folder: &Path) -> io::Result<Sums> {
    let shop = Shop::new(seed);
    let mut sums = Sums::default();
    let mut disk = Left::default();
    for session in 0..SESSIONS {
        let mut dice = Dice::new(mix(seed ^ mix(session + 1)));
        let is_shared = (seed % 2 == 1) ^ (session > 0 && dice.percent(20));
        let recorded = Recorded::of(
            &shop,
            session,
            &disk,
            is_shared,
            arguments.lie,
            folder,
            &mut dice,
        )?;
        sums.transactions += recorded.transactions();
        let next = dice.below(THROWS);
        let cut = Cut {
            seed,
            session,
            recorded: &recorded,
            arguments,
            next,
        };
        let left = cut.all(&mut sums, folder);
        match left.map_err(|why| io::Error::other(format!("{seed}/{session}: {why}")))? {
            Some(left) => disk = left,
            None => break,
        }
    }
    Ok(sums)
}

/// What a cut has left, and what its journal says. `None`: it has none yet.
#[derive(Debug, Clone, Default)]
struct Left {
    image: Image,
    book: Option<Book>,
}

/// One session, from the start of the till until it is closed.
struct Recorded<'a> {
    before: &'a Left,
    is_shared: bool,
    steps: Vec<Step>,
    /// What its till was told.
    sales: Vec<String>,
}

impl<'a> Recorded<'a> {
    fn of(
        shop: &Shop,
        session: u64,
        before: &'a Left,
        is_shared: bool,
        lie: Option<Lie>,
        folder: &Path,
        dice: &mut Dice,
    ) -> io::Result<Self> {
        let folder = emptied(folder.join("till"))?;
        before.image.write(&folder)?;
        log::begin(&folder, &before.image, lie);
        let acts = if session == 0 {
            dice.between(10, 90)
        } else {
            dice.between(1, 40)
        };
        let sales = shop.day(session, &folder.join(JOURNAL), is_shared, acts, dice);
        let recorded = Self {
            before,
            is_shared,
            steps: log::end(),
            sales,
        };
        let seen = recorded.disk_after(recorded.steps.len()).seen();
        match seen.differs(&Image::read(&folder)?) {
            None => Ok(recorded),
            Some(name) => Err(io::Error::other(format!(
                "what was recorded of {name} is not what is there"
            ))),
        }
    }

    fn disk_after(&self, steps: usize) -> Disk {
        let mut disk = Disk::new(self.before.image.clone());
        for step in self.steps.iter().take(steps) {
            disk.take(step);
        }
        disk
    }

    fn transactions(&self) -> u64 {
        let committed = |step: &&Step| matches!(step, Step::Committed);
        self.steps.iter().filter(committed).count() as u64
    }
}

fn emptied(folder: PathBuf) -> io::Result<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir(&folder)?;
    Ok(folder)
}

/// What the till may rely on at some moment of a session.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    /// So many transactions have returned.
    committed: usize,
    /// The journal has its name, if it was made in this session.
    is_named: bool,
    /// It was made in this session, and who made it goes on.
    is_made: bool,
}

impl Known {
    fn take(&mut self, step: &Step) {
        match step {
            Step::Committed => self.committed += 1,
            Step::Named(name, _) => self.is_named |= name == JOURNAL,
            // The last that is done when a journal is made.
            Step::Removed(name) => {
                let is_draft = Path::new(name)
                    .extension()
                    .is_some_and(|end| end == "draft");
                self.is_made |= self.is_named && is_draft;
            }
            _ => {}
        }
    }
}

/// The cuts of one session.
struct Cut<'a> {
    seed: u64,
    session: u64,
    recorded: &'a Recorded<'a>,
    arguments: &'a Arguments,
    /// The throw whose image the next session begins with.
    next: u64,
}

impl Cut<'_> {
    const fn case(&self, throw: u64) -> Case {
        Case {
            seed: self.seed,
            session: self.session,
            throw,
        }
    }

    fn wants(&self, case: Case) -> bool {
        self.arguments.only.is_none_or(|only| only == case)
    }

    /// What is left for the next session; nothing if there is none.
    fn all(&self, sums: &mut Sums, folder: &Path) -> io::Result<Option<Left>> {
        let steps = &self.recorded.steps;
        let bench = Bench::new(folder);
        let mut books = Books::of(self.recorded, &bench);
        let mut throws: Vec<(u64, Case, Dice)> = (0..THROWS)
            .map(|throw| {
                let case = self.case(throw);
                let mut dice = case.dice();
                // The beginning has recovery or the making of the journal in it.
                let share = dice.pick(1, &[1, 1, 4, 16]);
                (dice.below(steps.len() as u64 / share + 1), case, dice)
            })
            .collect();
        throws.sort_by_key(|(point, ..)| *point);
        let mut disk = Disk::new(self.recorded.before.image.clone());
        let (mut taken, mut known) = (0, Known::default());
        let mut left = None;
        for (point, case, mut dice) in throws {
            if sums.violations.len() > self.arguments.tolerate {
                return Ok(None);
            }
            while (taken as u64) < point
                && let Some(step) = steps.get(taken)
            {
                disk.take(step);
                known.take(step);
                taken += 1;
            }
            let is_next = case.throw == self.next;
            let is_wanted = self.wants(case);
            if !is_next && !is_wanted {
                continue;
            }
            let mut image = disk.left(&mut dice);
            image.spoil_shared_memory(JOURNAL, &mut dice);
            let judged = self.judge(&image, known, &mut books, &bench, &mut dice, sums)?;
            match judged {
                Ok(book) if is_next => left = Some(Left { image, book }),
                Err(why) if is_wanted => sums.violations.push((case, why)),
                Ok(_) | Err(_) => {}
            }
        }
        let end = self.case(THROWS);
        if self.wants(end) {
            self.check_end(end, &mut books, sums)?;
        }
        Ok(left)
    }

    /// The book of an image, if it is what it may be.
    fn judge(
        &self,
        image: &Image,
        known: Known,
        books: &mut Books<'_>,
        bench: &Bench,
        dice: &mut Dice,
        sums: &mut Sums,
    ) -> io::Result<Result<Option<Book>, String>> {
        let is_there = image.names.contains_key(JOURNAL);
        let is_shared = self.recorded.is_shared ^ dice.percent(5);
        let Known {
            committed, is_made, ..
        } = known;
        sums.images += 1;
        sums.recovering += u64::from(committed == 0 && self.session > 0);
        sums.unmade += u64::from(!is_there);
        let told = bench.open(image, is_shared)?;
        let book = match told {
            Ok(book) => book,
            Err(why) => return Ok(Err(why)),
        };
        sums.operations += book.count() as u64;
        let before = books.after(committed)?;
        if before.as_ref() == Some(&book) {
            return Ok(Ok(Some(book)));
        }
        let after = books.after(committed + 1)?;
        if after.as_ref() == Some(&book) {
            sums.ahead += 1;
            return Ok(Ok(Some(book)));
        }
        if before.is_none() && book.is_empty() && (is_there || !is_made) {
            return Ok(Ok(is_there.then_some(book)));
        }
        let expected = before.or(after);
        Ok(Err(expected.map_or_else(
            || "there never was such a journal".to_owned(),
            |expected| book.differs(&expected),
        )))
    }

    /// What the till was told is in the book, whatever the power does.
    fn check_end(&self, case: Case, books: &mut Books<'_>, sums: &mut Sums) -> io::Result<()> {
        let transactions = usize::try_from(self.recorded.transactions()).unwrap_or(0);
        let end = books.after(transactions)?;
        for id in &self.recorded.sales {
            if !end.as_ref().is_some_and(|book| book.has(id)) {
                let why = format!("{id} was answered and never written down");
                sums.violations.push((case, why));
            }
        }
        Ok(())
    }
}

/// What the journal says after so many transactions if the power stays.
struct Books<'a> {
    recorded: &'a Recorded<'a>,
    bench: &'a Bench,
    disk: Disk,
    taken: usize,
    committed: usize,
    known: BTreeMap<usize, Book>,
}

impl<'a> Books<'a> {
    fn of(recorded: &'a Recorded<'a>, bench: &'a Bench) -> Self {
        let before = recorded.before;
        Self {
            recorded,
            bench,
            disk: Disk::new(before.image.clone()),
            taken: 0,
            committed: 0,
            known: before.book.iter().map(|book| (0, book.clone())).collect(),
        }
    }

    /// `None` before there is a journal, or after the last transaction.
    fn after(&mut self, transactions: usize) -> io::Result<Option<Book>> {
        if let Some(known) = self.known.get(&transactions) {
            return Ok(Some(known.clone()));
        }
        let mut has_news = self.committed == 0;
        while self.committed < transactions {
            let Some(step) = self.recorded.steps.get(self.taken) else {
                return Ok(None);
            };
            self.disk.take(step);
            self.taken += 1;
            match step {
                Step::Committed => self.committed += 1,
                _ => has_news = true,
            }
        }
        if transactions == 0 {
            return Ok(None);
        }
        let same = self.known.last_key_value().filter(|_| !has_news);
        let book = match same {
            Some((_, book)) => book.clone(),
            None => {
                let opened = self
                    .bench
                    .open(&self.disk.seen(), self.recorded.is_shared)?;
                opened.map_err(|why| {
                    io::Error::other(format!("without a cut after {transactions}: {why}"))
                })?
            }
        };
        self.known.insert(transactions, book.clone());
        Ok(Some(book))
    }
}
