"""Compare what officials say with what is documented, and explain where both cannot stand.

For notebooks and other programs: `check_dossier(Path("dossier"))` gives a `Report`, with its `Finding`s.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimcheck.check import check_dossier, check_loaded
    from claimcheck.extents import Grade
    from claimcheck.findings import Finding, Ground, Report
    from claimcheck.load import load_dossier
    from claimcheck.model import Claim, Dossier, Entity, Source

__version__ = "0.1.0"
__all__ = [
    "Claim",
    "Dossier",
    "Entity",
    "Finding",
    "Grade",
    "Ground",
    "Report",
    "Source",
    "check_dossier",
    "check_loaded",
    "load_dossier",
]

_HOMES = {
    "check": ("check_dossier", "check_loaded"),
    "extents": ("Grade",),
    "findings": ("Finding", "Ground", "Report"),
    "load": ("load_dossier",),
    "model": ("Claim", "Dossier", "Entity", "Source"),
}


def __getattr__(name: str) -> object:
    # On first use: the command line starts without loading what it does not need.
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"claimcheck.{module}"), name)
    raise AttributeError(f"module 'claimcheck' has no attribute {name!r}")
