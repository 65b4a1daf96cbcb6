//! Request ids and dice that nobody else has thrown.

use cloudpayments_money::request_id::RequestId;
use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom as _, SystemRandom};

use crate::sync::atomic::{AtomicU64, Ordering};

/// A source of unique ids: random bytes of the system, fetched once, stretched by a counter, so
/// that a call costs no system call. A forked child makes a new client and so new bytes.
pub(crate) struct Ids {
    seed: [u8; 24],
    counter: AtomicU64,
}

impl Ids {
    /// `None` when the system has no random bytes to give.
    pub(crate) fn new() -> Option<Self> {
        let mut seed = [0; 24];
        #[cfg(feature = "testing")]
        if let Some(world) = crate::testing::world() {
            return Some(Self {
                seed: world.seed(),
                counter: AtomicU64::new(0),
            });
        }
        SystemRandom::new().fill(&mut seed).ok()?;
        Some(Self {
            seed,
            counter: AtomicU64::new(0),
        })
    }

    pub(crate) fn request_id(&self) -> RequestId {
        RequestId::from_random(self.next())
    }

    /// A number for jitter.
    pub(crate) fn dice(&self) -> u64 {
        let bytes = self.next();
        bytes
            .first_chunk()
            .map_or(0, |half| u64::from_le_bytes(*half))
    }

    fn next(&self) -> [u8; 16] {
        let count = self.counter.fetch_add(1, Ordering::Relaxed);
        let mut block = [0; 32];
        for (to, from) in block
            .iter_mut()
            .zip(self.seed.iter().chain(&count.to_le_bytes()))
        {
            *to = *from;
        }
        let hash = digest(&SHA256, &block);
        let mut out = [0; 16];
        for (to, from) in out.iter_mut().zip(hash.as_ref()) {
            *to = *from;
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_do_not_repeat() {
        let ids = Ids::new().expect("random bytes");
        let made: std::collections::HashSet<_> = (0..10_000).map(|_| ids.request_id()).collect();
        assert_eq!(made.len(), 10_000);
    }
}
