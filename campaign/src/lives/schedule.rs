//! What happens in one life of a till: everything that is not the till's or the library's doing.
//!
//! A schedule is plain data. It follows from a seed, but it need not: it can be shortened step by
//! step, written into a file and played again when the dice have long changed.

use serde::{Deserialize, Serialize};

use crate::dice::Dice;

/// One life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// Fixes ids, jitter and the length of ways.
    pub seed: u64,
    /// Whether the till keeps a journal.
    pub journal: bool,
    /// Whether its calls last until they know what became of the money.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub patient: bool,
    /// How mean the gateway is.
    #[serde(default, skip_serializing_if = "Weather::is_fair")]
    pub weather: Weather,
    /// What happens, one after the other.
    pub steps: Vec<Step>,
}

/// The modes of the sandbox, for the whole life.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Weather {
    /// Look-ups do not see transactions younger than this.
    pub find_lag_ms: u32,
    /// Charges are never answered; they are processed this much later.
    pub late_success_ms: u32,
    /// Out of a million requests so many are answered 429 for no reason.
    pub storm_per_million: u32,
    /// `X-Request-ID` has no effect.
    pub id_store_lost: bool,
    /// Two parallel requests with one `X-Request-ID` are both processed.
    pub duplicates_run: bool,
    /// An approved charge is preceded by a declined twin.
    pub cascade_declines: bool,
    /// The gateway's clock minus the true time.
    pub clock_skew_ms: i64,
}

impl Weather {
    /// Whether nothing is mean.
    #[must_use]
    pub fn is_fair(&self) -> bool {
        *self == Self::default()
    }
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What is done.
    pub act: Act,
    /// What strikes the n-th exchange with the gateway within it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<(u16, Fault)>,
    /// The process dies at the n-th time that it touches the world within it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dies: Option<u16>,
    /// The n-th step of the journal's store within it fails.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub store_fails: Vec<u16>,
}

impl Step {
    /// One at which nothing goes wrong.
    #[must_use]
    pub const fn fair(act: Act) -> Self {
        Self {
            act,
            faults: Vec::new(),
            dies: None,
            store_fails: Vec::new(),
        }
    }
}

/// What the till, its people or the world do. A till that is correct leaves out what it may not do
/// as things stand. Sales are named by their number, from the last one back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Act {
    /// A new operation; for the order of an older one, if there is one.
    Sell(Kind, Card, Option<u8>),
    /// The same call again.
    Again(u8),
    /// The payer is back from the issuer's page, with or without having passed.
    Back(u8, bool),
    /// The same answer of the payer is sent again.
    BackAgain(u8),
    /// Take a hold, all of it or a part.
    Confirm(u8, bool),
    /// Give a hold up.
    Void(u8),
    /// Give back all that is left, or a part.
    Refund(u8, bool),
    /// The last command about a payment again.
    CommandAgain(u8),
    /// Ask about what is in doubt.
    Resolve(u8),
    /// The cashier takes cash instead.
    Reverse(u8),
    /// Ask about everything that is in doubt, with a journal.
    Recover,
    /// Say that what has ended is known, with a journal.
    Acknowledge(u8),
    /// Time passes.
    Wait(u32),
    /// Somebody sets the clock of the till.
    SetClock(i32),
    /// The till is closed and opened again.
    Restart,
    /// The machine is started anew.
    Reboot,
    /// The gateway cannot be reached for so long.
    Outage(u32),
}

/// How money moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// By card, at once.
    Charge,
    /// By card, held first.
    Auth,
    /// By token, at once.
    TokenCharge,
    /// By token, held first.
    TokenAuth,
    /// To a card.
    CardPayout,
    /// To a token.
    TokenPayout,
    /// To a phone number.
    SbpPayout,
}

/// What the card does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Card {
    /// It pays.
    Pays,
    /// It has no money.
    Poor,
    /// It pays after 3-D Secure.
    Pays3ds,
    /// It has no money, which shows after 3-D Secure.
    Poor3ds,
}

/// Whether the gateway processes a request whose answer is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fate {
    /// It does.
    Now,
    /// It does so many milliseconds after it came.
    Later(u32),
    /// It does not.
    Never,
}

/// What strikes an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// No connection.
    Unreachable(Obstacle),
    /// A part of the request leaves.
    Partly,
    /// The request leaves, the connection breaks.
    Reset(Fate),
    /// The request leaves, and nothing comes until nobody waits any more.
    Silence(Fate),
    /// A part of the answer comes.
    Cut(Fate),
    /// A page comes instead of the answer.
    Page(Fate),
    /// An HTTP status that says nothing about the request.
    Status(u16, Fate),
    /// An HTTP status that says that the request was not begun.
    NotBegun(u16),
    /// The answer shows another sum.
    WrongAmount,
    /// The answer takes so long.
    Slow(u32),
    /// Somebody interrupts the call while it waits.
    Interrupted(Fate),
    /// Somebody else does something while the request is on its way, or, if so, when it has been
    /// processed already.
    Meanwhile(Other, bool),
}

/// What another thread does, or another process with the same journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Other {
    /// It makes the same call.
    SameCall,
    /// It asks about it.
    Resolve,
    /// It makes another payment of the same order.
    Sell,
    /// Another process makes the same call.
    SameCallElsewhere,
    /// Another process asks about it.
    ResolveElsewhere,
    /// Another process makes another payment of the same order.
    SellElsewhere,
    /// Another process asks about everything that is open.
    RecoverElsewhere,
}

impl Other {
    /// Whether it is another process.
    #[must_use]
    pub const fn is_elsewhere(self) -> bool {
        matches!(
            self,
            Self::SameCallElsewhere
                | Self::ResolveElsewhere
                | Self::SellElsewhere
                | Self::RecoverElsewhere
        )
    }
}

/// Why there is no connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Obstacle {
    /// The name has no address.
    Name,
    /// Nobody listens.
    Refused,
    /// Nobody answers.
    Silent,
    /// TLS breaks.
    Tls,
    /// The certificate is not the gateway's.
    Untrusted,
}

impl Schedule {
    /// Whether an answer shows a sum that is not true: then a person must look.
    #[must_use]
    pub fn lies(&self) -> bool {
        let mut faults = self.steps.iter().flat_map(|step| &step.faults);
        faults.any(|(_, fault)| *fault == Fault::WrongAmount)
    }
}

/// The gateway gives up a request after five minutes.
const LATEST_MS: u64 = 299_000;

impl Schedule {
    /// One sale by a till that waits; the answer is lost, and the gateway is well.
    #[must_use]
    pub fn of_lost_answer(seed: u64, journal: bool, fate: Fate) -> Self {
        let mut sale = Step::fair(Act::Sell(Kind::Charge, Card::Pays, None));
        sale.faults.push((0, Fault::Reset(fate)));
        Self {
            seed,
            journal,
            patient: true,
            weather: Weather::default(),
            steps: vec![sale],
        }
    }

    /// The life that follows from a seed.
    #[must_use]
    pub fn of(seed: u64, journal: bool) -> Self {
        let mut dice = Dice::new(crate::dice::mix(seed ^ 0x5eed));
        let weather = weather(&mut dice);
        let trouble = dice.pick(5, &[15, 30, 60]);
        let count = dice.between(2, 9);
        let mut steps = Vec::new();
        for number in 0..count {
            let act = act(&mut dice, journal, number == 0);
            steps.push(step(&mut dice, act, journal, trouble));
        }
        Self {
            seed,
            journal,
            patient: false,
            weather,
            steps,
        }
    }
}

fn weather(dice: &mut Dice) -> Weather {
    if dice.percent(30) {
        return Weather::default();
    }
    Weather {
        find_lag_ms: if dice.percent(50) {
            u32::try_from(dice.below(60_000)).unwrap_or(0)
        } else {
            0
        },
        late_success_ms: if dice.percent(8) {
            u32::try_from(dice.between(1, LATEST_MS)).unwrap_or(0)
        } else {
            0
        },
        storm_per_million: dice.pick(0, &[0, 50_000, 300_000]),
        id_store_lost: dice.percent(50),
        duplicates_run: dice.percent(50),
        cascade_declines: dice.percent(40),
        clock_skew_ms: dice.pick(0, &[0, -93_600_000, 93_600_000, 1_500, -1_500]),
    }
}

fn act(dice: &mut Dice, journal: bool, first: bool) -> Act {
    let sale = u8::try_from(dice.below(3)).unwrap_or(0);
    let roll = if first { 0 } else { dice.below(100) };
    match roll {
        0..27 => {
            let older = (!first && dice.percent(35)).then_some(sale);
            Act::Sell(kind(dice), card(dice), older)
        }
        27..34 => Act::Again(sale),
        34..42 => Act::Back(sale, dice.percent(75)),
        42..44 => Act::BackAgain(sale),
        44..50 => Act::Confirm(sale, dice.percent(40)),
        50..54 => Act::Void(sale),
        54..61 => Act::Refund(sale, dice.percent(60)),
        61..64 => Act::CommandAgain(sale),
        64..71 => Act::Resolve(sale),
        71..79 => Act::Reverse(sale),
        79..84 if journal => Act::Recover,
        84..87 if journal => Act::Acknowledge(sale),
        79..90 => Act::Wait(wait(dice)),
        90..92 => Act::SetClock(set_clock(dice, journal)),
        92..95 => Act::Restart,
        95..97 => Act::Reboot,
        _ => Act::Outage(u32::try_from(dice.between(1_000, 600_000)).unwrap_or(0)),
    }
}

fn kind(dice: &mut Dice) -> Kind {
    match dice.below(100) {
        0..45 => Kind::Charge,
        45..68 => Kind::Auth,
        68..78 => Kind::TokenCharge,
        78..85 => Kind::TokenAuth,
        85..91 => Kind::CardPayout,
        91..95 => Kind::TokenPayout,
        _ => Kind::SbpPayout,
    }
}

fn card(dice: &mut Dice) -> Card {
    match dice.below(100) {
        0..55 => Card::Pays,
        55..67 => Card::Poor,
        67..93 => Card::Pays3ds,
        _ => Card::Poor3ds,
    }
}

fn wait(dice: &mut Dice) -> u32 {
    let longest = dice.pick(2_000, &[60_000, 400_000, 4_000_000]);
    u32::try_from(dice.between(1, longest)).unwrap_or(0)
}

/// Without a journal a till must keep its clock: see "Known faults" of the documentation.
fn set_clock(dice: &mut Dice, journal: bool) -> i32 {
    let span: u64 = if journal {
        dice.pick(5_000, &[600_000, 7_200_000, 90_000_000])
    } else {
        1_000
    };
    let by = i32::try_from(dice.below(span)).unwrap_or(0);
    if dice.percent(50) { by } else { -by }
}

fn step(dice: &mut Dice, act: Act, journal: bool, trouble: u64) -> Step {
    let mut step = Step::fair(act);
    if matches!(
        act,
        Act::Wait(_) | Act::SetClock(_) | Act::Restart | Act::Reboot | Act::Outage(_)
    ) {
        return step;
    }
    // The first exchanges are those that move money; asking goes on for longer.
    for exchange in 0..12 {
        if dice.percent(if exchange < 2 { trouble } else { trouble / 2 }) {
            step.faults.push((exchange, fault(dice, journal)));
        }
    }
    if dice.percent(trouble / 3) {
        step.dies = Some(u16::try_from(dice.below(24)).unwrap_or(0));
    }
    if journal && dice.percent(trouble / 4) {
        step.store_fails
            .push(u16::try_from(dice.below(8)).unwrap_or(0));
    }
    step
}

fn fault(dice: &mut Dice, journal: bool) -> Fault {
    match dice.below(106) {
        0..14 => Fault::Unreachable(dice.pick(
            Obstacle::Name,
            &[
                Obstacle::Refused,
                Obstacle::Silent,
                Obstacle::Tls,
                Obstacle::Untrusted,
            ],
        )),
        14..20 => Fault::Partly,
        20..44 => Fault::Reset(fate(dice)),
        44..54 => Fault::Silence(fate(dice)),
        54..60 => Fault::Cut(fate(dice)),
        60..66 => Fault::Page(fate(dice)),
        66..78 => {
            let status = dice.pick(500, &[502, 503, 504, 408, 409, 307, 418, 520]);
            Fault::Status(status, fate(dice))
        }
        78..88 => Fault::NotBegun(dice.pick(429, &[429, 429, 401, 403, 404, 400, 425, 413])),
        88..91 => Fault::WrongAmount,
        91..96 => Fault::Slow(u32::try_from(dice.between(200, 120_000)).unwrap_or(0)),
        96..100 => Fault::Interrupted(fate(dice)),
        _ => Fault::Meanwhile(other(dice, journal), dice.percent(50)),
    }
}

/// Without a journal no other process knows anything.
fn other(dice: &mut Dice, journal: bool) -> Other {
    if journal && dice.percent(60) {
        return dice.pick(
            Other::SameCallElsewhere,
            &[
                Other::ResolveElsewhere,
                Other::SellElsewhere,
                Other::RecoverElsewhere,
            ],
        );
    }
    dice.pick(Other::SameCall, &[Other::Resolve, Other::Sell])
}

fn fate(dice: &mut Dice) -> Fate {
    match dice.below(10) {
        0..4 => Fate::Now,
        4..7 => Fate::Never,
        _ => {
            let longest = dice.pick(2_000, &[30_000, LATEST_MS]);
            Fate::Later(u32::try_from(dice.between(1, longest)).unwrap_or(0))
        }
    }
}
