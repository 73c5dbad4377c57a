"""Predicates whose meanings cannot hold together: one that implies, over others, what it excludes or its opposite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from claimcheck.load.notes import Notes
from claimcheck.load.reading import Key, Reading, Record
from claimcheck.model import Predicate

Ways = dict[str, tuple[str, ...]]  # what is implied, each with the predicates on the way to it


def consistent(readings: Iterable[Reading], given: Mapping[Key, Record], notes: Notes) -> list[Reading]:
    """The readings without the predicates that could never be affirmed of anything."""
    readings = list(readings)
    records = [*given.values(), *(one.record for one in readings)]
    known = {one.id: one for one in records if isinstance(one, Predicate)}
    excluded = {name: {*one.excludes} for name, one in known.items()}
    for name, one in known.items():
        for other in one.excludes:
            excluded.setdefault(other, set()).add(name)
    return [_checked(one, known, excluded, notes) for one in readings]


def _checked(
    reading: Reading, known: Mapping[str, Predicate], excluded: Mapping[str, set[str]], notes: Notes
) -> Reading:
    if not isinstance(reading.record, Predicate):
        return reading
    clash = _clash(reading.id, known, excluded)
    if not clash:
        return reading
    problem = notes.add("BAD-PREDICATE", reading.location, f"`{reading.id}` can never hold: {clash}",
                        "leave out the `implies` or `excludes` that is wrong")  # fmt: skip
    return reading.without(str(problem))


def _clash(name: str, known: Mapping[str, Predicate], excluded: Mapping[str, set[str]]) -> str:
    """Why a predicate cannot hold, or empty: what it implies, the shortest way, against what that rules out."""
    ways: Ways = {name: (name,)}
    for one in (queue := [name]):
        for target in known[one].implies if one in known else ():
            if target not in ways:
                ways[target] = (*ways[one], target)
                queue += [] if target.startswith("not ") else [target]
    for one in queue:
        if f"not {one}" in ways:
            return f"it implies both `{one}`{_over(ways[one])} and `not {one}`{_over(ways[f'not {one}'])}"
    for one in queue:
        for other in sorted(excluded.get(one, set()) & ways.keys()):
            return f"it implies `{one}`{_over(ways[one])} and `{other}`{_over(ways[other])}, which exclude each other"
    return ""


def _over(way: tuple[str, ...]) -> str:
    between = " -> ".join(f"`{name}`" for name in way[1:-1])
    return f" (over {between})" if between else ""
