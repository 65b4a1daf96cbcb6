//! `GET` and `POST /sandbox/kkt`: what a register would do, and what ails it.

use std::sync::Arc;

use super::Mistake;
use super::input::Input;
use crate::api::receipts;
use crate::json::Object;
use crate::kkt::model;
use crate::kkt::register::{Register, STORAGE_MS};
use crate::kkt::trouble::{Trouble, UNKNOWN};
use crate::net::answer::Answer;
use crate::sandbox::Sandbox;

/// Registers and receipts, and how the next receipts will end.
pub(super) fn show(sandbox: &Arc<Sandbox>) -> Answer {
    let kkt = sandbox.kkt();
    let moment = sandbox.clock.elapsed_ms();
    let failures: Vec<_> = kkt.failures.iter().map(|trouble| trouble.code).collect();
    let mut json = Object::new();
    json.raw("print_ms", kkt.print_ms)
        .raw("failures", model::list(&failures, i16::to_string))
        .raw(
            "registers",
            model::list(kkt.registers(), |register| {
                model::register(register, moment)
            }),
        )
        .raw("receipts", model::list(kkt.receipts(), model::entry));
    Answer::json(json.finish())
}

/// Set what is named.
pub(super) fn set(sandbox: &Arc<Sandbox>, body: &[u8]) -> Result<Answer, Mistake> {
    let mut input = Input::read(body)?;
    let print_ms = input.number::<u32>("print_ms")?;
    let failures = failures(&mut input)?;
    let ailment = Ailment::read(&mut input)?;
    input.finish()?;

    let mut kkt = sandbox.kkt();
    if let Some(ailment) = ailment {
        let now_ms = sandbox.clock.now_ms();
        let moment = sandbox.clock.elapsed_ms();
        let register = kkt
            .register_mut(&ailment.device_number)
            .ok_or_else(|| Mistake::field("DeviceNumber", "there is no such register"))?;
        ailment.befall(register, moment, now_ms);
    }
    if let Some(print_ms) = print_ms {
        kkt.print_ms = i64::from(print_ms);
    }
    match failures {
        Some(failures) if failures.is_empty() => kkt.failures.clear(),
        Some(failures) => kkt.failures.extend(failures),
        None => {}
    }
    drop(kkt);
    receipts::tell_printed(sandbox);
    Ok(Answer::nothing())
}

/// What is to be wrong with a register, or right again.
struct Ailment {
    device_number: String,
    documents: Option<u32>,
    ofd_queue: Option<u32>,
    broken: Option<bool>,
    fn_expired: Option<bool>,
}

impl Ailment {
    fn read(input: &mut Input) -> Result<Option<Self>, Mistake> {
        let Some(device_number) = input.text("DeviceNumber")? else {
            return Ok(None);
        };
        Ok(Some(Self {
            device_number,
            documents: input.number("fn_documents")?,
            ofd_queue: input.number("ofd_queue")?,
            broken: input.boolean("broken")?,
            fn_expired: input.boolean("fn_expired")?,
        }))
    }

    fn befall(&self, register: &mut Register, moment: i64, now_ms: i64) {
        if let Some(documents) = self.documents {
            register.documents = documents;
        }
        if let Some(ofd_queue) = self.ofd_queue {
            register.ofd_queue = ofd_queue;
        }
        if let Some(broken) = self.broken {
            register.broken = broken;
        }
        match self.fn_expired {
            Some(true) => register.expire_in(0, moment, now_ms),
            Some(false) => register.expire_in(STORAGE_MS, moment, now_ms),
            None => {}
        }
    }
}

/// How the next receipts end: none in the list means that all of them are printed.
fn failures(input: &mut Input) -> Result<Option<Vec<Trouble>>, Mistake> {
    let next = input.text("next")?;
    let code = input.number("error_code")?.unwrap_or(UNKNOWN);
    let times = input.number::<u16>("times")?.unwrap_or(1);
    match next.as_deref() {
        None => Ok(None),
        Some("print") => Ok(Some(Vec::new())),
        Some("fail") if times > 0 => {
            let trouble = Trouble::of(code)
                .ok_or_else(|| Mistake::field("error_code", "there is no such error code"))?;
            Ok(Some(vec![trouble; usize::from(times)]))
        }
        Some("fail") => Err(Mistake::field("times", "times must be at least 1")),
        Some(_) => Err(Mistake::field("next", "next must be fail or print")),
    }
}
