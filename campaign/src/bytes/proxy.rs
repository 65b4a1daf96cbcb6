//! A proxy that knows nothing of HTTP and counts bytes.
//!
//! Once it is armed, the connection on which a request with the mark comes is watched: its first
//! byte, and the next one of the gateway, are number 0. The fault strikes once; everything after it,
//! and every other connection, passes unharmed. On a bad line everything after it is struck alike.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

use socket2::SockRef;

use super::fault::{Fault, Kind, Line, Side, flipped};
use crate::dice::Dice;

/// A proxy in front of one gateway.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    armed: Arc<Mutex<Option<Arc<Watch>>>>,
}

/// What is done to the watched connection, and what was seen on it.
#[derive(Debug)]
pub struct Watch {
    fault: Option<Fault>,
    dice: Dice,
    line: Line,
    /// What only this request bears: what a busy machine brings late of an earlier one has not.
    /// Nothing where it cannot be seen.
    mark: String,
    /// How long after the first byte of the request stalled bytes are held back.
    hold: Duration,
    seen: Mutex<Seen>,
    changed: Condvar,
    /// The connection, which has this watch: an owner of each other they would both stay for ever.
    pair: Mutex<Weak<Pair>>,
}

/// What was seen of the watched exchange.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seen {
    /// Bytes of the till.
    pub request: u64,
    /// Those of them that came before the gateway said anything.
    pub request_alone: u64,
    /// Bytes of the gateway.
    pub answer: u64,
    /// Those of them that came before the till went on.
    pub answer_alone: u64,
    /// Whether the fault has struck.
    pub struck: bool,
    /// When stalled bytes went on.
    pub went_on: Option<Instant>,
    /// When the till began.
    pub began: Option<Instant>,
    /// When the gateway began to answer.
    pub answered: Option<Instant>,
    /// Whether the gateway will say no more.
    pub ended: bool,
}

impl Proxy {
    /// Listens; whoever connects is led to `gateway`.
    ///
    /// # Errors
    /// There is no free port.
    pub fn before(gateway: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let armed = Arc::<Mutex<Option<Arc<Watch>>>>::default();
        let shared = Arc::clone(&armed);
        thread::spawn(move || {
            for till in listener.incoming().flatten() {
                if refuses(&shared, &till) {
                    continue;
                }
                let Ok(gateway) = TcpStream::connect(gateway) else {
                    continue;
                };
                let _ = till.set_nodelay(true);
                let _ = gateway.set_nodelay(true);
                join(Arc::new(till), Arc::new(gateway), &shared);
            }
        });
        Ok(Self { address, armed })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Watches the connection on which `mark` comes, and breaks it if there is a fault.
    #[must_use]
    pub fn arm(
        &self,
        fault: Option<Fault>,
        dice: Dice,
        line: Line,
        mark: &str,
        hold: Duration,
    ) -> Arc<Watch> {
        // Nobody reads what is encrypted.
        let mark = if line == Line::Tls { "" } else { mark };
        let watch = Arc::new(Watch::new(fault, dice, line, mark, hold));
        *lock(&self.armed) = Some(Arc::clone(&watch));
        watch
    }

    /// Breaks nothing any more.
    pub fn disarm(&self) {
        *lock(&self.armed) = None;
    }
}

/// A reset or an end before the first byte can come before the till has said anything.
fn refuses(armed: &Mutex<Option<Arc<Watch>>>, till: &TcpStream) -> bool {
    let mut armed = lock(armed);
    let first = |kind| Fault {
        side: Side::Request,
        kind,
        at: 0,
    };
    let fault = armed.as_ref().and_then(|watch| watch.fault);
    let resets = fault == Some(first(Kind::Reset));
    if !resets && fault != Some(first(Kind::Close)) {
        return false;
    }
    if resets {
        reset_when_dropped(till);
    }
    if let Some(watch) = armed.take() {
        *armed = watch.next();
        watch.note(|seen| {
            seen.struck = true;
            seen.ended = true;
        });
    }
    true
}

fn reset_when_dropped(stream: &TcpStream) {
    let _ = SockRef::from(stream).set_linger(Some(Duration::ZERO));
}

/// One connection of a till, and the one that was made for it.
#[derive(Debug)]
struct Pair {
    till: Arc<TcpStream>,
    gateway: Arc<TcpStream>,
    watch: Mutex<Option<Arc<Watch>>>,
    broken: Mutex<Broken>,
}

/// What has become of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Broken {
    No,
    /// Nothing passes any more; both sides were told the end.
    Closed,
    /// Both ends will see a reset.
    Reset,
}

fn join(till: Arc<TcpStream>, gateway: Arc<TcpStream>, armed: &Arc<Mutex<Option<Arc<Watch>>>>) {
    let pair = Arc::new(Pair {
        till,
        gateway,
        watch: Mutex::default(),
        broken: Mutex::new(Broken::No),
    });
    let (back, armed) = (Arc::clone(&pair), Arc::clone(armed));
    thread::spawn(move || {
        let looks = |bytes: &[u8]| {
            let mut armed = lock(&armed);
            if let Some(watch) = armed.take_if(|watch| watch.is_meant(bytes)) {
                *armed = watch.next();
                *lock(&watch.pair) = Arc::downgrade(&pair);
                *lock(&pair.watch) = Some(watch);
            }
        };
        pair.pump(Side::Request, looks);
    });
    thread::spawn(move || {
        back.pump(Side::Answer, |_| ());
        if let Some(watch) = back.watch() {
            watch.note(|seen| seen.ended = true);
        }
    });
}

impl Pair {
    fn watch(&self) -> Option<Arc<Watch>> {
        lock(&self.watch).clone()
    }

    /// Leads the bytes of one side to the other, after `looks` has seen them.
    fn pump(&self, side: Side, looks: impl Fn(&[u8])) {
        let (from, to) = match side {
            Side::Request => (&self.till, &self.gateway),
            Side::Answer => (&self.gateway, &self.till),
        };
        let mut buffer = [0; 16 * 1024];
        loop {
            let read = match (&**from).read(&mut buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Ok(read) if read > 0 => read,
                _ => break,
            };
            let bytes = buffer.get(..read).unwrap_or_default();
            looks(bytes);
            if *lock(&self.broken) != Broken::No {
                continue;
            }
            let led = match self.watch() {
                Some(watch) => self.lead(&watch, side, bytes, to),
                None => (&**to).write_all(bytes),
            };
            if led.is_err() {
                // The till has gone: the gateway must hear of it, but nobody needs the rest.
                break;
            }
        }
        if *lock(&self.broken) != Broken::Reset {
            let _ = to.shutdown(Shutdown::Write);
        }
    }

    /// What a damaged request leaves behind is answered too, and that is no answer to the next one.
    fn cut(&self) {
        let _ = self.till.shutdown(Shutdown::Both);
        let _ = self.gateway.shutdown(Shutdown::Both);
    }

    /// Leads bytes of the watched connection.
    fn lead(&self, watch: &Watch, side: Side, bytes: &[u8], to: &TcpStream) -> io::Result<()> {
        let mut to = to;
        let first = watch.count(side, bytes.len() as u64);
        let Some((kind, index)) = watch.strikes(side, first, bytes.len()) else {
            return to.write_all(bytes);
        };
        let (before, after) = bytes.split_at(index);
        match kind {
            Kind::Reset | Kind::Close => {
                to.write_all(before)?;
                self.break_off(kind);
                Ok(())
            }
            Kind::Stall => {
                to.write_all(before)?;
                watch.wait_until_nobody_waits();
                let led = to.write_all(after);
                watch.note(|seen| seen.went_on = Some(Instant::now()));
                led
            }
            Kind::Flip | Kind::Duplicate => {
                let mut damaged = before.to_vec();
                let mut dice = watch.dice.clone();
                match (kind, after) {
                    (Kind::Flip, [byte, rest @ ..]) => {
                        damaged.push(flipped(*byte, &mut dice));
                        damaged.extend_from_slice(rest);
                    }
                    (_, [byte, ..]) => {
                        damaged.push(*byte);
                        damaged.extend_from_slice(after);
                    }
                    (_, []) => {}
                }
                to.write_all(&damaged)
            }
        }
    }

    fn break_off(&self, kind: Kind) {
        let mut broken = lock(&self.broken);
        if kind == Kind::Close {
            *broken = Broken::Closed;
            let _ = self.till.shutdown(Shutdown::Write);
            let _ = self.gateway.shutdown(Shutdown::Write);
            return;
        }
        *broken = Broken::Reset;
        for stream in [&self.till, &self.gateway] {
            reset_when_dropped(stream);
            // Wakes who reads from it, so that it can be dropped.
            let _ = stream.shutdown(Shutdown::Read);
        }
    }
}

impl Watch {
    fn new(fault: Option<Fault>, dice: Dice, line: Line, mark: &str, hold: Duration) -> Self {
        Self {
            fault,
            dice,
            line,
            mark: mark.to_owned(),
            hold,
            seen: Mutex::default(),
            changed: Condvar::new(),
            pair: Mutex::default(),
        }
    }

    /// The watch for whatever is asked after this, on a bad line.
    fn next(&self) -> Option<Arc<Self>> {
        let next = || Self::new(self.fault, self.dice.clone(), self.line, "", self.hold);
        (self.line == Line::Bad).then(|| Arc::new(next()))
    }

    /// A request comes in one piece.
    fn is_meant(&self, bytes: &[u8]) -> bool {
        let mark = self.mark.as_bytes();
        mark.is_empty() || bytes.windows(mark.len()).any(|part| part == mark)
    }

    fn note(&self, work: impl FnOnce(&mut Seen)) {
        work(&mut lock(&self.seen));
        self.changed.notify_all();
    }

    /// Counts bytes; the number of their first.
    fn count(&self, side: Side, bytes: u64) -> u64 {
        let mut seen = lock(&self.seen);
        let first = match side {
            Side::Request => {
                seen.began.get_or_insert_with(Instant::now);
                if seen.answer == 0 {
                    seen.request_alone += bytes;
                }
                &mut seen.request
            }
            Side::Answer => {
                seen.answered.get_or_insert_with(Instant::now);
                if seen.request == seen.request_alone {
                    seen.answer_alone += bytes;
                }
                &mut seen.answer
            }
        };
        let number = *first;
        *first += bytes;
        drop(seen);
        self.changed.notify_all();
        number
    }

    /// Whether the fault strikes among so many bytes from this one on, and before which of them.
    fn strikes(&self, side: Side, first: u64, bytes: usize) -> Option<(Kind, usize)> {
        let fault = self.fault.filter(|fault| fault.side == side)?;
        let index = usize::try_from(fault.at.checked_sub(first)?).ok()?;
        let mut seen = lock(&self.seen);
        // What breaks a connection can do so after the last byte too.
        if seen.struck || index > bytes || (index == bytes && fault.kind.damages()) {
            return None;
        }
        seen.struck = true;
        Some((fault.kind, index))
    }

    fn wait_until_nobody_waits(&self) {
        let began = lock(&self.seen).began.unwrap_or_else(Instant::now);
        thread::sleep((began + self.hold).saturating_duration_since(Instant::now()));
    }

    /// Ends the case. Over TLS the next one begins with a handshake.
    pub fn end(&self) {
        let damaged = self
            .fault
            .is_some_and(|fault| fault.side == Side::Request && fault.kind.damages());
        let pair = std::mem::take(&mut *lock(&self.pair)).upgrade();
        if let (Some(pair), true) = (pair, damaged || self.line == Line::Tls) {
            pair.cut();
        }
    }

    /// What was seen, once the gateway has nothing more to do with it: it has answered or was left,
    /// and stalled bytes have gone on.
    #[must_use]
    pub fn seen(&self, patience: Duration) -> Seen {
        let until = Instant::now() + patience;
        let stalls = self.fault.is_some_and(|fault| fault.kind == Kind::Stall);
        let mut seen = lock(&self.seen);
        loop {
            let acts = seen.began.is_some() && seen.answered.is_none() && !seen.ended;
            let holds = stalls && seen.struck && seen.went_on.is_none();
            let left = until.saturating_duration_since(Instant::now());
            if !(acts || holds) || left.is_zero() {
                return *seen;
            }
            seen = self
                .changed
                .wait_timeout(seen, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
