"""The first dossier as data that a test can change: read as texts, altered, and written out as a dossier again."""

from __future__ import annotations

import copy
import hashlib
import random
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
FOLDERS = ("claims", "evidence")
LISTS = ("claims", "evidence", "links", "sources", "entities", "predicates")
DATES = ("when", "said_on", "published", "retrieved")
PROSE = ("text", "title", "why", "note", "name", "description", "interest")
REFERENCES = (
    "id", "subject", "value", "said_by", "said_to", "said_in", "source", "via", "proceeding", "scope", "from", "to",
    "by", "publisher", "part_of", "acts_for", "maybe", "not",
)  # fmt: skip

Scalar = str
Value = Scalar | list["Value"] | dict[str, "Value"]
Record = dict[str, Value]


@dataclass
class Data:
    """All records of a dossier, by list, with the defaults of their files written into each."""

    settings: Record
    lists: dict[str, list[Record]] = field(default_factory=lambda: {name: [] for name in LISTS})

    def copy(self) -> Data:
        return copy.deepcopy(self)

    def ids(self) -> list[str]:
        return [str(record["id"]) for name in LISTS if name != "predicates" for record in self.lists[name]
                if "id" in record]  # fmt: skip

    def without(self, claim: str) -> Data:
        """The dossier with one claim taken out, and with the links that named it."""
        lists = {
            name: [r for r in records if r.get("id") != claim and claim not in (r.get("from"), r.get("to"))]
            for name, records in self.lists.items()
        }
        return Data(settings=self.settings, lists=lists).copy()

    def plus(self, **lists: Iterable[Mapping[str, Value]]) -> Data:
        """The dossier with further records."""
        grown = self.copy()
        for name, records in lists.items():
            grown.lists[name] += [dict(record) for record in records]
        return grown


def read_data(root: Path = ROOT) -> Data:
    data = Data(settings=yaml.load((root / "claimcheck.yaml").read_text("utf-8"), Loader=yaml.BaseLoader))
    for folder in FOLDERS:
        for path in sorted((root / folder).glob("*.yaml")):
            content = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
            defaults = content.pop("defaults", {})
            for name, records in content.items():
                data.lists[name] += [{**defaults, **record} if name in FOLDERS else record for record in records]
    return data


def write_data(data: Data, root: Path, chooser: random.Random | None = None) -> Path:
    """The dossier as one file, or, with a chooser, strewn over several files in any order."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "claimcheck.yaml").write_text(_dump(data.settings), "utf-8")
    entries = [(name, record) for name in LISTS for record in data.lists[name]]
    files: dict[str, dict[str, list[Record]]] = {}
    if chooser is not None:
        chooser.shuffle(entries)
    for name, record in entries:
        place = "claims/all.yaml" if chooser is None else chooser.choice(
            ["claims/a.yaml", "claims/z/late.yaml", "evidence/m.yaml", "evidence/b.yaml"]
        )  # fmt: skip
        files.setdefault(place, {}).setdefault(name, []).append(record)
    for place, content in files.items():
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_dump(content), "utf-8")
    (root / "evidence").mkdir(exist_ok=True)
    return root


def _dump(content: object) -> str:
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False)


def changed(data: Data, change: Callable[[str, str], str]) -> Data:
    """The dossier with every text replaced by what `change(key, text)` gives, the settings left alone."""

    def walk(key: str, value: Value) -> Value:
        if isinstance(value, list):
            return [walk(key, item) for item in value]
        if isinstance(value, dict):
            return {inner: walk(inner, item) for inner, item in value.items()}
        return change(key, value)

    lists = {
        name: [{key: walk(key, value) for key, value in record.items()} for record in records]
        for name, records in data.lists.items()
    }
    return Data(settings=data.settings, lists=lists)


def renamed(data: Data) -> tuple[Data, dict[str, str]]:
    """Every claim, source and entity under another id, in another order of the alphabet; and the way back."""
    names = {old: "r" + hashlib.sha256(old.encode()).hexdigest()[:12] for old in data.ids()}
    told = changed(data, lambda key, text: names.get(text, text) if key in REFERENCES else text)
    return told, {new: old for old, new in names.items()}


def reworded(data: Data) -> Data:
    """Every text, title, name and reason replaced."""
    return changed(data, lambda key, text: "Another sentence altogether." if key in PROSE else text)


def shifted(data: Data, days: int) -> Data:
    """Every date moved by some days."""

    def move(found: re.Match[str]) -> str:
        return (date.fromisoformat(found.group()) + timedelta(days=days)).isoformat()

    return changed(data, lambda key, text: re.sub(r"\d{4}-\d\d-\d\d", move, text) if key in DATES else text)
