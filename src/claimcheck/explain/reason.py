"""The two small nouns of what a finding hangs on: a reason, and what its answer would mean."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Something a match hangs on: the sentence that says so, and the record that would decide it (or empty)."""

    depends: str
    settle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What it would mean if the question were answered for the statement, and what if against it."""

    cleared: str
    stands: str
