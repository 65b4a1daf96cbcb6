"""Put the program that ``CLOUDPAYMENTS_WHEEL_PROGRAM`` names into the wheel.

Its platform is what ``CLOUDPAYMENTS_WHEEL_PLATFORM`` names: `tools/wheel` does both, and puts
beside the program what tells of all that is linked into it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ProgramHook(BuildHookInterface):  # type: ignore[type-arg]
    """Called before the wheel is written."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the program and set the tag."""
        if version == "editable":
            return
        program = Path(os.environ["CLOUDPAYMENTS_WHEEL_PROGRAM"])
        platform = os.environ["CLOUDPAYMENTS_WHEEL_PLATFORM"]
        root = Path(self.root).resolve().parent.parent
        build_data["force_include"][str(program)] = f"cloudpayments_sandbox/_bin/{program.name}"
        for file in (
            root / "LICENSE-APACHE",
            root / "LICENSE-MIT",
            program.parent / "THIRD-PARTY.txt",
            program.parent / "cloudpayments-sandbox.cdx.json",
        ):
            build_data["force_include"][str(file)] = f"cloudpayments_sandbox/{file.name}"
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"
