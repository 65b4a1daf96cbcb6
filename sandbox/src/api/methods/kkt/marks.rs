//! `kkt/validate-mark-code`, `kkt/validate-mark-codes`: may a marked thing be sold?

use std::sync::{Arc, MutexGuard};

use crate::api::fields::Fields;
use crate::api::refusal::Refusal;
use crate::api::reply::Reply;
use crate::json::Object;
use crate::kkt::Kkt;
use crate::kkt::marks::Verdict;
use crate::kkt::model;
use crate::sandbox::Sandbox;

const SILENT: &str = "Государственная информационная система не отвечает";

/// One code: the fields stand at the top level.
pub(super) fn one(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let inn = fields.required_text("Inn")?;
    let mark = fields.required_text("MarkCode")?;
    let kkt = access(sandbox, &inn)?;
    let verdict = kkt.verdict(&mark);
    if verdict == Verdict::Silent {
        return Err(Refusal::new(SILENT));
    }
    let mut json = Object::new();
    json.raw("Success", true);
    told(&mut json, sandbox, &mark, verdict);
    Ok(Reply::Whole {
        success: true,
        json: json.finish(),
    })
}

/// Many codes. If the state system is silent about one of them, there is no answer at all.
pub(super) fn many(sandbox: &Arc<Sandbox>, fields: &Fields) -> Result<Reply, Refusal> {
    let inn = fields.required_text("Inn")?;
    let marks = fields.list("MarkCodes")?;
    if marks.is_empty() {
        return Err(Refusal::required("MarkCodes"));
    }
    let kkt = access(sandbox, &inn)?;
    let verdicts: Vec<_> = marks.iter().map(|mark| (mark, kkt.verdict(mark))).collect();
    if verdicts
        .iter()
        .any(|(_, verdict)| *verdict == Verdict::Silent)
    {
        return Err(Refusal::new(SILENT));
    }
    let mut json = Object::new();
    json.raw("Success", true).null("Message").raw(
        "Results",
        model::list(&verdicts, |(mark, verdict)| {
            let mut json = Object::new();
            json.text("MarkCode", mark);
            told(&mut json, sandbox, mark, *verdict);
            json.finish()
        }),
    );
    Ok(Reply::Whole {
        success: true,
        json: json.finish(),
    })
}

fn access<'a>(sandbox: &'a Sandbox, inn: &str) -> Result<MutexGuard<'a, Kkt>, Refusal> {
    let kkt = sandbox.kkt();
    if kkt.knows(inn) {
        Ok(kkt)
    } else {
        let terminal = &sandbox.config.public_id;
        Err(Refusal::new(format!(
            "Терминал {terminal} не имеет доступа к ИНН {inn}"
        )))
    }
}

/// The verdict; what may be sold comes with the requisite that the receipt must name.
fn told(json: &mut Object, sandbox: &Sandbox, mark: &str, verdict: Verdict) {
    match verdict {
        Verdict::Valid => {
            json.raw("IsValid", true)
                .null("Message")
                .raw("IndustryRequisite", requisite(sandbox, mark));
        }
        Verdict::Invalid(words) => {
            json.raw("IsValid", false)
                .text("Message", words)
                .null("IndustryRequisite");
        }
        Verdict::Silent => {}
    }
}

fn requisite(sandbox: &Sandbox, mark: &str) -> String {
    let time = sandbox.clock.stamp_ms();
    let uuid = sandbox.seed.guid(mark, time.unsigned_abs());
    let mut json = Object::new();
    json.text("Code", "030")
        .text("DocumentDate", "2023-11-21T00:00:00")
        .text("DocumentNumber", "1944")
        .text("RequisiteValue", &format!("UUID={uuid}&Time={time}"));
    json.finish()
}
