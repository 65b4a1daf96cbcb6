//! An operation, and the judgement of one attempt of it.

use cloudpayments_money::document::Document;
use cloudpayments_money::error::ErrorCode;
use cloudpayments_money::evidence::{Evidence, HttpAnswer, Phase, Trouble};
use cloudpayments_money::verdict::{Effect, Expected, Judgement, Operation, Rule, Verdict, judge};

pub(crate) const fn at(phase: Phase, bytes_sent: u64) -> Evidence {
    Evidence {
        phase,
        bytes_sent,
        bytes_total: 800,
    }
}

pub(crate) fn expected() -> Expected {
    Expected {
        amount: Some(1000),
        currency: Some("RUB".into()),
        invoice_id: Some("A".into()),
        stamp: Some("r".into()),
        ..Expected::default()
    }
}

pub(crate) fn judged(
    rule: Rule,
    effect: Effect,
    form: bool,
    evidence: Evidence,
    result: &Result<HttpAnswer<'_>, Trouble>,
) -> Judgement {
    let expected = expected();
    let operation = Operation {
        rule,
        effect,
        form,
        expected: &expected,
    };
    judge(operation, evidence, result)
}

pub(crate) fn answered(rule: Rule, effect: Effect, status: u16, body: &str) -> Judgement {
    let body = Document::new(body.to_owned());
    let answer = HttpAnswer {
        status,
        retry_after_ms: None,
        body: Some(&body),
    };
    judged(rule, effect, false, at(Phase::Answered, 800), &Ok(answer))
}

#[track_caller]
pub(crate) fn settled(judgement: Judgement) -> Verdict {
    match judgement {
        Judgement::Settled(verdict) => verdict,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
pub(crate) fn doubt(judgement: Judgement) -> ErrorCode {
    match judgement {
        Judgement::Doubt(fault) => fault.code,
        other => panic!("{other:?}"),
    }
}
