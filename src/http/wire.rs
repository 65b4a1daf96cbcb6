//! The transport below `ureq`: with `flow.rs`, the only file that touches a socket.
//!
//! `ureq` speaks HTTP; this file decides what its bytes prove. It gathers a request and hands it
//! to the kernel in one write, counts what the kernel took, keeps every deadline itself (so that
//! `ureq` needs no time-outs of its own, no thread for them and no request-level configuration,
//! which would switch TLS resumption off), probes a kept connection with one call, and tells a
//! broken handshake from a lost answer.

use std::fmt;
use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cloudpayments_money::evidence::{Phase, Trouble};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, ProtocolVersion};
use socket2::{Domain, Protocol, Socket, Type};
use ureq::Error;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, Transport,
};
use zeroize::Zeroize as _;

use super::attempt::Attempt;
use super::flow::{Flow, Probe};
use super::names::Names;
use super::proxy;
use super::trust::distrust;
use crate::config::{BaseUrl, Proxy};
use crate::descriptor::off_standard;

/// Larger than the largest head of an answer that `ureq` is told to accept, else a long head
/// would look like a closed connection.
pub(super) const INPUT_BUFFER: usize = 40 * 1024;
pub(super) const MAX_HEAD: usize = 32 * 1024;
const OUTPUT_BUFFER: usize = 16 * 1024;

/// A request that moves money goes out on a kept connection only if that was in use within the
/// last second: an older one is likelier to be closed by the server just as we write, which turns
/// a safe failure into doubt.
const CAREFUL_IDLE: Duration = Duration::from_secs(1);

/// Makes connections to the one gateway.
pub(super) struct Wire {
    pub(super) target: BaseUrl,
    pub(super) proxy: Option<Proxy>,
    pub(super) names: Names,
    pub(super) tls: Option<Arc<ClientConfig>>,
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wire")
    }
}

impl Connector for Wire {
    type Out = Line;

    fn connect(&self, _: &ConnectionDetails, _: Option<()>) -> Result<Option<Line>, Error> {
        let attempt = Attempt::current().ok_or(Error::ConnectionFailed)?;
        match self.open(&attempt) {
            Ok(line) => Ok(Some(line)),
            Err(trouble) => {
                attempt.fail(if attempt.is_stopped() {
                    Trouble::Interrupted
                } else {
                    trouble
                });
                Err(Error::ConnectionFailed)
            }
        }
    }
}

impl Wire {
    fn open(&self, attempt: &Attempt) -> Result<Line, Trouble> {
        let addresses = self.look_up(attempt)?;
        let mut line = self.reach(&addresses, attempt)?;
        self.secure(&mut line, attempt)?;
        Ok(line)
    }

    /// Where connections go first: to the gateway, or to a proxy.
    pub(super) fn first_stop(&self) -> (&str, u16) {
        match &self.proxy {
            Some(proxy) => (&proxy.host, proxy.port),
            None => (&self.target.host, self.target.port),
        }
    }

    /// The addresses of the first stop.
    pub(super) fn look_up(&self, attempt: &Attempt) -> Result<Vec<SocketAddr>, Trouble> {
        let (host, port) = self.first_stop();
        attempt.enter(Phase::Resolving);
        let addresses = self
            .names
            .look_up(host, port, attempt.connect_by, || attempt.is_stopped());
        if addresses.is_empty() {
            return Err(Trouble::Dns);
        }
        Ok(addresses)
    }

    /// A connection that leads to the gateway, through the proxy if there is one.
    pub(super) fn reach(
        &self,
        addresses: &[SocketAddr],
        attempt: &Attempt,
    ) -> Result<Line, Trouble> {
        attempt.enter(Phase::Connecting);
        let mut line = Line::new(connect_to_any(addresses, attempt)?);
        if let Some(proxy) = &self.proxy {
            line.tunnel(&self.target, proxy, attempt)?;
        }
        Ok(line)
    }

    /// Makes sure that it is the gateway, and that nobody listens.
    pub(super) fn secure(&self, line: &mut Line, attempt: &Attempt) -> Result<(), Trouble> {
        if let Some(tls) = &self.tls {
            attempt.enter(Phase::Handshake);
            line.encrypt(tls, &self.target.host, attempt)?;
        }
        Ok(())
    }
}

/// Tries every address in turn; each gets its share of the time that is left.
fn connect_to_any(addresses: &[SocketAddr], attempt: &Attempt) -> Result<Arc<Socket>, Trouble> {
    let mut trouble = Trouble::ConnectTimeout;
    for (tried, address) in addresses.iter().enumerate() {
        let left = attempt.connect_by.saturating_duration_since(Instant::now());
        let share = left / u32::try_from(addresses.len() - tried).unwrap_or(1);
        if share.is_zero() || attempt.is_stopped() {
            break;
        }
        match connect(*address, share, attempt) {
            Ok(socket) => return Ok(socket),
            Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                trouble = Trouble::ConnectTimeout;
            }
            Err(_) => trouble = Trouble::Connect,
        }
    }
    Err(trouble)
}

fn connect(address: SocketAddr, time: Duration, attempt: &Attempt) -> io::Result<Arc<Socket>> {
    let socket = Socket::new(
        Domain::for_address(address),
        Type::STREAM,
        Some(Protocol::TCP),
    )?;
    let socket = Arc::new(off_standard(socket)?);
    attempt.hold(&socket);
    socket.connect_timeout(&address.into(), time)?;
    // On Windows it never waits; see `Flow::get_ready`.
    #[cfg(windows)]
    socket.set_nonblocking(true)?;
    socket.set_tcp_nodelay(true)?;
    Ok(socket)
}

/// One connection.
pub(super) struct Line {
    flow: Flow,
    tls: Option<Box<ClientConnection>>,
    buffers: LazyBuffers,
    /// What `ureq` has handed over of the request so far.
    gathered: Vec<u8>,
    /// The same as TLS records.
    records: Vec<u8>,
    /// Whether a request went out since the connection was last taken.
    in_use: bool,
    idle_since: Instant,
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Line")
    }
}

impl Line {
    fn new(socket: Arc<Socket>) -> Self {
        Self {
            flow: Flow::new(socket),
            tls: None,
            buffers: LazyBuffers::new(INPUT_BUFFER, OUTPUT_BUFFER),
            gathered: Vec::new(),
            records: Vec::new(),
            in_use: false,
            idle_since: Instant::now(),
        }
    }

    /// The address at the other end; through a proxy, that of the proxy.
    pub(super) fn peer(&self) -> Option<SocketAddr> {
        self.flow.socket.peer_addr().ok()?.as_socket()
    }

    /// The TLS version that was agreed on.
    pub(super) fn protocol(&self) -> Option<ProtocolVersion> {
        self.tls.as_ref()?.protocol_version()
    }

    /// Asks a proxy for a tunnel to the gateway.
    fn tunnel(&mut self, to: &BaseUrl, proxy: &Proxy, attempt: &Attempt) -> Result<(), Trouble> {
        self.flow.until = attempt.connect_by;
        let request = proxy::request(to, proxy);
        self.flow
            .write_all(request.as_bytes())
            .map_err(|error| connect_trouble(&error))?;
        let mut said = Vec::new();
        loop {
            let mut more = [0; 1024];
            match self.flow.read(&mut more) {
                Ok(0) => return Err(Trouble::NoTunnel(None)),
                Ok(amount) => said.extend_from_slice(more.get(..amount).unwrap_or_default()),
                Err(error) => return Err(connect_trouble(&error)),
            }
            if let Some(verdict) = proxy::judge(&said) {
                return verdict;
            }
        }
    }

    fn encrypt(
        &mut self,
        config: &Arc<ClientConfig>,
        host: &str,
        attempt: &Attempt,
    ) -> Result<(), Trouble> {
        self.flow.until = attempt.connect_by;
        let name = ServerName::try_from(host.to_owned()).map_err(|_| Trouble::Tls)?;
        let mut tls = ClientConnection::new(Arc::clone(config), name).map_err(|_| Trouble::Tls)?;
        tls.set_buffer_limit(None);
        while tls.is_handshaking() {
            if let Err(error) = tls.complete_io(&mut self.flow) {
                return Err(handshake_trouble(&error));
            }
        }
        self.tls = Some(Box::new(tls));
        Ok(())
    }

    /// Hands the gathered request to the kernel: one write, as far as the kernel allows.
    fn flush(&mut self, attempt: &Attempt) -> io::Result<()> {
        if self.gathered.is_empty() {
            return Ok(());
        }
        let result = self.hand_over(attempt);
        // Both buffers are used again, so that a kept connection allocates nothing here.
        wipe(&mut self.gathered);
        self.records.clear();
        result
    }

    fn hand_over(&mut self, attempt: &Attempt) -> io::Result<()> {
        let mut rest = match &mut self.tls {
            Some(tls) => {
                self.records.reserve(self.gathered.len() + 1024);
                let sealed = seal(tls, &self.gathered, &mut self.records);
                wipe(&mut self.gathered);
                sealed?;
                self.records.as_slice()
            }
            None => self.gathered.as_slice(),
        };
        attempt.sending(rest.len());
        self.flow.until = attempt.answer_by;
        while !rest.is_empty() {
            let taken = self.flow.write(rest)?;
            if taken == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            attempt.took(taken);
            rest = rest.get(taken..).unwrap_or_default();
        }
        Ok(())
    }

    fn fill(&mut self, attempt: &Attempt) -> io::Result<usize> {
        self.flow.until = attempt.answer_by;
        let into = self.buffers.input_append_buf();
        let Some(tls) = &mut self.tls else {
            return self.flow.read(into);
        };
        loop {
            match tls.reader().read(into) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                other => return other,
            }
            tls.read_tls(&mut self.flow)?;
            tls.process_new_packets().map_err(io::Error::other)?;
            // Key updates want an answer.
            while tls.wants_write() {
                tls.write_tls(&mut self.flow)?;
            }
        }
    }

    /// Whether the server has closed a kept connection, or said something unasked.
    fn is_quiet(&mut self) -> bool {
        // What is decrypted already, or the end that was announced already, is in no socket.
        if let Some(tls) = &mut self.tls
            && !tls
                .process_new_packets()
                .is_ok_and(|state| state.plaintext_bytes_to_read() == 0 && !state.peer_has_closed())
        {
            return false;
        }
        match (self.flow.probe(), &mut self.tls) {
            (Probe::Quiet, _) => true,
            // A TLS server may hand out session tickets late. They are no answer to anything.
            (Probe::Data, Some(tls)) => {
                let read = self.flow.without_waiting(|socket| {
                    tls.read_tls(&mut &*socket)?;
                    tls.process_new_packets().map_err(io::Error::other)
                });
                read.is_ok_and(|state| {
                    state.plaintext_bytes_to_read() == 0 && !state.peer_has_closed()
                }) && matches!(self.flow.probe(), Probe::Quiet)
            }
            _ => false,
        }
    }
}

impl Transport for Line {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    /// Only gathers. The request is complete when `ureq` turns to reading.
    fn transmit_output(&mut self, amount: usize, _: NextTimeout) -> Result<(), Error> {
        self.in_use = true;
        let output = self.buffers.output().get_mut(..amount).unwrap_or_default();
        gather(&mut self.gathered, output);
        // It may be a card cryptogram.
        output.zeroize();
        Ok(())
    }

    fn await_input(&mut self, _: NextTimeout) -> Result<bool, Error> {
        let attempt = Attempt::current().ok_or(Error::ConnectionFailed)?;
        attempt.hold(&self.flow.socket);
        let result = self.flush(&attempt).and_then(|()| self.fill(&attempt));
        match result {
            Ok(amount) => {
                if amount > 0 {
                    attempt.enter(Phase::Receiving);
                }
                self.buffers.input_appended(amount);
                Ok(amount > 0)
            }
            Err(error) => {
                attempt.fail(match error.kind() {
                    _ if attempt.is_stopped() => Trouble::Interrupted,
                    io::ErrorKind::TimedOut => Trouble::Timeout,
                    io::ErrorKind::UnexpectedEof if attempt.phase() == Phase::Receiving => {
                        // `ureq` knows whether the answer was complete without the rest.
                        return Err(Error::Io(error));
                    }
                    _ => Trouble::Lost,
                });
                Err(Error::Io(error))
            }
        }
    }

    /// Asked when a connection is given back and when it is taken again. One probe is enough, and
    /// it belongs to the second: what matters is the state just before the next request.
    fn is_open(&mut self) -> bool {
        if self.in_use {
            self.in_use = false;
            self.idle_since = Instant::now();
            if let Some(attempt) = Attempt::current() {
                attempt.let_go();
            }
            return true;
        }
        let careful = Attempt::current().is_none_or(|attempt| attempt.careful);
        if careful && self.idle_since.elapsed() >= CAREFUL_IDLE {
            return false;
        }
        self.is_quiet()
    }

    fn is_tls(&self) -> bool {
        self.tls.is_some()
    }
}

/// Appends; a vector that grows by itself would leave its old bytes behind.
fn gather(gathered: &mut Vec<u8>, bytes: &[u8]) {
    let needed = gathered.len() + bytes.len();
    if needed > gathered.capacity() {
        let mut larger = Vec::with_capacity(needed.next_power_of_two());
        larger.extend_from_slice(gathered);
        gathered.zeroize();
        *gathered = larger;
    }
    gathered.extend_from_slice(bytes);
}

/// Empties a buffer of a request, which may be a card cryptogram. As a slice: a vector is wiped
/// byte by byte.
fn wipe(bytes: &mut Vec<u8>) {
    bytes.as_mut_slice().zeroize();
    bytes.clear();
}

/// Encrypts a whole request into records.
fn seal(tls: &mut ClientConnection, plain: &[u8], records: &mut Vec<u8>) -> io::Result<()> {
    tls.writer().write_all(plain)?;
    while tls.wants_write() {
        tls.write_tls(records)?;
    }
    Ok(())
}

fn connect_trouble(error: &io::Error) -> Trouble {
    match error.kind() {
        io::ErrorKind::TimedOut => Trouble::ConnectTimeout,
        _ => Trouble::Connect,
    }
}

fn handshake_trouble(error: &io::Error) -> Trouble {
    if error.kind() == io::ErrorKind::TimedOut {
        return Trouble::ConnectTimeout;
    }
    error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<rustls::Error>())
        .and_then(distrust)
        .map_or(Trouble::Tls, Trouble::Untrusted)
}
