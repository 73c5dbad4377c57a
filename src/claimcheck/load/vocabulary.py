"""Predicates: the shipped packages, and those that a dossier adds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import get_args

from msgspec import Struct

from claimcheck.dates import DateProblem, parse_duration
from claimcheck.errors import Problem
from claimcheck.load.fields import Fields, shown
from claimcheck.load.ids import Ids
from claimcheck.load.keys import PACKAGE, PREDICATE, did_you_mean, listed, nearest
from claimcheck.load.notes import Notes
from claimcheck.load.reading import Reading, clear_of_duplicates, usable
from claimcheck.load.values import parse_tolerance
from claimcheck.model import Kind, Predicate, ValueKind
from claimcheck.yamlfile import ListNode, MapNode, Node, Scalar, read_yaml

SHIPPED = Path(__file__).parent.parent / "vocabulary"
SHIPPED_PATH = "claimcheck/vocabulary"  # how messages name the folder of shipped packages
KINDS: tuple[Kind, ...] = get_args(Kind)
VALUE_KINDS: tuple[ValueKind, ...] = get_args(ValueKind)
OUTCOMES = ("upheld", "not-upheld", "ended-otherwise")
ADDS_UP = ("parts", "periods", "both", "never")
PERSISTS = ("never", "until-changed", "until-ended")
PLACE = re.compile(r"\{([^{}]*)\}")
TARGETS = ("implies", "suggests", "excludes", "starts", "ends", "requires", "after")
DOSSIER = "dossier"  # the package of predicates that a dossier adds


def load_vocabulary() -> tuple[Mapping[str, Predicate], tuple[Problem, ...]]:
    """All shipped predicates by id, and what is wrong with them (nothing, or a test fails)."""
    notes = Notes()
    return shipped_predicates(notes), notes.problems


class Package(Struct, frozen=True, kw_only=True):
    """A shipped package: what it is called, and its predicates in the order of the file."""

    id: str
    title: str
    predicates: tuple[Predicate, ...]


def shipped_packages() -> tuple[Package, ...]:
    """The shipped packages by id."""
    notes = Notes()
    predicates = sorted(shipped_predicates(notes).values(), key=lambda predicate: predicate.location)
    heads = [Fields(node, PACKAGE, notes) for node in _shipped_files(notes)]
    return tuple(
        Package(
            id=head.text("package"),
            title=head.text("title"),
            predicates=tuple(one for one in predicates if one.package == head.text("package")),
        )
        for head in heads
    )


def shipped_predicates(notes: Notes) -> dict[str, Predicate]:
    """The predicates of all shipped packages, sorted by id."""
    entries = [entry for node in _shipped_files(notes) for entry in _package(node, notes)]
    ids = Ids(kind="predicate")
    for _, node in entries:
        add_predicate(node, ids)
    readings = [read_predicate(node, package, ids, notes) for package, node in entries]
    kept = usable(clear_of_duplicates(readings, {"predicate": ids}, notes), {}, notes)
    return {name: record for (_, name), record in sorted(kept.items()) if isinstance(record, Predicate)}


def _shipped_files(notes: Notes) -> Iterator[MapNode]:
    for file in sorted(SHIPPED.glob("*.yaml")):
        node, problems = read_yaml(file.read_bytes(), f"{SHIPPED_PATH}/{file.name}")
        notes.take(problems)
        if isinstance(node, MapNode):
            yield node


def _package(node: MapNode, notes: Notes) -> Iterable[tuple[str, MapNode]]:
    fields = Fields(node, PACKAGE, notes)
    fields.require(*PACKAGE.required)
    listed_ones = fields.nodes.get("predicates")
    items = listed_ones.items if isinstance(listed_ones, ListNode) else ()
    return [(fields.text("package"), item) for item in items if isinstance(item, MapNode)]


def selected(shipped: Mapping[str, Predicate], wanted: tuple[str, ...] | None) -> dict[str, Predicate]:
    """The predicates of the wanted packages, and of those that these build on."""
    if wanted is None:
        return dict(shipped)
    packages = set(wanted)
    before = -1
    while before != len(packages):
        before = len(packages)
        for predicate in shipped.values():
            if predicate.package in packages:
                packages |= {shipped[target].package for target in targets(predicate) if target in shipped}
    return {name: predicate for name, predicate in shipped.items() if predicate.package in packages}


def targets(predicate: Predicate) -> tuple[str, ...]:
    """The ids of all predicates that this one speaks of."""
    groups = (predicate.implies, predicate.suggests, predicate.excludes, predicate.starts, predicate.ends,
              predicate.requires, predicate.after)  # fmt: skip
    return tuple(target.removeprefix("not ") for group in groups for target in group)


def add_predicate(node: MapNode, ids: Ids) -> None:
    """Make the id of a predicate known before anything is read that speaks of it."""
    name = node.get("id")
    if isinstance(name, Scalar) and name.text:
        ids.add(name.text, name.location)


def read_predicate(node: MapNode, package: str, ids: Ids, notes: Notes) -> Reading:
    """One predicate, checked by itself; targets are checked against `ids`."""
    fields = Fields(node, PREDICATE, notes)
    fields.require(*PREDICATE.required)
    predicate = Predicate(
        id=fields.id(),
        location=node.location,
        package=package,
        kind=_kind(fields.choice("kind", KINDS)),
        labels=_labels(fields),
        value=_value_kind(fields.choice("value", VALUE_KINDS)),
        single=fields.flag("single"),
        once=fields.flag("once"),
        **{key: _targets(fields, key, ids) for key in TARGETS},
        persists=_persists(fields),
        horizon=_duration(fields, "horizon") or "P1Y",
        tolerance=_tolerance(fields),
        role=fields.choice("role", ("reason",)),
        outcome=fields.choice("outcome", OUTCOMES),
        adds_up=fields.choice("adds_up", ADDS_UP),
        covers_subject=_covers(fields, "subject"),
        covers_value=_covers(fields, "value"),
        example=fields.text("example"),
    )
    _check(fields, predicate)
    return Reading.of("predicate", predicate.id, predicate, fields)


def _kind(text: str) -> Kind:
    return next((kind for kind in KINDS if kind == text), "state")


def _value_kind(text: str) -> ValueKind:
    return next((kind for kind in VALUE_KINDS if kind == text), "none")


def _targets(fields: Fields, key: str, ids: Ids) -> tuple[str, ...]:
    found: list[str] = []
    for scalar in fields.scalars(key):
        name = scalar.text.removeprefix("not ").strip()
        negative = name != scalar.text.strip()
        if negative and key not in ("implies", "suggests"):
            fields.error("BAD-TARGET", scalar.location, f"`not {name}` cannot stand under `{key}`",
                         "only `implies` and `suggests` have negative targets")  # fmt: skip
        if name == fields.text("id"):
            fields.error("BAD-TARGET", scalar.location, f"`{name}` stands under its own `{key}`", "leave it out")
        elif fields.known(Scalar(text=name, location=scalar.at(4 if negative else 0)), ids):
            found.append(f"not {name}" if negative else name)
    return tuple(found)


def _labels(fields: Fields) -> dict[str, tuple[str, str]]:
    node = fields.nodes.get("label")
    if node is None:
        return {}
    if not isinstance(node, MapNode) or not node.entries:
        _wrong_label(fields, node)
        return {}
    labels: dict[str, tuple[str, str]] = {}
    takes_value = fields.text("value") not in ("", "none")
    for language, below in node.entries:
        if not isinstance(below, MapNode):
            _wrong_label(fields, below)
            continue
        both = [_label(fields, below, key, takes_value=takes_value) for key in ("affirms", "denies")]
        for key, _ in below.entries:
            if key.text not in ("affirms", "denies"):
                fields.error("UNKNOWN-KEY", key.location, f"a label has no key `{key.text}`",
                             did_you_mean(key.text, ("affirms", "denies"), "its keys are affirms, denies"))  # fmt: skip
        labels[language.text] = (both[0], both[1])
    return labels


def _wrong_label(fields: Fields, node: Node) -> None:
    if not node.flawed:
        fields.error("WRONG-SHAPE", node.location, f"expected sentences by language under `label`, found {shown(node)}",
                     'write `label: {en: {affirms: "{subject} ...", denies: "{subject} not ..."}}`')  # fmt: skip


def _label(fields: Fields, node: MapNode, key: str, *, takes_value: bool) -> str:
    scalar = node.get(key)
    if scalar is None:
        fields.error("MISSING-KEY", node.location, f"this label has no `{key}`", f"add `{key}:` to it")
        return ""
    if not isinstance(scalar, Scalar) or scalar.null:
        _wrong_label(fields, scalar)
        return ""
    places = PLACE.findall(scalar.text)
    for place in places:
        if place not in ("subject", "value"):
            fields.error("BAD-LABEL", scalar.location, f"a label has no place `{{{place}}}`",
                         did_you_mean(place, ("subject", "value"), "its places are {subject} and {value}"))  # fmt: skip
    if "subject" not in places and not any(nearest(place, ("subject", "value")) == "subject" for place in places):
        fields.error("BAD-LABEL", scalar.location, "expected `{subject}` in this label, found none",
                     "write {subject} where the name of the subject goes")  # fmt: skip
    if "value" in places and not takes_value:
        fields.error("BAD-LABEL", scalar.location, "this label has `{value}`, and the predicate takes no value",
                     f"add `value:` ({listed(VALUE_KINDS[1:])}), or leave {{value}} out")  # fmt: skip
    return scalar.text


def _persists(fields: Fields) -> str:
    scalar = fields.scalar("persists")
    if scalar is None:
        return "never"
    if scalar.text in PERSISTS:
        return scalar.text
    if not scalar.text.startswith("P"):
        fields.error("WRONG-CHOICE", scalar.location,
                     f"expected {listed((*PERSISTS, 'P90D'))} (any duration), found `{scalar.text}`",
                     did_you_mean(scalar.text, PERSISTS, "write one of these, or leave the key out"))  # fmt: skip
        return "never"
    return _duration(fields, "persists") or "never"


def _duration(fields: Fields, key: str) -> str:
    scalar = fields.scalar(key)
    if scalar is None:
        return ""
    try:
        return parse_duration(scalar.text).text
    except DateProblem as problem:
        fields.error("BAD-DURATION", scalar.at(problem.offset), problem.message, problem.hint)
        return ""


def _tolerance(fields: Fields) -> str:
    scalar = fields.scalar("tolerance")
    if scalar is not None and parse_tolerance(scalar.text) is None:
        fields.error("WRONG-VALUE", scalar.location, f"expected a tolerance, found `{scalar.text}`",
                     "write a number such as 5, or a percentage such as 5%")  # fmt: skip
        return ""
    return "" if scalar is None else scalar.text


def _covers(fields: Fields, part: str) -> bool:
    node = fields.nodes.get("parts")
    if node is None:
        return False
    if not isinstance(node, MapNode):
        if part == "subject":
            fields.error("WRONG-SHAPE", node.location,
                         f"expected `subject` and `value` under `parts`, found {shown(node)}",
                         "write such as `parts: {subject: covers}`")  # fmt: skip
        return False
    for key, _ in node.entries:
        if part == "subject" and key.text not in ("subject", "value"):
            fields.error("UNKNOWN-KEY", key.location, f"`parts` has no key `{key.text}`",
                         did_you_mean(key.text, ("subject", "value"), "its keys are subject, value"))  # fmt: skip
    below = node.get(part)
    if below is None:
        return False
    text = below.text if isinstance(below, Scalar) else ""
    if text not in ("covers", "none"):
        fields.error("WRONG-CHOICE", below.location, f"expected `covers` or `none`, found `{text}`",
                     did_you_mean(text, ("covers", "none"), "write one of these, or leave the key out"))  # fmt: skip
    return text == "covers"


def _check(fields: Fields, predicate: Predicate) -> None:
    """What the keys of one predicate must keep among themselves."""
    kind = predicate.kind
    if fields.text("kind") not in KINDS:
        return
    rules = (
        (predicate.once and kind == "state", "once", "a state does not happen, so it cannot happen `once`",
         "put `once` on the event that starts it"),
        (bool(predicate.starts) and kind != "event", "starts", "only an event starts a state",
         "make it `kind: event`, or use `implies`"),
        (bool(predicate.ends) and kind != "event", "ends", "only an event ends a state",
         "make it `kind: event`, or use `excludes`"),
        (predicate.persists != "never" and kind != "state", "persists", "only a state persists",
         "leave `persists` out, or make it `kind: state`"),
        (predicate.single and predicate.value == "none", "single", "without a value there is nothing to be `single`",
         "leave `single` out, or add `value:`"),
        (kind == "quantity" and predicate.value != "number", "kind", "a quantity has a number for a value",
         "add `value: number`"),
        (bool(predicate.tolerance) and predicate.value != "number", "tolerance", "only a number has a tolerance",
         "leave `tolerance` out, or add `value: number`"),
        (predicate.covers_value and predicate.value != "entity", "parts", "only entities have parts: no value to cover",
         "leave `value` out of `parts`, or add `value: entity`"),
        (bool(set(predicate.implies) & {f"not {name}" for name in predicate.implies}), "implies",
         "a predicate cannot imply both another and its opposite", "leave one of the two out"),
        (bool(set(predicate.implies) & set(predicate.excludes)), "excludes",
         "a predicate cannot exclude what it implies", "leave one of the two out"),
    )  # fmt: skip
    for broken, key, message, hint in rules:
        if broken:
            fields.error("BAD-PREDICATE", fields.place(key), message, hint)


def check_targets(predicates: Mapping[str, Predicate], own: Iterable[str], notes: Notes) -> None:
    """That `starts` and `ends` lead to states; only for the predicates named in `own`."""
    for name in sorted(own):
        predicate = predicates.get(name)
        if predicate is None:
            continue
        for key, group in (("starts", predicate.starts), ("ends", predicate.ends)):
            for target in group:
                if target in predicates and predicates[target].kind != "state":
                    notes.add("BAD-TARGET", predicate.location,
                              f"`{name}` {key} `{target}`, which is no state but `{predicates[target].kind}`",
                              f"make `{target}` a state, or leave it out of `{key}`", "warning")  # fmt: skip
