"""From a file of records to its entries: which list each stands in, and the defaults of its file."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from claimcheck.i18n import tr
from claimcheck.load.fields import NO_NULL, Fields, shown
from claimcheck.load.keys import DEFAULTS, SECTIONS, Section, did_you_mean
from claimcheck.load.notes import Notes
from claimcheck.location import Location
from claimcheck.yamlfile import ListNode, MapNode, Node, Scalar

KIND_OF = {"claims": "claim", "evidence": "claim", "links": "link", "sources": "source", "entities": "entity",
           "predicates": "predicate"}  # fmt: skip


class Entry(Struct, frozen=True, kw_only=True):
    """One record as it stands in a file."""

    section: Section
    node: MapNode
    defaults: MapNode | None = None

    @property
    def kind(self) -> str:
        """`claim`, `link`, `source`, `entity` or `predicate`."""
        return KIND_OF[self.section]


def entries_of(root: Node, path: str, notes: Notes) -> Iterator[Entry]:
    """The entries of a YAML file; what is no list of records is noted."""
    if not isinstance(root, MapNode):
        notes.lose(path)
        notes.skip(path, tr("it cannot be read as it stands"))
        if not root.flawed:
            notes.add("WRONG-SHAPE", root.location,
                      f"expected lists such as `claims:` or `sources:`, found {shown(root)}",
                      "write the name of the list above it, such as `claims:`")  # fmt: skip
        return
    for name, _ in root.entries:
        if not name.flawed and name.text not in SECTIONS:
            notes.lose(path)
            notes.add("UNKNOWN-KEY", name.location, f"a file of records has no list `{name.text}`",
                      did_you_mean(name.text, SECTIONS, f"its lists are {', '.join(SECTIONS)}"))  # fmt: skip
    yield from section_entries(root, path, notes)


def section_entries(root: MapNode, path: str, notes: Notes) -> Iterator[Entry]:
    """The entries under the known lists of a mapping, also where a list stands twice (which reading has told)."""
    defaults = _defaults(root, notes)
    for name, below in root.entries:
        for section in SECTIONS:
            if section == name.text and section != "defaults":
                yield from _list_entries(section, name, below, defaults, path, notes)


def _defaults(root: MapNode, notes: Notes) -> MapNode | None:
    """The keys that all claims of the file share; unknown ones are noted here, once."""
    node = root.get("defaults")
    if isinstance(node, MapNode):
        Fields(node, DEFAULTS, notes)
        return node
    if node is not None and not node.flawed:
        _wrong_shape("defaults", "a mapping of keys", node, node.location, notes)
    return None


def _list_entries(
    section: Section, name: Scalar, below: Node, defaults: MapNode | None, path: str, notes: Notes
) -> Iterator[Entry]:
    if not isinstance(below, ListNode):
        if not isinstance(below, Scalar) or not below.null:
            notes.lose(path, KIND_OF[section])
            notes.skip(
                str(name.location), tr("the list `{name}` that begins here cannot be read as it stands", name=section)
            )
        if not below.flawed:
            _wrong_shape(section, "a list", below, name.location, notes)
        return
    for item in below.items:
        if isinstance(item, MapNode):
            yield Entry(section=section, node=item, defaults=defaults if KIND_OF[section] == "claim" else None)
            continue
        notes.lose(path, KIND_OF[section])
        notes.skip(str(item.location), tr("it cannot be read as it stands"))
        if not item.flawed:
            _wrong_shape(section, "a record with keys such as `id:`", item, item.location, notes)


def _wrong_shape(section: str, expected: str, node: Node, place: Location, notes: Notes) -> None:
    if isinstance(node, Scalar) and node.null:
        notes.add("NULL-VALUE", place, f"expected {expected} under `{section}`, found {shown(node)}", NO_NULL)
        return
    hint = f"start each with `- id: ...` under `{section}:`"
    if section == "defaults":
        hint = f"write keys such as `said_by: ...`; the keys are {', '.join(DEFAULTS.shapes)}"
    notes.add("WRONG-SHAPE", place, f"expected {expected} under `{section}`, found {shown(node)}", hint)
