//! Everything that the parts of the sandbox share.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock};
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::sync::watch;

use crate::api::id_store::IdStore;
use crate::api::limit::Limit;
use crate::chargebacks::Chargebacks;
use crate::clock::Clock;
use crate::config::Config;
use crate::faults::Faults;
use crate::invoices::Invoices;
use crate::kkt::Kkt;
use crate::ledger::Ledger;
use crate::ledger::transaction::Transaction;
use crate::links::Links;
use crate::modes::{MILLION, Modes};
use crate::request_log::RequestLog;
use crate::subscriptions::Subscriptions;
use crate::sync::lock;
use crate::tasks::Tasks;
use crate::values::seed::Seed;
use crate::webhooks::Webhooks;

/// One terminal of the API with all that belongs to it.
#[derive(Debug)]
pub(crate) struct Sandbox {
    /// The command line.
    pub(crate) config: Config,
    /// Where we can be reached; known once the port is.
    url: OnceLock<String>,
    /// Time.
    pub(crate) clock: Clock,
    /// Where ids come from.
    pub(crate) seed: Seed,
    ledger: Mutex<Ledger>,
    kkt: Mutex<Kkt>,
    /// Armed faults.
    pub(crate) faults: Faults,
    modes: Mutex<Modes>,
    /// `X-Request-ID`.
    pub(crate) ids: IdStore,
    /// Requests in progress.
    pub(crate) limit: Limit,
    /// Requests seen.
    pub(crate) log: RequestLog,
    /// Invoices of `orders/create`.
    pub(crate) invoices: Invoices,
    /// Links and QR codes.
    pub(crate) links: Links,
    /// Claims of banks.
    pub(crate) chargebacks: Chargebacks,
    /// Notifications of the merchant.
    pub(crate) webhooks: Webhooks,
    /// Plans by which payers are charged again and again.
    pub(crate) subscriptions: Subscriptions,
    /// Counts resets: what was begun before one must not land after it.
    generation: AtomicU64,
    /// Counts requests, to spread 429s over them.
    storm: AtomicU64,
    /// Counts `test` answers, each of which has its own GUID.
    greetings: AtomicU64,
    /// What goes on while nobody waits for it.
    pub(crate) tasks: Tasks,
    /// Tells connections to close if they are idle.
    pub(crate) close_idle: watch::Sender<()>,
}

impl Sandbox {
    /// A sandbox as the command line wants it.
    pub(crate) fn new(config: Config) -> Self {
        let clock = Clock::new(config.seed.is_some());
        Self::with(config, clock, Tasks::Runtime)
    }

    /// The same with a clock that only jumps, and work that is done when it does.
    pub(crate) fn rehearsed(config: Config, epoch_ms: i64) -> Self {
        let tasks = Tasks::Rehearsed(Mutex::default());
        Self::with(config, Clock::that_jumps(epoch_ms), tasks)
    }

    fn with(config: Config, clock: Clock, tasks: Tasks) -> Self {
        let seed = Seed::new(config.seed.unwrap_or_else(any_number));
        Self {
            url: OnceLock::new(),
            kkt: Mutex::new(Kkt::new(seed, 0, clock.elapsed_ms(), clock.now_ms())),
            clock,
            seed,
            ledger: Mutex::new(Ledger::new(first_id(seed))),
            faults: Faults::default(),
            modes: Mutex::default(),
            ids: IdStore::default(),
            limit: Limit::new(config.limit),
            log: RequestLog::default(),
            invoices: Invoices::default(),
            links: Links::default(),
            chargebacks: Chargebacks::default(),
            webhooks: Webhooks::new(config.webhook_url.clone()),
            subscriptions: Subscriptions::default(),
            generation: AtomicU64::new(0),
            storm: AtomicU64::new(0),
            greetings: AtomicU64::new(0),
            tasks,
            close_idle: watch::channel(()).0,
            config,
        }
    }

    /// Tell where we can be reached. Once.
    pub(crate) fn set_url(&self, url: String) {
        // A second call would be a mistake of ours and changes nothing.
        let _ = self.url.set(url);
    }

    /// Where we can be reached.
    pub(crate) fn url(&self) -> &str {
        self.url.get().map_or("", String::as_str)
    }

    /// The ledger, with everything ended whose time is over.
    pub(crate) fn ledger(&self) -> MutexGuard<'_, Ledger> {
        let mut ledger = lock(&self.ledger);
        ledger.settle(self.clock.elapsed_ms());
        ledger
    }

    /// Registers and receipts, with everything printed whose time has come.
    pub(crate) fn kkt(&self) -> MutexGuard<'_, Kkt> {
        let mut kkt = lock(&self.kkt);
        kkt.settle(self.clock.elapsed_ms());
        kkt
    }

    /// The modes now.
    pub(crate) fn modes(&self) -> Modes {
        *lock(&self.modes)
    }

    /// Set the modes.
    pub(crate) fn set_modes(&self, modes: Modes) {
        self.clock.skew(modes.clock_skew_ms);
        if modes.id_store_lost {
            self.ids.clear();
        }
        *lock(&self.modes) = modes;
    }

    /// Empty ledger, no faults, modes off. Numbers go on, unless `--seed` fixes them.
    pub(crate) fn reset(&self) {
        self.generation.fetch_add(1, Ordering::AcqRel);
        self.faults.clear();
        self.set_modes(Modes::default());
        self.ids.clear();
        self.log.clear();
        self.invoices.clear(self.config.seed.is_some());
        self.links.clear();
        self.chargebacks.clear(self.config.seed.is_some());
        self.webhooks.clear();
        self.subscriptions.clear(self.config.seed.is_some());
        self.clock.reset();
        self.storm.store(0, Ordering::Relaxed);
        let mut ledger = lock(&self.ledger);
        let next_id = if self.config.seed.is_some() {
            self.greetings.store(0, Ordering::Relaxed);
            first_id(self.seed)
        } else {
            ledger.next_id()
        };
        *ledger = Ledger::new(next_id);
        drop(ledger);
        let mut kkt = lock(&self.kkt);
        let next_number = if self.config.seed.is_some() {
            0
        } else {
            kkt.next_number()
        };
        let (moment, now_ms) = (self.clock.elapsed_ms(), self.clock.now_ms());
        *kkt = Kkt::new(self.seed, next_number, moment, now_ms);
    }

    /// What look-ups can see now.
    pub(crate) fn sight(&self) -> Sight {
        Sight {
            moment: self.clock.elapsed_ms(),
            lag_ms: self.modes().find_lag_ms,
        }
    }

    /// Changes with each reset.
    pub(crate) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    /// Whether the storm of 429s hits this request.
    pub(crate) fn storm_hits(&self, modes: Modes) -> bool {
        modes.storm_per_million > 0 && {
            let index = self.storm.fetch_add(1, Ordering::Relaxed);
            self.seed.number("storm", index) % MILLION < modes.storm_per_million
        }
    }

    /// A fresh GUID for the answer of `test`.
    pub(crate) fn greeting(&self) -> String {
        self.seed
            .guid("test", self.greetings.fetch_add(1, Ordering::Relaxed))
    }
}

/// Look-ups may lag behind: `find_lag_ms`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sight {
    moment: i64,
    lag_ms: i64,
}

impl Sight {
    /// Whether a transaction is old enough to be seen.
    pub(crate) fn sees(self, transaction: &Transaction) -> bool {
        self.sees_since(transaction.created_at)
    }

    /// Whether what was made at a moment is old enough to be seen.
    pub(crate) fn sees_since(self, moment: i64) -> bool {
        self.moment - moment >= self.lag_ms
    }
}

/// Numbers of transactions do not fit 32 bits, and begin anywhere.
fn first_id(seed: Seed) -> u64 {
    (1 << 32) + 1 + seed.number("first transaction", 0) % 900_000_000
}

fn any_number() -> u64 {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    u64::from(now.subsec_nanos()) ^ (now.as_secs() << 20) ^ u64::from(std::process::id())
}
