//! Kills a till before every system call of an operation, lets another one take over, and holds
//! what both were told against the ledger.
//!
//! The till is a process of its own with a journal on the disk, as a shop has it; `strace` kills
//! it. Some points kill the one that takes over as well. What is checked stands in [`referee`].

pub mod death;
pub mod referee;
pub mod scene;
pub mod victim;

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::str::FromStr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use clap::Args;
use cloudpayments::Client;
use cloudpayments_sandbox::{Host, Modes, Movement, Row, Served};
use serde_json::{Value, json};

use self::death::{Life, Place, Undertaker};
use self::referee::{Facts, judge};
use self::scene::{Before, Names, SCENES, Scene};
use self::victim::Job;
use crate::dice::Dice;
use crate::figures;

/// What to play.
#[derive(Debug, Clone, Args)]
pub struct Arguments {
    /// How many points, taken by the dice; all if it is left out.
    #[arg(long)]
    pub points: Option<usize>,

    /// How many points more at which the till that takes over is killed too.
    #[arg(long, default_value_t = 1000)]
    pub twice: usize,

    /// How many points more at which the cashier does not wait: the next till makes the same
    /// request again before anything else.
    #[arg(long, default_value_t = 1000)]
    pub hasty: usize,

    /// What the dice follow from.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,

    /// How many tills at once. Some of the time they wait.
    #[arg(long, default_value_t = 10)]
    pub tills: usize,

    /// One point, as it was printed.
    #[arg(long)]
    pub only: Option<Point>,

    /// The program of the till; this one if it is left out.
    #[arg(long)]
    pub program: Option<PathBuf>,
}

/// How the journal is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Profile {
    /// A write-ahead log.
    Log,
    /// A rollback journal, for disks of other machines.
    Rollback,
}

impl Profile {
    fn name(self) -> &'static str {
        match self {
            Self::Log => "wal",
            Self::Rollback => "rollback",
        }
    }
}

/// Who takes over from a till that was killed.
#[derive(Debug, Clone)]
enum NextTill {
    /// One that asks what was left behind.
    Recovers,
    /// One that makes the same request again first.
    Repeats,
    /// One that asks, and is killed there; and then another.
    Dies(Place),
}

/// Who is killed, and when.
#[derive(Debug, Clone)]
pub struct Point {
    scene: &'static Scene,
    profile: Profile,
    first: Place,
    next: NextTill,
}

/// In a point as it is printed.
const REPEATS: &str = "again";

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scene, profile) = (self.scene.name, self.profile.name());
        write!(f, "{scene}/{profile}/{}", self.first)?;
        match &self.next {
            NextTill::Recovers => Ok(()),
            NextTill::Repeats => write!(f, "+{REPEATS}"),
            NextTill::Dies(place) => write!(f, "+{place}"),
        }
    }
}

impl FromStr for Point {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.splitn(3, '/');
        let mut next = || parts.next().unwrap_or_default();
        let (scene, profile, places) = (next(), next(), next());
        let profiles = [Profile::Log, Profile::Rollback];
        let (first, next) = match places.split_once('+') {
            Some((first, REPEATS)) => (first, NextTill::Repeats),
            Some((first, place)) => (first, NextTill::Dies(place.parse()?)),
            None => (places, NextTill::Recovers),
        };
        Ok(Self {
            scene: SCENES
                .iter()
                .find(|known| known.name == scene)
                .ok_or_else(|| format!("there is no scene `{scene}`"))?,
            profile: profiles
                .into_iter()
                .find(|known| known.name() == profile)
                .ok_or_else(|| format!("there is no profile `{profile}`"))?,
            first: first.parse()?,
            next,
        })
    }
}

/// What all points came to.
#[derive(Debug, Default)]
pub struct Sums {
    /// Points played.
    pub points: usize,
    /// Tills killed.
    pub kills: usize,
    /// Those of them that had taken over from another.
    pub second_kills: usize,
    /// How the killed tills were left, by scene.
    pub left: BTreeMap<(&'static str, &'static str), usize>,
    /// What must not be.
    pub violations: Vec<(Point, String)>,
    /// How long it took.
    pub took: Duration,
}

/// What came of a point.
struct Played {
    judgement: Result<&'static str, String>,
    killed: bool,
    killed_again: bool,
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
    for ((scene, left), count) in &sums.left {
        eprintln!("{scene:>16}  {left:<12} {count:>7}");
    }
    let (found, well) = (found(arguments, &sums), sums.violations.is_empty());
    figures::end("kills", arguments.seed, sums.took, &found, well)
}

/// Plays them all.
///
/// # Errors
/// The campaign cannot begin: no ports, no files, no `strace`, or a till that nobody kills fails.
pub fn run(arguments: &Arguments, aloud: bool) -> io::Result<Sums> {
    let began = Instant::now();
    let host = Host::new()?;
    let folder = tempfile::tempdir()?;
    let undertaker = Undertaker {
        program: match &arguments.program {
            Some(program) => program.clone(),
            None => std::env::current_exe()?,
        },
    };
    let shop = |number: usize| Shop::open(&host, number, &undertaker, folder.path());
    let mut first = shop(0)?;
    let sent = first.until_sent()?;
    let points = match &arguments.only {
        Some(point) => vec![point.clone()],
        None => chosen(arguments, first.all(&sent)?),
    };
    let sums = Mutex::new(Sums::default());
    let lock = || sums.lock().unwrap_or_else(PoisonError::into_inner);
    let next = AtomicUsize::new(0);
    thread::scope(|scope| -> io::Result<()> {
        let mut workers = Vec::new();
        for number in 1..=arguments.tills.clamp(1, points.len().max(1)) {
            let mut shop = shop(number)?;
            let (next, points, lock, sent) = (&next, &points, &lock, &sent);
            workers.push(scope.spawn(move || {
                while let Some(point) = points.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let played = shop.play(point, sent);
                    if let (Err(why), true) = (&played.judgement, aloud) {
                        tell(point, why);
                    }
                    lock().add(point, played);
                }
            }));
        }
        while aloud && !workers.iter().all(thread::ScopedJoinHandle::is_finished) {
            thread::sleep(Duration::from_millis(500));
            progress(&lock(), points.len(), began.elapsed());
        }
        Ok(())
    })?;
    let mut sums = sums.into_inner().unwrap_or_else(PoisonError::into_inner);
    sums.took = began.elapsed();
    Ok(sums)
}

impl Sums {
    fn add(&mut self, point: &Point, played: Played) {
        self.points += 1;
        self.kills += usize::from(played.killed) + usize::from(played.killed_again);
        self.second_kills += usize::from(played.killed_again);
        match played.judgement {
            Ok(left) => *self.left.entry((point.scene.name, left)).or_default() += 1,
            Err(why) => self.violations.push((point.clone(), why)),
        }
    }
}

/// Some of the points or all of them, and those at which two tills die; in the dice's order.
fn chosen(arguments: &Arguments, mut points: Vec<Point>) -> Vec<Point> {
    let mut dice = Dice::new(arguments.seed);
    let mut any = |end: usize| usize::try_from(dice.below(end as u64)).unwrap_or(0);
    let recoveries: Vec<Point> = points
        .iter()
        .filter(|point| point.scene.before == Before::Killed)
        .cloned()
        .collect();
    let mut twice = Vec::new();
    for _ in 0..arguments.twice {
        let first = points.get(any(points.len())).cloned();
        let second = recoveries.get(any(recoveries.len()));
        twice.extend(first.zip(second).map(|(first, second)| Point {
            next: NextTill::Dies(second.first.clone()),
            ..first
        }));
    }
    // Whoever recovers has no request of its own.
    let sales = points
        .iter()
        .filter(|point| point.scene.before != Before::Killed);
    let sales: Vec<_> = sales.cloned().collect();
    for _ in 0..arguments.hasty {
        twice.extend(sales.get(any(sales.len())).cloned().map(|first| Point {
            next: NextTill::Repeats,
            ..first
        }));
    }
    for end in (1..points.len()).rev() {
        points.swap(end, any(end + 1));
    }
    points.truncate(arguments.points.unwrap_or(usize::MAX));
    points.extend(twice);
    points
}

/// Where a charge waits for its answer, in either profile.
type Sent = BTreeMap<Profile, Place>;

/// One till and its gateway.
struct Shop<'a> {
    sandbox: Served,
    public_id: String,
    undertaker: &'a Undertaker,
    folder: PathBuf,
    days: usize,
}

/// A journal that begins empty.
struct Day {
    folder: PathBuf,
    config: Value,
    names: Names,
}

impl<'a> Shop<'a> {
    fn open(
        host: &Host,
        number: usize,
        undertaker: &'a Undertaker,
        folder: &Path,
    ) -> io::Result<Self> {
        let public_id = format!("test_api_{number:023}");
        Ok(Self {
            sandbox: host.open(&public_id)?,
            public_id,
            undertaker,
            folder: folder.join(number.to_string()),
            days: 0,
        })
    }

    fn day(&mut self, scene: &Scene, profile: Profile) -> io::Result<Day> {
        self.sandbox.reset();
        // What is sent twice is done twice.
        self.sandbox.set_modes(Modes {
            id_store_lost: true,
            duplicates_run: true,
            ..Modes::default()
        });
        self.days += 1;
        let folder = self.folder.join(self.days.to_string());
        fs::create_dir_all(&folder)?;
        let config = json!({"public_id": self.public_id, "api_secret": "sandbox",
            "base_url": self.sandbox.url(), "till": "till-1", "journal": folder.join("journal.db"),
            "allow_network_journal": profile == Profile::Rollback, "settle_ms": scene.settle_ms});
        let name = |what: &str| format!("{what}-{}", self.days);
        let names = Names {
            operation: name("operation"),
            before: name("before"),
            order: name("order"),
        };
        Ok(Day {
            folder,
            config,
            names,
        })
    }

    /// Where a charge has been sent and waits for its answer.
    fn until_sent(&mut self) -> io::Result<Sent> {
        let charge = scene("charge")?;
        let mut sent = Sent::new();
        for profile in [Profile::Log, Profile::Rollback] {
            let day = self.day(charge, profile)?;
            let job = self.job(charge, &day, &Sent::new(), profile)?;
            let (places, after) = self.undertaker.watch(&job, &day.folder)?;
            let place = places.get(after).cloned();
            let place = place.ok_or_else(|| io::Error::other("a charge sends nothing"))?;
            sent.insert(profile, place);
        }
        Ok(sent)
    }

    /// Every system call of every scene, in both profiles.
    fn all(&mut self, sent: &Sent) -> io::Result<Vec<Point>> {
        let mut points = Vec::new();
        for scene in &SCENES {
            for profile in [Profile::Log, Profile::Rollback] {
                let day = self.day(scene, profile)?;
                let job = self.job(scene, &day, sent, profile)?;
                let (places, _) = self.undertaker.watch(&job, &day.folder)?;
                points.extend(places.into_iter().map(|first| Point {
                    scene,
                    profile,
                    first,
                    next: NextTill::Recovers,
                }));
            }
        }
        Ok(points)
    }

    /// Makes what comes before; what the till does that is to be killed.
    fn job(&self, scene: &Scene, day: &Day, sent: &Sent, profile: Profile) -> io::Result<Job> {
        let request = scene
            .prepare(&day.names, &day.config, &self.sandbox)
            .map_err(io::Error::other)?;
        let acknowledge = ("journal_ack", json!({"request_id": day.names.operation}));
        let charge = Job::new(&day.config, &[(scene.method, request), acknowledge.clone()]);
        if scene.before != Before::Killed {
            return Ok(charge);
        }
        let place = sent
            .get(&profile)
            .ok_or_else(|| io::Error::other("a charge is not sent"))?;
        let life = self.undertaker.kill(&charge, place)?;
        if !life.was_killed {
            return Err(io::Error::other("a till outlives its death"));
        }
        let mut calls = recovery(&day.folder.join("killed.jsonl"));
        calls.push(acknowledge);
        Ok(Job::new(&day.config, &calls))
    }

    fn play(&mut self, point: &Point, sent: &Sent) -> Played {
        let mut lives = (false, false);
        let judgement = self.play_day(point, sent, &mut lives);
        Played {
            judgement: judgement.unwrap_or_else(|why| Err(why.to_string())),
            killed: lives.0,
            killed_again: lives.1,
        }
    }

    fn play_day(
        &mut self,
        point: &Point,
        sent: &Sent,
        killed: &mut (bool, bool),
    ) -> io::Result<Result<&'static str, String>> {
        let (scene, profile) = (point.scene, point.profile);
        let day = self.day(scene, profile)?;
        let job = self.job(scene, &day, sent, profile)?;
        let first = self.undertaker.kill(&job, &point.first)?;
        killed.0 = first.was_killed;
        if let NextTill::Dies(place) = &point.next {
            let job = Job::new(&day.config, &recovery(&day.folder.join("second.jsonl")));
            killed.1 = self.undertaker.kill(&job, place)?.was_killed;
        }
        let path = day.folder.join("journal.jsonl");
        let mut calls = recovery(&path);
        if matches!(point.next, NextTill::Repeats) {
            calls.insert(0, (scene.method, self.request(scene, &day)));
        }
        let recovered = self.undertaker.spare(&Job::new(&day.config, &calls))?;
        let ledger = self.sandbox.ledger();
        let again = self.again(scene, &day)?;
        let ledger_again = self.sandbox.ledger();
        let facts = Facts {
            scene,
            names: &day.names,
            killed: &first,
            recovered: &recovered,
            journal: &lines(&path),
            done: scene.done(&ledger),
            again: &again,
            done_again: scene.done(&ledger_again),
            charges: charges(&ledger_again),
        };
        let judgement = judge(&facts).map_err(|why| format!("{why}\n{}", story(&facts, &ledger)));
        if judgement.is_ok() {
            fs::remove_dir_all(&day.folder)?;
        }
        Ok(judgement)
    }

    /// The request of the operation, once more.
    fn request(&self, scene: &Scene, day: &Day) -> Value {
        let ledger = self.sandbox.ledger();
        let payment = ledger.iter().find(|row| row.movement == Movement::Payment);
        let number = payment.map_or(0, |row| row.number);
        scene.request(&day.names, number, &self.sandbox)
    }

    /// What is answered to it in this process.
    fn again(&self, scene: &Scene, day: &Day) -> io::Result<Value> {
        let client = Client::new(&day.config.to_string());
        let client = client.map_err(|no| io::Error::other(no.message))?;
        let reply = client.call(scene.method, &self.request(scene, day).to_string());
        serde_json::from_str(&reply.json).map_err(io::Error::other)
    }
}

fn scene(name: &str) -> io::Result<&'static Scene> {
    let found = SCENES.iter().find(|scene| scene.name == name);
    found.ok_or_else(|| io::Error::other("there is no such scene"))
}

/// What a till does that is started again.
fn recovery(path: &Path) -> Vec<(&'static str, Value)> {
    vec![
        ("journal_recover", json!({"timeout_ms": 20_000})),
        ("journal_pending", json!({})),
        ("journal_export", json!({"path": path})),
    ]
}

fn charges(ledger: &[Row]) -> usize {
    let payments = ledger
        .iter()
        .filter(|row| row.movement == Movement::Payment);
    payments.filter(|row| row.was_approved).count()
}

fn lines(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let lines = text.lines().map(serde_json::from_str);
    lines.filter_map(Result::ok).collect()
}

/// All that is known, for whoever looks for the fault.
fn story(facts: &Facts<'_>, ledger: &[Row]) -> String {
    let answers = |life: &Life| {
        let told = life.told.iter().map(|answer| format!("        {answer}\n"));
        told.collect::<String>()
    };
    format!(
        "    told before:\n{}    told by the next:\n{}    again:\n        {}\n    journal: {:?}\n    ledger: {ledger:?}",
        answers(facts.killed),
        answers(facts.recovered),
        facts.again,
        facts.journal,
    )
}

/// One line that repeats the point, and why it must be.
#[allow(clippy::print_stdout, reason = "it is a program for people")]
fn tell(point: &Point, why: &str) {
    println!("\ncampaign kills --only {point}\n    {why}");
}

#[allow(clippy::print_stderr, reason = "it is a program for people")]
fn progress(sums: &Sums, all: usize, took: Duration) {
    let took_ms = usize::try_from(took.as_millis())
        .unwrap_or(usize::MAX)
        .max(1);
    let rate = (sums.points * 1000 / took_ms).max(1);
    let left_s = all.saturating_sub(sums.points) / rate;
    eprint!(
        "\r{} of {all} points, {} kills, {rate} a second, {} violations, {}:{:02} left   ",
        sums.points,
        sums.kills,
        sums.violations.len(),
        left_s / 60,
        left_s % 60
    );
    if sums.points == all {
        eprintln!();
    }
}

/// The line for documents.
fn found(arguments: &Arguments, sums: &Sums) -> Value {
    let mut left = BTreeMap::<&str, usize>::new();
    for ((_, how), count) in &sums.left {
        *left.entry(how).or_default() += count;
    }
    json!({"points": sums.points, "kills": sums.kills, "second_kills": sums.second_kills,
        "violations": sums.violations.len(), "tills": arguments.tills, "left": left})
}
