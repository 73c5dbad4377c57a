"""The temporal graph of a dossier: claims, entities, sources and time points, and what ties each to the others.

A view for exports and pictures, made of a checked report by networkx, which is imported when it is asked for. A node is
named after its kind and id (`claim:no-recall`, `time:2018-08`); an edge after what it says (`said-by`, `about`,
`when`, `relies-on`, `conflict`). Every attribute is a text, a number or a truth value, so that each format can hold it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import combinations
from typing import TYPE_CHECKING

from claimcheck.civil import NEG, POS
from claimcheck.dates import When, show
from claimcheck.findings import Finding, Report
from claimcheck.model import Claim, Dossier, Entity, Source, Tie

if TYPE_CHECKING:
    from networkx import MultiDiGraph

Attribute = str | int | bool
Edge = tuple[str, str, str, dict[str, Attribute]]
KINDS = ("claim", "entity", "source", "time")
CONFLICT = "conflict"
_BOUNDS = ("start_earliest", "start_latest", "end_earliest", "end_latest")
_NOT_A_NAME = re.compile(r"[^\w.:-]+")


def temporal_graph(report: Report) -> MultiDiGraph[str]:
    """The whole dossier as a graph with directed, named edges; nodes and edges in the order of their names."""
    from networkx import MultiDiGraph

    dossier = report.dossier
    nodes: dict[str, dict[str, Attribute]] = {}
    edges: dict[tuple[str, str, str], dict[str, Attribute]] = {}
    nodes |= {node("claim", one.id): _claim(one) for one in dossier.claims.values()}
    nodes |= {node("entity", one.id): _entity(one) for one in dossier.entities.values()}
    nodes |= {node("source", one.id): _source(one) for one in dossier.sources.values()}
    nodes |= {_time_node(when): _time(when) for when in _times(dossier)}
    for start, name, end, told in _edges(report):
        if start in nodes and end in nodes:
            edges.setdefault((start, end, name), told)
    graph: MultiDiGraph[str] = MultiDiGraph(title=dossier.title)
    graph.add_nodes_from(sorted(nodes.items()))
    for (start, end, name), told in sorted(edges.items(), key=lambda item: item[0]):
        graph.add_edge(start, end, key=f"{start}|{name}|{end}", relation=name.partition(" ")[0], **told)
    return graph


def around(graph: MultiDiGraph[str], centre: str, depth: int) -> MultiDiGraph[str]:
    """The part of a graph that can be reached from a node in so many steps, whichever way the edges point.

    A time, and an entity or source other than the centre, is reached but not passed through: two claims are not near
    one another for having one date or one speaker.
    """
    found, frontier = {centre}, [centre]
    for _ in range(depth):
        following: set[str] = set()
        for name in frontier:
            if name == centre or graph.nodes[name]["kind"] == "claim":
                following.update(graph.successors(name), graph.predecessors(name))
        frontier = sorted(following - found)
        found.update(frontier)
    return graph.subgraph(found).copy()


def node(kind: str, identifier: str) -> str:
    """The name of the node of a record."""
    return f"{kind}:{identifier}"


def _time_node(when: When) -> str:
    """The name of the node of a date: signs that names in GraphML may not have are replaced, and told apart."""
    plain = _NOT_A_NAME.sub("_", when.text)
    return f"time:{plain}" if plain == when.text else f"time:{plain}-{sha256(when.text.encode()).hexdigest()[:6]}"


def _times(dossier: Dossier) -> Iterator[When]:
    """Every date that is written of a claim or a source."""
    written = [when for claim in dossier.claims.values() for when in (claim.when, claim.said_on)]
    written += [source.published for source in dossier.sources.values()]
    return (when for when in written if when is not None and when.form != "unknown")


def _claim(claim: Claim) -> dict[str, Attribute]:
    told: dict[str, Attribute] = {
        "kind": "claim", "label": claim.text, "record": claim.id, "listing": claim.listing, "polarity": claim.polarity,
        "predicate": claim.predicate, "mode": claim.mode, "official": claim.official, "quote": claim.quote,
        "value": f"{claim.value.text} {claim.unit}".strip() if claim.value else "", "cite": claim.cite,
        "file": claim.location.path, "line": claim.location.line,
    }  # fmt: skip
    if claim.time is not None:
        bounds = {name: getattr(claim.time, name) for name in _BOUNDS}
        told |= {name: bound for name, bound in bounds.items() if NEG < bound < POS}
    return told


def _entity(entity: Entity) -> dict[str, Attribute]:
    return {"kind": "entity", "label": entity.name, "record": entity.id, "type": entity.kind,
            "official": entity.official, "authority": entity.authority}  # fmt: skip


def _source(source: Source) -> dict[str, Attribute]:
    return {"kind": "source", "label": source.title, "record": source.id, "type": source.kind, "url": source.url}


def _time(when: When) -> dict[str, Attribute]:
    window = when.window
    told: dict[str, Attribute] = {"kind": "time", "label": show(when), "record": when.text}
    if window.lo > NEG:
        told["start_earliest"] = window.lo
    if window.hi < POS:
        told["end_latest"] = window.hi
    return told


def _edges(report: Report) -> Iterator[Edge]:
    dossier = report.dossier
    for claim in dossier.claims.values():
        yield from _of_claim(claim)
    for entity in dossier.entities.values():
        here = node("entity", entity.id)
        for name, ties in (("part-of", entity.part_of), ("acts-for", entity.acts_for), ("maybe", entity.maybe)):
            yield from ((here, name, node("entity", tie.to), _tie(tie)) for tie in ties)
        yield from ((here, "not", node("entity", other), {}) for other in entity.not_)
    for source in dossier.sources.values():
        yield node("source", source.id), "published-by", node("entity", source.publisher), {}
        if source.published is not None:
            yield node("source", source.id), "published", _time_node(source.published), {}
    for link in dossier.links:
        told: dict[str, Attribute] = {"why": link.why, "hangs_on": link.hangs_on, "by": link.by}
        yield node("claim", link.from_), link.relation, node("claim", link.to), told
    for finding in report.findings:
        yield from _conflicts(finding)


def _of_claim(claim: Claim) -> Iterator[Edge]:
    here = node("claim", claim.id)
    entities = (
        ("about", claim.subject), ("said-by", claim.said_by), ("attributed-to", claim.authority),
        ("scope", claim.scope), ("proceeding", claim.proceeding),
        ("value", claim.value.text if claim.value is not None and claim.value.kind == "entity" else ""),
        *(("said-to", name) for name in claim.said_to), *(("via", name) for name in claim.via),
    )  # fmt: skip
    yield from ((here, name, node("entity", one), {}) for name, one in entities if one)
    yield here, "read-in", node("source", claim.source), {"cite": claim.cite}
    if claim.said_in:
        yield from ((here, "said-in", node(kind, claim.said_in), {}) for kind in ("source", "entity"))
    yield from (
        (here, name, _time_node(when), {})
        for name, when in (("when", claim.when), ("said-on", claim.said_on))
        if when is not None
    )


def _tie(tie: Tie) -> dict[str, Attribute]:
    return {"when": tie.when.text if tie.when else "", "hangs_on": tie.hangs_on}


def _conflicts(finding: Finding) -> Iterator[Edge]:
    """An edge between every two sides, for each pair of claims that a ground holds against one another."""
    ground = finding.ground
    shown = {witness.claim.id for witness in ground.witnesses}
    told: dict[str, Attribute] = {
        "grade": ground.grade.word, "rule": ground.rule, "title": ground.title, "timing": ground.timing,
        "fingerprint": finding.fingerprint, "sides": len(finding.sides),
    }  # fmt: skip
    for one, other in combinations(finding.sides, 2):
        for pair in _pairs(one, other, shown):
            start, end = sorted(pair)
            # The finding is part of the name: two claims may be held against one another by several.
            yield node("claim", start), f"{CONFLICT} {finding.fingerprint}", node("claim", end), dict(told)


def _pairs(one: Iterable[str], other: Iterable[str], shown: set[str]) -> Iterator[tuple[str, str]]:
    yield from ((a, b) for a in one if a in shown for b in other if b in shown and a != b)
