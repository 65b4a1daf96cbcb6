"""Tag the wheel for this platform when it ships a C library, and for every one when not.

It ships what lies in ``_lib``, or else what the checkout around it has in ``target/release``.

The library is called through ctypes, so a wheel with one fits every Python of the platform.
"""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SUFFIXES = {".so", ".dylib", ".dll"}
FILE_NAMES = {"win32": "cloudpayments.dll", "darwin": "libcloudpayments.dylib"}


class NativeLibraryHook(BuildHookInterface):  # type: ignore[type-arg]
    """Look into ``_lib`` before the wheel is named."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the library and set the tag."""
        if version == "editable":  # the package stays in the checkout and finds its library there
            return
        root = Path(self.root).resolve()
        folder = root / "cloudpayments_native" / "_lib"
        ships = any(file.suffix in SUFFIXES for file in folder.glob("*"))
        name = FILE_NAMES.get(sys.platform, "libcloudpayments.so")
        checkout = root.parent.parent
        built = checkout / "target" / "release" / name
        if not ships and checkout / "bindings" / "python" == root and built.is_file():
            build_data["force_include"][str(built)] = f"cloudpayments_native/_lib/{name}"
            ships = True
        if ships:
            platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
            build_data["pure_python"] = False
            build_data["tag"] = f"py3-none-{platform}"
