//! The methods: one small file each, one row each.

mod altpay;
mod apple_pay;
mod banks;
mod bins;
mod chargebacks;
mod confirm;
mod escrow;
mod find;
mod get;
mod kkt;
mod list;
mod notifications;
mod orders;
mod pay;
mod post3ds;
mod public_key;
mod qr;
mod qr_status;
mod refund;
mod subscriptions;
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
    /// Path, in small letters. `{name}` stands for any one part of it, which becomes the field `name`.
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
    Now(Command),
    /// At once; the body must be declared as JSON.
    Json(Command),
    /// With waiting for the merchant's Check handler.
    Later(fn(&Arc<Sandbox>, &Fields) -> Work),
}

/// Work that is done at once.
pub(crate) type Command = fn(&Arc<Sandbox>, &Fields) -> Result<Reply, Refusal>;

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
    reads("escrow/getescrowinfo", escrow::info),
    reads("applepay/startsession", apple_pay::start),
    Method {
        get: true,
        ..shows("payments/publickey", public_key::show)
    },
    Method {
        get: true,
        ..shows("bins/info/{digits}", bins::info)
    },
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
    changes("subscriptions/create", subscriptions::create::run),
    reads("subscriptions/get", subscriptions::look_up::get),
    reads("subscriptions/find", subscriptions::look_up::find),
    changes("subscriptions/update", subscriptions::update::run),
    changes("subscriptions/cancel", subscriptions::cancel::run),
    reads("site/notifications/{type}/get", notifications::get),
    changes("site/notifications/{type}/update", notifications::update),
];

/// A field that a request carries in its path: name and value.
pub(crate) type Part<'path> = (&'static str, &'path str);

/// The method at a path, in any case, and the field in the path if there is one.
pub(crate) fn find(path: &str) -> Option<(&'static Method, Option<Part<'_>>)> {
    METHODS.iter().chain(&kkt::METHODS).find_map(|method| {
        let part = fit(method.path, path)?;
        Some((method, Some(part).filter(|(name, _)| !name.is_empty())))
    })
}

/// All paths that have no field in them.
pub(crate) fn paths() -> impl Iterator<Item = &'static str> {
    let all = METHODS.iter().chain(&kkt::METHODS);
    all.map(|method| method.path)
        .filter(|path| !path.contains('{'))
}

/// Whether a path is that of the table; if so, the field in it, or one without a name.
fn fit<'path>(known: &'static str, path: &'path str) -> Option<Part<'path>> {
    let Some((head, rest)) = known.split_once('{') else {
        return path.eq_ignore_ascii_case(known).then_some(("", ""));
    };
    let (name, tail) = rest.split_once('}')?;
    let (start, rest) = path.split_at_checked(head.len())?;
    let (part, end) = rest.split_at_checked(rest.len().checked_sub(tail.len())?)?;
    (start.eq_ignore_ascii_case(head)
        && end.eq_ignore_ascii_case(tail)
        && !part.is_empty()
        && !part.contains('/'))
    .then_some((name, part))
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn one_part_of_a_path_may_be_anything() {
        let known = "deals/{type}/get";
        assert_eq!(fit(known, "Deals/Pay/GET"), Some(("type", "Pay")));
        for path in [
            "deals//get",
            "deals/get",
            "deals/a/b/get",
            "deals/pay/update",
            "dealж",
            "",
        ] {
            assert_eq!(fit(known, path), None, "{path}");
        }
        assert_eq!(fit("bins/{digits}", "bins/4"), Some(("digits", "4")));
        assert_eq!(fit("test", "TEST"), Some(("", "")));
    }
}
