"""The derivation of a ground as a picture: what records state at the top, what follows beneath, the conflict last.

A column of boxes read downwards, as wide as a phone. An arrow leads from a premise to what follows from it; premises of
one conclusion hang on one line at their left. Shapes tell the kinds apart: a plain box is stated by a record, a rounded
one follows, one with cut corners was looked for and not found; a dashed edge is presumed, a dotted one possible.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from claimcheck.extents import Grade
from claimcheck.findings import Ground, Proof
from claimcheck.i18n import tr
from claimcheck.report.svg import escape, fold, number, picture, picture_id, tag, text_lines
from claimcheck.report.words import step_word

WIDTH = 340.0
INDENT = 18.0
PAD = 9.0
SMALL, SIZE = 11.0, 12.5
LEADING = 16.0
BETWEEN = 16.0
DEEPEST = 6  # premises of premises stand further right only so far, that words keep their room
LINES = 12
DASHES = {Grade.PRESUMED: "6 3", Grade.POSSIBLE: "1.5 3"}


class _Box(Struct, frozen=True, kw_only=True):
    """A step that is drawn: its place, and where the line to what follows from it begins."""

    depth: int
    top: float
    bottom: float


def proof_svg(ground: Ground, *, width: float = WIDTH, title: str = "") -> str:
    """The derivation of a ground, `width` units wide (280 or more) and as high as it needs to be."""
    page = _Page(max(280.0, float(width)))
    page.conclusion(ground)
    told = " ".join(f"{step_word(step)}: {step.sentence}." for step in _premises(ground.proof))
    prefix = picture_id("proof", number(page.width), title, repr(ground))
    return picture(
        page.parts, width=page.width, height=page.y + 3, prefix=prefix,
        title=title or tr("Why: {title}", title=ground.title), about=f"{told} {tr('so')}: {ground.title}.",
        kind="proof",
    )  # fmt: skip


def _premises(proof: Proof) -> Iterator[Proof]:
    for source in proof.sources:
        yield from _premises(source)
        yield source


class _Page:
    """Draws boxes one beneath the other."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.y = 3.0
        self.parts: list[str] = []

    def conclusion(self, ground: Ground) -> None:
        """The whole derivation: the premises of the ground, then what the rule makes of them."""
        boxes = self.premises(ground.proof, 0)
        head = f"{tr('so')} · {tr(ground.grade.word)} · {ground.rule}"
        box = self.box(head, ground.title, 0, "conclusion", ground.grade)
        self.join(boxes, box)

    def premises(self, proof: Proof, depth: int) -> list[_Box]:
        """Those of one step: a single one stands above it, several stand further right and hang on one line."""
        inner = depth + 1 if len(proof.sources) > 1 else depth
        return [self.step(source, inner) for source in proof.sources]

    def step(self, proof: Proof, depth: int) -> _Box:
        boxes = self.premises(proof, depth)
        by = proof.claim or proof.by.partition(":")[0]
        head = " · ".join(part for part in (tr(step_word(proof)), by) if part)
        box = self.box(head, proof.sentence, depth, proof.kind, proof.grade)
        self.join(boxes, box)
        return box

    def box(self, head: str, sentence: str, depth: int, kind: str, grade: Grade) -> _Box:
        left = 2.0 + INDENT * min(depth, DEEPEST)
        room = self.width - left - 2.0
        heads = fold(head, room - 2 * PAD, SMALL, 2)
        lines = fold(sentence, room - 2 * PAD, SIZE, LINES)
        top, height = self.y, 14.0 * len(heads) + LEADING * len(lines) + 2 * PAD - 3
        self.parts.append(
            tag(
                "g",
                tag("title", escape(f"{head}: {sentence}")),
                *_frame(kind, left, top, room, height, DASHES.get(grade)),
                text_lines(heads, left + PAD, top + PAD + 8, SMALL, 14.0, fill_opacity="0.8"),
                text_lines(lines, left + PAD, top + PAD + 9 + 14.0 * len(heads), SIZE, LEADING),
                class_=f"step {kind} {grade.word}",
            )
        )
        self.y = top + height + BETWEEN
        return _Box(depth=depth, top=top, bottom=top + height)

    def join(self, boxes: list[_Box], to: _Box) -> None:
        """Lines from premises to what follows from them; the last carries the arrow."""
        if not boxes:
            return
        x = 2.0 + INDENT * min(to.depth, DEEPEST) + 9
        if len(boxes) == 1 and boxes[0].depth == to.depth:
            self.parts.append(_line(x, boxes[0].bottom, x, to.top - 2))
        else:
            self.parts.append(_line(x, boxes[0].top + 14, x, to.top - 2))
            for box in boxes:
                edge = 2.0 + INDENT * min(box.depth, DEEPEST)
                if edge > x:
                    self.parts.append(_line(x, box.top + 14, edge, box.top + 14))
        self.parts.append(_head(x, to.top))


def _frame(kind: str, left: float, top: float, width: float, height: float, dash: str | None) -> Iterator[str]:
    """The edge of a box, in the shape of its kind."""
    style = {"fill": "none", "stroke": "currentColor", "stroke_width": "1.2", "stroke_dasharray": dash}
    if kind == "absent":
        cut = 8.0
        right, bottom = left + width, top + height
        points = ((left + cut, top), (right - cut, top), (right, top + cut), (right, bottom - cut),
                  (right - cut, bottom), (left + cut, bottom), (left, bottom - cut), (left, top + cut))  # fmt: skip
        yield tag("polygon", points=" ".join(f"{number(x)},{number(y)}" for x, y in points), **style)
        return
    radius = {"stated": None, "derived": 9.0}.get(kind, 3.0)
    yield tag("rect", x=left, y=top, width=width, height=height, rx=radius, **style)
    if kind == "conclusion":
        yield tag("rect", x=left + 3, y=top + 3, width=width - 6, height=height - 6, fill="none", stroke="currentColor",
                  stroke_width="0.8", stroke_dasharray=dash)  # fmt: skip


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke="currentColor", stroke_width="1.2")


def _head(x: float, y: float) -> str:
    way = f"M{number(x - 4)} {number(y - 7)} L{number(x)} {number(y - 1)} L{number(x + 4)} {number(y - 7)}"
    return tag("path", d=way, fill="none", stroke="currentColor", stroke_width="1.2")
