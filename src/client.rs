//! A client: one terminal, its configuration, and what its calls share.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use cloudpayments_money::error::{ErrorCode, Fault};
use cloudpayments_money::outcome::Outcome;
use cloudpayments_money::request_id::RequestId;
use cloudpayments_money::status::Status;
use cloudpayments_money::verdict::{Effect, Verdict};

use crate::call::Call;
use crate::catalog::{self, Via};
use crate::config::Config;
use crate::gateway_clock::GatewayClock;
use crate::http::{Http, Stop};
use crate::ids::Ids;
use crate::journal::{Journal, Place};
use crate::limiter::Limiter;
use crate::log::Log;
use crate::memory::Memory;
use crate::nearest::nearest;
use crate::reply::{Facts, Reply};
use crate::sync::{Mutex, lock};
use crate::text::Encoding;
use crate::{flow, methods, request};

/// Takes payments through one terminal. Any number of threads may use one client at once.
pub struct Client {
    pub(crate) config: Config,
    pub(crate) memory: Arc<Memory>,
    pub(crate) journal: Option<Arc<Journal>>,
    pub(crate) http: Http,
    pub(crate) limiter: Arc<Limiter>,
    pub(crate) ids: Ids,
    pub(crate) log: Option<Log>,
    /// Calls in progress that can be interrupted, by request id.
    pub(crate) in_progress: Mutex<HashMap<RequestId, Vec<Arc<Stop>>>>,
    pub(crate) gateway_clock: GatewayClock,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

/// What a panic must not take with it: who called, and whether anything may be on its way.
#[derive(Debug, Default)]
pub struct Progress {
    pub(crate) request_id: RefCell<Option<RequestId>>,
    method: Cell<Option<&'static str>>,
    pub(crate) may_be_sent: Cell<bool>,
}

impl Progress {
    /// The answer to a call that panicked.
    #[must_use]
    pub fn after_panic(&self) -> Reply {
        let row = self.method.get().and_then(catalog::find);
        let effect = row.map_or(Effect::MovesMoney, |row| row.effect);
        let outcome = if self.is_in_doubt() {
            Outcome::Unknown
        } else {
            Outcome::Internal
        };
        let fault = Fault::new(
            ErrorCode::Internal,
            "a fault of this library ended the call",
        );
        let request_id = self.request_id.borrow();
        let facts = Facts {
            method: self.method.get(),
            request_id: request_id.as_ref().map(RequestId::as_str),
            ..Facts::NONE
        };
        let verdict = Verdict::of(outcome, effect).with(fault);
        let verdict = methods::about_a_payment(verdict, self.method.get());
        Reply::of(&verdict, &facts)
    }

    /// The status of a call that panicked and has not even an answer.
    pub(crate) fn status_after_panic(&self) -> Status {
        if self.is_in_doubt() {
            Status::Unknown
        } else {
            Status::Internal
        }
    }

    fn is_in_doubt(&self) -> bool {
        let row = self.method.get().and_then(catalog::find);
        self.may_be_sent.get() && row.is_none_or(|row| row.effect == Effect::MovesMoney)
    }
}

impl Client {
    /// Makes a client from its configuration. Opens no connection.
    ///
    /// # Errors
    /// A [`Fault`] that names the key at fault.
    pub fn new(config_json: &str) -> Result<Self, Fault> {
        let config = Config::parse(config_json)?;
        let ids = Ids::new()
            .ok_or_else(|| Fault::new(ErrorCode::Internal, "the system gives no random bytes"))?;
        Ok(Self {
            http: Http::new(&config)?,
            limiter: Limiter::of(&config.public_id, config.max_concurrency),
            memory: Memory::of(&config.base_url, &config.public_id),
            journal: config.journal.as_ref().map(|journal| {
                Journal::of(&Place {
                    path: journal.path.clone(),
                    allow_network: journal.allow_network,
                    shop: config.public_id.clone(),
                })
            }),
            log: config.log.as_ref().map(Log::open).transpose()?,
            ids,
            in_progress: Mutex::default(),
            gateway_clock: GatewayClock::new(),
            config,
        })
    }

    /// The encoding in which this client's requests are read and its answers written.
    #[must_use]
    pub fn encoding(&self) -> Encoding {
        self.config.encoding
    }

    /// Calls a method. The request is JSON text; an empty text is `{}`.
    #[must_use]
    pub fn call(&self, method: &str, request_json: &str) -> Reply {
        self.call_watched(method, request_json, &Progress::default())
    }

    /// The same, telling `progress` what must survive a panic.
    #[must_use]
    pub fn call_watched(&self, method: &str, request_json: &str, progress: &Progress) -> Reply {
        let Some(row) = catalog::find(method) else {
            // The name of the C function, or the path at the gateway.
            let known = method
                .strip_prefix("cp_")
                .and_then(catalog::find)
                .or_else(|| catalog::find_path(method))
                .map(|row| row.name);
            let near = || nearest(method, catalog::ROWS.iter().map(|row| row.name));
            let hint = known
                .or_else(near)
                .map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
            let fault = Fault::new(
                ErrorCode::UnknownMethod,
                format!("there is no such method{hint}"),
            );
            return Reply::refused(fault, None);
        };
        progress.method.set(Some(row.name));
        let parsed = match request::parse(row, request_json) {
            Ok(parsed) => parsed,
            Err(fault) => {
                let id = request::id_of(request_json);
                let id = id.as_ref().map(RequestId::as_str);
                return Reply::refused_with(fault, Some(row.name), id);
            }
        };
        let mut call = Call::new(self, row, &parsed, progress);
        let reply = match row.via {
            Via::Api(rule) | Via::Get(rule) => flow::api(&mut call, rule, parsed),
            Via::Own => methods::run(&mut call, &parsed),
        };
        if let Some(log) = &self.log {
            log.call(&call, &reply);
        }
        reply
    }

    /// Interrupts the calls in progress with this request id; whether there was one.
    pub(crate) fn interrupt(&self, request_id: &str) -> bool {
        let stops = lock(&self.in_progress).get(request_id).cloned();
        let stops = stops.unwrap_or_default();
        for stop in &stops {
            stop.stop();
        }
        !stops.is_empty()
    }
}
