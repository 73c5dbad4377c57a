"""The page of `check --format json`: every key with its type and meaning, from the schema that the output obeys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from claimcheck.report.schema import findings_schema

Node = Mapping[str, Any]
HEAD = """# JSON output

What `claimcheck check --format json` prints, key by key. `claimcheck schema findings` prints the same as a JSON Schema
(draft 2020-12), against which the tests of claimcheck hold every output. No key is ever left out: what is not known is
`null`, and a list may be empty.

`schema_version` is a major and a minor number. A change that only adds keys raises the second number; one that drops a
key, or changes what one means, raises the first.
"""


def json_page() -> str:
    """The page, from the schema."""
    schema = findings_schema()
    definitions: Node = schema["$defs"]  # type: ignore[assignment]
    parts = [HEAD, "## The whole output\n", _table(schema)]
    for name, node in definitions.items():
        if "properties" in node:
            parts += [f"## {name}\n", *([f"{node['description']}\n"] if "description" in node else []), _table(node)]
    return "\n".join(parts)


def _table(node: Node) -> str:
    rows = [f"| `{key}` | {_type(below)} | {below.get('description', '')} |\n" for key, below in _keys(node)]
    return "".join(["| key | type | is |\n|---|---|---|\n", *rows])


def _keys(node: Node, prefix: str = "") -> Iterator[tuple[str, Node]]:
    for key, below in node["properties"].items():
        yield f"{prefix}{key}", below
        if "properties" in below:
            yield from _keys(below, f"{prefix}{key}.")


def _type(node: Node) -> str:
    if "$ref" in node:
        return str(node["$ref"]).rsplit("/", 1)[1]
    if "const" in node:
        return f"`{node['const']}`"
    if "enum" in node:
        return " or ".join(f"`{choice}`" for choice in node["enum"])
    if "anyOf" in node:
        return " or ".join(_type(choice) for choice in node["anyOf"])
    if node.get("type") == "array":
        return f"list of {_type(node['items'])}"
    kinds = node.get("type", "any")
    return " or ".join(kinds) if isinstance(kinds, list) else str(kinds)
