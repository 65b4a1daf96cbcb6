//! The way to the gateway, walked once and looked at: every step as a call takes it, with its
//! time and what it showed. No request and no credentials of the gateway go over it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cloudpayments_money::error::Fault;
use cloudpayments_money::evidence::{Phase, Trouble};
use rustls::ProtocolVersion;

use super::attempt::Attempt;
use super::names::Names;
use super::trust::{self, Shown};
use super::wire::Wire;
use super::{Exchange, Limits};
use crate::config::Config;

/// One step that was made: how long it took, and what it brought.
pub(crate) struct Step<T> {
    pub(crate) took: Duration,
    pub(crate) brought: T,
}

/// The way as far as it led.
pub(crate) struct Way {
    /// The host that was looked up, and the port: those of the proxy if there is one.
    pub(crate) first_stop: (String, u16),
    pub(crate) look_up: Option<Step<Vec<SocketAddr>>>,
    /// The address that took the connection.
    pub(crate) reach: Option<Step<Option<SocketAddr>>>,
    /// The TLS version; `None` inside where there is no TLS.
    pub(crate) secure: Option<Step<Option<ProtocolVersion>>>,
    /// What the server showed of itself.
    pub(crate) shown: Shown,
    /// The step that failed: how long it took, and the attempt that ended with it.
    pub(crate) end: Option<Step<Exchange>>,
}

impl Way {
    /// The time and the trouble of the step that failed, if it is the one of this phase.
    pub(crate) fn end_at(&self, phase: Phase) -> Option<(Duration, &Trouble)> {
        let end = self.end.as_ref()?;
        let here = end.brought.evidence.phase == phase;
        Some((end.took, end.brought.result.as_ref().err()?)).filter(|_| here)
    }
}

/// Walks the way with fresh eyes: names are looked up anew, and no TLS session is resumed.
pub(crate) fn walk(config: &Config, limits: &Limits<'_>) -> Result<Way, Fault> {
    let (tls, witness) = trust::watched(config)?;
    let wire = Wire {
        target: config.base_url.clone(),
        proxy: config.proxy.clone(),
        names: Names::default(),
        tls: config.base_url.tls.then_some(tls),
    };
    let (host, port) = wire.first_stop();
    let mut way = Way {
        first_stop: (host.to_owned(), port),
        look_up: None,
        reach: None,
        secure: None,
        shown: Shown::default(),
        end: None,
    };
    let attempt = Attempt::new(
        Instant::now() + Duration::from_millis(config.connect_timeout_ms),
        limits.answer_by,
        limits.careful,
        Arc::clone(limits.stop),
    );
    let started = Instant::now();
    let mut step_began = started;
    let result = attempt.run(|| {
        let mut took = || {
            let now = Instant::now();
            now - std::mem::replace(&mut step_began, now)
        };
        let addresses = wire.look_up(&attempt)?;
        way.look_up = Some(Step {
            took: took(),
            brought: addresses.clone(),
        });
        let mut line = wire.reach(&addresses, &attempt)?;
        way.reach = Some(Step {
            took: took(),
            brought: line.peer(),
        });
        wire.secure(&mut line, &attempt)?;
        way.secure = Some(Step {
            took: took(),
            brought: line.protocol(),
        });
        Ok(())
    });
    way.shown = witness.shown();
    way.end = result.err().map(|trouble| {
        let trouble = if attempt.is_stopped() {
            Trouble::Interrupted
        } else {
            trouble
        };
        Step {
            took: step_began.elapsed(),
            brought: Exchange {
                evidence: attempt.evidence(),
                sent_at: None,
                result: Err(trouble),
            },
        }
    });
    Ok(way)
}
