//! How many requests may be in progress at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Counts the requests in progress.
#[derive(Debug, Clone)]
pub(crate) struct Limit {
    max: usize,
    running: Arc<AtomicUsize>,
}

/// A request in progress, until it is dropped.
#[derive(Debug)]
pub(crate) struct Permit(Arc<AtomicUsize>);

impl Limit {
    /// At most `max` at once.
    pub(crate) fn new(max: usize) -> Self {
        Self {
            max,
            running: Arc::default(),
        }
    }

    /// Begin one more, unless there are too many: then it is 429.
    pub(crate) fn enter(&self) -> Option<Permit> {
        let permit = Permit(Arc::clone(&self.running));
        let before = self.running.fetch_add(1, Ordering::AcqRel);
        (before < self.max).then_some(permit)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::Limit;

    #[test]
    fn the_sixth_request_is_refused_until_one_ends() {
        let limit = Limit::new(5);
        let mut running: Vec<_> = (0..5)
            .map(|_| limit.enter().expect("below the limit"))
            .collect();
        assert!(limit.enter().is_none());
        running.pop();
        assert!(limit.enter().is_some());
    }
}
