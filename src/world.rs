//! What a call takes from outside: time and the network.
//!
//! Everything above [`crate::http`] asks here and not the system, so that a test can play a world
//! in which time runs as it likes and every answer can be lost: see `testing`. In a release each
//! of these is the call of the system and nothing else.

use std::time::{Duration, Instant};

use cloudpayments_money::intent::BootTime;

use crate::http::{Exchange, Http, Limits, Message};

/// The clock that runs evenly.
pub(crate) fn now() -> Instant {
    #[cfg(feature = "testing")]
    if let Some(world) = crate::testing::world() {
        return world.now();
    }
    crate::sync::now()
}

/// How long ago that was.
pub(crate) fn since(then: Instant) -> Duration {
    now().saturating_duration_since(then)
}

/// The clock on the wall, in milliseconds since 1970.
pub(crate) fn wall_ms() -> u64 {
    #[cfg(feature = "testing")]
    if let Some(world) = crate::testing::world() {
        return world.wall_ms();
    }
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, crate::call::milliseconds)
}

/// The clock that has run evenly since the machine was started, if there is one.
pub(crate) fn boot_time() -> Option<BootTime> {
    #[cfg(feature = "testing")]
    if let Some(world) = crate::testing::world() {
        return world.boot_time();
    }
    crate::journal::boot::now()
}

/// Makes one attempt at a request.
pub(crate) fn send(http: &Http, message: &Message<'_>, limits: &Limits<'_>) -> Exchange {
    #[cfg(feature = "testing")]
    if let Some(world) = crate::testing::world() {
        return crate::testing::send(&*world, message, limits);
    }
    http.send(message, limits)
}
