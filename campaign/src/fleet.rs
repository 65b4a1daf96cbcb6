//! A hundred thousand tills and one gateway that was away for ten minutes: how much do they ask
//! when it is back?
//!
//! No call is played here, only when requests are made: sales come as they come, and a till with
//! something in doubt asks as the library does, by the same steps and with the same patience.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use cloudpayments_money::ask::{Absence, SETTLE_MS, made_by, wait_before};
use cloudpayments_money::patience::{Patience, pause};

use serde_json::{Map, Value};

use crate::dice::Dice;
use crate::figures::today;

/// What to play.
#[derive(Debug, Clone, Args)]
pub struct Arguments {
    /// Draw the load, into this folder.
    #[arg(long)]
    pub pictures: Option<PathBuf>,
}

/// The scenes that are played: their name, their title, whether the gateway swallows requests, and
/// whether tills are careful.
const SCENES: [(&str, &str, bool, bool); 3] = [
    (
        "unreachable",
        "100,000 tills, the gateway unreachable for ten minutes",
        false,
        false,
    ),
    (
        "silent",
        "100,000 tills that take no card while in doubt, the gateway silent for ten minutes",
        true,
        true,
    ),
    (
        "silent_sells_on",
        "100,000 tills that sell on, the gateway silent for ten minutes",
        true,
        false,
    ),
];

/// What tills that cannot reach the gateway may offer after its return, in hundredths of the usual.
const LIMIT: u64 = 120;

/// What is played.
#[derive(Debug, Clone, Copy)]
pub struct Scene {
    /// How many tills.
    pub tills: usize,
    /// The mean time between two sales of a till.
    pub sale_every_ms: u64,
    /// How long the gateway is away.
    pub outage_ms: u64,
    /// Whether it takes requests and never answers them; else nobody takes them.
    pub swallows: bool,
    /// Whether a till takes no card while it has anything in doubt.
    pub careful: bool,
}

/// Before the outage everything is as usual for so long.
const USUAL_MS: u64 = 600_000;

/// A request takes so long when the gateway is well.
const ANSWER_MS: u64 = 1_500;

/// A question waits so long for its answer.
const QUESTION_MS: u64 = 15_000;

/// How long a charge waits for its answer, and asks then.
const CHARGE_MS: u64 = 70_000;

/// A till calls `journal_recover` so often, for so long.
const RECOVER_EVERY_MS: u64 = 60_000;
const RECOVER_FOR_MS: u64 = 30_000;

/// The width of a bar of the plot.
const BIN_MS: u64 = 10_000;

/// What came of it, in requests that reached the gateway.
#[derive(Debug)]
pub struct Load {
    /// In each ten seconds since the beginning.
    pub bins: Vec<u64>,
    /// A second, before the outage.
    pub usual: f64,
    /// A second, from the gateway's return until all is final.
    pub mean: f64,
    /// The busiest ten seconds of that time, a second.
    pub peak: f64,
    /// How long that was.
    pub settled_ms: u64,
    /// How many operations were in doubt.
    pub doubts: u64,
}

/// What a till has in doubt.
#[derive(Debug, Clone, Copy)]
struct Doubt {
    /// It is there, and the first question that is answered shows it.
    is_there: bool,
    absence: Absence,
    sent_ms: u64,
    asked: u32,
    due_ms: u64,
}

#[derive(Debug)]
struct Till {
    dice: Dice,
    patience: Patience,
    doubts: Vec<Doubt>,
    /// Nothing else is done until then.
    busy_until_ms: u64,
    /// The end of the call that asks.
    asks_until_ms: u64,
}

/// What is next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Sale,
    Recover,
    Question,
}

struct Play {
    scene: Scene,
    bins: Vec<u64>,
    doubts: u64,
    open: u64,
    settled_ms: u64,
}

impl Scene {
    const fn is_away(&self, at_ms: u64) -> bool {
        at_ms >= USUAL_MS && at_ms < self.back_ms()
    }

    const fn back_ms(&self) -> u64 {
        USUAL_MS + self.outage_ms
    }
}

/// Plays and reports.
#[must_use]
#[allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it is a program for people"
)]
pub fn main(arguments: &Arguments) -> ExitCode {
    match report(arguments.pictures.as_deref()) {
        Ok((figures, well)) => {
            println!("{figures}");
            if well {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err(why) => {
            eprintln!("campaign: the pictures cannot be written: {why}");
            ExitCode::FAILURE
        }
    }
}

/// The line for documents, and whether the load stays within its limit.
#[expect(clippy::print_stdout, reason = "it is a program for people")]
fn report(folder: Option<&Path>) -> std::io::Result<(String, bool)> {
    let began = Instant::now();
    let mut figures = Map::new();
    figures.insert("campaign".to_owned(), "fleet".into());
    figures.insert("date".to_owned(), today().into());
    figures.insert("tills".to_owned(), 100_000.into());
    let mut well = true;
    for (name, title, swallows, careful) in SCENES {
        let scene = Scene {
            tills: 100_000,
            sale_every_ms: 60_000,
            outage_ms: 600_000,
            swallows,
            careful,
        };
        let load = play(scene);
        let times = |rate: f64| hundredths(rate, load.usual);
        let (mean, peak) = (times(load.mean), times(load.peak));
        well &= swallows || mean <= LIMIT;
        let settled_s = load.settled_ms / 1000;
        println!(
            "{title}: {} operations in doubt, all final {settled_s} s after its return; until then {} times the \
             usual load, {} times in the busiest ten seconds",
            load.doubts,
            decimal(mean),
            decimal(peak),
        );
        figures.insert(format!("{name}_mean"), decimal(mean).into());
        figures.insert(format!("{name}_peak"), decimal(peak).into());
        figures.insert(format!("{name}_final_after_s"), settled_s.into());
        if let Some(folder) = folder {
            let picture = picture(scene, &load, title);
            std::fs::write(folder.join(format!("fleet-{name}.svg")), picture)?;
        }
    }
    let seconds = began.elapsed().as_secs();
    figures.insert("seconds".to_owned(), seconds.into());
    Ok((Value::Object(figures).to_string(), well))
}

#[expect(
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a load is no sum of money"
)]
fn hundredths(rate: f64, usual: f64) -> u64 {
    (rate / usual * 100.0).round() as u64
}

fn decimal(hundredths: u64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// Plays a scene.
#[must_use]
pub fn play(scene: Scene) -> Load {
    let mut queue = BinaryHeap::new();
    let mut tills: Vec<_> = (0..scene.tills)
        .map(|number| {
            let mut dice = Dice::new(crate::dice::mix(number as u64));
            queue.push(Reverse((
                pause_of_sales(&mut dice, scene),
                number,
                Event::Sale,
            )));
            queue.push(Reverse((
                dice.below(RECOVER_EVERY_MS),
                number,
                Event::Recover,
            )));
            Till {
                dice,
                patience: Patience::default(),
                doubts: Vec::new(),
                busy_until_ms: 0,
                asks_until_ms: 0,
            }
        })
        .collect();
    let mut play = Play {
        scene,
        bins: Vec::new(),
        doubts: 0,
        open: 0,
        settled_ms: scene.back_ms(),
    };
    while let Some(Reverse((now, number, event))) = queue.pop() {
        if play.open == 0 && now > scene.back_ms() + SETTLE_MS {
            break;
        }
        let Some(till) = tills.get_mut(number) else {
            continue;
        };
        let next = match event {
            Event::Sale => {
                play.sale(till, now);
                Some((now + pause_of_sales(&mut till.dice, scene), Event::Sale))
            }
            Event::Recover => {
                if let Some(at) = Play::recover(till, now) {
                    queue.push(Reverse((at, number, Event::Question)));
                }
                Some((now + RECOVER_EVERY_MS, Event::Recover))
            }
            Event::Question => play.question(till, now).map(|at| (at, Event::Question)),
        };
        if let Some((at, event)) = next {
            queue.push(Reverse((at, number, event)));
        }
    }
    play.load()
}

/// Sales come by chance: between two lies anything up to twice the mean.
fn pause_of_sales(dice: &mut Dice, scene: Scene) -> u64 {
    1 + dice.below(2 * scene.sale_every_ms)
}

impl Play {
    fn count(&mut self, at_ms: u64) {
        if self.scene.is_away(at_ms) {
            return;
        }
        let Ok(bin) = usize::try_from(at_ms / BIN_MS) else {
            return;
        };
        if self.bins.len() <= bin {
            self.bins.resize(bin + 1, 0);
        }
        if let Some(count) = self.bins.get_mut(bin) {
            *count += 1;
        }
    }

    /// A customer pays by card, unless the till waits for an answer.
    fn sale(&mut self, till: &mut Till, now: u64) {
        if now < till.busy_until_ms {
            return;
        }
        // While nobody answers a question, a till takes no card.
        let in_doubt = self.scene.careful && !till.doubts.is_empty();
        if in_doubt || till.patience.wait_ms(now) > 0 {
            return;
        }
        if self.scene.is_away(now) {
            if self.scene.swallows {
                till.busy_until_ms = now + CHARGE_MS;
                self.doubt(till, now, false);
            }
            return;
        }
        self.count(now);
        till.busy_until_ms = now + ANSWER_MS;
        if self.scene.is_away(now + ANSWER_MS) {
            let is_there = till.dice.percent(50);
            self.doubt(till, now, is_there);
        }
    }

    fn doubt(&mut self, till: &mut Till, now: u64, is_there: bool) {
        self.doubts += 1;
        self.open += 1;
        till.doubts.push(Doubt {
            is_there,
            absence: Absence::new(Some(now), SETTLE_MS),
            sent_ms: now,
            asked: 0,
            due_ms: now,
        });
    }

    /// When the first question is asked.
    fn recover(till: &mut Till, now: u64) -> Option<u64> {
        if now < till.busy_until_ms || till.doubts.is_empty() {
            return None;
        }
        till.asks_until_ms = now + RECOVER_FOR_MS;
        for doubt in &mut till.doubts {
            (doubt.due_ms, doubt.asked) = (now, made_by(now - doubt.sent_ms));
        }
        Self::due(till, now)
    }

    /// When the next question of this call is asked, if another one is.
    fn due(till: &Till, now: u64) -> Option<u64> {
        let first = till.doubts.iter().map(|doubt| doubt.due_ms).min()?;
        let at = first.max(now).max(now + till.patience.wait_ms(now));
        (at < till.asks_until_ms).then_some(at)
    }

    /// Asks about what is due first.
    fn question(&mut self, till: &mut Till, now: u64) -> Option<u64> {
        let dice = (till.dice.any(), till.dice.any(), till.dice.any());
        let first =
            (0..till.doubts.len()).min_by_key(|at| till.doubts.get(*at).map(|d| d.due_ms))?;
        till.patience.asking(now, pause(SETTLE_MS), dice.0);
        if self.scene.is_away(now) {
            let took = if self.scene.swallows {
                QUESTION_MS
            } else {
                100
            };
            till.patience.failed(now + took, pause(SETTLE_MS), dice.1);
            let doubt = till.doubts.get_mut(first)?;
            doubt.asked += 1;
            doubt.due_ms = now + took + wait_before(doubt.asked - 1, dice.2);
            return Self::due(till, now + took);
        }
        till.patience.answered();
        self.count(now);
        let doubt = till.doubts.get_mut(first)?;
        let ends = doubt.is_there || {
            // What `find` does not show is looked for in a list.
            self.count(now + 100);
            doubt.absence.nothing_found(now)
        };
        doubt.asked += 1;
        doubt.due_ms = now + 200 + wait_before(doubt.asked - 1, dice.2);
        if ends {
            till.doubts.swap_remove(first);
            self.open -= 1;
            self.settled_ms = self.settled_ms.max(now);
        }
        Self::due(till, now + 200)
    }

    #[expect(
        clippy::float_arithmetic,
        clippy::cast_precision_loss,
        reason = "a load is no sum of money"
    )]
    fn load(self) -> Load {
        let bin = |ms: u64| usize::try_from(ms / BIN_MS).unwrap_or(usize::MAX);
        let (back, end) = (bin(self.scene.back_ms()), bin(self.settled_ms) + 1);
        let sum = |from: usize, to: usize| {
            let bins = self.bins.get(from..to.min(self.bins.len()));
            bins.unwrap_or_default().iter().sum::<u64>() as f64
        };
        let seconds = |bins: usize| bins.max(1) as f64 * (BIN_MS / 1000) as f64;
        // The first ten seconds of the play are not usual yet.
        let usual = sum(1, bin(USUAL_MS)) / seconds(bin(USUAL_MS) - 1);
        let after = self.bins.get(back..end.min(self.bins.len()));
        let peak = after.unwrap_or_default().iter().max().copied();
        Load {
            usual,
            mean: sum(back, end) / seconds(end - back),
            peak: peak.unwrap_or(0) as f64 / seconds(1),
            settled_ms: self.settled_ms - self.scene.back_ms(),
            doubts: self.doubts,
            bins: self.bins,
        }
    }
}

/// The load as a picture, with the usual one and a fifth more as lines.
#[must_use]
#[expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "a picture is no sum of money"
)]
pub fn picture(scene: Scene, load: &Load, title: &str) -> String {
    const WIDTH: f64 = 760.0;
    const HEIGHT: f64 = 220.0;
    const LEFT: f64 = 60.0;
    const TOP: f64 = 34.0;
    let highest = load.bins.iter().max().copied().unwrap_or(1) as f64 / (BIN_MS as f64 / 1000.0);
    let highest = highest.max(load.usual * 1.2) * 1.1;
    let step = WIDTH / load.bins.len().max(1) as f64;
    let y = |rate: f64| TOP + HEIGHT - rate / highest * HEIGHT;
    let x = |ms: u64| LEFT + ms as f64 / BIN_MS as f64 * step;
    let mut out = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 300" font-family="sans-serif" font-size="12">
<rect width="860" height="300" fill="#fff"/>
<text x="{LEFT}" y="20" font-size="14">{title}</text>
<rect x="{:.1}" y="{TOP}" width="{:.1}" height="{HEIGHT}" fill="#f3e3e3"/>
"##,
        x(USUAL_MS),
        x(scene.back_ms()) - x(USUAL_MS)
    );
    for (at, count) in load.bins.iter().enumerate() {
        let rate = *count as f64 / (BIN_MS as f64 / 1000.0);
        let _ = writeln!(
            out,
            r##"<rect x="{:.1}" y="{:.1}" width="{:.1}" height="{:.1}" fill="#4a7ab5"/>"##,
            LEFT + at as f64 * step,
            y(rate),
            (step - 0.5).max(0.5),
            TOP + HEIGHT - y(rate)
        );
    }
    for (rate, name, color) in [
        (load.usual, "usual", "#222"),
        (load.usual * 1.2, "1.2 × usual", "#b03030"),
    ] {
        let _ = writeln!(
            out,
            r#"<line x1="{LEFT}" x2="{:.1}" y1="{:.1}" y2="{:.1}" stroke="{color}" stroke-dasharray="4 3"/><text x="{:.1}" y="{:.1}" fill="{color}">{name}</text>"#,
            LEFT + WIDTH,
            y(rate),
            y(rate),
            LEFT + WIDTH - 70.0,
            y(rate) - 4.0
        );
        let _ = writeln!(
            out,
            r#"<text x="{:.1}" y="{:.1}" text-anchor="end" fill="{color}">{rate:.0}</text>"#,
            LEFT - 6.0,
            y(rate) + 4.0
        );
    }
    let minutes = load.bins.len() as u64 * BIN_MS / 60_000;
    for minute in (0..=minutes).step_by(5) {
        let _ = writeln!(
            out,
            r#"<text x="{:.1}" y="{:.1}" text-anchor="middle">{minute}</text>"#,
            x(minute * 60_000),
            TOP + HEIGHT + 16.0
        );
    }
    let _ = writeln!(
        out,
        r#"<text x="{:.1}" y="{:.1}" text-anchor="middle">minutes; requests a second; the gateway is away where it is red</text>
</svg>"#,
        LEFT + WIDTH / 2.0,
        TOP + HEIGHT + 36.0
    );
    out
}
