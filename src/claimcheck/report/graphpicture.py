"""The neighbourhood of a record as a picture: who said it, the claims, and what they speak of, in three columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from claimcheck.graph import CONFLICT
from claimcheck.i18n import tr, trn
from claimcheck.report.svg import escape, fold, number, picture, picture_id, tag, text_lines

if TYPE_CHECKING:
    from networkx import MultiDiGraph

MOST = 30  # claims that a picture shows; more would be no picture
SIZE, LEADING, PAD, BETWEEN = 11.5, 14.0, 6.0, 9.0
DASHES = {"certain": None, "presumed": "5 3", "possible": "1.5 3"}
SPEAKING = ("said-by", "attributed-to", "via", "said-in", "read-in", "published-by", "acts-for")


class _Box(Struct, frozen=True, kw_only=True):
    """A node that is drawn."""

    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def graph_svg(graph: MultiDiGraph[str], centre: str, *, width: float = 960, title: str = "") -> str:
    """A picture of a graph around one of its nodes, `width` units wide; claims beyond the first thirty are counted."""
    width = max(720.0, float(width))
    shown, rest = _shown(graph)
    columns = _columns(graph.subgraph(shown), centre)
    names = [name for column in columns for name in column]
    prefix = picture_id("graph", number(width), centre, *names)
    boxes, height = _placed(graph, columns, width)
    body = [*_lines(graph, boxes), *_conflicts(graph, boxes), *(_node(graph, n, boxes[n], centre) for n in names)]
    said = trn("{count} record", "{count} records", len(names))
    notes = [
        tr(
            "At the left who said it and where, in the middle the claims, at the right what they speak of and when. "
            "Thick bows are findings: solid if certain, dashed if presumed, dotted if possible. Thin bows are links."
        )
    ]
    if rest:
        notes.append(trn("{count} claim more is not drawn.", "{count} claims more are not drawn.", rest))
    lines = [line for note in notes for line in fold(note, width - 8, SIZE, 9)]
    body.append(text_lines(lines, 4.0, height + 14, SIZE, LEADING))
    said, height = ". ".join((said, *notes)), height + 14 + LEADING * len(lines)
    return picture(body, width=width, height=height + 6, prefix=prefix, title=title or tr("What bears on what"),
                   about=said, kind="graph")  # fmt: skip


def _shown(graph: MultiDiGraph[str]) -> tuple[list[str], int]:
    """The nodes that are drawn: of many claims those in findings first; then what is tied to one that is drawn."""
    claims = [name for name, told in graph.nodes(data=True) if told["kind"] == "claim"]
    in_finding = {name for start, end, told in graph.edges(data=True) if told["relation"] == CONFLICT
                  for name in (start, end)}  # fmt: skip
    kept = sorted(claims, key=lambda name: (name not in in_finding, _when(graph, name), name))[:MOST]
    others = (name for name, told in graph.nodes(data=True) if told["kind"] != "claim")
    tied = [name for name in others if not claims or any(n in kept for n in (*graph.pred[name], *graph.succ[name]))]
    return [*kept, *tied], len(claims) - len(kept)


def _when(graph: MultiDiGraph[str], name: str) -> int:
    earliest = graph.nodes[name].get("start_earliest")
    return earliest if isinstance(earliest, int) else -(2**62)


def _columns(graph: MultiDiGraph[str], centre: str) -> tuple[list[str], list[str], list[str]]:
    """Speakers and sources, claims in the order of time, and what they speak of; each near what it is tied to."""
    claims = sorted((n for n, told in graph.nodes(data=True) if told["kind"] == "claim"),
                    key=lambda n: (_when(graph, n), n))  # fmt: skip
    order = {name: index for index, name in enumerate(claims)}
    left: list[str] = []
    right: list[str] = []
    for name in sorted(set(graph.nodes) - set(claims)):
        speaks = all(told["relation"] in SPEAKING for _, _, told in graph.in_edges(name, data=True))
        (left if speaks and name != centre and graph.in_degree(name) else right).append(name)

    def near(name: str) -> tuple[float, str]:
        places = [order[other] for other in (*graph.pred[name], *graph.succ[name]) if other in order]
        return (sum(places) / len(places) if places else len(order), name)

    return sorted(left, key=near), claims, sorted(right, key=near)


def _placed(
    graph: MultiDiGraph[str], columns: Iterable[list[str]], width: float
) -> tuple[Mapping[str, _Box], float]:  # fmt: skip
    """A box for each node, the columns spread over one height."""
    edges = ((4.0, 0.25 * width), (0.34 * width, 0.68 * width), (0.76 * width, width - 4.0))
    heights = [[_height(graph, name, right - left) for name in column] for column, (left, right) in zip(
        columns, edges, strict=True)]  # fmt: skip
    tall = max(sum(some) + BETWEEN * len(some) for some in heights) + 8
    boxes = {}
    for column, some, (left, right) in zip(columns, heights, edges, strict=True):
        gap = (tall - sum(some)) / (len(some) + 1)
        y = gap
        for name, height in zip(column, some, strict=True):
            boxes[name] = _Box(left=left, right=right, top=y, bottom=y + height)
            y += height + gap
    return boxes, tall


def _words(graph: MultiDiGraph[str], name: str, wide: float) -> list[str]:
    return fold(str(graph.nodes[name]["label"]), wide - 2 * PAD - 4, SIZE, 3) or [name]


def _height(graph: MultiDiGraph[str], name: str, wide: float) -> float:
    return LEADING * len(_words(graph, name, wide)) + 2 * PAD


def _node(graph: MultiDiGraph[str], name: str, box: _Box, centre: str) -> str:
    told = graph.nodes[name]
    wide, high = box.right - box.left, box.bottom - box.top
    radius = {"claim": 0.0, "entity": min(high / 2, 14.0), "source": 3.0}.get(str(told["kind"]), 0.0)
    frame = tag("rect", x=box.left, y=box.top, width=wide, height=high, rx=radius or None, fill="none",
                stroke="currentColor", stroke_width="2.5" if name == centre else "1",
                stroke_dasharray="3 2" if told["kind"] == "source" else None,
                stroke_opacity="0.25" if told["kind"] == "time" else None)  # fmt: skip
    words = text_lines(_words(graph, name, wide), box.left + PAD + 2, box.top + PAD + 10, SIZE, LEADING)
    return tag("g", tag("title", escape(f"{name}: {told['label']}")), frame, words, class_=f"node {told['kind']}",
               data_node=name)  # fmt: skip


def _lines(graph: MultiDiGraph[str], boxes: Mapping[str, _Box]) -> Iterator[str]:
    """The ties between columns, faint curves; several between two nodes are one."""
    drawn: dict[tuple[str, str], list[str]] = {}
    for start, end, told in graph.edges(data=True):
        ends = {graph.nodes[start]["kind"], graph.nodes[end]["kind"]}
        if start in boxes and end in boxes and "claim" in ends and ends != {"claim"}:
            drawn.setdefault((start, end), []).append(str(told["relation"]))
    for (start, end), relations in sorted(drawn.items()):
        one, other = sorted((boxes[start], boxes[end]), key=lambda box: box.left)
        x1, y1, x2, y2 = one.right, one.middle, other.left, other.middle
        middle = (x1 + x2) / 2
        way = (f"M{number(x1)} {number(y1)} C{number(middle)} {number(y1)} {number(middle)} {number(y2)} "
               f"{number(x2)} {number(y2)}")  # fmt: skip
        yield tag("path", tag("title", escape(", ".join(relations))), d=way, fill="none", stroke="currentColor",
                  stroke_opacity="0.3", class_="tie")  # fmt: skip


def _conflicts(graph: MultiDiGraph[str], boxes: Mapping[str, _Box]) -> Iterator[str]:
    """The findings and links between claims, bows at the left of their column."""
    for start, end, told in graph.edges(data=True):
        if start not in boxes or end not in boxes or start == end or boxes[start].left != boxes[end].left:
            continue
        if graph.nodes[start]["kind"] != "claim":
            continue
        conflict = told["relation"] == CONFLICT
        one, other = sorted((boxes[start], boxes[end]), key=lambda box: box.top)
        x, out = (one.left, -1) if conflict else (one.right, 1)
        bow = x + out * min(16 + (other.middle - one.middle) / 12, 60)
        way = (f"M{number(x)} {number(one.middle)} C{number(bow)} {number(one.middle)} {number(bow)} "
               f"{number(other.middle)} {number(x)} {number(other.middle)}")  # fmt: skip
        words = f"{told['grade']}: {told['title']}" if conflict else str(told["relation"])
        yield tag("path", tag("title", escape(words)), d=way, fill="none", stroke="currentColor",
                  stroke_width="2" if conflict else "1",
                  stroke_dasharray=DASHES.get(str(told.get("grade"))) if conflict else None,
                  class_="finding" if conflict else "link")  # fmt: skip
