"""The JSON of `check` is what its schema says, for every kind of finding, and the schema allows nothing else."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import jsonschema
import pytest

from bridge import CLAIMS, write_bridge
from claimcheck.check import check_dossier
from claimcheck.engine.duckdb import DuckEngine
from claimcheck.explain import explain
from claimcheck.findings import Report, all_new
from claimcheck.report.jsonform import render_json
from claimcheck.report.markdown import render_pages
from claimcheck.report.schema import findings_schema, render_schema
from claimcheck.report.text import render_text
from generator import as_text, make_dossier
from test_cli import long_report
from test_engines_agree import all_rules, read, world

ROOT = Path(__file__).parent.parent
DOSSIERS = [ROOT, *sorted(path.parent for path in (ROOT / "tests").rglob("claimcheck.yaml"))]
FINDING = [
    "fingerprint", "rule", "severity", "grade", "timing", "parties", "message", "depends_on", "settle", "claims",
    "proof", "further_grounds",
]  # fmt: skip
CLAIM = ["id", "role", "text", "quote", "said_by", "said_on", "when", "source", "cite", "file", "line", "column"]


def valid(text: str) -> dict[str, Any]:
    output: dict[str, Any] = json.loads(text)
    jsonschema.Draft202012Validator(findings_schema()).validate(output)
    return output


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for inner in schema.values():
            yield from objects(inner)


def test_the_schema_is_one_and_closed() -> None:
    schema = findings_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert json.loads(render_schema()) == schema
    for one in objects(schema):
        assert one["additionalProperties"] is False or "minimum" in one["additionalProperties"]


def test_the_keys_of_the_contract_are_there() -> None:
    output = valid(render_json(long_report()))
    assert set(output) >= {
        "schema_version", "dossier", "summary", "findings", "problems", "not_checked", "rules_run",
    }  # fmt: skip
    for finding in output["findings"]:
        assert set(finding) >= set(FINDING)
        for ground in finding["further_grounds"]:
            assert set(ground) >= set(FINDING) - {"further_grounds"}
        for claim in finding["claims"]:
            assert set(claim) >= set(CLAIM)
    assert set(output["problems"][0]) == {"code", "severity", "file", "line", "column", "message", "hint"}
    assert set(output["not_checked"][0]) == {"what", "reason"}


@pytest.mark.parametrize("root", DOSSIERS, ids=lambda path: path.name)
def test_every_dossier_here_gives_valid_json_and_the_same_twice(root: Path) -> None:
    text = render_json(check_dossier(root))
    valid(text)
    assert render_json(check_dossier(root)) == text


def test_bad_data_gives_valid_json(tmp_path: Path) -> None:
    write_bridge(
        tmp_path, claims__bad=CLAIMS.replace("letter-open", "bad").replace("subject", "sujet"), rules__own="id: x\n"
    )
    output = valid(render_json(check_dossier(tmp_path)))
    assert {problem["severity"] for problem in output["problems"]} >= {"error"}
    assert output["findings"]


@pytest.mark.parametrize(
    "path", [[], ["findings", 0], ["findings", 0, "claims", 0], ["findings", 0, "proof"], ["summary"]]
)
def test_an_unknown_key_is_refused(path: list[Any]) -> None:
    output = copy.deepcopy(json.loads(render_json(long_report())))
    place = output
    for step in path:
        place = place[step]
    place["surprise"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(findings_schema()).validate(output)


@pytest.mark.parametrize("first", [0, 50])
def test_whatever_is_found_has_its_dependencies_and_can_be_printed(first: int) -> None:
    made = as_text([make_dossier(Random(seed), f"d{seed}") for seed in range(first, first + 50)])
    dossier = read(made, world().predicates)
    rules = all_rules()
    findings, standings = explain(dossier, rules, DuckEngine().run(dossier, rules))
    report = Report(
        dossier=dossier, tracked=all_new(findings), standings=standings, problems=(), not_checked=(), rules_run=()
    )  # fmt: skip
    assert len(findings) > 100
    for ground in (ground for finding in findings for ground in (finding.ground, *finding.further)):
        hangs_on = [line for line in ground.depends_on if "no date given" not in line]
        assert bool(hangs_on) >= (ground.grade.word != "certain"), ground
        assert not [line for line in hangs_on if "a step of the rule" in line], ground
    valid(render_json(report))
    assert max(map(len, render_text(report).splitlines())) <= 80
    pages = render_pages(report)
    assert all(f'<a id="{finding.fingerprint}"></a>' in "".join(pages.values()) for finding in findings[:20])
