//! The stream under the HTTP server: here connections are cut, reset and slowed down.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Sleep;
use tokio_rustls::server::TlsStream;

use super::gate::{Gate, Step, mend_request_line};
use super::wire::{Outgoing, Wire};
use crate::sandbox::Sandbox;

/// A connection, with TLS or without.
#[derive(Debug)]
pub(crate) enum Socket {
    /// Without.
    Plain(TcpStream),
    /// With.
    Tls(Box<TlsStream<TcpStream>>),
}

impl Socket {
    fn tcp(&self) -> &TcpStream {
        match self {
            Self::Plain(tcp) => tcp,
            Self::Tls(tls) => tls.get_ref().0,
        }
    }
}

/// See the description of the module.
#[derive(Debug)]
pub(crate) struct Stream {
    socket: Socket,
    wire: Arc<Wire>,
    sandbox: Arc<Sandbox>,
    gate: Option<Gate>,
    /// Bytes that the gate has read and does not want.
    given_back: Vec<u8>,
    /// The pause after a byte of a trickle.
    pause: Option<Pin<Box<Sleep>>>,
}

impl Stream {
    /// Put the stream between a connection and the server.
    pub(crate) fn new(socket: Socket, wire: Arc<Wire>, sandbox: Arc<Sandbox>) -> Self {
        Self {
            socket,
            wire,
            sandbox,
            gate: None,
            given_back: Vec::new(),
            pause: None,
        }
    }

    /// Let the gate read. Afterwards either there are bytes to hand on, or reading is over.
    fn poll_gate(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Some(gate) = &mut self.gate else {
            return Poll::Ready(Ok(()));
        };
        loop {
            match gate.step(&self.sandbox) {
                Step::Read(count) => {
                    let mut bytes = [0; 4096];
                    let room = count.min(bytes.len());
                    let mut buffer = ReadBuf::new(bytes.get_mut(..room).unwrap_or_default());
                    ready!(Pin::new(&mut self.socket).poll_read(cx, &mut buffer))?;
                    if buffer.filled().is_empty() {
                        self.given_back = gate.give_back();
                        self.gate = None;
                        // The next read of the server meets the end by itself.
                        return Poll::Ready(Ok(()));
                    }
                    self.wire.begin();
                    gate.take(buffer.filled());
                }
                Step::Pass(bytes) => {
                    self.given_back = bytes;
                    self.gate = None;
                    return Poll::Ready(Ok(()));
                }
                Step::Close => {
                    self.wire.finish();
                    self.gate = None;
                    return Poll::Ready(Ok(()));
                }
            }
        }
    }

    fn hand_on(&mut self, buffer: &mut ReadBuf<'_>) {
        let length = mend_request_line(&mut self.given_back);
        self.given_back.truncate(length);
        let count = self.given_back.len().min(buffer.remaining());
        let rest = self.given_back.split_off(count);
        buffer.put_slice(&self.given_back);
        self.given_back = rest;
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.wire.finished() {
            return Poll::Ready(Ok(()));
        }
        let head_expected = this.wire.head_expected();
        if this.gate.is_none()
            && this.given_back.is_empty()
            && head_expected
            && this.sandbox.faults.watches_heads()
        {
            this.gate = Some(Gate::default());
        }
        if this.gate.is_some() {
            ready!(this.poll_gate(cx))?;
            if this.wire.finished() {
                return Poll::Ready(Ok(()));
            }
        }
        if !this.given_back.is_empty() {
            this.hand_on(buffer);
            return Poll::Ready(Ok(()));
        }
        let before = buffer.filled().len();
        ready!(Pin::new(&mut this.socket).poll_read(cx, buffer))?;
        let fresh = buffer.filled_mut().get_mut(before..).unwrap_or_default();
        if head_expected && !fresh.is_empty() {
            this.wire.begin();
            let length = mend_request_line(fresh);
            buffer.set_filled(before + length);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        match this.wire.outgoing() {
            Outgoing::Whole => Pin::new(&mut this.socket).poll_write(cx, bytes),
            Outgoing::Cut(0) => {
                ready!(Pin::new(&mut this.socket).poll_flush(cx))?;
                this.wire.finish();
                Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()))
            }
            Outgoing::Cut(left) => {
                let room = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
                let part = bytes.get(..room).unwrap_or(bytes);
                let count = ready!(Pin::new(&mut this.socket).poll_write(cx, part))?;
                this.wire.sent(count);
                Poll::Ready(Ok(count))
            }
            Outgoing::Trickle(pause) => {
                if let Some(sleep) = &mut this.pause {
                    ready!(sleep.as_mut().poll(cx));
                    this.pause = None;
                }
                let first = bytes.get(..1).unwrap_or(bytes);
                let count = ready!(Pin::new(&mut this.socket).poll_write(cx, first))?;
                // Even the shortest sleep takes a millisecond.
                this.pause = (!pause.is_zero()).then(|| Box::pin(tokio::time::sleep(pause)));
                Poll::Ready(Ok(count))
            }
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        ready!(Pin::new(&mut this.socket).poll_flush(cx))?;
        if this.wire.flushed() {
            // The server waits for the next request: let it read the end instead.
            cx.waker().wake_by_ref();
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.wire.is_reset() {
            // A FIN would spoil the RST.
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut this.socket).poll_shutdown(cx)
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        if self.wire.is_reset() {
            // If it fails the client sees an ordinary close: nothing better can be done.
            let _ = self.socket.tcp().set_zero_linger();
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(tcp) => Pin::new(tcp).poll_read(cx, buffer),
            Self::Tls(tls) => Pin::new(tls).poll_read(cx, buffer),
        }
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(tcp) => Pin::new(tcp).poll_write(cx, bytes),
            Self::Tls(tls) => Pin::new(tls).poll_write(cx, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(tcp) => Pin::new(tcp).poll_flush(cx),
            Self::Tls(tls) => Pin::new(tls).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(tcp) => Pin::new(tcp).poll_shutdown(cx),
            Self::Tls(tls) => Pin::new(tls).poll_shutdown(cx),
        }
    }
}
