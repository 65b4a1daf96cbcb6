"""The client: one object for a terminal, used from any number of threads."""

from __future__ import annotations

import os
import threading
from types import TracebackType
from typing import Mapping, NamedTuple, NoReturn

from . import _json
from ._errors import NORMAL, ClientClosed, InvalidConfig, error_for
from ._methods import Methods, install, merge
from ._native import Library, PathLike, load
from ._reply import Reply, Status


class _Session(NamedTuple):
    """A handle and its process. Replaced as a whole, so that reading it needs no lock."""

    process: int
    handle: int


class _Hidden:
    """The configuration text. It holds the secret, so it shows up in no `repr` and no traceback."""

    __slots__ = ("text",)

    def __init__(self, text: bytes) -> None:
        self.text = text

    def __repr__(self) -> str:
        return "<hidden>"


class Client(Methods):
    """Payments of one terminal.

    ::

        with Client("pk_…", "secret") as client:
            reply = client.charge(Amount=Decimal("10.00"), CardCryptogramPacket=packet)

    Every method of the library is a method here, with the library's own field names as keywords:
    capitalised ones are the API's (``InvoiceId``), lower-case ones are ours (``request_id``).

    **Threads.** Any number may use one client at once.

    **Closing** is safe at any time and from any thread, also while others are inside a call. The
    library's handles are numbers in a table: a call that has begun finishes normally, and one
    that comes later finds the number dead and raises `ClientClosed`. So nothing is counted here.

    **Fork.** A client that is used in a forked child opens a handle of its own there; the
    parent's is not touched.

    **Ctrl-C.** Python notices it when a call returns, and then the answer is lost although the
    payment may have been made. Give a `request_id` of your own, stored with the sale, and ask
    `resolve`. A program that must stop waiting calls from a worker thread and uses `interrupt`.
    """

    def __init__(
        self,
        public_id: str,
        api_secret: str,
        *,
        library: Library | PathLike | None = None,
        base_url: str | None = None,
        timeout_ms: int | None = None,
        resolve_ms: int | None = None,
        connect_timeout_ms: int | None = None,
        settle_ms: int | None = None,
        max_concurrency: int | None = None,
        max_response_bytes: int | None = None,
        roots: str | None = None,
        extra_ca_file: PathLike | None = None,
        proxy: str | None = None,
        content_type: str | None = None,
        ascii: bool | None = None,
        stamp: bool | None = None,
        till: str | None = None,
        app: Mapping[str, str] | None = None,
        journal: PathLike | None = None,
        allow_network_journal: bool | None = None,
        log: Mapping[str, object] | None = None,
        **newer: object,
    ) -> None:
        """Open a client. Whatever is None keeps the library's default.

        Args:
            public_id: The terminal.
            api_secret: Its password. Kept in memory only; it is in no `repr` and no log.
            library: The C library or its path; found by itself if None (see `load`).
            base_url: Another host of the same API; plain http only to this machine.
            timeout_ms: The whole of a call: connecting, waiting, asking (90000).
            resolve_ms: How long a call in doubt goes on asking (20000).
            connect_timeout_ms: Name look-up, TCP and TLS (10000).
            settle_ms: How long absence proves nothing (330000); lower only against a sandbox.
            max_concurrency: Calls in progress for this terminal in this process (28; test: 4).
            max_response_bytes: The largest answer that is read (4194304).
            roots: Whom to trust: ``bundled`` (the default), ``os`` or ``only_extra``.
            extra_ca_file: PEM file with more roots.
            proxy: ``http://user:pass@host:port``. The environment is never consulted.
            content_type: How requests are written: ``json`` (the default) or ``form``.
            ascii: Answers in pure ASCII JSON. Makes no difference in Python.
            stamp: Put the `request_id` into `JsonData`, so that a payment can be found (true).
            till: Name of this till.
            app: ``{"name": …, "version": …}`` for the User-Agent.
            journal: Path of the journal, for a library that has one.
            allow_network_journal: Allow the journal on a network disk (false).
            log: ``{"path": …, "level": …, "max_bytes": …}``.
            **newer: Keys that are newer than this package; the library refuses unknown ones.

        Raises:
            InvalidConfig: A value is wrong; `field` names it.
            LibraryError: The C library was not found or does not fit.
        """
        # First, so that `close` and `__repr__` work on a client that could not be opened.
        self._session: _Session | None = None
        self._closed = False
        self._locks: dict[int, threading.Lock] = {}
        self._public_id = public_id

        if "text_encoding" in newer:
            raise _refused(
                "text_encoding",
                "Python text is Unicode already, and this package always speaks UTF-8 with the "
                "library; leave text_encoding out",
            )
        given = {
            "public_id": public_id,
            "api_secret": api_secret,
            "base_url": base_url,
            "timeout_ms": timeout_ms,
            "resolve_ms": resolve_ms,
            "connect_timeout_ms": connect_timeout_ms,
            "settle_ms": settle_ms,
            "max_concurrency": max_concurrency,
            "max_response_bytes": max_response_bytes,
            "roots": roots,
            "extra_ca_file": None if extra_ca_file is None else os.fspath(extra_ca_file),
            "proxy": proxy,
            "content_type": content_type,
            "ascii": ascii,
            "stamp": stamp,
            "till": till,
            "app": app,
            "journal": None if journal is None else os.fspath(journal),
            "allow_network_journal": allow_network_journal,
            "log": log,
            **newer,
        }
        config = {key: value for key, value in given.items() if value is not None}
        self._config = _Hidden(_json.encode(config).encode("utf-8"))
        # Crash reporters record the local variables of a traceback, and opening may fail.
        del api_secret, given, config
        self._library = library if isinstance(library, Library) else load(library)
        install(self._library.catalogue)
        self._open()

    @property
    def library(self) -> Library:
        """The C library in use: its version, its path, its catalogue of methods."""
        return self._library

    @property
    def closed(self) -> bool:
        """Whether `close` has been called."""
        return self._closed

    def call(
        self,
        method: str,
        request: Mapping[str, object] | None = None,
        /,
        *,
        check: bool = True,
        **fields: object,
    ) -> Reply:
        """Call a method by name; the fields in a mapping, as keywords, or both.

        Money is `Decimal`, `int` or text. A `float` anywhere in the request is a `TypeError`;
        nothing has been sent then.

        Args:
            method: The name of a row of the catalogue: ``charge``.
            request: Fields in a mapping.
            check: False returns every answer instead of raising for the bad ones.
            **fields: Fields as keywords.

        Raises:
            CloudPaymentsError: The class for the status of the answer, see `BY_STATUS`. `resolve`
                answers with the payment's own status, and so it raises `Declined` for a payment
                that was declined.
        """
        reply = self._call(method, _json.encode(merge(request, fields)))
        if check and not _is_normal(method, reply):
            if self._closed and reply.status is Status.INVALID_ARGUMENT and _is_dead(reply):
                raise ClientClosed(reply)
            raise error_for(reply)
        return reply

    def call_raw(self, method: str, request_json: str) -> str:
        """Call a method with JSON text and return the answer as text. Raises for no answer.

        The digits of both pass untouched. The status is the `status` of the answer.
        """
        return self._call(method, request_json).raw

    def close(self) -> None:
        """Close the client. From any thread, at any time, any number of times.

        Calls that other threads have in progress finish normally.
        """
        with self._lock():
            was_closed, self._closed = self._closed, True
            session = self._session
        # A handle of the parent process is not ours to free.
        if not was_closed and session is not None and session.process == os.getpid():
            self._library.client_free(session.handle)

    def __enter__(self) -> Client:
        """Return the client; leaving the block closes it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the client."""
        self.close()

    def __del__(self) -> None:
        """Close a client that was forgotten, so that its handle and its files are released."""
        # Not even the attributes are sure to be there if `__init__` was cut short.
        if getattr(self, "_session", None) is not None:
            self.close()

    def __repr__(self) -> str:
        """Show the terminal; never the secret."""
        return f"<Client {self._public_id} {'closed' if self._closed else 'open'}>"

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled or copied."""
        raise TypeError(
            "a Client cannot be pickled or copied: it holds the API secret and a handle of this "
            "process; make one in each process (a forked child may simply use its parent's)"
        )

    def _call(self, method: str, request: str) -> Reply:
        session = self._session_here()
        name, body = _c_text(method, "method"), _c_text(request, "request")
        return _read(*self._library.call(session.handle, name, body))

    def _session_here(self) -> _Session:
        """Return the session of this process, opening one after a fork."""
        session = self._session
        if session is None:
            raise RuntimeError("this Client was never opened")
        # A closed client keeps its dead handle: the library's own refusal is what the caller gets,
        # the same one as when `close` comes between this line and the call.
        if session.process == os.getpid() or self._closed:
            return session
        return self._open()

    def _open(self) -> _Session:
        with self._lock():
            process = os.getpid()
            session = self._session
            if session is not None and (session.process == process or self._closed):
                return session  # another thread was faster
            handle, text = self._library.client_new(self._config.text)
            if handle is None:
                raise error_for(_read(int(Status.INVALID_CONFIG), text))
            self._session = _Session(process, handle)
            return self._session

    def _lock(self) -> threading.Lock:
        # One lock for each process. A thread of the parent may hold its lock at the moment of the
        # fork, and it does not exist in the child to let go. `setdefault` is atomic.
        return self._locks.setdefault(os.getpid(), threading.Lock())


def _is_normal(method: str, reply: Reply) -> bool:
    # "Reversed" is bad news for who asks about a payment, and what was asked for with `reverse`.
    return reply.status in NORMAL or (method == "reverse" and reply.status is Status.REVERSED)


def _is_dead(reply: Reply) -> bool:
    return reply.error is not None and reply.error.code in ("bad_handle", "forked_process")


def _c_text(text: str, what: str) -> bytes:
    if not isinstance(text, str):
        raise TypeError(f"{what} must be str, not {type(text).__name__}")
    try:
        encoded = text.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError(f"{what}: not valid Unicode text") from None
    if b"\0" in encoded:
        # C would stop reading there and see another request than the one that was meant.
        raise ValueError(f"{what}: contains a NUL character")
    return encoded


def _read(status: int, text: str | None) -> Reply:
    """Turn what came over the border into a `Reply`, whatever it is."""
    if text is not None:
        try:
            return Reply(text)
        except ValueError:
            pass
    # The library promises an answer to every call. If that promise is broken nobody knows what
    # happened, and that is what the caller must hear.
    return _own_reply(
        Status.INTERNAL,
        outcome="internal",
        money="unknown",
        next="resolve",
        code="internal",
        message=f"the library gave status {status} and no readable answer",
    )


def _refused(key: str, message: str) -> InvalidConfig:
    return InvalidConfig(
        _own_reply(
            Status.INVALID_CONFIG,
            outcome="invalid_config",
            money="none",
            next="fix_config",
            code="bad_config",
            message=message,
            field=key,
        )
    )


def _own_reply(
    status: Status,
    *,
    outcome: str,
    money: str,
    next: str,
    code: str,
    message: str,
    field: str | None = None,
) -> Reply:
    error = {"code": code, "message": message, "field": field}
    return Reply(
        _json.encode(
            {
                "status": int(status),
                "outcome": outcome,
                "money": money,
                "next": next,
                "final": status is not Status.INTERNAL,
                "error": error,
            }
        )
    )
