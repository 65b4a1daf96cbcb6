//! A cash register: what it is registered as, what ails it, and how it numbers what it prints.

use std::sync::Arc;

use super::content::Content;
use super::receipt::Fiscal;
use crate::values::dates::DAY_MS;

/// Documents that a fiscal storage holds.
pub(crate) const STORAGE: u32 = 250_000;

/// So many documents that wait for the OFD are too many.
const OFD_QUEUE: u32 = 100;

/// A fiscal storage lasts 36 months.
pub(crate) const STORAGE_MS: i64 = 1095 * DAY_MS;

/// A shift lasts a day at most.
const SESSION_MS: i64 = DAY_MS;

/// How the owner registered it.
#[derive(Debug, Clone)]
pub(crate) struct Registration {
    /// Tax number of the owner.
    pub(crate) inn: String,
    /// Factory number.
    pub(crate) device_number: String,
    /// Number of the fiscal storage.
    pub(crate) fiscal_number: String,
    /// Registration number.
    pub(crate) reg_number: String,
    /// Place of settlement.
    pub(crate) url: String,
    /// Operator of fiscal data.
    pub(crate) ofd: &'static str,
    /// Taxation systems, the usual one first.
    pub(crate) taxation: Vec<u8>,
    /// Sender of receipts.
    pub(crate) email: String,
    /// Prints forms of strict accountability.
    pub(crate) is_bso: bool,
}

/// `Warnings` of a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Warning {
    /// `Code`, as in `kkt/state/get`.
    pub(crate) code: u8,
    /// The code of the same thing in `WarningCodes` of `kkt/receipt`.
    pub(crate) receipt_code: u8,
    /// `Description`.
    pub(crate) description: &'static str,
    /// `ResolveAction`.
    pub(crate) remedy: &'static str,
}

const EXPIRED: Warning = Warning {
    code: 1,
    receipt_code: 2,
    description: "Срок действия фискального накопителя истек",
    remedy: "Требуется замена ФН",
};
const OFD_OVERFLOW: Warning = Warning {
    code: 2,
    receipt_code: 3,
    description: "Переполнение очереди отправки в ОФД",
    remedy: "Требуется продлить услуги ОФД",
};
const FULL: Warning = Warning {
    code: 3,
    receipt_code: 4,
    description: "ФН заполнен",
    remedy: "Требуется замена ФН",
};
const BROKEN: Warning = Warning {
    code: 4,
    receipt_code: 5,
    description: "Ошибка кассы",
    remedy: "Обратитесь к администратору",
};

/// A register.
#[derive(Debug)]
pub(crate) struct Register {
    /// How the owner registered it.
    pub(crate) registration: Arc<Registration>,
    /// When the registration is done.
    pub(super) ready_at: i64,
    /// Taken out of service by its owner.
    pub(crate) on_maintenance: bool,
    /// In error.
    pub(crate) broken: bool,
    /// Documents that do not leave for the OFD.
    pub(crate) ofd_queue: u32,
    /// Documents in the fiscal storage.
    pub(crate) documents: u32,
    /// When the fiscal storage expires.
    expires_at: i64,
    /// The same as a date, Unix milliseconds.
    pub(crate) expires_ms: i64,
    session: Option<Session>,
}

/// A shift.
#[derive(Debug, Clone, Copy)]
struct Session {
    number: u32,
    opened_at: i64,
    checks: u32,
}

/// What came of a wish to change the service of a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Switched {
    /// It is so now.
    Changed,
    /// It was so already.
    Already,
    /// What ails it must be healed first.
    Impossible,
}

impl Register {
    /// A register with an empty fiscal storage; `now_ms` is the date of the moment `ready_at`.
    pub(super) fn new(registration: Registration, ready_at: i64, now_ms: i64) -> Self {
        Self {
            registration: Arc::new(registration),
            ready_at,
            on_maintenance: false,
            broken: false,
            ofd_queue: 0,
            documents: 0,
            expires_at: ready_at + STORAGE_MS,
            expires_ms: now_ms + STORAGE_MS,
            session: None,
        }
    }

    /// Register it anew; with another fiscal storage it begins from nothing.
    pub(super) fn register(&mut self, registration: Registration, ready_at: i64, now_ms: i64) {
        if registration.fiscal_number == self.registration.fiscal_number {
            self.registration = Arc::new(registration);
            self.ready_at = ready_at;
        } else {
            *self = Self {
                on_maintenance: self.on_maintenance,
                broken: self.broken,
                ..Self::new(registration, ready_at, now_ms)
            };
        }
    }

    /// Whether these are its numbers.
    pub(crate) fn is(&self, device_number: &str, fiscal_number: &str) -> bool {
        self.registration.device_number == device_number
            && self.registration.fiscal_number == fiscal_number
    }

    /// What ails it. With any of these it prints nothing.
    pub(crate) fn warnings(&self, moment: i64) -> Vec<Warning> {
        [
            (self.expires_at <= moment, EXPIRED),
            (self.ofd_queue >= OFD_QUEUE, OFD_OVERFLOW),
            (self.is_full(), FULL),
            (self.broken, BROKEN),
        ]
        .into_iter()
        .filter_map(|(ails, warning)| ails.then_some(warning))
        .collect()
    }

    /// Whether nothing more goes into its fiscal storage.
    pub(crate) fn is_full(&self) -> bool {
        self.documents >= STORAGE
    }

    /// Whether the registration is done.
    pub(crate) fn is_registered(&self, moment: i64) -> bool {
        self.ready_at <= moment
    }

    /// `Status`: 1 online, 2 offline, 3 error.
    pub(crate) fn status(&self, moment: i64) -> u8 {
        if self.broken {
            3
        } else if self.on_maintenance || !self.is_registered(moment) {
            2
        } else {
            1
        }
    }

    /// Whether it can print now.
    pub(super) fn prints(&self, moment: i64) -> bool {
        self.status(moment) == 1 && self.warnings(moment).is_empty()
    }

    /// Take it out of service or put it back.
    pub(super) fn switch(&mut self, on_maintenance: bool, moment: i64) -> Switched {
        if !on_maintenance && !self.warnings(moment).is_empty() {
            Switched::Impossible
        } else if self.on_maintenance == on_maintenance {
            Switched::Already
        } else {
            self.on_maintenance = on_maintenance;
            Switched::Changed
        }
    }

    /// The fiscal storage expires `ms` after now.
    pub(crate) fn expire_in(&mut self, ms: i64, moment: i64, now_ms: i64) {
        self.expires_at = moment + ms;
        self.expires_ms = now_ms + ms;
    }

    /// Print; what stands on the receipt gets what only the register knows.
    pub(super) fn print(
        &mut self,
        content: &mut Content,
        moment: i64,
        printed_ms: i64,
        sign: u64,
    ) -> Fiscal {
        let last = self
            .session
            .filter(|last| moment < last.opened_at + SESSION_MS);
        let mut session = last.unwrap_or(Session {
            number: self.session.map_or(1, |last| last.number + 1),
            opened_at: moment,
            checks: 0,
        });
        session.checks += 1;
        self.session = Some(session);
        self.documents += 1;
        content.taxation = content
            .taxation
            .or_else(|| self.registration.taxation.first().copied());
        Fiscal {
            registration: Arc::clone(&self.registration),
            document_number: self.documents,
            session_number: session.number,
            session_check_number: session.checks,
            sign: format!("{:010}", sign % 10_000_000_000),
            printed_ms,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DAY_MS, Register, STORAGE, Switched};
    use crate::kkt::content::Content;
    use crate::kkt::registers_of_a_new_sandbox;

    fn register() -> Register {
        let mut registers = registers_of_a_new_sandbox(0, 0);
        registers.remove(0)
    }

    #[test]
    fn a_shift_lasts_a_day_and_numbers_its_receipts() {
        let mut register = register();
        let mut print = |moment| {
            let fiscal = register.print(&mut Content::default(), moment, 0, 7);
            (
                fiscal.document_number,
                fiscal.session_number,
                fiscal.session_check_number,
            )
        };
        assert_eq!(print(0), (1, 1, 1));
        assert_eq!(print(DAY_MS - 1), (2, 1, 2));
        assert_eq!(print(DAY_MS), (3, 2, 1));
    }

    #[test]
    fn what_ails_a_register_keeps_it_out_of_service() {
        let mut register = register();
        assert_eq!(register.switch(false, 0), Switched::Already);
        assert_eq!(register.switch(true, 0), Switched::Changed);
        register.documents = STORAGE;
        assert_eq!(register.switch(false, 0), Switched::Impossible);
        register.documents -= 1;
        assert_eq!(register.switch(false, 0), Switched::Changed);
        assert!(register.prints(0));
        assert!(!register.prints(1095 * DAY_MS));
    }
}
