"""The two small nouns of what a finding hangs on: a reason, and what its answer would mean."""

from __future__ import annotations

from msgspec import Struct


class Reason(Struct, frozen=True, kw_only=True):
    """Something a match hangs on: the sentence that says so, and the record that would decide it (or empty)."""

    depends: str
    settle: str = ""


class Outcome(Struct, frozen=True, kw_only=True):
    """What it would mean if the question were answered for the statement, and what if against it."""

    cleared: str
    stands: str
