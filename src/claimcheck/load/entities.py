"""Hierarchies of entities must lead upwards: a circle of `part_of` is found and reported once."""

from __future__ import annotations

from collections.abc import Mapping

from claimcheck.errors import ProblemSeverity
from claimcheck.load.notes import Notes
from claimcheck.load.reading import Reading
from claimcheck.model import Entity


def break_circles(readings: list[Reading], notes: Notes) -> list[Reading]:
    """The readings without the entities that are, over `part_of`, parts of themselves."""
    entities = {one.id: one.record for one in readings if isinstance(one.record, Entity)}
    above = {name: sorted(tie.to for tie in entity.part_of if tie.to in entities) for name, entity in entities.items()}
    acting = {name: sorted(tie.to for tie in one.acts_for if tie.to in entities) for name, one in entities.items()}
    _tell_circles("acts_for", acting, entities, notes, "warning")  # dated, both may be true in turn
    out = _tell_circles("part_of", above, entities, notes, "error")
    return [one.without(out[one.id]) if one.id in out and one.record is not None else one for one in readings]


def _tell_circles(
    key: str, ties: Mapping[str, list[str]], entities: Mapping[str, Entity], notes: Notes, severity: ProblemSeverity
) -> dict[str, str]:
    """Each circle noted once; the entities in one, with the problem."""
    out: dict[str, str] = {}
    for name in sorted(entities):
        circle = [] if name in out else _circle(name, ties)
        if circle:
            shown = " -> ".join(f"`{one}`" for one in [*circle, name])
            problem = notes.add("CIRCLE", entities[name].location, f"`{key}` goes round in a circle: {shown}",
                                "leave out the tie that is wrong", severity)  # fmt: skip
            out |= dict.fromkeys(circle, str(problem))
    return out


def _circle(start: str, above: Mapping[str, list[str]]) -> list[str]:
    """The shortest way over `part_of` from an entity back to itself, without the return; empty where there is none."""
    came: dict[str, str] = {}
    queue = [start]
    for name in queue:
        for target in above[name]:
            if target == start:
                way = [name]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return way[::-1]
            if target not in came:
                came[target] = name
                queue.append(target)
    return []
