"""Compiles the catalogues of translations whenever the package is built or installed, also in place."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface[Any]):
    """Writes the `.mo` file of each language beside its `.po`, where the wheel and the checkout find it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before each target is built; `version` is `editable` for an installation in place."""
        del version, build_data
        sys.path.insert(0, str(Path(self.root) / "tools"))
        from catalogues import compile_all

        compile_all()
