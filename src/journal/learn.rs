//! What is learnt of an operation, and of the payment that it ends.

use cloudpayments_money::intent::{Intent, Lesson};
use cloudpayments_money::outcome::{Money, Outcome};

use crate::sync::lock;

use super::store::{Rows, Select, Trouble, find};
use super::{Access, ends_3ds, payment};

impl Access<'_> {
    /// Notes what was learnt of an operation; the intent as it is now, if there is one. The end of
    /// a 3-D Secure payment is that of the payment as well.
    pub(crate) fn learn(
        &self,
        request_id: &str,
        lesson: &Lesson,
        now_ms: u64,
    ) -> Result<Option<Intent>, Trouble> {
        self.learn_of(request_id, &Version::Any, lesson, now_ms)
    }

    /// The same of an intent that was asked about. If it has begun anew meanwhile, who has found
    /// nothing knows nothing of that.
    pub(crate) fn learn_by_asking(
        &self,
        asked: &Intent,
        lesson: &Lesson,
        now_ms: u64,
    ) -> Result<Option<Intent>, Trouble> {
        let version = Version::BegunAt(asked.began_ms);
        self.learn_of(&asked.request_id, &version, lesson, now_ms)
    }

    /// The same of an intent that had ended when somebody began to ask. What is open now has begun
    /// since.
    pub(crate) fn learn_of_ended(
        &self,
        request_id: &str,
        lesson: &Lesson,
        now_ms: u64,
    ) -> Result<Option<Intent>, Trouble> {
        self.learn_of(request_id, &Version::Ended, lesson, now_ms)
    }

    fn learn_of(
        &self,
        request_id: &str,
        version: &Version,
        lesson: &Lesson,
        now_ms: u64,
    ) -> Result<Option<Intent>, Trouble> {
        let learnt = self.with(|rows, _| {
            let Some(intent) = find(rows, request_id)? else {
                return Ok(None);
            };
            if lesson.money == Money::NotMoved && !version.is(&intent) {
                return Ok(Some(intent));
            }
            learn(rows, intent, lesson, now_ms).map(Some)
        })?;
        let goes_on = |intent: &Intent| {
            let is_another = matches!(version, Version::BegunAt(_)) && !version.is(intent);
            !intent.is_final() && !is_another
        };
        if !learnt.as_ref().is_some_and(goes_on) {
            lock(&self.journal.trails).remove(request_id);
        }
        Ok(learnt)
    }
}

/// Notes what was learnt of an intent; as it is then.
pub(super) fn learn(
    rows: &mut dyn Rows,
    mut intent: Intent,
    lesson: &Lesson,
    now_ms: u64,
) -> Result<Intent, Trouble> {
    let mut lesson = lesson.clone();
    if ends_3ds(&intent.method)
        && let Some(number) = intent.transaction_id
        && let Some(mut charge) = payment(rows, number)?
    {
        let end = unless_finishing(rows, number, &intent, of_the_charge(&lesson))?;
        if charge.learn(&end, now_ms) {
            rows.put(&charge)?;
        }
        if matches!(lesson.money, Money::Moved | Money::Held)
            && !matches!(charge.money, Money::Moved | Money::Held)
        {
            // The till was told meanwhile that the payment is undone, or will be.
            intent.reverses = charge.reverses;
            lesson.outcome = charge.outcome;
            lesson.money = charge.money;
            lesson.next = charge.next;
            lesson.answer = None;
        }
    } else if intent.pays
        && let Some(number) = lesson.transaction_id.or(intent.transaction_id)
    {
        lesson = unless_finishing(rows, number, &intent, lesson)?;
    }
    let is_news = intent.learn(&lesson, now_ms);
    let is_told = !lesson.by_recovery && intent.tell();
    if is_news || is_told {
        rows.put(&intent)?;
    }
    Ok(intent)
}

/// Which of the intents that a name has had.
enum Version {
    Any,
    BegunAt(u64),
    Ended,
}

impl Version {
    fn is(&self, intent: &Intent) -> bool {
        match self {
            Self::Any => true,
            Self::BegunAt(began_ms) => intent.began_ms == *began_ms,
            Self::Ended => intent.is_final(),
        }
    }
}

/// What the end of a 3-D Secure payment says of the payment: if it did not get through, the payer's
/// page still counts.
fn of_the_charge(end: &Lesson) -> Lesson {
    if end.money == Money::NotMoved && end.outcome != Outcome::Declined {
        return Lesson::of(Outcome::Requires3ds);
    }
    Lesson {
        answer: None,
        ..end.clone()
    }
}

/// While the payer's answer from the issuer may be on its way by another call, the payment is not
/// at the issuer, whatever the gateway shows: it is in doubt.
fn unless_finishing(
    rows: &mut dyn Rows,
    number: i64,
    own: &Intent,
    lesson: Lesson,
) -> Result<Lesson, Trouble> {
    if lesson.outcome != Outcome::Requires3ds {
        return Ok(lesson);
    }
    let about = rows.select(Select::Transaction(number))?;
    let finishes = |other: &Intent| {
        other.request_id != own.request_id
            && other.money == Money::Unknown
            && ends_3ds(&other.method)
    };
    Ok(if about.iter().any(finishes) {
        Lesson {
            transaction_id: lesson.transaction_id,
            sent: lesson.sent,
            ..Lesson::of(Outcome::Unknown)
        }
    } else {
        lesson
    })
}
