"""The temporal graph as GraphML, DOT and JSON, each read back by the programs that know the form."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from claimcheck.report.svg import plain

if TYPE_CHECKING:
    from networkx import MultiDiGraph

SHAPES = {"claim": "box", "entity": "ellipse", "source": "note", "time": "plaintext"}
STYLES = {"certain": "bold", "presumed": "dashed", "possible": "dotted"}
# Signs that XML 1.0 cannot carry (production `Char`), and the one that reading it would change.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def graphml(graph: MultiDiGraph[str]) -> str:
    """GraphML with every attribute; a sign that XML cannot carry is replaced."""
    from networkx import generate_graphml

    lines = generate_graphml(_writable(graph))
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(lines) + "\n"


def _writable(graph: MultiDiGraph[str]) -> MultiDiGraph[str]:
    """A copy of which every text can stand in XML."""
    copy = graph.copy()
    for told in (
        copy.graph,
        *(told for _, told in copy.nodes(data=True)),
        *(told for _, _, told in copy.edges(data=True)),
    ):
        told.update({key: _UNWRITABLE.sub("\ufffd", text) for key, text in told.items() if isinstance(text, str)})
    return copy


def node_link(graph: MultiDiGraph[str]) -> str:
    """Nodes and edges as two lists, in the form that networkx calls node-link."""
    told = {
        "directed": True,
        "multigraph": True,
        "graph": dict(graph.graph),
        "nodes": [{"id": name, **attributes} for name, attributes in graph.nodes(data=True)],
        "edges": [{"source": start, "target": end, "key": key, **attributes}
                  for start, end, key, attributes in graph.edges(keys=True, data=True)],
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def dot(graph: MultiDiGraph[str]) -> str:
    """DOT for graphviz: shapes by kind of node, strokes by how sure a finding is."""
    lines = [f"digraph {_quoted(str(graph.graph['title']))} {{", "  rankdir=LR;"]
    for name, told in graph.nodes(data=True):
        lines.append(f"  {_quoted(name)} [label={_quoted(_wrapped(told['label']))}, shape={SHAPES[told['kind']]}];")
    for start, end, told in graph.edges(data=True):
        style = f", style={STYLES[told['grade']]}, dir=none" if "grade" in told else ""
        lines.append(f"  {_quoted(start)} -> {_quoted(end)} [label={_quoted(told['relation'])}{style}];")
    return "\n".join((*lines, "}")) + "\n"


def _quoted(text: str) -> str:
    """A text in quotation marks; a line break in it is DOT's own."""
    lines = (plain(line).replace("\\", "\\\\").replace('"', '\\"') for line in text.split("\n"))
    return '"' + "\\n".join(lines) + '"'


def _wrapped(text: str) -> str:
    from textwrap import wrap

    return "\n".join(wrap(plain(text), 32)[:6])
