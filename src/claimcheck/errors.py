"""What is wrong with a record or a rule, told as a value: place, code, sentence and a way out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from claimcheck.location import Location

LONGEST = 200
_QUOTED = re.compile(r"`([^`]{80})[^`]{80,}`")
_UNSEEN = (
    "[\x00-\x1f\x7f-\xa0\xad\u061c\u180e\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ud800-\udfff]"
)

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
    told = {_visible_problem(problem) for problem in problems}
    return tuple(sorted(told, key=lambda p: (p.location, p.code, p.message, p.severity, p.hint)))


def visible(text: str) -> str:
    """The text on one line, with the name of each sign that nobody sees or that changes how a line is shown.

    What is quoted at great length is cut: a message is to be read. The joiners of Persian or Hindi words stay.
    """
    if len(text) <= LONGEST and text.isprintable():
        return text
    return _QUOTED.sub(r"`\1…`", re.sub(_UNSEEN, lambda found: f"<U+{ord(found.group()):04X}>", text))


def _visible_problem(problem: Problem) -> Problem:
    message, hint = visible(problem.message), visible(problem.hint)
    if (message, hint) == (problem.message, problem.hint):
        return problem
    return replace(problem, message=message, hint=hint)
