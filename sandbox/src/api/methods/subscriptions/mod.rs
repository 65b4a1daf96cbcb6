//! `subscriptions/*`.

pub(super) mod cancel;
pub(super) mod create;
pub(super) mod look_up;
pub(super) mod update;

use crate::api::reply::Reply;
use crate::subscriptions::model;
use crate::subscriptions::subscription::Subscription;

/// An answer with one subscription.
fn shown(subscription: &Subscription) -> Reply {
    Reply::Model {
        success: true,
        json: model::subscription(subscription),
    }
}
