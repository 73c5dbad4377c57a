"""Renaming a record: every reference to its id is rewritten where it stands, and nothing else of any file is touched.

Works on the text of the files, at the places that the loader reads ids from; sentences and quotes that hold the same
word are no references. `was` keeps the identity of the record, so findings stay the same findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct

from claimcheck.errors import Problem, in_order
from claimcheck.load.csvfile import cell_end, delimiter_of, read_rows
from claimcheck.load.dossier import read_records
from claimcheck.load.files import Entry, section_entries
from claimcheck.load.folder import File, read_bytes, record_files, rule_files
from claimcheck.load.keys import nearest
from claimcheck.load.notes import Notes
from claimcheck.location import Location
from claimcheck.model import Predicate
from claimcheck.rules.syntax import Constant, Field
from claimcheck.rules.terms import read_line
from claimcheck.settings import FILE_NAME
from claimcheck.yamlfile import ListNode, MapNode, Node, Scalar, read_yaml

Kind = Literal["claim", "entity", "source", "predicate"]
KINDS: tuple[Kind, ...] = ("claim", "entity", "source", "predicate")
BOM = "\ufeff"
BREAK = re.compile(r"\r\n|\n|\r")

# The keys under which the id of another record stands, by the kind of record that has the key.
_CLAIM: Mapping[str, Kind] = {
    "subject": "entity", "said_by": "entity", "said_to": "entity", "via": "entity", "proceeding": "entity",
    "scope": "entity", "source": "source", "said_in": "source", "affirms": "predicate", "denies": "predicate",
}  # fmt: skip
REFERENCES: Mapping[str, Mapping[str, Kind]] = {
    "claim": _CLAIM,
    "source": {"publisher": "entity"},
    "entity": dict.fromkeys(("not", "maybe", "part_of", "acts_for"), "entity"),
    "link": {"from": "claim", "to": "claim", "by": "entity", "source": "source"},
    "predicate": dict.fromkeys(("implies", "suggests", "excludes", "starts", "ends", "requires", "after"), "predicate"),
}
# The fields of claims that rules compare with an id.
_RULE_FIELDS: Mapping[str, Kind] = {
    **_CLAIM, "value": "entity", "authority": "entity", "id": "claim", "predicate": "predicate",
}  # fmt: skip


class Edit(Struct, frozen=True, kw_only=True, order=True):
    """A piece of a file to be replaced: offsets into its text, and what comes there."""

    path: str
    start: int
    end: int
    text: str


class Renaming(Struct, frozen=True, kw_only=True):
    """What a renaming changes, and the places of all references; with `problems` nothing may be written."""

    edits: tuple[Edit, ...] = ()
    places: tuple[Location, ...] = ()
    problems: tuple[Problem, ...] = ()


class Inventory(Struct, frozen=True, kw_only=True):
    """All records of a dossier as they stand in its files, and the errors that may have kept some from being read."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]

    def ids(self, kind: Kind) -> dict[str, list[Entry]]:
        """The records of a kind by id."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            own = entry.node.get("id")
            if entry.kind == kind and isinstance(own, Scalar):
                found.setdefault(own.text, []).append(entry)
        return found

    def former(self, kind: Kind) -> dict[str, str]:
        """Former ids (`was`), each with the present one."""
        return {
            old.text: name
            for name, entries in self.ids(kind).items()
            for entry in entries
            for old in _scalars(entry.node.get("was"))
        }


def take_inventory(root: Path) -> Inventory:
    """The records of a dossier, readable by the rules or not."""
    notes = Notes()
    entries = [entry for file in record_files(root, notes) for entry in read_records(file, notes)]
    problems = tuple(problem for problem in notes.problems if problem.severity == "error")
    return Inventory(entries=tuple(entries), problems=problems)


def refusal(inventory: Inventory, kind: Kind, old: str, new: str, shipped: Iterable[str]) -> str:
    """Why a record cannot get that id, or an empty text."""
    ids, former = inventory.ids(kind), inventory.former(kind)
    if old == new:
        return "the old and the new id are the same"
    if len(ids[old]) > 1:
        places = " and ".join(str(entry.node.location) for entry in ids[old])
        return f"two records have the id {old}: {places}; give one of them another id by hand first"
    if new in ids or (kind == "predicate" and new in shipped):
        where = str(ids[new][0].node.location) if new in ids else "the shipped vocabulary"
        return f"another {kind} has the id {new} already: {where}"
    if new in former:
        return (
            f"{new} was an id of {former[new]} before, and leads there still; "
            "choose another, or undo a renaming with your version control"
        )
    return ""


def plan_renaming(
    root: Path, inventory: Inventory, kind: Kind, old: str, new: str, predicates: Mapping[str, Predicate]
) -> Renaming:
    """What a renaming changes, in all files of the dossier; nothing is written."""
    texts = _Texts(root)
    plan = _Plan(texts, kind, old, new)
    seen: set[int] = set()
    for entry in inventory.entries:
        if entry.defaults is not None and id(entry.defaults) not in seen:
            seen.add(id(entry.defaults))
            plan.references(entry.defaults, "claim", set())
        plan.references(entry.node, entry.kind, _entity_values(entry, predicates, kind))
    plan.values_of_defaults(inventory.entries, predicates)
    notes = Notes()
    plan.settings(root, notes)
    for path in rule_files(root, notes):
        plan.rule(root, path, notes)
    (own,) = inventory.ids(kind)[old]
    plan.identity(own)
    problems = in_order((*plan.problems, *(one for one in notes.problems if one.severity == "error")))
    return Renaming(edits=tuple(sorted(set(plan.edits))), places=tuple(sorted(plan.places)), problems=problems)


def edited(root: Path, edits: Iterable[Edit]) -> dict[str, bytes]:
    """The new bytes of each file that changes, by its path."""
    texts = _Texts(root)
    by_path: dict[str, list[Edit]] = {}
    for edit in sorted(set(edits)):
        by_path.setdefault(edit.path, []).append(edit)
    return {path: _applied(texts.of(path), by_path[path], mark=texts.mark(path)) for path in sorted(by_path)}


def _applied(text: str, edits: Iterable[Edit], mark: str) -> bytes:
    parts, last = [mark], 0
    for edit in edits:
        parts += [text[last : edit.start], edit.text]
        last = edit.end
    return ("".join(parts) + text[last:]).encode("utf-8")


def _entity_values(entry: Entry, predicates: Mapping[str, Predicate], kind: Kind) -> set[str]:
    return {"value"} if kind == "entity" and entry.kind == "claim" and _takes_entity(entry, predicates) else set()


def _takes_entity(entry: Entry, predicates: Mapping[str, Predicate]) -> bool:
    """Whether the value of a claim is an entity, by its predicate."""
    for node in (entry.node, entry.defaults):
        for key in ("affirms", "denies"):
            found = node.get(key) if node is not None else None
            if isinstance(found, Scalar):
                predicate = predicates.get(found.text)
                return predicate is not None and predicate.value == "entity"
    return False


class _Texts:
    """The texts of the files that are looked at, with the way from a place to an offset."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.data: dict[str, bytes] = {}
        self.texts: dict[str, str] = {}
        self.starts: dict[str, list[int]] = {}

    def of(self, path: str) -> str:
        """The text of a file, without a byte order mark."""
        if path not in self.texts:
            self.data[path] = (self.root / path).read_bytes()
            text = self.data[path].decode("utf-8", "replace").removeprefix(BOM)
            self.texts[path] = text
            self.starts[path] = [0, *(found.end() for found in BREAK.finditer(text))]
        return self.texts[path]

    def offset(self, place: Location) -> int:
        """Where in the text a place is."""
        self.of(place.path)
        starts = self.starts[place.path]
        return starts[min(place.line, len(starts)) - 1] + place.column - 1

    def line_end(self, path: str, offset: int) -> int:
        """The offset at which the line ends, before its break."""
        found = BREAK.search(self.of(path), offset)
        return found.start() if found else len(self.of(path))

    def line_break(self, path: str) -> str:
        """How lines end in this file."""
        found = BREAK.search(self.of(path))
        return found.group() if found else "\n"

    def mark(self, path: str) -> str:
        """The byte order mark of a file, or nothing."""
        self.of(path)
        return BOM if self.data[path].startswith(BOM.encode()) else ""


class _Plan:
    """Gathers the edits of one renaming."""

    def __init__(self, texts: _Texts, kind: Kind, old: str, new: str) -> None:
        self.texts = texts
        self.kind = kind
        self.old = old
        self.new = new
        self.edits: list[Edit] = []
        self.places: list[Location] = []
        self.problems: list[Problem] = []

    # References

    def references(self, node: MapNode, kind: str, further: set[str]) -> None:
        """The references in one record; `further` are keys that hold the id of an entity in this one."""
        keys = REFERENCES[kind]
        for name, below in node.entries:
            if keys.get(name.text) == self.kind or name.text in further:
                for scalar in _scalars(below):
                    self.rewrite(scalar)

    def values_of_defaults(self, entries: Iterable[Entry], predicates: Mapping[str, Predicate]) -> None:
        """A value under `defaults` is an entity if it is one for every claim that takes it over."""
        if self.kind != "entity":
            return
        users: dict[int, list[bool]] = {}
        values: dict[int, Scalar] = {}
        for entry in entries:
            value = entry.defaults.get("value") if entry.defaults is not None else None
            if isinstance(value, Scalar) and value.text == self.old and entry.node.get("value") is None:
                values[id(value)] = value
                users.setdefault(id(value), []).append(_takes_entity(entry, predicates))
        for name, value in sorted(values.items(), key=lambda one: one[1].location):
            if all(users[name]):
                self.rewrite(value)
            elif any(users[name]):
                self.problem(value.location, "this value is an entity for some claims and a text for others",
                             "write it in each claim")  # fmt: skip

    def settings(self, root: Path, notes: Notes) -> None:
        """The claims named by exceptions to rules."""
        node = _mapping(File(path=FILE_NAME, place=root / FILE_NAME), notes)
        rules = node.get("rules") if node is not None and self.kind == "claim" else None
        for _, setting in rules.entries if isinstance(rules, MapNode) else ():
            exceptions = setting.get("except") if isinstance(setting, MapNode) else None
            for item in exceptions.items if isinstance(exceptions, ListNode) else ():
                for scalar in _scalars(item.get("claims") if isinstance(item, MapNode) else None):
                    self.rewrite(scalar)

    def rule(self, root: Path, path: str, notes: Notes) -> None:
        """The ids that a rule of the dossier names; its examples have entities and claims of their own."""
        node = _mapping(File(path=path, place=root / path), notes)
        if node is None:
            return
        match = node.get("match")
        names = set(match.keys()) if isinstance(match, MapNode) else set()
        for key in ("match", "where", "unless"):
            self.pattern(node.get(key), names)
        derive = node.get("derive")
        if isinstance(derive, MapNode) and self.kind == "predicate":
            for key in ("affirms", "denies"):
                for scalar in _scalars(derive.get(key)):
                    self.rewrite(scalar)
        examples = node.get("examples")
        for _, listed in examples.entries if isinstance(examples, MapNode) and self.kind == "predicate" else ():
            for item in listed.items if isinstance(listed, ListNode) else ():
                if isinstance(item, MapNode):
                    for entry in section_entries(item, path, Notes()):
                        self.references(entry.node, entry.kind, set())

    def pattern(self, node: Node | None, names: set[str]) -> None:
        """The filters and lines of a part of a rule."""
        if isinstance(node, Scalar):
            self.line(node, names)
        elif isinstance(node, ListNode):
            for item in node.items:
                self.pattern(item, names)
        elif isinstance(node, MapNode):
            for name, below in node.entries:
                if _RULE_FIELDS.get(name.text) == self.kind:
                    for scalar in _scalars(below):
                        self.rewrite(scalar)
                elif name.text not in ("from", "to", "relation"):
                    self.pattern(below, names | set(node.keys()))

    def line(self, scalar: Scalar, names: set[str]) -> None:
        """A line such as `a.subject is OLD`, or `a.predicate in [OLD, another]`."""
        found = re.search(rf"(?<![\w.-]){re.escape(self.old)}(?![\w.-])", scalar.text)
        if found is None:
            return
        compare = read_line(scalar.text, scalar.location, names).compare
        if compare is None:
            return
        sides = (compare.left, compare.right)
        field = next((side for side in sides if isinstance(side, Field)), None)
        constant = next((side for side in sides if isinstance(side, Constant)), None)
        if field is not None and constant is not None and _RULE_FIELDS.get(field.path[-1]) == self.kind:
            self.rewrite(scalar, found.start())

    def rewrite(self, scalar: Scalar, within: int | None = None) -> None:
        """Put the new id where the old one stands; `within` is its offset in a text that holds more than an id."""
        if within is None:
            bare = scalar.text.removeprefix("not ").strip() if self.kind == "predicate" else scalar.text
            if bare != self.old:
                return
            within = scalar.text.index(self.old)
        if not scalar.location.path.endswith((".yaml", ".csv", ".jsonl")):
            self.problem(scalar.location, "this file cannot be rewritten", "write it again with the new id, or as CSV")
            return
        start = self.texts.offset(scalar.location) + max(scalar.inset, 0) + within
        end = start + len(self.old)
        if self.texts.of(scalar.location.path)[start:end] != self.old:
            self.problem(scalar.location, "the id stands here in a form that cannot be rewritten", "write it plainly")
            return
        self.edits.append(Edit(path=scalar.location.path, start=start, end=end, text=self.new))
        self.places.append(scalar.location)

    def problem(self, place: Location, message: str, hint: str) -> None:
        self.problems.append(Problem(code="CANNOT-RENAME", location=place, message=message, hint=hint))

    # The record itself

    def identity(self, entry: Entry) -> None:
        """The new id of the record, and the old one under `was`; predicates have no `was`."""
        own = next((key, below) for key, below in entry.node.entries if key.text == "id")
        key, scalar = own
        assert isinstance(scalar, Scalar), "an id that is found is a text"
        self.rewrite(scalar)
        if self.kind == "predicate":
            return
        path = scalar.location.path
        was = entry.node.get("was")
        if path.endswith(".csv"):
            self.was_in_table(entry, path)
        elif path.endswith((".yaml", ".jsonl")):
            if was is None:
                self.insert_was(entry.node, key, scalar)
            else:
                self.extend_was(was)

    def insert_was(self, node: MapNode, key: Scalar, scalar: Scalar) -> None:
        path = scalar.location.path
        after = self.end_of(scalar)
        if path.endswith(".jsonl"):
            self.insert(path, after, f', "was": ["{self.old}"]')
        elif self.texts.of(path)[self.texts.offset(node.location)] == "{":
            self.insert(path, after, f", was: [{self.old}]")
        else:
            indent = " " * (key.location.column - 1)
            self.insert(
                path, self.texts.line_end(path, after), f"{self.texts.line_break(path)}{indent}was: [{self.old}]"
            )

    def extend_was(self, was: Node) -> None:
        path = was.location.path
        items = _scalars(was)
        if not items or any(item.inset < 0 for item in items):
            self.problem(
                was.location, "`was` stands here in a form that cannot be added to", "write it as a list of ids"
            )
            return
        quoted = f'"{self.old}"' if path.endswith(".jsonl") else self.old
        last = self.end_of(items[-1])
        if isinstance(was, Scalar):
            self.insert(path, self.texts.offset(was.location), "[")
            self.insert(path, last, f", {quoted}]")
        elif path.endswith(".jsonl") or self.texts.of(path)[self.texts.offset(was.location)] == "[":
            self.insert(path, last, f", {quoted}")
        else:
            line = self.texts.line_end(path, last)
            start = self.texts.offset(items[-1].location)
            head = self.texts.of(path)[start - items[-1].location.column + 1 : start]
            self.insert(path, line, f"{self.texts.line_break(path)}{head}{quoted}")

    def was_in_table(self, entry: Entry, path: str) -> None:
        """The old id in the column `was` of its row; where the table has no such column, it gets one."""
        text = self.texts.of(path)
        sign = delimiter_of(text)
        rows, _ = read_rows(text, path, sign)
        columns = [cell.text.strip() for cell in rows[0]]
        for number, row in enumerate(rows):
            own = row[0].location == entry.node.location
            if "was" in columns:
                if own:
                    self.extend_cell(path, self.texts.offset(row[columns.index("was")].location), sign)
                continue
            added = "was" if number == 0 else self.old if own else ""
            self.insert(path, cell_end(text, self.texts.offset(row[-1].location), sign), f"{sign}{added}")

    def extend_cell(self, path: str, start: int, sign: str) -> None:
        text = self.texts.of(path)
        end = cell_end(text, start, sign)
        raw = text[start:end]
        if not raw.strip():
            self.edits.append(Edit(path=path, start=start, end=end, text=self.old))
        elif raw.startswith('"'):
            self.insert(path, end - 1, f";{self.old}")
        else:
            self.edits.append(Edit(path=path, start=start, end=end, text=f'"{raw};{self.old}"'))

    def insert(self, path: str, at: int, text: str) -> None:
        self.edits.append(Edit(path=path, start=at, end=at, text=text))

    def end_of(self, scalar: Scalar) -> int:
        """The offset after a text, with its quotation mark."""
        start = self.texts.offset(scalar.location)
        return start + len(scalar.text) + 2 * max(scalar.inset, 0)


def _mapping(file: File, notes: Notes) -> MapNode | None:
    data = read_bytes(file, notes)
    if data is None:
        return None
    node, problems = read_yaml(data, file.path)
    notes.take(problems)
    return node if isinstance(node, MapNode) else None


def _scalars(node: Node | None) -> list[Scalar]:
    """The texts that may be ids: one, those of a list, and the `to` of ties."""
    if isinstance(node, Scalar):
        return [node]
    if isinstance(node, ListNode):
        return [scalar for item in node.items for scalar in _scalars(item)]
    return _scalars(node.get("to")) if node is not None else []


def found_kinds(inventory: Inventory, name: str) -> tuple[Kind, ...]:
    """The kinds of records that have this id."""
    return tuple(kind for kind in KINDS if name in inventory.ids(kind))


def unknown(inventory: Inventory, name: str) -> str:
    """What to say of an id that no record of the dossier has."""
    for kind in KINDS:
        present = inventory.former(kind).get(name)
        if present:
            return f"{name} was renamed already: the {kind} is called {present} now"
    everything = [known for kind in KINDS for known in inventory.ids(kind)]
    meant = nearest(name, everything)
    return f"no record of this dossier has the id {name}" + (f"; did you mean {meant}?" if meant else "")
