//! A hundred thousand tills and one gateway that was away for some minutes: how much do they ask
//! when it is back?
//!
//! No call is played here, only when requests are made: sales come as they come, and a till with
//! something in doubt asks as the library does. When it asks, about what, and what proves absence is
//! decided by the library's own code in `money/`.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use cloudpayments_money::agenda::{self, Turn};
use cloudpayments_money::ask::{Absence, SETTLE_MS, wait_before};
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

/// The scenes that are played: their name, their title, how many minutes the gateway is away, whether
/// it swallows requests, and whether tills are careful.
const SCENES: [(&str, &str, u64, bool, bool); 4] = [
    (
        "unreachable",
        "100,000 tills, the gateway unreachable for ten minutes",
        10,
        false,
        false,
    ),
    (
        "silent",
        "100,000 tills that take no card while in doubt, the gateway silent for ten minutes",
        10,
        true,
        true,
    ),
    (
        "silent_sells_on",
        "100,000 tills that sell on, the gateway silent for ten minutes",
        10,
        true,
        false,
    ),
    (
        "briefly_silent",
        "100,000 tills that sell on, the gateway silent for three minutes",
        3,
        true,
        false,
    ),
];

/// What the tills may offer after the gateway's return, in hundredths of the usual, when it was
/// away for longer than the settle time. After a shorter silence absence cannot be proven yet, and
/// they come thrice.
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

/// How long a charge waits for its answer, and how long it asks then: the usual `timeout_ms` less
/// `resolve_ms`, and that.
const CHARGE_MS: u64 = 70_000;
const CHARGE_ASKS_MS: u64 = 20_000;

/// A request is refused so soon when nobody is there.
const REFUSED_MS: u64 = 100;

/// A look-up takes so long when the gateway is well.
const LOOK_UP_MS: u64 = 100;

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
    /// And until half of it was.
    pub half_settled_ms: u64,
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
    turn: Turn,
    /// When a question about it was last answered.
    asked_ms: Option<u64>,
    /// Until when an answer could end nothing.
    spared_until_ms: Option<u64>,
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
    /// How many questions the latest charge has asked.
    asked: u32,
    /// When the latest list was read.
    list_ms: Option<u64>,
}

/// What is next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Sale,
    /// A charge without an answer asks what became of it.
    Ask,
    Recover,
    Question,
}

struct Play {
    scene: Scene,
    bins: Vec<u64>,
    open: u64,
    /// When each doubt ended.
    ended_ms: Vec<u64>,
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
    for (name, title, minutes, swallows, careful) in SCENES {
        let scene = Scene {
            tills: 100_000,
            sale_every_ms: 60_000,
            outage_ms: minutes * 60_000,
            swallows,
            careful,
        };
        let load = play(scene);
        let times = |rate: f64| hundredths(rate, load.usual);
        let (mean, peak) = (times(load.mean), times(load.peak));
        well &= scene.outage_ms <= SETTLE_MS || mean <= LIMIT;
        let (half_s, settled_s) = (load.half_settled_ms / 1000, load.settled_ms / 1000);
        println!(
            "{title}: {} operations in doubt, half of them final {half_s} s after its return, all {settled_s} s; \
             until then {} times the usual load, {} times in the busiest ten seconds",
            load.doubts,
            decimal(mean),
            decimal(peak),
        );
        figures.insert(format!("{name}_mean"), decimal(mean).into());
        figures.insert(format!("{name}_peak"), decimal(peak).into());
        figures.insert(format!("{name}_half_final_after_s"), half_s.into());
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
                asked: 0,
                list_ms: None,
            }
        })
        .collect();
    let mut play = Play {
        scene,
        bins: Vec::new(),
        open: 0,
        ended_ms: Vec::new(),
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
                if let Some(at) = play.sale(till, now) {
                    queue.push(Reverse((at, number, Event::Ask)));
                }
                Some((now + pause_of_sales(&mut till.dice, scene), Event::Sale))
            }
            Event::Recover => {
                if let Some(at) = Play::recover(till, now) {
                    queue.push(Reverse((at, number, Event::Question)));
                }
                Some((now + RECOVER_EVERY_MS, Event::Recover))
            }
            Event::Ask => play.ask(till, now).map(|at| (at, Event::Ask)),
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

    /// A customer pays by card, unless the till waits for an answer. When the call asks first what
    /// became of it, if it has to.
    fn sale(&mut self, till: &mut Till, now: u64) -> Option<u64> {
        if now < till.busy_until_ms {
            return None;
        }
        // While nobody answers a question, a till takes no card.
        let in_doubt = self.scene.careful && !till.doubts.is_empty();
        if in_doubt || till.patience.is_silent() {
            return None;
        }
        let scene = self.scene;
        if scene.is_away(now) {
            let taken = scene.swallows;
            return taken.then(|| self.doubt(till, now, CHARGE_MS, false));
        }
        self.count(now);
        till.busy_until_ms = now + ANSWER_MS;
        let lost = scene.is_away(now + ANSWER_MS);
        let waits_ms = if scene.swallows { CHARGE_MS } else { ANSWER_MS };
        let is_there = lost && till.dice.percent(50);
        lost.then(|| self.doubt(till, now, waits_ms, is_there))
    }

    /// A charge has no answer after it has waited so long. When it asks first.
    fn doubt(&mut self, till: &mut Till, now: u64, waits_ms: u64, is_there: bool) -> u64 {
        self.open += 1;
        till.doubts.push(Doubt {
            is_there,
            absence: Absence::new(Some(now), SETTLE_MS),
            sent_ms: now,
            turn: Turn::new(now, 0, None),
            asked_ms: None,
            spared_until_ms: None,
        });
        till.asked = 0;
        till.asks_until_ms = now + waits_ms + CHARGE_ASKS_MS;
        till.busy_until_ms = till.asks_until_ms;
        now + waits_ms + wait_before(0, till.dice.any())
    }

    /// The charge asks what became of it. When it asks again, if it does.
    fn ask(&mut self, till: &mut Till, now: u64) -> Option<u64> {
        let latest = till.doubts.len().checked_sub(1)?;
        let end_ms = self.question_about(till, latest, now);
        till.asked += 1;
        let usual = wait_before(till.asked, till.dice.any());
        let back = till.patience.back(end_ms);
        // A failed question has shown nothing, and ended no silence.
        let wait = match till.doubts.get(latest) {
            Some(doubt) if doubt.asked_ms == Some(end_ms) => {
                doubt.absence.next_in_ms(end_ms, usual, back)
            }
            _ => usual,
        };
        let at = end_ms + wait.max(till.patience.wait_ms(end_ms));
        let asks_on = till.doubts.len() > latest && at < till.asks_until_ms;
        if !asks_on {
            till.busy_until_ms = end_ms;
        }
        asks_on.then_some(at)
    }

    /// When the first question is asked.
    fn recover(till: &mut Till, now: u64) -> Option<u64> {
        if now < till.busy_until_ms || till.doubts.is_empty() {
            return None;
        }
        till.asks_until_ms = now + RECOVER_FOR_MS;
        for doubt in &mut till.doubts {
            let spared = doubt.spared_until_ms.map(|until| until.saturating_sub(now));
            doubt.turn = Turn::new(now, now - doubt.sent_ms, spared);
        }
        Self::due(till, now)
    }

    /// The doubt that is asked about next, and when.
    fn next(till: &Till) -> Option<(usize, u64)> {
        let turns = till.doubts.iter().map(|doubt| Some(doubt.turn));
        agenda::next(turns, agenda::together(pause(SETTLE_MS)))
    }

    /// When the next question of this call is asked, if another one is.
    fn due(till: &Till, now: u64) -> Option<u64> {
        let (_, due_ms) = Self::next(till)?;
        let at = due_ms.max(now + till.patience.wait_ms(now));
        (at < till.asks_until_ms).then_some(at)
    }

    /// Asks about what is due first.
    fn question(&mut self, till: &mut Till, now: u64) -> Option<u64> {
        let (next, _) = Self::next(till)?;
        let end_ms = self.question_about(till, next, now);
        Self::due(till, end_ms)
    }

    /// Asks about one doubt; when that has ended.
    fn question_about(&mut self, till: &mut Till, which: usize, now: u64) -> u64 {
        let dice = (till.dice.any(), till.dice.any(), till.dice.any());
        till.patience.asking(now, pause(SETTLE_MS), dice.0);
        let Some(doubt) = till.doubts.get_mut(which) else {
            return now;
        };
        if self.scene.is_away(now) {
            let end_ms = if self.scene.swallows {
                let left = till.asks_until_ms.saturating_sub(now);
                now + left.min(QUESTION_MS)
            } else {
                now + REFUSED_MS
            };
            till.patience.failed(end_ms, pause(SETTLE_MS), dice.1);
            doubt.spared_until_ms = None;
            doubt.turn.asked(end_ms, None, dice.2);
            return end_ms;
        }
        till.patience.answered(now);
        self.count(now);
        let mut end_ms = now + LOOK_UP_MS;
        let mut ends = doubt.is_there;
        if !ends {
            // What `find` does not show is looked for in a list, which may have been read already.
            let ago = |at: u64| end_ms - at;
            let at_hand = till
                .list_ms
                .filter(|begun| agenda::list_serves(ago(*begun), doubt.asked_ms.map(ago)));
            let begun_ms = at_hand.unwrap_or(end_ms);
            if at_hand.is_none() {
                self.count(begun_ms);
                till.list_ms = Some(begun_ms);
                end_ms += LOOK_UP_MS;
            }
            ends = doubt.absence.nothing_found(begun_ms + LOOK_UP_MS, end_ms);
        }
        let back = till.patience.back(end_ms);
        let spared = doubt.absence.spared_ms(end_ms, back);
        doubt.asked_ms = Some(end_ms);
        doubt.spared_until_ms = spared.map(|spared| end_ms + spared);
        doubt.turn.asked(end_ms, spared, dice.2);
        if ends {
            till.doubts.remove(which);
            self.open -= 1;
            self.ended_ms.push(end_ms);
        }
        end_ms
    }

    #[expect(
        clippy::float_arithmetic,
        clippy::cast_precision_loss,
        reason = "a load is no sum of money"
    )]
    fn load(mut self) -> Load {
        self.ended_ms.sort_unstable();
        let back_ms = self.scene.back_ms();
        let after = |ended: Option<&u64>| ended.map_or(0, |ended| ended.saturating_sub(back_ms));
        let settled_ms = after(self.ended_ms.last());
        let half_settled_ms = after(self.ended_ms.get(self.ended_ms.len() / 2));
        let bin = |ms: u64| usize::try_from(ms / BIN_MS).unwrap_or(usize::MAX);
        let (back, end) = (bin(back_ms), bin(back_ms + settled_ms) + 1);
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
            settled_ms,
            half_settled_ms,
            doubts: self.ended_ms.len() as u64,
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
