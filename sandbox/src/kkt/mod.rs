//! `CloudKassir`: the cash registers of an organisation and the receipts that they print.

pub(crate) mod agent;
pub(crate) mod amounts;
pub(crate) mod content;
pub(crate) mod correction;
pub(crate) mod item;
pub(crate) mod marks;
pub(crate) mod model;
pub(crate) mod reading;
pub(crate) mod receipt;
pub(crate) mod register;
mod suitable;
pub(crate) mod trouble;

use std::collections::{HashMap, HashSet, VecDeque};
use std::mem;

use marks::Verdict;
use receipt::{Draft, Kind, Receipt, State};
use register::{Register, Registration, Switched};
use trouble::Trouble;

use crate::values::seed::Seed;

/// The organisation of the terminal.
pub(crate) const INN: &str = "7701234560";

/// The operator of fiscal data of the registers that are there from the beginning.
const OFD: &str = "FirstOfd";

/// How long a register takes for a receipt, unless told otherwise.
const PRINT_MS: i64 = 5_000;

/// How long a registration takes.
const FISCALIZE_MS: i64 = 60_000;

/// All registers and receipts.
#[derive(Debug)]
pub(crate) struct Kkt {
    seed: Seed,
    registers: Vec<Register>,
    receipts: Vec<Receipt>,
    by_id: HashMap<String, usize>,
    /// Receipts that wait, in the order in which they came.
    queue: Vec<usize>,
    /// Printed, and the merchant is to be told.
    untold: Vec<usize>,
    /// Codes with which the next receipts fail.
    pub(crate) failures: VecDeque<Trouble>,
    /// How long a register takes for a receipt.
    pub(crate) print_ms: i64,
    next_number: u64,
    sold_marks: HashSet<String>,
}

/// Why a register was not registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ForeignRegister;

impl Kkt {
    /// Two registers and no receipts; `now_ms` is the date of `moment`. The first receipt gets the
    /// number `next_number`, from which its id follows.
    pub(crate) fn new(seed: Seed, next_number: u64, moment: i64, now_ms: i64) -> Self {
        Self {
            seed,
            registers: registers_of_a_new_sandbox(moment, now_ms),
            receipts: Vec::new(),
            by_id: HashMap::new(),
            queue: Vec::new(),
            untold: Vec::new(),
            failures: VecDeque::new(),
            print_ms: PRINT_MS,
            next_number,
            sold_marks: HashSet::new(),
        }
    }

    /// The number that the next receipt will get.
    pub(crate) fn next_number(&self) -> u64 {
        self.next_number
    }

    /// All registers.
    pub(crate) fn registers(&self) -> &[Register] {
        &self.registers
    }

    /// The register with these numbers.
    pub(crate) fn register(&self, device_number: &str, fiscal_number: &str) -> Option<&Register> {
        self.registers
            .iter()
            .find(|register| register.is(device_number, fiscal_number))
    }

    /// The register with this factory number, to be spoilt.
    pub(crate) fn register_mut(&mut self, device_number: &str) -> Option<&mut Register> {
        self.registers
            .iter_mut()
            .find(|register| register.registration.device_number == device_number)
    }

    /// All receipts, oldest first.
    pub(crate) fn receipts(&self) -> &[Receipt] {
        &self.receipts
    }

    /// A receipt by its id.
    pub(crate) fn receipt(&self, id: &str) -> Option<&Receipt> {
        self.receipts.get(*self.by_id.get(id)?)
    }

    /// Whether the organisation has registers.
    pub(crate) fn knows(&self, inn: &str) -> bool {
        self.of(inn).next().is_some()
    }

    /// The registers of an organisation.
    pub(crate) fn of<'a>(&'a self, inn: &'a str) -> impl Iterator<Item = &'a Register> {
        self.registers
            .iter()
            .filter(move |register| register.registration.inn == inn)
    }

    /// Register a register, or register it anew. Answers when it will be done.
    pub(crate) fn fiscalize(
        &mut self,
        registration: Registration,
        moment: i64,
        now_ms: i64,
    ) -> Result<i64, ForeignRegister> {
        let (ready_at, ready_ms) = (moment + FISCALIZE_MS, now_ms + FISCALIZE_MS);
        match self.register_mut(&registration.device_number) {
            Some(known) if known.registration.inn != registration.inn => {
                return Err(ForeignRegister);
            }
            Some(known) => known.register(registration, ready_at, ready_ms),
            None => self
                .registers
                .push(Register::new(registration, ready_at, ready_ms)),
        }
        Ok(ready_at)
    }

    /// Take a register out of service or put it back. `None`: there is none with these numbers.
    pub(crate) fn switch(
        &mut self,
        registration: (&str, &str, &str),
        on_maintenance: bool,
        moment: i64,
    ) -> Option<Switched> {
        let (inn, device_number, fiscal_number) = registration;
        let register = self.registers.iter_mut().find(|register| {
            register.registration.inn == inn && register.is(device_number, fiscal_number)
        })?;
        Some(register.switch(on_maintenance, moment))
    }

    /// Put a receipt in the queue, or several if it is too long for one. Answers the first.
    pub(crate) fn enter(&mut self, mut draft: Draft, moment: i64, now_ms: i64) -> Receipt {
        let (first, later) = mem::take(&mut draft.content).split();
        let mut queue = |content| {
            let draft = Draft {
                content,
                ..draft.clone()
            };
            self.queue.push(self.receipts.len());
            self.keep(draft, State::Queued, moment, now_ms)
        };
        let first = queue(first);
        for content in later {
            queue(content);
        }
        first
    }

    /// Note a receipt that cannot be made at all.
    pub(crate) fn enter_failed(
        &mut self,
        draft: Draft,
        trouble: Trouble,
        moment: i64,
        now_ms: i64,
    ) {
        self.keep(draft, State::Error(trouble), moment, now_ms);
    }

    fn keep(&mut self, draft: Draft, state: State, moment: i64, now_ms: i64) -> Receipt {
        let receipt = Receipt {
            id: self.seed.hex("receipt", self.next_number, 32),
            draft,
            state,
            created_ms: now_ms,
            queued_at: moment,
            due: moment + self.print_ms,
        };
        self.next_number += 1;
        self.by_id.insert(receipt.id.clone(), self.receipts.len());
        self.receipts.push(receipt.clone());
        receipt
    }

    /// Print what is due, as far as there are registers.
    pub(crate) fn settle(&mut self, moment: i64) {
        for index in mem::take(&mut self.queue) {
            if self.is_due(index, moment) {
                self.print(index, moment);
            }
            if self.is_queued(index) {
                self.queue.push(index);
            }
        }
    }

    /// What was printed since this was asked last.
    pub(crate) fn take_untold(&mut self) -> Vec<Receipt> {
        mem::take(&mut self.untold)
            .into_iter()
            .filter_map(|index| self.receipts.get(index).cloned())
            .collect()
    }

    /// What the state system thinks of a marking code.
    pub(crate) fn verdict(&self, mark: &str) -> Verdict {
        marks::verdict(mark, self.sold_marks.contains(mark))
    }

    fn is_due(&self, index: usize, moment: i64) -> bool {
        self.receipts
            .get(index)
            .is_some_and(|receipt| receipt.due <= moment)
    }

    fn is_queued(&self, index: usize) -> bool {
        self.receipts
            .get(index)
            .is_some_and(|receipt| matches!(receipt.state, State::Queued))
    }

    fn print(&mut self, index: usize, moment: i64) {
        let sign = self.seed.number("fiscal sign", index as u64);
        let Some(receipt) = self.receipts.get_mut(index) else {
            return;
        };
        if let Some(trouble) = self.failures.pop_front() {
            receipt.state = State::Error(trouble);
            return;
        }
        match suitable::register(&mut self.registers, &receipt.draft, moment) {
            Err(trouble) => receipt.state = State::Error(trouble),
            Ok(None) => receipt.due = moment,
            Ok(Some(register)) => {
                let printed_ms = receipt.due_ms();
                let content = &mut receipt.draft.content;
                let fiscal = register.print(content, receipt.due, printed_ms, sign);
                receipt.state = State::Processed(fiscal);
                // No notification of corrections is documented.
                if receipt.draft.correction.is_none() {
                    self.untold.push(index);
                }
                let marks = content.items.iter().filter_map(|item| item.mark.clone());
                match receipt.draft.kind {
                    Kind::Income => self.sold_marks.extend(marks),
                    Kind::IncomeReturn => marks.for_each(|mark| {
                        self.sold_marks.remove(&mark);
                    }),
                    Kind::Expense | Kind::ExpenseReturn => {}
                }
            }
        }
    }
}

/// One register for ordinary receipts, one for forms of strict accountability.
fn registers_of_a_new_sandbox(moment: i64, now_ms: i64) -> Vec<Register> {
    [("1", false), ("2", true)]
        .into_iter()
        .map(|(number, is_bso)| {
            let registration = Registration {
                inn: INN.to_owned(),
                device_number: format!("0010000000000000000{number}"),
                fiscal_number: format!("999907890000000{number}"),
                reg_number: format!("000000000100000{number}"),
                url: "http://test.test".to_owned(),
                ofd: OFD,
                taxation: vec![0, 1, 2],
                email: "kassa@test.test".to_owned(),
                is_bso,
            };
            Register::new(registration, moment, now_ms)
        })
        .collect()
}
