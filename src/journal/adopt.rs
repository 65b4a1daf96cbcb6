//! What a process has left behind that is not there any more.

use cloudpayments_money::intent::{Intent, Moment};

use super::Access;
use super::store::{Trouble, find};

impl Access<'_> {
    /// Whether another process works on an intent.
    pub(crate) fn is_elsewhere(&self, intent: &Intent) -> bool {
        let Some(owner) = &intent.owner else {
            return false;
        };
        // What cannot be told just now counts as running.
        self.slot().map_or(true, |mut slot| {
            slot.as_mut()
                .is_none_or(|store| **owner != *store.owner() && store.is_alive(owner))
        })
    }

    /// Takes over what a process has left behind that is not there any more: its last byte left
    /// before now. Where the clocks do not agree since when, time counts from now.
    pub(super) fn adopt(&self, left: &Intent, now: &Moment) -> Result<Intent, Trouble> {
        let adopted = self.adopt_all(vec![left.clone()], now)?;
        Ok(adopted.into_iter().next().unwrap_or_else(|| left.clone()))
    }

    /// The same for several, written in one transaction; as they are now, for some may have ended
    /// meanwhile.
    pub(super) fn adopt_all(
        &self,
        left: Vec<Intent>,
        now: &Moment,
    ) -> Result<Vec<Intent>, Trouble> {
        if !left.iter().any(|intent| adopt(&mut intent.clone(), now)) {
            return Ok(left);
        }
        self.with(|rows, _| {
            let mut adopted = Vec::with_capacity(left.len());
            for intent in &left {
                let Some(mut intent) = find(rows, &intent.request_id)? else {
                    continue;
                };
                if !intent.is_final() && adopt(&mut intent, now) {
                    rows.put(&intent)?;
                }
                adopted.push(intent);
            }
            Ok(adopted)
        })
    }
}

fn adopt(intent: &mut Intent, now: &Moment) -> bool {
    let left_behind = intent.owner.take().is_some();
    let too_late = |sent: u64| sent > now.wall_ms;
    let seen = intent.sent.seen_from(now);
    let begins_anew = match seen {
        // Of another boot nothing can be said before the gateway has told its time.
        None => now.offset_ms.is_some() || intent.sent.boot.is_some_and(|_| now.boot.is_none()),
        Some(sent) => left_behind && too_late(sent),
    };
    if begins_anew {
        // Both times are to be told by one clock; the gateway's is one that nobody here has set.
        let set_by = match (seen, intent.sent.offset_ms, now.offset_ms) {
            (Some(seen), ..) => seen.cast_signed() - intent.sent.wall_ms.cast_signed(),
            (None, Some(then), Some(here)) => then.saturating_sub(here),
            _ => 0,
        };
        intent.began_ms = intent.began_ms.saturating_add_signed(set_by);
        // A process that has not heard of the gateway yet knows no better how far its clock is off.
        let then = intent
            .sent
            .offset_ms
            .map(|then| then.saturating_sub(set_by));
        intent.sent = Moment {
            offset_ms: now.offset_ms.or(then),
            ..*now
        };
    }
    left_behind || begins_anew
}
