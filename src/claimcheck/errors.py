"""What is wrong with a record or a rule, told as a value: place, code, sentence and a way out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from claimcheck.location import Location

ProblemSeverity = Literal["error", "warning", "hint"]


class Problem(Struct, frozen=True, kw_only=True):
    """Something wrong with the input, never a contradiction between claims.

    An `error` keeps its record out of the check, a `warning` does not, a `hint` only proposes another wording.
    `code` is a stable name in capitals with hyphens (`UNKNOWN-KEY`); `message` says what was expected and what
    stands there; `hint` says how to mend it, or is empty.
    """

    severity: ProblemSeverity = "error"
    code: str
    location: Location
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.location}: {self.code} {self.message}"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems by place, then code, then sentence, each once, so that the order of reading never shows."""
    return tuple(sorted(set(problems), key=lambda p: (p.location, p.code, p.message)))
