"""What loading finds out beside the records: what is wrong, and what was left out and why."""

from __future__ import annotations

from collections.abc import Iterable

from claimcheck.errors import Problem, ProblemSeverity, in_order, visible
from claimcheck.location import Location


class Notes:
    """Gathers problems and left-out records of one load; read out sorted, so the order of reading never shows."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._skipped: set[tuple[str, str]] = set()
        self._maybe: dict[str, Problem] = {}
        self._lost: set[tuple[str, str]] = set()

    def add(
        self, code: str, location: Location, message: str, hint: str = "", severity: ProblemSeverity = "error"
    ) -> Problem:
        """Note a problem, and give it back for the reason why a record is left out."""
        problem = Problem(severity=severity, code=code, location=location, message=message, hint=hint)
        self._problems.append(problem)
        return problem

    def take(self, problems: Iterable[Problem]) -> None:
        """Note problems found by others."""
        self._problems.extend(problems)

    def doubt(self, problem: Problem) -> None:
        """Add a problem that may be none once other files can be read: told once, at the first of its places."""
        known = self._maybe.get(problem.message, problem)
        self._maybe[problem.message] = min(known, problem, key=lambda one: one.location)

    def skip(self, what: str, reason: str) -> None:
        """Note what was left out of the check, and why."""
        self._skipped.add((visible(what), visible(reason)))

    def lose(self, path: str, kind: str = "") -> None:
        """Remember that records of a file (of one kind, or of any) could not be read, and may have any id."""
        self._lost.add((path, kind))

    def lost(self, kind: str = "") -> tuple[str, ...]:
        """The files with records that could not be read and may be of this kind; without a kind, all of them."""
        return tuple(sorted({path for path, known in self._lost if not kind or known in ("", kind)}))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, sorted."""
        return in_order([*self._problems, *self._maybe.values()])

    @property
    def skipped(self) -> tuple[tuple[str, str], ...]:
        """What was left out, with the reason, sorted."""
        return tuple(sorted(self._skipped))
