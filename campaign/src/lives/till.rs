//! A till that keeps to the rules: it releases goods only on `finish_sale`, repeats a call only
//! when its money is `not_moved`, and on `unknown` asks the library, not the card.
//!
//! Its own notes (what was sold, under which ids) survive everything; what the library said is in
//! them only when the call came back.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use cloudpayments::testing::{Disk, Process};
use cloudpayments::{Client, Reply};
use cloudpayments_money::instant;
use cloudpayments_money::json::quoted;
use cloudpayments_money::status::Status;

use super::schedule::{Act, Card, Kind, Other};
use super::told::{self, Told};
use super::town::{Death, Town};

/// A call may take so long.
const TIMEOUT_MS: u64 = 90_000;

/// Without a journal the library knows of an operation for so long, less a reserve.
const REMEMBERED_MS: u64 = 110 * 60_000;

/// What others pay.
const ANOTHER_SUM: i64 = 77_700;

/// How long absence proves nothing: of a payment, and of a payout.
const SETTLE_MS: u64 = 330_000;
const PAYOUT_SETTLE_MS: u64 = 65 * 60_000;

/// One operation, as the till has noted it.
#[derive(Debug, Clone)]
pub struct Operation {
    /// `request_id`.
    pub id: String,
    /// The method.
    pub method: &'static str,
    /// The whole request.
    request: String,
    /// The payment that it is about, if it is a command.
    about: Option<i64>,
    /// Hundredths.
    pub amount: i64,
    /// What the clock of the till showed before the call.
    began_ms: u64,
    /// The process in which it was called last.
    life: u32,
    /// What was told last; nothing if the process died before.
    pub told: Option<Told>,
    /// It was never sent, for it was refused here.
    pub refused: bool,
    /// The journal failed as it was to note it, and may have it all the same.
    pub maybe_noted: bool,
    /// With a journal: it has been said that the result is known, or was tried to.
    acknowledged: bool,
}

impl Operation {
    /// Whether nobody knows where its money is.
    #[must_use]
    pub fn is_open(&self) -> bool {
        // What the journal could not note it still has to find out.
        let in_doubt = |told: &Told| told.is_doubt() || !told.durable;
        !self.refused && self.told.as_ref().is_none_or(in_doubt)
    }

    fn outcome(&self) -> &str {
        self.told.as_ref().map_or("", |told| &told.outcome)
    }

    fn money(&self) -> &str {
        self.told.as_ref().map_or("unknown", |told| &told.money)
    }

    /// Whether a person must look.
    #[must_use]
    pub fn is_for_people(&self) -> bool {
        self.outcome() == "manual_review"
    }
}

/// One payment with all that belongs to it.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a note of its own")]
pub struct Sale {
    /// The payment, or the payout.
    pub payment: Operation,
    /// `InvoiceId`.
    pub invoice: String,
    /// The ends of its 3-D Secure.
    pub ends: Vec<Operation>,
    /// What was commanded about it.
    pub commands: Vec<Operation>,
    /// What is held by all that the till was told, in hundredths.
    pub held: i64,
    /// What was taken and not given back, by all that the till was told.
    pub net: i64,
    /// The cashier wants it undone.
    pub unwanted: bool,
    /// The library has said that it will undo it.
    reversing: bool,
    /// The payer's page is not to be finished any more.
    abandoned: bool,
    /// Others were told that nothing of it was processed.
    pub given_up: bool,
    /// Something of it must be looked at by a person.
    pub for_people: bool,
}

impl Sale {
    /// Whether it pays out.
    #[must_use]
    pub fn is_payout(&self) -> bool {
        self.payment.method.ends_with("payout")
    }

    fn is_at_issuer(&self) -> bool {
        self.payment.outcome() == "requires_3ds" && !self.abandoned
    }

    /// Whether anything of it is in doubt.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.payment.is_open()
            || self.ends.iter().any(Operation::is_open)
            || self.commands.iter().any(Operation::is_open)
    }

    /// All its operations.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        std::iter::once(&self.payment)
            .chain(&self.ends)
            .chain(&self.commands)
    }

    fn operations_mut(&mut self) -> impl Iterator<Item = &mut Operation> {
        std::iter::once(&mut self.payment)
            .chain(&mut self.ends)
            .chain(&mut self.commands)
    }

    fn may_command(&self) -> bool {
        !self.payment.is_open()
            && !self.for_people
            && !self.unwanted
            && !self.commands.iter().any(Operation::is_open)
    }
}

/// What others did, under which id they paid if they did, and what they were told.
type Heard = (Other, String, Reply);

/// What the till must not be told.
pub type Complaint = String;

/// See the description of the module.
pub struct Till {
    town: Rc<Town>,
    journal: Option<Disk>,
    path: String,
    process: Option<Process>,
    client: Option<Rc<Client>>,
    /// Another process with the same journal, which outlives this one.
    elsewhere: Option<(Rc<Client>, Process)>,
    life: u32,
    /// What the journal has to say since this process began was not read yet.
    unread: bool,
    made: u32,
    /// Whether its sales wait until it is known what became of the money.
    pub patient: bool,
    /// Oldest first.
    pub sales: Vec<Sale>,
    /// How often which outcome was told of a call.
    pub outcomes: Vec<(&'static str, String)>,
    /// From the loss of an answer to the end of the doubt.
    pub doubts: Vec<(String, u64)>,
}

impl std::fmt::Debug for Till {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Till")
            .field("sales", &self.sales)
            .finish_non_exhaustive()
    }
}

/// Which operation of a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Payment,
    End(usize),
    Command(usize),
}

impl Till {
    /// A till in a town, with or without a journal. `path` names the journal in this program.
    #[must_use]
    pub fn new(town: Rc<Town>, journal: Option<Disk>, path: &str) -> Self {
        let mut till = Self {
            town,
            journal,
            // The library makes a path absolute.
            path: std::path::absolute(path).map_or_else(
                |_| path.to_owned(),
                |path| path.to_string_lossy().into_owned(),
            ),
            process: None,
            client: None,
            elsewhere: None,
            life: 0,
            unread: false,
            made: 0,
            patient: false,
            sales: Vec::new(),
            outcomes: Vec::new(),
            doubts: Vec::new(),
        };
        till.elsewhere = till.journal.as_ref().and_then(|disk| {
            let path = format!("{}-elsewhere", till.path);
            let process = disk.start(&path);
            Some((client(Some(&path))?, process))
        });
        till.open();
        till
    }

    /// A new process.
    fn open(&mut self) {
        self.life += 1;
        self.unread = self.has_journal();
        self.town.revive();
        self.process = self.journal.as_ref().map(|disk| disk.start(&self.path));
        self.client = client(self.journal.as_ref().map(|_| self.path.as_str()));
    }

    fn close(&mut self) {
        self.town.set_others(None);
        self.town.kill();
        self.client = None;
        self.process = None;
    }

    fn has_journal(&self) -> bool {
        self.journal.is_some()
    }

    fn new_id(&mut self, what: &str) -> String {
        self.made += 1;
        format!("{what}-{}", self.made)
    }

    /// What others may do while this operation is called: what was answered to them goes there.
    fn others(
        &mut self,
        operation: &Operation,
        invoice: &str,
        holds: bool,
        answers: &Rc<RefCell<Vec<Heard>>>,
    ) {
        let Some(here) = self.client.clone() else {
            return;
        };
        let there = self.elsewhere.as_ref().map(|(client, _)| Rc::clone(client));
        let interrupt = format!(r#"{{"request_id":"{}"}}"#, operation.id);
        let another = self.new_id("other");
        let paying = format!(
            r#"{{"request_id":"{another}","InvoiceId":"{invoice}","Amount":"{}","CardCryptogramPacket":"{}","IpAddress":"127.0.0.1"}}"#,
            sum(ANOTHER_SUM),
            packet(Card::Pays)
        );
        let resolve = asking(operation, invoice);
        let (operation, answers) = (operation.clone(), Rc::clone(answers));
        let holds = holds && operation.about.is_none() && !operation.method.ends_with("payout");
        let town = Rc::clone(&self.town);
        self.town.set_others(Some(Rc::new(move |other| {
            let Some(other) = other else {
                let _ = here.call("interrupt", &interrupt);
                return;
            };
            let client = if other.is_elsewhere() {
                there.as_ref()
            } else {
                Some(&here)
            };
            let (method, request) = match other {
                Other::SameCall | Other::SameCallElsewhere => {
                    (operation.method, operation.request.as_str())
                }
                Other::Resolve | Other::ResolveElsewhere => ("resolve", resolve.as_str()),
                Other::Sell | Other::SellElsewhere if holds => ("charge", paying.as_str()),
                Other::Sell | Other::SellElsewhere => return,
                Other::RecoverElsewhere => ("journal_recover", r#"{"all":true,"timeout_ms":5000}"#),
            };
            let Some(client) = client else {
                return;
            };
            town.note(|| format!("    others: {method} {request}"));
            let reply = client.call(method, request);
            town.note(|| format!("    others: = {}", reply.json));
            answers.borrow_mut().push((other, another.clone(), reply));
        })));
    }

    /// Calls the library. Nothing comes back if the process dies; then a new one lives.
    fn call(&mut self, method: &str, request: &str) -> Option<Reply> {
        let client = Rc::clone(self.client.as_ref()?);
        self.town.note(|| format!("  {method} {request}"));
        let called = catch_unwind(AssertUnwindSafe(|| client.call(method, request)));
        drop(client);
        self.town.set_others(None);
        match called {
            Ok(reply) => {
                self.town.note(|| format!("  = {}", reply.json));
                Some(reply)
            }
            Err(why) if why.is::<Death>() => {
                self.close();
                self.open();
                None
            }
            Err(why) => std::panic::resume_unwind(why),
        }
    }

    /// The sale with this number, from the last one back.
    fn at(&self, back: u8) -> Option<usize> {
        self.sales.len().checked_sub(usize::from(back) + 1)
    }

    /// Does what is to be done, if a correct till may.
    ///
    /// # Errors
    /// What the library must not have told.
    pub fn act(&mut self, act: Act) -> Result<(), Complaint> {
        match act {
            Act::Sell(kind, card, older) => self.sell(kind, card, older),
            Act::Again(back) => self.again(back),
            Act::Back(back, passes) => self.back(back, passes),
            Act::BackAgain(back) => self.back_again(back),
            Act::Confirm(back, part) => self.command(back, "confirm", part),
            Act::Void(back) => self.command(back, "void", false),
            Act::Refund(back, part) => self.command(back, "refund", part),
            Act::CommandAgain(back) => self.command_again(back),
            Act::Resolve(back) => match self.at(back) {
                Some(at) => self.resolve_sale(at, Some(5_000)),
                None => Ok(()),
            },
            Act::Reverse(back) => match self.at(back) {
                Some(at) => self.reverse(at),
                None => Ok(()),
            },
            Act::Recover => self.recover(20_000),
            Act::Acknowledge(back) => match self.at(back) {
                Some(at) => self.acknowledge(at),
                None => Ok(()),
            },
            Act::Wait(ms) => {
                self.town.pass(ms.into());
                Ok(())
            }
            Act::SetClock(by) => {
                self.town.set_clock(by.into());
                Ok(())
            }
            Act::Restart => {
                self.close();
                self.open();
                Ok(())
            }
            Act::Reboot => {
                self.close();
                self.town.pass(30_000);
                self.town.reboot();
                self.open();
                Ok(())
            }
            Act::Outage(ms) => {
                self.town.outage(ms.into());
                Ok(())
            }
        }
    }

    fn sell(&mut self, kind: Kind, card: Card, older: Option<u8>) -> Result<(), Complaint> {
        if self.unread {
            self.read_journal()?;
        }
        let older = older.filter(|_| !self.unread);
        let (method, is_payout) = match kind {
            Kind::Charge => ("charge", false),
            Kind::Auth => ("auth", false),
            Kind::TokenCharge => ("token_charge", false),
            Kind::TokenAuth => ("token_auth", false),
            Kind::CardPayout => ("card_payout", true),
            Kind::TokenPayout => ("token_payout", true),
            Kind::SbpPayout => ("sbp_payout", true),
        };
        let id = self.new_id("sale");
        let invoice = match older.and_then(|back| self.at(back)).filter(|_| !is_payout) {
            Some(at) if self.may_sell_again(at) => {
                let invoice = self.sales.get(at).map(|sale| sale.invoice.clone());
                let invoice = invoice.unwrap_or_default();
                for sale in &mut self.sales {
                    // Who begins a new payment for an order does not finish the old one.
                    sale.abandoned |= sale.invoice == invoice;
                }
                invoice
            }
            _ => format!("order-{}", self.made),
        };
        // Every sum is told from all others.
        let amount = 1_000 + i64::from(self.made) * 7;
        let sum = sum(amount);
        let means = match kind {
            Kind::Charge | Kind::Auth => format!(
                r#""CardCryptogramPacket":"{}","IpAddress":"127.0.0.1""#,
                packet(card)
            ),
            Kind::CardPayout => format!(r#""CardCryptogramPacket":"{}""#, packet(card)),
            Kind::TokenCharge | Kind::TokenAuth => {
                r#""AccountId":"payer","Token":"success_1","TrInitiatorCode":1"#.to_owned()
            }
            Kind::TokenPayout => {
                r#""AccountId":"payer","Token":"success_1","Receiver":{"FirstName":"A"}"#.to_owned()
            }
            Kind::SbpPayout => {
                r#""MemberId":"100000000111","Receiver":{"Phone":"+79161234567"}"#.to_owned()
            }
        };
        let waits = if self.patient {
            r#","timeout_ms":600000,"resolve_ms":500000"#
        } else {
            ""
        };
        let request = format!(
            r#"{{"request_id":"{id}","InvoiceId":"{invoice}","Amount":"{sum}","Currency":"RUB",{means}{waits}}}"#
        );
        self.sales.push(Sale {
            payment: self.operation(id, method, request, None, amount),
            invoice,
            ends: Vec::new(),
            commands: Vec::new(),
            held: 0,
            net: 0,
            unwanted: false,
            reversing: false,
            abandoned: false,
            given_up: false,
            for_people: false,
        });
        let at = self.sales.len() - 1;
        self.make(at, Which::Payment)
    }

    fn operation(
        &self,
        id: String,
        method: &'static str,
        request: String,
        about: Option<i64>,
        amount: i64,
    ) -> Operation {
        Operation {
            id,
            method,
            request,
            about,
            amount,
            began_ms: self.town.till_ms(),
            life: self.life,
            told: None,
            refused: false,
            maybe_noted: false,
            acknowledged: false,
        }
    }

    /// Whether another payment of this order may be begun, or tried to: all others have brought
    /// nothing, or the library still knows of the one that is in doubt and refuses.
    fn may_sell_again(&self, at: usize) -> bool {
        let Some(invoice) = self.sales.get(at).map(|sale| &sale.invoice) else {
            return false;
        };
        let mut same = self.sales.iter().filter(|sale| sale.invoice == *invoice);
        same.all(|sale| {
            // Without a journal the library remembers for two hours.
            let remembered = |one: &Operation| {
                one.life == self.life && self.town.till_ms() < one.began_ms + REMEMBERED_MS
            };
            let known = self.has_journal() || sale.operations().all(remembered);
            let in_doubt = sale.payment.is_open() || sale.ends.iter().any(Operation::is_open);
            let nothing = sale.held == 0 && sale.net == 0;
            !sale.is_payout()
                && !sale.for_people
                && nothing
                && (!in_doubt || known)
                && !sale.commands.iter().any(Operation::is_open)
        })
    }

    fn get(&self, at: usize, which: Which) -> Option<&Operation> {
        let sale = self.sales.get(at)?;
        match which {
            Which::Payment => Some(&sale.payment),
            Which::End(at) => sale.ends.get(at),
            Which::Command(at) => sale.commands.get(at),
        }
    }

    fn get_mut(&mut self, at: usize, which: Which) -> Option<&mut Operation> {
        let sale = self.sales.get_mut(at)?;
        match which {
            Which::Payment => Some(&mut sale.payment),
            Which::End(at) => sale.ends.get_mut(at),
            Which::Command(at) => sale.commands.get_mut(at),
        }
    }

    /// Makes a call, or makes it again.
    fn make(&mut self, at: usize, which: Which) -> Result<(), Complaint> {
        let (life, now_ms) = (self.life, self.town.till_ms());
        let Some(operation) = self.get_mut(at, which) else {
            return Ok(());
        };
        // From here on nothing is known of it, if this process dies.
        let before = operation.told.take();
        let began_before_ms = operation.began_ms;
        operation.life = life;
        if before.as_ref().is_some_and(|told| !told.is_doubt()) {
            // What is in doubt is not sent again: it was sent when it was called first.
            operation.began_ms = now_ms;
        }
        let operation = operation.clone();
        let (method, id) = (operation.method, operation.id.as_str());
        let invoice = self
            .sales
            .get(at)
            .map_or_else(String::new, |sale| sale.invoice.clone());
        let answers = Rc::default();
        // While the payer is at the issuer's page, the order takes another payment; so it does when
        // this one is known to be paid.
        let holds = before.as_ref().is_none_or(|told| {
            told.outcome != "requires_3ds" && !matches!(told.money.as_str(), "moved" | "held")
        });
        self.others(&operation, &invoice, holds, &answers);
        let reply = self.call(method, &operation.request);
        self.hear_others(at, &invoice, &answers.take())?;
        let Some(reply) = reply else {
            return Ok(());
        };
        let told = read(&reply)?;
        if matches!(
            told.outcome.as_str(),
            "invalid_argument"
                | "invalid_request"
                | "unknown_method"
                | "idempotency_mismatch"
                | "internal"
        ) {
            return Err(format!("{id} was answered {}", told.outcome));
        }
        self.count(method, &told);
        if matches!(
            told.outcome.as_str(),
            "invoice_busy" | "journal_unavailable"
        ) {
            if told.outcome == "invoice_busy" {
                self.check_busy(at, &told)?;
            }
            // This call did nothing; what an earlier one did is as known as it was.
            if let Some(operation) = self.get_mut(at, which) {
                operation.maybe_noted |= told.outcome == "journal_unavailable";
                operation.refused = before.is_none() || operation.refused;
                operation.told = before;
                operation.began_ms = began_before_ms;
            }
            return Ok(());
        }
        if let Some(operation) = self.get_mut(at, which) {
            operation.refused = false;
        }
        self.learn(at, which, told)
    }

    /// What others were told while a call was under way: nothing that ends it, and no second
    /// payment of its order.
    fn hear_others(
        &mut self,
        at: usize,
        invoice: &str,
        answers: &[Heard],
    ) -> Result<(), Complaint> {
        for (other, id, reply) in answers {
            let told = read(reply)?;
            match other {
                Other::SameCall
                | Other::SameCallElsewhere
                | Other::Resolve
                | Other::ResolveElsewhere => {
                    let absent = matches!(told.outcome.as_str(), "not_processed" | "not_sent");
                    if let Some(sale) = self.sales.get_mut(at).filter(|_| absent) {
                        // That is allowed of a payment whose payer was not sent to the issuer yet.
                        sale.given_up = true;
                    }
                }
                Other::Sell | Other::SellElsewhere => {
                    let before = self
                        .sales
                        .get(at)
                        .map(|sale| sale.payment.money().to_owned());
                    if told.outcome == "invoice_busy" || told.outcome == "journal_unavailable" {
                        continue;
                    }
                    return Err(format!(
                        "{id} was told {} while {invoice} is under way ({before:?})",
                        told.outcome
                    ));
                }
                Other::RecoverElsewhere => {}
            }
        }
        Ok(())
    }

    /// Another payment of the order must really be in doubt.
    fn check_busy(&self, at: usize, told: &Told) -> Result<(), Complaint> {
        let invoice = self.sales.get(at).map(|sale| sale.invoice.as_str());
        let holds = self.sales.iter().any(|sale| {
            let is_other = Some(sale.payment.id.as_str()) == told.other.as_deref();
            // A journal that fails as it is written may have written it all the same.
            let open = sale.payment.is_open()
                || sale.payment.maybe_noted
                || sale.ends.iter().any(|end| end.is_open() || end.maybe_noted);
            is_other && invoice == Some(&sale.invoice) && (open || sale.for_people)
        });
        if holds {
            return Ok(());
        }
        Err(format!(
            "the order is called busy by {:?}, which is not open",
            told.other
        ))
    }

    fn count(&mut self, method: &'static str, told: &Told) {
        self.outcomes.push((method, told.outcome.clone()));
    }

    /// Takes note of what was told of an operation.
    fn learn(&mut self, at: usize, which: Which, told: Told) -> Result<(), Complaint> {
        let lost_at = self
            .get(at, which)
            .filter(|operation| operation.is_open())
            .and_then(|operation| self.town.lost_at(&operation.id));
        if let (Some(lost_at), false) = (lost_at, told.is_doubt()) {
            let took = self.town.now_ms().saturating_sub(lost_at);
            self.doubts.push((told.outcome.clone(), took));
        }
        let Some(operation) = self.get_mut(at, which) else {
            return Ok(());
        };
        let (amount, id) = (operation.amount, operation.id.clone());
        operation.told = Some(told.clone());
        let Some(sale) = self.sales.get_mut(at) else {
            return Ok(());
        };
        let paid = sale.payment.amount;
        match (which, told.outcome.as_str()) {
            (_, "manual_review") => sale.for_people = true,
            (Which::Payment | Which::End(_), "completed") => (sale.held, sale.net) = (0, paid),
            (Which::Payment | Which::End(_), "authorized") => (sale.held, sale.net) = (paid, 0),
            (Which::Payment, "paid_out") => sale.net = paid,
            (Which::Command(_), "confirmed") => (sale.held, sale.net) = (0, amount),
            (Which::Payment | Which::End(_), "reversed") | (Which::Command(_), "voided") => {
                (sale.held, sale.net) = (0, 0);
            }
            (Which::Command(_), "refunded") => sale.net -= amount,
            (_, "requires_3ds") => {}
            (_, outcome) if told.money == "not_moved" || told.is_doubt() => {
                let _ = outcome;
            }
            (_, outcome) => {
                return Err(format!("{id} was told {outcome}, money {}", told.money));
            }
        }
        // The payment takes the outcome of its end.
        if let Which::End(_) = which {
            let decided = matches!(
                told.outcome.as_str(),
                "completed" | "authorized" | "declined" | "reversed"
            );
            if decided {
                // Whether the journal knows the payment by its number is another matter.
                let known = sale.payment.told.as_ref().is_none_or(|told| told.durable);
                sale.payment.told = Some(Told {
                    durable: told.durable && known,
                    ..told
                });
            }
        }
        Ok(())
    }

    fn again(&mut self, back: u8) -> Result<(), Complaint> {
        let Some(at) = self.at(back) else {
            return Ok(());
        };
        let Some(sale) = self.sales.get(at) else {
            return Ok(());
        };
        if sale.unwanted || sale.abandoned || sale.for_people {
            return Ok(());
        }
        let payment = &sale.payment;
        let remembered = self.has_journal() || payment.life == self.life;
        // The payer's page is given again; what happened behind it is another matter.
        if !sale.ends.is_empty() {
            return Ok(());
        }
        let may = match payment.money() {
            "not_moved" if payment.outcome() == "declined" => false,
            "not_moved" => true,
            "unknown" => remembered,
            _ => self.has_journal() && sale.commands.is_empty() && !payment.acknowledged,
        };
        // The order may have gone to another payment meanwhile.
        let alone = self
            .sales
            .iter()
            .all(|other| other.invoice != sale.invoice || other.payment.id == payment.id);
        if may && alone {
            return self.make(at, Which::Payment);
        }
        Ok(())
    }

    fn back(&mut self, back: u8, passes: bool) -> Result<(), Complaint> {
        let Some(at) = self.at(back) else {
            return Ok(());
        };
        let Some(sale) = self.sales.get(at) else {
            return Ok(());
        };
        let number = sale.payment.told.as_ref().and_then(|told| told.number);
        let busy = sale.ends.iter().any(Operation::is_open);
        let (Some(number), true, false, false) = (number, sale.is_at_issuer(), busy, sale.unwanted)
        else {
            return Ok(());
        };
        let amount = sale.payment.amount;
        let id = self.new_id("end");
        let pa_res = self.town.rules.pa_res(number.cast_unsigned(), passes);
        let request =
            format!(r#"{{"request_id":"{id}","TransactionId":{number},"PaRes":"{pa_res}"}}"#);
        let end = self.operation(id, "post3ds", request, Some(number), amount);
        let Some(sale) = self.sales.get_mut(at) else {
            return Ok(());
        };
        sale.ends.push(end);
        let end = sale.ends.len() - 1;
        self.make(at, Which::End(end))
    }

    fn back_again(&mut self, back: u8) -> Result<(), Complaint> {
        let Some(at) = self.at(back) else {
            return Ok(());
        };
        let Some(sale) = self.sales.get(at) else {
            return Ok(());
        };
        let Some(last) = sale.ends.len().checked_sub(1) else {
            return Ok(());
        };
        let Some(end) = sale.ends.get(last) else {
            return Ok(());
        };
        let remembered = self.has_journal() || end.life == self.life;
        let may = match end.money() {
            "not_moved" => end.outcome() != "declined" && sale.is_at_issuer(),
            "unknown" => remembered,
            _ => false,
        };
        if may && !sale.unwanted && !sale.abandoned && !sale.for_people {
            return self.make(at, Which::End(last));
        }
        Ok(())
    }

    fn command(&mut self, back: u8, method: &'static str, part: bool) -> Result<(), Complaint> {
        let Some(at) = self.at(back) else {
            return Ok(());
        };
        let Some(sale) = self.sales.get(at) else {
            return Ok(());
        };
        let number = sale.payment.told.as_ref().and_then(|told| told.number);
        let Some(number) = number.filter(|_| !sale.is_payout() && sale.may_command()) else {
            return Ok(());
        };
        let whole = match method {
            "refund" => sale.net,
            _ => sale.held,
        };
        if whole <= 0 {
            return Ok(());
        }
        let id = self.new_id(method);
        // No two parts are alike.
        let amount = if part {
            (whole / 3 + i64::from(self.made)).min(whole)
        } else {
            whole
        };
        let sum = sum(amount);
        let request = match method {
            "void" => format!(r#"{{"request_id":"{id}","TransactionId":{number}}}"#),
            "refund" => format!(
                r#"{{"request_id":"{id}","TransactionId":{number},"Amount":"{sum}","JsonData":{{"mark":"{id}"}}}}"#
            ),
            _ => format!(r#"{{"request_id":"{id}","TransactionId":{number},"Amount":"{sum}"}}"#),
        };
        let command = self.operation(id, method, request, Some(number), amount);
        let Some(sale) = self.sales.get_mut(at) else {
            return Ok(());
        };
        sale.commands.push(command);
        let command = sale.commands.len() - 1;
        self.make(at, Which::Command(command))
    }

    fn command_again(&mut self, back: u8) -> Result<(), Complaint> {
        let Some(at) = self.at(back) else {
            return Ok(());
        };
        let Some(sale) = self.sales.get(at) else {
            return Ok(());
        };
        let Some(last) = sale.commands.len().checked_sub(1) else {
            return Ok(());
        };
        let Some(command) = sale.commands.get(last) else {
            return Ok(());
        };
        let remembered = self.has_journal() || command.life == self.life;
        let may = match command.money() {
            "not_moved" => true,
            "unknown" => remembered,
            _ => false,
        };
        let affordable = match command.method {
            "refund" => command.amount <= sale.net,
            _ => sale.held > 0,
        };
        if may && affordable && !sale.unwanted && !sale.for_people {
            return self.make(at, Which::Command(last));
        }
        Ok(())
    }

    /// Asks about everything of a sale that is in doubt.
    fn resolve_sale(&mut self, at: usize, resolve_ms: Option<u64>) -> Result<(), Complaint> {
        let Some(sale) = self.sales.get(at) else {
            return Ok(());
        };
        let ends = (0..sale.ends.len()).map(Which::End);
        let commands = (0..sale.commands.len()).map(Which::Command);
        let all: Vec<_> = std::iter::once(Which::Payment)
            .chain(ends)
            .chain(commands)
            .filter(|which| self.get(at, *which).is_some_and(Operation::is_open))
            .collect();
        for which in all {
            self.resolve(at, which, resolve_ms)?;
        }
        Ok(())
    }

    fn resolve(
        &mut self,
        at: usize,
        which: Which,
        resolve_ms: Option<u64>,
    ) -> Result<(), Complaint> {
        let Some(sale) = self.sales.get(at) else {
            return Ok(());
        };
        let Some(operation) = self.get(at, which) else {
            return Ok(());
        };
        let is_payout = sale.is_payout();
        let by_word = matches!(operation.method, "token_payout" | "sbp_payout");
        let settle_ms = if is_payout {
            PAYOUT_SETTLE_MS
        } else {
            SETTLE_MS
        };
        let sent_at = match &operation.told {
            Some(told) => told.sent_at.clone(),
            // It died during the call: when it was sent at the latest is long past.
            None => {
                let settled_ms = operation.began_ms + TIMEOUT_MS + settle_ms;
                (self.town.till_ms() >= settled_ms).then(|| instant::to_iso(operation.began_ms))
            }
        };
        let number = match which {
            // Who has shown the page asks by number.
            Which::Payment => operation.told.as_ref().and_then(|told| told.number),
            _ => operation.about,
        };
        let mut fields = vec![format!(r#""method":"{}""#, operation.method)];
        if !by_word || self.has_journal() {
            fields.push(format!(r#""request_id":"{}""#, operation.id));
        }
        if which == Which::Payment {
            fields.push(format!(r#""InvoiceId":"{}""#, sale.invoice));
        }
        if let Some(number) = number {
            fields.push(format!(r#""TransactionId":{number}"#));
        }
        if operation.method != "void" {
            fields.push(format!(r#""Amount":"{}""#, sum(operation.amount)));
        }
        if let Some(sent_at) = sent_at.filter(|_| !self.has_journal()) {
            fields.push(format!(r#""sent_at":"{sent_at}""#));
        }
        if let Some(ms) = resolve_ms {
            fields.push(format!(r#""resolve_ms":{ms}"#));
        }
        let request = format!("{{{}}}", fields.join(","));
        let Some(reply) = self.call("resolve", &request) else {
            return Ok(());
        };
        let told = read(&reply)?;
        self.count("resolve", &told);
        self.learn_of_asking(at, which, told)
    }

    /// What `resolve`, `reverse` and `journal_recover` say is a word on the payment, unless they
    /// failed here.
    fn learn_of_asking(
        &mut self,
        at: usize,
        which: Which,
        mut told: Told,
    ) -> Result<(), Complaint> {
        if told.status >= 30 {
            return match told.outcome.as_str() {
                "journal_unavailable" => Ok(()),
                outcome => Err(format!("asking was answered {outcome}")),
            };
        }
        if let Some(before) = self.get(at, which).and_then(|one| one.told.as_ref())
            && told.is_doubt()
        {
            told.sent_at.clone_from(&before.sent_at);
            told.number = told.number.or(before.number);
        } else if told.is_doubt() {
            // It was never answered: when it was sent is not known, whatever is said.
            return Ok(());
        }
        if let Some(known) = self.get_mut(at, which).and_then(|one| one.told.as_mut())
            && !known.is_doubt()
            && (known.outcome == told.outcome || told.is_doubt())
        {
            // Nothing new. Parts that were given back since leave it what it was told to be.
            known.durable |= told.durable && !told.is_doubt();
            return Ok(());
        }
        self.learn(at, which, told)
    }

    /// The cashier takes the money otherwise.
    fn reverse(&mut self, at: usize) -> Result<(), Complaint> {
        let Some(sale) = self.sales.get(at) else {
            return Ok(());
        };
        let commands_open = sale.commands.iter().any(Operation::is_open);
        let ends_open = sale.ends.iter().any(Operation::is_open);
        let nothing = sale.payment.money() == "not_moved";
        if sale.is_payout()
            || sale.for_people
            || commands_open
            || ends_open
            || sale.payment.refused
            || nothing
        {
            return Ok(());
        }
        if sale.payment.money() == "returned" {
            return Ok(());
        }
        let (id, invoice) = (sale.payment.id.clone(), sale.invoice.clone());
        let number = sale.payment.told.as_ref().and_then(|told| told.number);
        if let Some(sale) = self.sales.get_mut(at) {
            sale.unwanted = true;
        }
        let by_number = number.map_or_else(String::new, |number| {
            format!(r#","TransactionId":{number}"#)
        });
        let request = format!(r#"{{"request_id":"{id}","InvoiceId":"{invoice}"{by_number}}}"#);
        let Some(reply) = self.call("reverse", &request) else {
            return Ok(());
        };
        let told = read(&reply)?;
        self.count("reverse", &told);
        if told.outcome == "reversing"
            && let Some(sale) = self.sales.get_mut(at)
        {
            sale.reversing = true;
        }
        if told.is_doubt() && !self.get(at, Which::Payment).is_some_and(Operation::is_open) {
            // It was known before, and is not undone yet.
            return Ok(());
        }
        self.learn_of_asking(at, Which::Payment, told)
    }

    fn recover(&mut self, timeout_ms: u64) -> Result<(), Complaint> {
        if !self.has_journal() {
            return Ok(());
        }
        let request = format!(r#"{{"timeout_ms":{timeout_ms}}}"#);
        let Some(reply) = self.call("journal_recover", &request) else {
            return Ok(());
        };
        for told in told::list(&reply, "resolved")
            .into_iter()
            .chain(told::list(&reply, "open"))
        {
            let Some((at, which)) = told.request_id.as_deref().and_then(|id| self.find(id)) else {
                // A reversal of the library's own.
                continue;
            };
            self.count("journal_recover", &told);
            if self.get(at, which).is_some_and(Operation::is_open) {
                self.learn_of_asking(at, which, told)?;
            }
        }
        Ok(())
    }

    fn find(&self, id: &str) -> Option<(usize, Which)> {
        self.sales.iter().enumerate().find_map(|(at, sale)| {
            let which = if sale.payment.id == id {
                Some(Which::Payment)
            } else if let Some(end) = sale.ends.iter().position(|one| one.id == id) {
                Some(Which::End(end))
            } else {
                let command = sale.commands.iter().position(|one| one.id == id);
                command.map(Which::Command)
            };
            Some((at, which?))
        })
    }

    fn acknowledge(&mut self, at: usize) -> Result<(), Complaint> {
        if !self.has_journal() {
            return Ok(());
        }
        let Some(sale) = self.sales.get(at) else {
            return Ok(());
        };
        let ids: Vec<_> = sale
            .operations()
            .filter(|one| !one.acknowledged && !one.refused)
            .filter(|one| {
                let told = one.told.as_ref();
                told.is_some_and(|told| told.is_final && told.durable)
            })
            .map(|one| one.id.clone())
            .collect();
        for id in ids {
            // Whether it is noted before the process dies or the journal fails, nobody knows.
            if let Some(sale) = self.sales.get_mut(at) {
                let mut operations = sale.operations_mut();
                if let Some(one) = operations.find(|one| one.id == id) {
                    one.acknowledged = true;
                }
            }
            let Some(reply) = self.call("journal_ack", &format!(r#"{{"request_id":"{id}"}}"#))
            else {
                return Ok(());
            };
            let told = read(&reply)?;
            let noted = told.outcome == "ok";
            if !noted && told.outcome != "journal_unavailable" {
                return Err(format!("{id} cannot be taken note of: {}", told.outcome));
            }
            if let Some(sale) = self.sales.get_mut(at)
                && let Some(one) = sale.operations_mut().find(|one| one.id == id)
                && let Some(told) = one.told.as_mut()
            {
                // What the journal could not write may be there all the same.
                told.durable |= noted;
            }
        }
        Ok(())
    }

    /// With a journal: what was ended and not taken note of is handed out, and nothing else.
    ///
    /// # Errors
    /// What is missing.
    pub fn check_pending(&mut self) -> Result<(), Complaint> {
        if !self.has_journal() {
            return Ok(());
        }
        let Some(reply) = self.call("journal_pending", "{}") else {
            return Ok(());
        };
        if reply.status != Status::Ok {
            return Ok(());
        }
        let pending = told::list(&reply, "intents");
        for one in self.sales.iter().flat_map(Sale::operations) {
            let durable = one.told.as_ref().is_some_and(|told| told.is_noted);
            let handed_out = pending
                .iter()
                .any(|told| told.request_id.as_ref() == Some(&one.id));
            if durable && !one.acknowledged && !one.refused && !handed_out {
                return Err(format!(
                    "{} was not taken note of and is not handed out",
                    one.id
                ));
            }
        }
        Ok(())
    }

    /// With a journal: what the process died over has ended as the journal says, and what the
    /// journal does not know was never begun.
    fn read_journal(&mut self) -> Result<(), Complaint> {
        let Some(reply) = self.call("journal_pending", "{}") else {
            return Ok(());
        };
        if reply.status != Status::Ok {
            return Ok(());
        }
        self.unread = false;
        let pending = told::list(&reply, "intents");
        for sale in &mut self.sales {
            for one in sale.operations_mut() {
                let known = pending
                    .iter()
                    .any(|told| told.request_id.as_ref() == Some(&one.id));
                one.refused = !known && (one.told.is_none() || one.refused);
            }
        }
        for told in pending.into_iter().filter(|told| told.is_final) {
            let Some((at, which)) = told.request_id.as_deref().and_then(|id| self.find(id)) else {
                continue;
            };
            if self.get(at, which).is_some_and(Operation::is_open) {
                self.learn_of_asking(at, which, told)?;
            }
        }
        Ok(())
    }

    /// Ends every doubt, however long it takes.
    ///
    /// # Errors
    /// What the library must not have told, or what never ends.
    pub fn settle(&mut self) -> Result<(), Complaint> {
        const WAITS_S: [u64; 12] = [2, 20, 60, 120, 150, 60, 60, 600, 1_200, 1_200, 1_200, 1_200];
        for wait_s in WAITS_S.into_iter().chain([3_600; 26]) {
            if self.has_journal() {
                self.recover(1_500)?;
                self.read_journal()?;
            }
            for at in 0..self.sales.len() {
                self.resolve_sale(at, Some(0))?;
                if self.sales.get(at).is_some_and(|sale| {
                    sale.unwanted && (sale.held > 0 || sale.net > 0) && !sale.is_open()
                }) {
                    self.reverse(at)?;
                }
            }
            if !self.sales.iter().any(Sale::is_open) && !self.is_reversing() {
                return Ok(());
            }
            self.town.pass(wait_s * 1_000);
        }
        let open: Vec<_> = self
            .sales
            .iter()
            .flat_map(Sale::operations)
            .filter(|one| one.is_open())
            .map(|one| format!("{} ({})", one.id, one.outcome()))
            .collect();
        Err(format!("never ends: {}", open.join(", ")))
    }

    fn is_reversing(&self) -> bool {
        self.sales
            .iter()
            .any(|sale| sale.unwanted && !sale.for_people && (sale.held > 0 || sale.net > 0))
    }

    /// What the library has said that it will undo, and what the cashier wants undone.
    #[must_use]
    pub fn wants_nothing_of(&self, at: usize) -> bool {
        self.sales
            .get(at)
            .is_some_and(|sale| sale.unwanted || sale.reversing)
    }

    /// Everything is over.
    pub fn end(&mut self) {
        self.close();
        self.elsewhere = None;
    }
}

/// The library, in a process of its own.
fn client(journal: Option<&str>) -> Option<Rc<Client>> {
    let journal = journal.map_or_else(String::new, |path| {
        format!(r#","journal":{}"#, quoted(path))
    });
    let config = format!(
        r#"{{"public_id":"pk_campaign","api_secret":"s","base_url":"http://127.0.0.1:1"{journal}}}"#
    );
    // The configuration is right, so there is a client.
    Client::new(&config).ok().map(Rc::new)
}

/// The question about an operation that somebody else makes just now.
fn asking(operation: &Operation, invoice: &str) -> String {
    let about = match operation.about {
        Some(number) => format!(r#""TransactionId":{number}"#),
        None => format!(r#""InvoiceId":"{invoice}""#),
    };
    format!(
        r#"{{"method":"{}","request_id":"{}",{about},"resolve_ms":0,"timeout_ms":3000}}"#,
        operation.method, operation.id
    )
}

fn read(reply: &Reply) -> Result<Told, Complaint> {
    Told::of(reply).ok_or_else(|| format!("no answer: {}", reply.json))
}

fn packet(card: Card) -> &'static str {
    match card {
        Card::Pays => "014000003055301204AAAA",
        Card::Poor => "014000055556301204AAAA",
        Card::Pays3ds => "014242424242301204AAAA",
        Card::Poor3ds => "014012881881301204AAAA",
    }
}

/// Hundredths as the text of a sum.
fn sum(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
