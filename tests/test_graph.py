"""The temporal graph: what its nodes and edges are, and that other programs read each of its forms back."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pydot
import pytest

from claimcheck.check import check_dossier
from claimcheck.cli.app import run
from claimcheck.exits import Exit
from claimcheck.extents import Grade
from claimcheck.findings import Finding, Ground, Proof, Report, Witness, all_new
from claimcheck.graph import around, temporal_graph
from claimcheck.report.graphforms import dot, graphml, node_link
from claimcheck.report.graphpicture import graph_svg
from pictures import collisions, ids, outside, root_of
from small_world import claim, dossier, link

ROOT = Path(__file__).parent.parent
HOSTILE = '<b>]]>&amp; "a\\b" \\N \x01 \u202e \r\n\t \' -- {x} ;'


def report(text: str = "told") -> Report:
    claims = [
        claim("no", text, predicate="closed", polarity="denies", said_on="2018-08-13", said_to=("council",)),
        claim("shut-1", text, predicate="shut", listing="fact", when="2018-07/.."),
        claim("order-1", text, predicate="order", listing="fact", when="2018-08-13"),
    ]
    made = dossier(claims, [link("shut-1", "relies-on", "order-1", why=text)])
    finding = Finding(
        sides=(("no",), ("shut-1",)), further=(), group="",
        ground=Ground(
            fingerprint="f" * 16, content_hash="", rule="r", title=text, why="", severity="error",
            grade=Grade.PRESUMED, timing="undetermined", parties="", message="", depends_on=(), settle=(),
            witnesses=tuple(Witness(role=one.id, claim=one) for one in claims[:2]),
            proof=Proof(kind="derived", sentence="so"),
        ),
    )  # fmt: skip
    return Report(dossier=made, tracked=all_new([finding]), standings=(), problems=(), not_checked=(), rules_run=())


def edges(graph: nx.MultiDiGraph[str]) -> set[tuple[str, str, str]]:
    return {(start, told["relation"], end) for start, end, told in graph.edges(data=True)}


def test_who_said_what_about_whom_and_when() -> None:
    graph = temporal_graph(report())
    assert {
        ("claim:no", "said-by", "entity:ministry"),
        ("claim:no", "attributed-to", "entity:ministry"),
        ("claim:no", "said-to", "entity:council"),
        ("claim:no", "about", "entity:bridge"),
        ("claim:no", "read-in", "source:letter"),
        ("claim:no", "said-on", "time:2018-08-13"),
        ("claim:order-1", "when", "time:2018-08-13"),
        ("claim:shut-1", "relies-on", "claim:order-1"),
        ("claim:no", "conflict", "claim:shut-1"),
        ("source:letter", "published-by", "entity:ministry"),
    } <= edges(graph)
    assert {told["kind"] for _, told in graph.nodes(data=True)} == {"claim", "entity", "source", "time"}
    (conflict,) = [told for _, _, told in graph.edges(data=True) if told["relation"] == "conflict"]
    assert (conflict["grade"], conflict["fingerprint"]) == ("presumed", "f" * 16)
    open_end = next(told for name, told in graph.nodes(data=True) if told["record"] == "2018-07/..")
    assert "start_earliest" in open_end
    assert "end_latest" not in open_end


def test_a_neighbourhood_passes_through_claims_only() -> None:
    graph = temporal_graph(report())
    near = around(graph, "claim:no", 1)
    assert set(near) == {"claim:no", "claim:shut-1", "entity:ministry", "entity:council", "entity:bridge",
                         "source:letter", "time:2018-08-13"}  # fmt: skip
    assert "claim:order-1" in set(around(graph, "claim:no", 2))
    assert "claim:no" not in set(around(graph, "claim:order-1", 1)), "one date is no tie"


def test_graphml_is_read_back_whole() -> None:
    graph = temporal_graph(report(HOSTILE))
    text = graphml(graph)
    assert text == graphml(temporal_graph(report(HOSTILE)))
    back = nx.parse_graphml(text.split("\n", 1)[1], force_multigraph=True)
    assert set(back) == set(graph)
    assert edges(back) == edges(graph)
    assert back.nodes["claim:no"]["label"].startswith('<b>]]>&amp; "a\\b"')
    assert back.nodes["claim:no"]["official"] is True
    names = [one.get("id") for one in root_of(text.split("\n", 1)[1]).iter() if one.tag.endswith(("node", "edge"))]
    assert len(names) == len(set(names))


def test_node_link_is_read_back_whole() -> None:
    graph = temporal_graph(report(HOSTILE))
    back = nx.node_link_graph(json.loads(node_link(graph)), edges="edges")
    assert dict(back.nodes(data=True)) == dict(graph.nodes(data=True))
    assert list(back.edges(keys=True, data=True)) == list(graph.edges(keys=True, data=True))


def test_dot_is_read_by_its_own_parser() -> None:
    graph = temporal_graph(report(HOSTILE))
    parsed = pydot.graph_from_dot_data(dot(graph))
    assert parsed is not None
    nodes = {node.get_name().strip('"') for node in parsed[0].get_nodes()}
    assert set(graph) <= nodes
    assert len(parsed[0].get_edges()) == graph.number_of_edges()


@pytest.mark.parametrize("width", [720, 1280])
def test_the_picture_of_a_neighbourhood_has_room(width: int) -> None:
    graph = around(temporal_graph(check_dossier(ROOT)), "entity:semenova", 2)
    svg = graph_svg(graph, "entity:semenova", width=width)
    root = root_of(svg)
    assert collisions(root) == []
    assert outside(root) == []
    assert len(ids(svg)) == len(set(ids(svg)))
    drawn = {str(one.get("data-node")) for one in root.iter() if one.get("data-node")}
    assert "entity:semenova" in drawn
    assert drawn <= set(graph)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["graph", "--format", "svg"], "a picture shows the neighbourhood of a record"),
        (["graph", "--depth", "2"], "--depth counts from a record"),
        (["graph", "semenov"], "did you mean semenova?"),
    ],
)
def test_wrong_usage_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    monkeypatch.chdir(ROOT)
    assert run(arguments) == Exit.INCOMPLETE
    assert told in capsys.readouterr().err


def test_files_take_the_form_that_their_names_end_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    for name, begins in (("a.graphml", "<?xml"), ("a.dot", "digraph"), ("a.json", "{"), ("a.svg", "<?xml")):
        assert run(["graph", "semenova", "--output", str(tmp_path / name)]) == Exit.CLEAN
        assert (tmp_path / name).read_text("utf-8").startswith(begins)
        assert capsys.readouterr().out == f"{tmp_path / name}: written.\n"
