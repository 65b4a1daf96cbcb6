"""Put the C library into a wheel, and its sources into a source distribution.

A wheel ships the first of these, and is tagged for the platform it is for:

1. the file that ``CLOUDPAYMENTS_WHEEL_LIBRARY`` names, for the platform that
   ``CLOUDPAYMENTS_WHEEL_PLATFORM`` names (this one, when it names none);
2. what lies in ``cloudpayments_native/_lib``;
3. in a checkout, ``target/release``;
4. in a source distribution, what cargo makes of the sources in ``rust/``.

With none of them it ships no library and is for every platform. The library is called through
ctypes, so a wheel with one fits every Python of the platform.

``THIRD-PARTY.txt`` and ``cloudpayments.cdx.json``, which `tools/wheel` puts beside this file, tell
what is linked into the library: a licence of the wheel, and its SBOM.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SUFFIXES = {".so", ".dylib", ".dll"}
FILE_NAMES = {"win32": "cloudpayments.dll", "darwin": "libcloudpayments.dylib"}
FILE_NAME = FILE_NAMES.get(sys.platform, "libcloudpayments.so")

# All members of the workspace: so its manifest and its lock file are taken as they are.
SOURCES = [
    *("Cargo.toml", "Cargo.lock", "build.rs", "cbindgen.toml", "build", "include", "src"),
    *("campaign", "money", "sandbox"),
    # Targets that the manifest names must exist.
    *("tests/panics.rs", "tests/world.rs"),
]
LICENSES = ["LICENSE-APACHE", "LICENSE-MIT"]
SBOM = "cloudpayments.cdx.json"


class NativeLibraryHook(BuildHookInterface):  # type: ignore[type-arg]
    """Called for each distribution before it is written."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add what a checkout has outside this folder."""
        root = Path(self.root).resolve()
        above = root.parent.parent
        checkout = above if above / "bindings" / "python" == root else None
        if self.target_name == "sdist":
            if checkout is not None:  # else they are here already
                add_sources(checkout, build_data["force_include"])
        elif version != "editable":  # which stays in the checkout and finds its library there
            add_library(root, checkout, build_data)


def add_sources(checkout: Path, included: dict[str, str]) -> None:
    """Put the Rust sources into ``rust/``, the licences into the root."""
    for name in SOURCES:
        place = checkout / name
        files = [place] if place.is_file() else sorted(f for f in place.rglob("*") if f.is_file())
        for file in files:
            included[str(file)] = f"rust/{file.relative_to(checkout).as_posix()}"
    for name in LICENSES:
        included[str(checkout / name)] = name


def add_library(root: Path, checkout: Path | None, build_data: dict[str, Any]) -> None:
    """Put the library into the wheel and name the platform."""
    named = os.environ.get("CLOUDPAYMENTS_WHEEL_LIBRARY")
    folder = root / "cloudpayments_native" / "_lib"
    built = checkout / "target" / "release" / FILE_NAME if checkout else None
    if named:
        library = Path(named)
    elif any(file.suffix in SUFFIXES for file in folder.glob("*")):
        library = None  # the package has it already
    elif built is not None and built.is_file():
        library = built
    elif (root / "rust" / "Cargo.toml").is_file():
        library = build(root / "rust")
    else:
        return
    if library is not None:
        build_data["force_include"][str(library)] = f"cloudpayments_native/_lib/{library.name}"
    if (root / SBOM).is_file():
        build_data["sbom_files"].append(SBOM)
    platform = os.environ.get("CLOUDPAYMENTS_WHEEL_PLATFORM") or sysconfig.get_platform()
    build_data["pure_python"] = False
    build_data["tag"] = f"py3-none-{platform.replace('-', '_').replace('.', '_')}"


def build(sources: Path) -> Path:
    """Build the library with the versions of its lock file."""
    if shutil.which("cargo") is None:
        raise RuntimeError(
            "building libcloudpayments needs Rust 1.95 or later (cargo) and a C compiler; "
            "or name a library that is built already in CLOUDPAYMENTS_WHEEL_LIBRARY"
        )
    target = Path(os.environ.get("CARGO_TARGET_DIR") or sources / "target")
    subprocess.run(
        # Of this one kind: beside Rust's own cargo leaves link-time optimization out.
        [
            *("cargo", "rustc", "--release", "--locked", "--package", "cloudpayments"),
            *("--lib", "--crate-type", "cdylib"),
        ],
        cwd=sources,
        env={**os.environ, "CARGO_TARGET_DIR": str(target)},
        check=True,
    )
    return target / "release" / FILE_NAME
