"""Reading what people have said of findings: `baseline/*.yaml`, one accepted finding each, and `reviews/*.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

from claimcheck.baseline import BASELINE, REVIEWS
from claimcheck.errors import Problem
from claimcheck.known import Accepted, AcceptedGround, Correction, Review, Status
from claimcheck.load.fields import Fields, shown
from claimcheck.load.folder import File, read_bytes, walk
from claimcheck.load.keys import KeyTable
from claimcheck.load.notes import Notes
from claimcheck.yamlfile import ListNode, MapNode, Node, Scalar, read_yaml

STATUSES: tuple[Status, ...] = get_args(Status)
GRADES = ("certain", "presumed", "possible")
FINGERPRINT = re.compile("[0-9a-f]{16}")

ACCEPTED = KeyTable(
    what="accepted finding",
    required=("rule", "grounds", "claims"),
    shapes={"rule": "word", "grounds": "map", "claims": "map", "note": "prose", "by": "prose", "on": "date"},
)
GROUND = KeyTable(
    what="ground",
    required=("fingerprint", "hash", "rule", "grade"),
    shapes={"fingerprint": "word", "hash": "word", "rule": "word", "grade": "word"},
)
REVIEW = KeyTable(
    what="review",
    required=("finding", "hash", "status", "by", "on"),
    shapes={
        "finding": "word", "hash": "word", "status": "word", "verdict": "word", "note": "prose", "by": "prose",
        "on": "date", "second_reader": "prose", "reply": "map", "corrections": "map",
    },
)  # fmt: skip
REPLY = KeyTable(what="reply", shapes={"asked": "date", "received": "date", "text": "prose"})
CORRECTION = KeyTable(what="correction", required=("on", "text"), shapes={"on": "date", "text": "prose"})


def read_judged(root: Path) -> tuple[tuple[Accepted, ...], tuple[Review, ...], tuple[Problem, ...]]:
    """The accepted findings and the reviews of a dossier, each sorted, and what is wrong with their files."""
    notes = Notes()
    accepted = [one for file in _files(root, BASELINE, notes) for one in _accepted(file, notes)]
    reviews = [one for file in _files(root, REVIEWS, notes) for one in _reviews(file, notes)]
    return (
        tuple(sorted(accepted, key=lambda one: one.fingerprint)),
        tuple(sorted(reviews, key=lambda one: (one.finding, one.on, one.location))),
        notes.problems,
    )


def _files(root: Path, folder: str, notes: Notes) -> Iterable[File]:
    return [file for file in walk(root, root / folder, notes) if file.place.suffix == ".yaml"]


def _mapping(file: File, notes: Notes) -> MapNode | None:
    data = read_bytes(file, notes)
    if data is None:
        return None
    node, problems = read_yaml(data, file.path)
    notes.take(problems)
    if node is not None and not isinstance(node, MapNode) and not node.flawed:
        notes.add("WRONG-SHAPE", node.location, f"expected a mapping of keys, found {shown(node)}")
    return node if isinstance(node, MapNode) else None


def _accepted(file: File, notes: Notes) -> Iterable[Accepted]:
    node = _mapping(file, notes)
    if node is None:
        return
    fields = Fields(node, ACCEPTED, notes)
    fields.require(*ACCEPTED.required)
    name = file.place.stem
    if not FINGERPRINT.fullmatch(name):
        fields.error("BAD-FINGERPRINT", node.location,
                     f"expected a file named after a fingerprint of 16 digits and letters a-f, found `{name}`",
                     "let `claimcheck baseline accept` write these files")  # fmt: skip
    grounds = tuple(_ground(item, fields) for item in _items(fields, "grounds"))
    claims = _texts(fields, "claims")
    found = Accepted(
        location=node.location, fingerprint=name, rule=fields.text("rule"),
        grounds=tuple(ground for ground in grounds if ground is not None),
        claims=claims, note=fields.text("note"), by=fields.text("by"), on=_date(fields, "on"),
    )  # fmt: skip
    if not fields.flawed:
        yield found


def _ground(node: MapNode, outer: Fields) -> AcceptedGround | None:
    fields = Fields(node, GROUND, outer.notes)
    fields.require(*GROUND.required)
    found = AcceptedGround(
        fingerprint=_hash(fields, "fingerprint"), content_hash=_hash(fields, "hash"),
        rule=fields.text("rule"), grade=fields.choice("grade", GRADES),
    )  # fmt: skip
    outer.adopt(fields)
    return None if fields.flawed else found


def _reviews(file: File, notes: Notes) -> Iterable[Review]:
    node = _mapping(file, notes)
    if node is None:
        return
    outer = Fields(node, KeyTable(what="file of reviews", required=("reviews",), shapes={"reviews": "map"}), notes)
    outer.require("reviews")
    for item in _items(outer, "reviews"):
        review = _review(item, notes)
        if review is not None:
            yield review


def _review(node: MapNode, notes: Notes) -> Review | None:
    fields = Fields(node, REVIEW, notes)
    fields.require(*REVIEW.required)
    status = fields.choice("status", STATUSES)
    if status == "not-a-conflict" and not fields.wrote("note"):
        fields.error("MISSING-KEY", node.location, "a review that calls a finding no conflict has no `note`",
                     "add `note:` with the reason")  # fmt: skip
    reply = _below(fields, "reply", REPLY)
    found = Review(
        location=node.location,
        finding=_hash(fields, "finding"), content_hash=_hash(fields, "hash"),
        status=next((one for one in STATUSES if one == status), "open"),
        verdict=fields.text("verdict"), note=fields.text("note"), by=fields.text("by"), on=_date(fields, "on"),
        second_reader=fields.text("second_reader"),
        reply_asked=_date(reply, "asked") if reply else "",
        reply_received=_date(reply, "received") if reply else "",
        reply=reply.text("text") if reply else "",
        corrections=tuple(_correction(item, fields) for item in _items(fields, "corrections")),
    )  # fmt: skip
    return None if fields.flawed else found


def _correction(node: MapNode, outer: Fields) -> Correction:
    fields = Fields(node, CORRECTION, outer.notes)
    fields.require(*CORRECTION.required)
    outer.adopt(fields)
    return Correction(on=_date(fields, "on"), text=fields.text("text"))


def _below(outer: Fields, key: str, table: KeyTable) -> Fields | None:
    node = outer.nodes.get(key)
    if node is None:
        return None
    if not isinstance(node, MapNode):
        outer.error("WRONG-SHAPE", node.location, f"expected a mapping under `{key}`, found {shown(node)}",
                    f"its keys are {', '.join(table.shapes)}")  # fmt: skip
        return None
    fields = Fields(node, table, outer.notes)
    outer.adopt(fields)
    return fields


def _items(fields: Fields, key: str) -> list[MapNode]:
    """The mappings in a list under a key; what is none is noted."""
    node = fields.nodes.get(key)
    if node is None:
        return []
    items: tuple[Node, ...] = node.items if isinstance(node, ListNode) else (node,)
    if isinstance(node, Scalar):
        items = ()
        fields.error("WRONG-SHAPE", node.location, f"expected a list under `{key}`, found {shown(node)}")
    for item in items:
        if not isinstance(item, MapNode):
            fields.error("WRONG-SHAPE", item.location, f"expected a mapping in `{key}`, found {shown(item)}")
    return [item for item in items if isinstance(item, MapNode)]


def _texts(fields: Fields, key: str) -> dict[str, str]:
    node = fields.nodes.get(key)
    if node is None:
        return {}
    if not isinstance(node, MapNode):
        fields.error("WRONG-SHAPE", node.location, f"expected a mapping under `{key}`, found {shown(node)}")
        return {}
    return {name.text: below.text for name, below in node.entries if isinstance(below, Scalar)}


def _hash(fields: Fields, key: str) -> str:
    scalar = fields.scalar(key)
    if scalar is None or FINGERPRINT.fullmatch(scalar.text):
        return "" if scalar is None else scalar.text
    fields.error("BAD-FINGERPRINT", scalar.location,
                 f"expected 16 digits and letters a-f under `{key}`, found `{scalar.text}`",
                 "copy it from `claimcheck check`")  # fmt: skip
    return ""


def _date(fields: Fields, key: str) -> str:
    when = fields.date(key)
    return "" if when is None else when.text
