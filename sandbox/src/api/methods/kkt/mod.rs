//! `kkt/*`: the methods of `CloudKassir`.

mod answers;
mod correction;
mod fiscalize;
mod marks;
mod receipt;
mod state;

use super::{Method, Run};

const fn row(path: &'static str, run: super::Command) -> Method {
    Method {
        run: Run::Json(run),
        ..super::changes(path, run)
    }
}

/// Their table.
pub(super) static METHODS: [Method; 12] = [
    row("kkt/fiscalize", fiscalize::run),
    row("kkt/receipt", receipt::make),
    row("kkt/receipt/status/get", receipt::status),
    row("kkt/receipt/get", receipt::get),
    row("kkt/correction-receipt", correction::make),
    row("kkt/correction-receipt/status/get", correction::status),
    row("kkt/correction-receipt/get", correction::get),
    row("kkt/state", state::change),
    row("kkt/state/get", state::get),
    row("kkt/merchant-devices-warnings", state::warnings),
    row("kkt/validate-mark-code", marks::one),
    row("kkt/validate-mark-codes", marks::many),
];
