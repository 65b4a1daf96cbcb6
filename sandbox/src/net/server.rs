//! Listening and serving connections.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::stream::{Socket, Stream};
use super::wire::Wire;
use crate::route;
use crate::sandbox::Sandbox;

/// Connections that may wait to be accepted: benchmarks open thousands at once.
const BACKLOG: u32 = 4096;

/// How often a free port is looked for that is free on both addresses.
const TRIES: usize = 16;

/// The loopback addresses, and nothing else, on one port. Where there is no IPv6 the first alone
/// must do.
pub(crate) fn bind(port: u16) -> io::Result<(u16, Vec<TcpListener>)> {
    for _ in 1..TRIES {
        let v4 = listen(TcpSocket::new_v4()?, (Ipv4Addr::LOCALHOST, port).into())?;
        let bound = v4.local_addr()?.port();
        let v6 = TcpSocket::new_v6()
            .and_then(|socket| listen(socket, (Ipv6Addr::LOCALHOST, bound).into()));
        match v6 {
            Ok(v6) => return Ok((bound, vec![v4, v6])),
            // Somebody else would answer to `localhost` there.
            Err(problem) if problem.kind() == io::ErrorKind::AddrInUse && port == 0 => {}
            Err(problem) if problem.kind() == io::ErrorKind::AddrInUse => return Err(problem),
            Err(_) => return Ok((bound, vec![v4])),
        }
    }
    Err(io::ErrorKind::AddrInUse.into())
}

fn listen(socket: TcpSocket, address: SocketAddr) -> io::Result<TcpListener> {
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Accept connections for ever.
pub(crate) async fn accept(listener: TcpListener, tls: Option<TlsAcceptor>, sandbox: Arc<Sandbox>) {
    loop {
        let Ok((tcp, _)) = listener.accept().await else {
            // Out of descriptors, mostly: some will be free again soon.
            tokio::time::sleep(Duration::from_millis(5)).await;
            continue;
        };
        if sandbox.faults.strike_connection() {
            continue;
        }
        tokio::spawn(connection(tcp, tls.clone(), Arc::clone(&sandbox)));
    }
}

async fn connection(tcp: TcpStream, tls: Option<TlsAcceptor>, sandbox: Arc<Sandbox>) {
    let mut close_idle = sandbox.close_idle.subscribe();
    // Without it small answers wait for the client's delayed ACK.
    if tcp.set_nodelay(true).is_err() {
        return;
    }
    let socket = match tls {
        None => Socket::Plain(tcp),
        Some(acceptor) => tokio::select! {
            done = acceptor.accept(tcp) => match done {
                Ok(tls) => Socket::Tls(Box::new(tls)),
                Err(_) => return,
            },
            _ = close_idle.changed() => return,
        },
    };
    let wire = Arc::new(Wire::default());
    let stream = Stream::new(socket, Arc::clone(&wire), Arc::clone(&sandbox));
    let service =
        service_fn(|request| route::serve(Arc::clone(&sandbox), Arc::clone(&wire), request));
    let serving = http1::Builder::new()
        // Some clients close their half as soon as they have asked.
        .half_close(true)
        // Old clients look for `Content-Length` as it is spelt in books.
        .title_case_headers(true)
        .serve_connection(TokioIo::new(stream), service);
    tokio::pin!(serving);
    loop {
        tokio::select! {
            // A broken connection is the client's affair, or our own wish.
            _ = &mut serving => return,
            changed = close_idle.changed() => if changed.is_err() || wire.is_idle() {
                return;
            }
        }
    }
}
