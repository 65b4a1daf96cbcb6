//! `kkt/state`, `kkt/state/get`, `kkt/merchant-devices-warnings`: the registers.

use std::sync::Arc;

use super::answers;
use crate::api::fields::Fields;
use crate::api::receipts;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::kkt::model;
use crate::kkt::register::Switched;
use crate::sandbox::Sandbox;

/// Take a register out of service, or put it back: then it prints what has waited for it.
pub(super) fn change(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let inn = fields.required_text("Inn")?;
    let device = fields.required_text("DeviceNumber")?;
    let fiscal = fields.required_text("FiscalNumber")?;
    let on_maintenance = fields
        .boolean("OnMaintenance")?
        .ok_or_else(|| Refusal::required("OnMaintenance"))?;
    let moment = sandbox.clock.elapsed_ms();
    let switched = sandbox
        .kkt()
        .switch((&inn, &device, &fiscal), on_maintenance, moment);
    receipts::tell_printed(sandbox);
    match switched {
        None => Ok(Reply::NotFound),
        Some(Switched::Impossible) => Err(Refusal::new(
            "Cannot set online status, kkm has specific Maintenance reason code",
        )),
        Some(Switched::Changed) => Ok(Reply::Message("Kkt status was changed".to_owned())),
        Some(Switched::Already) if on_maintenance => {
            Ok(Reply::Message("Kkm is already on maintenance".to_owned()))
        }
        Some(Switched::Already) => Ok(Reply::Message("Kkm is already turned on".to_owned())),
    }
}

/// All about one register.
pub(super) fn get(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let device = fields.required_text("DeviceNumber")?;
    let fiscal = fields.required_text("FiscalNumber")?;
    let kkt = sandbox.kkt();
    let register = kkt.register(&device, &fiscal);
    let moment = sandbox.clock.elapsed_ms();
    Ok(register.map_or(Reply::NotFound, |register| {
        answers::model(&model::register(register, moment))
    }))
}

/// What ails all registers.
#[expect(clippy::unnecessary_wraps, reason = "all methods share one signature")]
pub(super) fn warnings(sandbox: &Arc<Sandbox>, _fields: &Fields) -> Result<Reply, Refusal> {
    let kkt = sandbox.kkt();
    let moment = sandbox.clock.elapsed_ms();
    Ok(answers::model(&model::list(kkt.registers(), |register| {
        model::warnings(register, moment)
    })))
}
