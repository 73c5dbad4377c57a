"""Completes the examples of rules to dossiers: bare ids, entities and sources that are not listed, a default source."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from claimcheck.load.ids import Index
from claimcheck.load.reading import Key, Reading, Record
from claimcheck.location import Location
from claimcheck.model import Entity, Source
from claimcheck.yamlfile import ListNode, MapNode, Node, Scalar

EXAMPLE_ZONE = "UTC"
EXAMPLE_SOURCE = "example-source"
EXAMPLE_PUBLISHER = "example-publisher"


def complete_snippet(node: MapNode) -> MapNode:
    """The snippet with bare ids made records, and with a source for every claim that names none."""
    entries = [(name, _completed(name.text, below)) for name, below in node.entries]
    if not any(name.text == "defaults" for name, _ in entries):
        entries.append((_scalar("defaults", node.location), _defaults(MapNode(entries=(), location=node.location))))
    return replace(node, entries=tuple(entries))


def _completed(section: str, below: Node) -> Node:
    if section == "defaults" and isinstance(below, MapNode):
        return _defaults(below)
    if section not in ("entities", "sources") or not isinstance(below, ListNode):
        return below
    items = (_bare(item, section) if isinstance(item, Scalar) else _named(item, section) for item in below.items)
    return replace(below, items=tuple(items))


def _defaults(node: MapNode) -> MapNode:
    if node.get("source") is not None:
        return node
    place = node.location
    return replace(node, entries=(*node.entries, (_scalar("source", place), _scalar(EXAMPLE_SOURCE, place))))


def _bare(scalar: Scalar, section: str) -> Node:
    keys = ("id", "name") if section == "entities" else ("id", "title")
    return MapNode(entries=tuple((_scalar(key, scalar.location), scalar) for key in keys), location=scalar.location)


def _named(item: Node, section: str) -> Node:
    """A record with its id for a name or title where it has none."""
    key = "name" if section == "entities" else "title"
    own = item.get("id") if isinstance(item, MapNode) else None
    if not isinstance(item, MapNode) or own is None or item.get(key) is not None:
        return item
    return replace(item, entries=(*item.entries, (_scalar(key, item.location), own)))


def _scalar(text: str, place: Location) -> Scalar:
    return Scalar(text=text, location=place)


def stand_ins(readings: Iterable[Reading], index: Index) -> dict[Key, Record]:
    """Entities and sources that a snippet speaks of without listing them, each named by its id."""
    needed = {need for reading in readings for need in reading.needs}
    place = min((reading.location for reading in readings), default=Location(path=""))
    found: dict[Key, Record] = {}
    for kind, name in sorted(needed | {("source", EXAMPLE_SOURCE), ("entity", EXAMPLE_PUBLISHER)}):
        if kind == "entity" and name not in index.entities.places:
            found[(kind, name)] = Entity(id=name, location=place, name=name)
        elif kind == "source" and name not in index.sources.places:
            publisher = EXAMPLE_PUBLISHER if name == EXAMPLE_SOURCE else ""
            found[(kind, name)] = Source(id=name, location=place, title=name, publisher=publisher)
    return found
