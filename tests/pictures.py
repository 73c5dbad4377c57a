"""Reads what a picture shows out of its SVG, for tests: boxes of text, marks, and what a reader is told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from claimcheck.report.svg import width_of

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Box:
    """The room that a line of text takes, with what it says."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def root_of(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def boxes(root: ET.Element) -> list[Box]:
    """Every line of text; its width by the table of the program, which `test_pictures` holds against fonts."""
    found = []
    for text in root.iter(f"{SVG}text"):
        size, said = float(text.get("font-size", "0")), "".join(text.itertext())
        wide = width_of(said, size) * (1.12 if text.get("font-weight") == "bold" else 1)
        x, y = float(text.get("x", "0")), float(text.get("y", "0"))
        left = x - wide / 2 if text.get("text-anchor") == "middle" else x
        found.append(Box(left, y - 0.8 * size, left + wide, y + 0.22 * size, said))
    return found


def collisions(root: ET.Element) -> list[tuple[str, str]]:
    """Pairs of texts that meet."""
    found = sorted(boxes(root), key=lambda box: box.top)
    pairs = []
    for index, box in enumerate(found):
        for other in found[index + 1 :]:
            if other.top >= box.bottom:
                break
            if box.meets(other):
                pairs.append((box.text, other.text))
    return pairs


def outside(root: ET.Element) -> list[str]:
    """Texts that leave the picture."""
    width, height = (float(root.get(name, "0")) for name in ("width", "height"))
    return [box.text for box in boxes(root) if box.left < 0 or box.right > width or box.top < 0 or box.bottom > height]


def ids(svg: str) -> list[str]:
    return re.findall(r'\bid="([^"]*)"', svg)


def entry(root: ET.Element, claim: str) -> ET.Element:
    return next(one for one in root.iter(f"{SVG}g") if one.get("data-claim") == claim)


def marks(entry: ET.Element, kind: str) -> list[tuple[float, float]]:
    """Left and right of the bars of a kind in an entry."""
    bars = [one for one in entry.iter(f"{SVG}rect") if kind in one.get("class", "").split()]
    return [(float(one.get("x", "0")), float(one.get("x", "0")) + float(one.get("width", "0"))) for one in bars]


def signs(entry: ET.Element) -> list[str]:
    """The kinds of the signs in an entry."""
    return [one.get("class", "").split()[1] for one in entry.iter() if one.get("class", "").startswith("sign ")]
