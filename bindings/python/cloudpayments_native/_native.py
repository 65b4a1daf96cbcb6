"""The C library: finding it, declaring it, calling it.

Every raw ctypes declaration of the package is in this file, and nothing here knows what a payment
is: text goes in, a status and text come out.

Three rules keep it safe. Each function has its ``argtypes`` and ``restype``, because an undeclared
result is cut to 32 bits. A text that we must free is declared ``c_void_p``, because ``c_char_p``
copies the bytes and loses the pointer. And functions are called through ``CDLL``, which releases
the interpreter lock, so other threads run while a call waits for the bank.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from ctypes import POINTER, c_char_p, c_int, c_size_t, c_void_p
from pathlib import Path
from typing import Any, Iterator, Mapping, NamedTuple, Union

from . import _json

ABI_VERSION = 1
"""The C interface that this package speaks; ``cp_abi_version()`` must say the same."""

LIBRARY_VARIABLE = "CLOUDPAYMENTS_LIBRARY"
"""The environment variable that names the library file. Only this package reads it."""

_OutText = POINTER(c_void_p)

# One line for each function that does not come from the catalogue. The functions that do
# (``cp_charge``, …) all go through ``cp_call`` here.
_DECLARATIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "cp_abi_version": (c_int, ()),
    "cp_version": (c_char_p, ()),
    "cp_methods": (c_char_p, ()),
    "cp_status_name": (c_char_p, (c_int,)),
    "cp_client_new": (c_void_p, (c_char_p, _OutText)),
    "cp_client_free": (None, (c_void_p,)),
    "cp_call": (c_int, (c_void_p, c_char_p, c_char_p, _OutText)),
    "cp_free_string": (None, (c_void_p,)),
    "cp_json_get": (c_void_p, (c_char_p, c_char_p)),
    "cp_json_quote": (c_void_p, (c_char_p,)),
    "cp_copy_text": (c_size_t, (c_char_p, c_char_p, c_size_t)),
}

PathLike = Union[str, "os.PathLike[str]"]


class LibraryError(OSError):
    """The C library was not found, could not be loaded, or speaks another ABI."""


class _NotFoundError(LibraryError):
    """No such file, neither here nor where the system's loader looks."""


class Answer(NamedTuple):
    """What a C function said: its status, and its text if it gave a readable one."""

    status: int
    text: str | None


class Library:
    """The loaded C library. Get one from `load`; a `Client` does so by itself."""

    def __init__(self, path: str) -> None:
        """Load the library at `path`, or by that name through the system's loader."""
        self.path = path
        try:
            self._functions = ctypes.CDLL(path)
            abi_version = self._functions.cp_abi_version
        except OSError as problem:
            kind = _NotFoundError if _is_missing(path, problem) else LibraryError
            raise kind(f"cannot load {path} into {_this_python()}: {problem}") from None
        except AttributeError:
            raise LibraryError(f"{path} is not libcloudpayments: no cp_abi_version") from None

        # Checked before the other functions are looked up: a library of another ABI may lack some.
        abi_version.restype, abi_version.argtypes = c_int, ()
        self.abi = int(abi_version())
        if self.abi != ABI_VERSION:
            raise LibraryError(
                f"{path} speaks ABI {self.abi}, this package speaks ABI {ABI_VERSION}; "
                "install the package and the library of the same release"
            )
        for name, (result, arguments) in _DECLARATIONS.items():
            try:
                function = getattr(self._functions, name)
            except AttributeError:
                raise LibraryError(f"{path} does not export {name}") from None
            function.restype, function.argtypes = result, arguments

        self.version: str = self._functions.cp_version().decode("utf-8")
        self.catalogue: Mapping[str, Any] = _json.decode(
            self._functions.cp_methods().decode("utf-8")
        )

    def __repr__(self) -> str:
        """Path and version: what a support ticket needs."""
        return f"<libcloudpayments {self.version}, ABI {self.abi}, {self.path}>"

    def status_name(self, status: int) -> str:
        """Return the library's own name of a status: ``declined``."""
        name: bytes = self._functions.cp_status_name(status)
        return name.decode("utf-8")

    def client_new(self, config: bytes) -> tuple[int | None, str | None]:
        """Open a client; the handle is None when the configuration is refused."""
        out = c_void_p()
        handle: int | None = self._functions.cp_client_new(config, ctypes.byref(out))
        return handle, self._take(out)

    def client_free(self, handle: int) -> None:
        """Release a client. Calls that other threads have in it finish normally."""
        self._functions.cp_client_free(handle)

    def call(self, handle: int, method: bytes, request: bytes) -> Answer:
        """Call a method by name. Blocks; other Python threads run meanwhile."""
        out = c_void_p()
        status = self._functions.cp_call(handle, method, request, ctypes.byref(out))
        return Answer(int(status), self._take(out))

    def _take(self, out: c_void_p) -> str | None:
        """Copy a text that is ours now, and free it."""
        if not out.value:
            return None
        try:
            return ctypes.string_at(out.value).decode("utf-8")
        except UnicodeDecodeError:
            return None
        finally:
            self._functions.cp_free_string(out)


# Never cleared, and without a lock: two threads that load the same file at once get the same
# library from the system's loader anyway, and `setdefault` keeps one of the two objects.
_loaded: dict[str, Library] = {}


def load(path: PathLike | None = None) -> Library:
    """Load the C library, once for each path.

    Without `path`: the file that ``CLOUDPAYMENTS_LIBRARY`` names, the one shipped inside this
    package, the newest one built in the checkout that this file lies in (``target/release`` or
    ``target/debug``), and last the system's loader. A file that exists but cannot be used is an
    error and not a reason to look further: the next one might be another version.
    """
    if path is not None:
        return _load_once(os.fspath(path))
    named = os.environ.get(LIBRARY_VARIABLE)
    if named:
        return _load_once(named)
    looked_at = []
    for candidate in _candidates():
        if candidate.is_file():
            return _load_once(str(candidate))
        looked_at.append(str(candidate))
    for name in _system_names():
        try:
            return _load_once(name)
        except _NotFoundError as problem:
            looked_at.append(f"the system's loader: {problem}")
    places = "".join(f"\n  {place}" for place in looked_at)
    raise LibraryError(
        f"libcloudpayments was not found. Set {LIBRARY_VARIABLE} to the file, or pass library=. "
        f"Looked at:{places}"
    )


def library_file_name() -> str:
    """Return what the library is called on this platform."""
    if sys.platform == "win32":
        return "cloudpayments.dll"
    if sys.platform == "darwin":
        return "libcloudpayments.dylib"
    return "libcloudpayments.so"


def _system_names() -> Iterator[str]:
    name = library_file_name()
    # First: a folder of LD_LIBRARY_PATH may have this name alone, and goes before the system's.
    yield name
    if name.endswith(".so"):
        # Where programs only run, and none is compiled, the library has no other name.
        yield f"{name}.0"


def _is_missing(path: str, problem: OSError) -> bool:
    if not library_file_name().endswith(".so"):
        return True  # there is one name: nothing depends on why it was of no use
    # In the loader's words, which name the other file when the library lacks one that it needs.
    words = str(problem)
    return f"{path}: " in words and os.strerror(errno.ENOENT) in words


def _load_once(path: str) -> Library:
    known = _loaded.get(path)
    return known if known is not None else _loaded.setdefault(path, Library(path))


def _candidates() -> Iterator[Path]:
    name = library_file_name()
    here = Path(__file__).resolve()
    yield here.parent / "_lib" / name
    for folder in here.parents:
        # Only in a checkout of this project: a folder named `target` above some site-packages
        # is none of our business.
        if (folder / "bindings" / "python" / "pyproject.toml").is_file():
            built = [folder / "target" / profile / name for profile in ("release", "debug")]
            # The newest first: after `cargo build` an old release would be the wrong one.
            yield from sorted(built, key=_modified, reverse=True)
            return


def _modified(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


def _this_python() -> str:
    # "Wrong ELF class" and "not a valid Win32 application" say nothing to most readers.
    return f"this {struct.calcsize('P') * 8}-bit Python on {platform.system()} {platform.machine()}"
