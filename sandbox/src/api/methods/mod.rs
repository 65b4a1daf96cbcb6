//! The methods: one small file each, one row each.

mod altpay;
mod banks;
mod chargebacks;
mod confirm;
mod find;
mod get;
mod list;
mod orders;
mod pay;
mod post3ds;
mod qr;
mod qr_status;
mod refund;
mod test;
mod tokens;
mod topup;
mod void;

use std::pin::Pin;
use std::sync::Arc;

use super::fields::Fields;
use super::refusal::Refusal;
use super::reply::Reply;
use crate::sandbox::Sandbox;

/// A method of the API.
#[derive(Debug)]
pub(crate) struct Method {
    /// Path, in small letters.
    pub(crate) path: &'static str,
    /// Whether GET will do as well as POST.
    pub(crate) get: bool,
    /// Whether it makes or finishes a payment or a payout: `late_success_ms` concerns these.
    pub(crate) charges: bool,
    /// Whether it asks for no credentials: `PublicId` must do.
    pub(crate) open: bool,
    /// What it does.
    pub(crate) run: Run,
}

/// The work of a method, done at once or with waiting.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Run {
    /// At once.
    Now(fn(&Arc<Sandbox>, &Fields) -> Result<Reply, Refusal>),
    /// With waiting for the merchant's Check handler.
    Later(fn(&Arc<Sandbox>, &Fields) -> Work),
}

/// Work that may wait.
pub(crate) type Work = Pin<Box<dyn Future<Output = Result<Reply, Refusal>> + Send>>;

const fn reads(
    path: &'static str,
    run: fn(&Arc<Sandbox>, &Fields) -> Result<Reply, Refusal>,
) -> Method {
    Method {
        path,
        get: false,
        charges: false,
        open: false,
        run: Run::Now(run),
    }
}

const fn changes(
    path: &'static str,
    run: fn(&Arc<Sandbox>, &Fields) -> Result<Reply, Refusal>,
) -> Method {
    reads(path, run)
}

const fn charges(path: &'static str, run: fn(&Arc<Sandbox>, &Fields) -> Work) -> Method {
    Method {
        path,
        get: false,
        charges: true,
        open: false,
        run: Run::Later(run),
    }
}

/// What a browser may ask for, and what waits for somebody.
const fn opens(path: &'static str, run: fn(&Arc<Sandbox>, &Fields) -> Work) -> Method {
    Method {
        charges: false,
        open: true,
        ..charges(path, run)
    }
}

/// What a browser may look at.
const fn shows(
    path: &'static str,
    run: fn(&Arc<Sandbox>, &Fields) -> Result<Reply, Refusal>,
) -> Method {
    Method {
        open: true,
        ..reads(path, run)
    }
}

/// What moves money without waiting for anybody.
const fn moves(
    path: &'static str,
    run: fn(&Arc<Sandbox>, &Fields) -> Result<Reply, Refusal>,
) -> Method {
    Method {
        charges: true,
        ..reads(path, run)
    }
}

static METHODS: &[Method] = &[
    Method {
        get: true,
        ..reads("test", test::run)
    },
    charges("payments/cards/charge", pay::cards_charge),
    charges("payments/cards/auth", pay::cards_auth),
    moves("payments/cards/post3ds", post3ds::run),
    charges("payments/tokens/charge", pay::tokens_charge),
    charges("payments/tokens/auth", pay::tokens_auth),
    moves("payments/cards/topup", topup::card),
    moves("payments/token/topup", topup::token),
    moves("payments/alt/topup", topup::sbp),
    reads("payments/tokens/list", tokens::list),
    reads("chargebacks/list", chargebacks::list),
    opens("payments/qr/sbp/link", qr::sbp_link),
    opens("payments/qr/sbp/image", qr::sbp_image),
    opens("payments/qr/tinkoffpay/link", qr::tpay_link),
    opens("payments/qr/tinkoffpay/image", qr::tpay_image),
    opens("payments/qr/sberpay/link", qr::sberpay_link),
    opens("payments/qr/sberpay/image", qr::sberpay_image),
    opens("payments/altpay/pay", altpay::pay),
    shows("payments/qr/status/get", qr_status::get),
    opens("payments/qr/status/wait", qr_status::wait),
    shows("sbp/v2/banks/info", banks::list),
    changes("orders/create", orders::create),
    changes("orders/cancel", orders::cancel),
    changes("payments/confirm", confirm::run),
    changes("payments/void", void::run),
    changes("payments/refund", refund::run),
    reads("payments/get", get::run),
    reads("payments/find", find::payments),
    reads("v2/payments/find", find::everything),
    reads("payments/list", list::day),
    reads("v2/payments/list", list::period),
];

/// The method at a path, in any case.
pub(crate) fn find(path: &str) -> Option<&'static Method> {
    METHODS
        .iter()
        .find(|method| method.path.eq_ignore_ascii_case(path))
}
