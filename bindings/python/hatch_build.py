"""Tag the wheel for this platform when it ships a C library, and for every one when not.

The library is called through ctypes, so a wheel with one fits every Python of the platform.
"""

from __future__ import annotations

import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SUFFIXES = {".so", ".dylib", ".dll"}


class NativeLibraryHook(BuildHookInterface):  # type: ignore[type-arg]
    """Look into ``_lib`` before the wheel is named."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Set the tag."""
        folder = Path(self.root) / "cloudpayments_native" / "_lib"
        if any(file.suffix in SUFFIXES for file in folder.glob("*")):
            platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
            build_data["pure_python"] = False
            build_data["tag"] = f"py3-none-{platform}"
