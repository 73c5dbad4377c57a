"""The schemas for editors take what the loader takes, refuse what it refuses for its shape, and explain every key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from claimcheck.cli import run
from claimcheck.cli.schemas import NAMES, WRITTEN, schema_text
from claimcheck.load import load_dossier
from claimcheck.load.keys import TABLES
from claimcheck.rules import read

ROOT = Path(__file__).parent.parent
DOSSIERS = sorted({path.parent for path in (ROOT / "claimcheck.yaml", *ROOT.glob("tests/cases/*/claimcheck.yaml"))})
SHAPES = {"UNKNOWN-KEY", "MISSING-KEY", "WRONG-SHAPE", "WRONG-CHOICE", "BAD-ID", "NULL-VALUE", "EMPTY-VALUE"}


class Editor(yaml.SafeLoader):
    """YAML as most editors read it: numbers and booleans are such, dates are texts."""


Editor.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def plain(node: Any) -> Any:
    """What a validator is given: keys are texts, and dates are written as they stand."""
    if isinstance(node, dict):
        return {str(key): plain(below) for key, below in node.items()}
    if isinstance(node, list):
        return [plain(item) for item in node]
    return node.isoformat() if isinstance(node, date) else node


READERS = {
    "all text": lambda text: yaml.load(text, Loader=yaml.BaseLoader),
    "editor": lambda text: yaml.load(text, Loader=Editor),
    "dates too": lambda text: plain(yaml.safe_load(text)),
}


def validator(name: str) -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(json.loads(schema_text(name)))


def files() -> Iterator[tuple[str, Path]]:
    for root in DOSSIERS:
        yield "settings", root / "claimcheck.yaml"
        yield from (("files", path) for folder in ("claims", "evidence") for path in root.glob(f"{folder}/**/*.yaml"))
        yield from (("rules", path) for path in root.glob("rules/**/*.yaml"))
        yield from (("reviews", path) for path in root.glob("reviews/**/*.yaml"))
    yield from (("rules", path) for path in (ROOT / "src/claimcheck/rulebook").glob("*.yaml"))


@pytest.mark.parametrize("reader", READERS)
def test_every_file_that_the_loader_takes_is_valid(reader: str) -> None:
    validators = {name: validator(name) for name in WRITTEN}
    seen = 0
    for name, path in files():
        found = [error.message for error in validators[name].iter_errors(READERS[reader](path.read_text("utf-8")))]
        assert found == [], path
        seen += 1
    assert seen > 25


@pytest.mark.parametrize("reader", READERS)
def test_what_the_loader_refuses_for_its_shape_is_invalid(reader: str, tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    (tmp_path / "claimcheck.yaml").write_text("format: 1\n", "utf-8")
    seen = []
    for path in sorted((ROOT / "tests/bad_input").glob("*.yaml")):
        (tmp_path / "claims/x.yaml").write_bytes(path.read_bytes())
        problems = [one for one in load_dossier(tmp_path).problems if one.location.path == "claims/x.yaml"]
        # what may stand in `defaults`, or depends on the predicate, is no matter of the shape of one record
        if not problems or any(one.code not in SHAPES or "said_by" in one.message for one in problems):
            continue
        assert not validator("files").is_valid(plain(READERS[reader](path.read_text("utf-8")))), path
        seen.append(path.stem)
    assert len(seen) > 1


GOOD: dict[str, Any] = {"id": "x", "text": "X.", "subject": "s", "affirms": "detained", "said_by": "b", "source": "t"}


@pytest.mark.parametrize(
    "change",
    [{"said_by": None}, {"id": "Not A Slug"}, {"tetx": "X."}, {"mode": "swears"}, {"said_to": []}, {"text": "  "},
     {"restricted": "yes"}, {"affirms": "Not A Slug"}, {"tags": [None]}, {"basis": ""},
     {"when": ["2018", "2019"]}, {"via": {"to": "x"}}],
)  # fmt: skip
def test_a_slip_is_seen_in_the_editor(change: dict[str, Any]) -> None:
    files_ = validator("files")
    assert files_.is_valid({"claims": [GOOD]})
    assert not files_.is_valid({"claims": [GOOD | change]})
    assert not files_.is_valid({"clams": [GOOD]})
    assert not files_.is_valid({"claims": GOOD})
    assert not files_.is_valid({"claims": ["x"]})
    assert not files_.is_valid({"sources": [{"id": "x"}]})
    assert not files_.is_valid({"links": [{"from": "x", "relation": "near", "to": "y"}]})


@pytest.mark.parametrize(
    "change",
    [{"id": 2018}, {"when": 2018}, {"when": ["2018-01..2018-02"]}, {"value": 21}, {"value": True},
     {"restricted": "true"}, {"affirms": "a-predicate-of-our-own"}, {"said_to": "b"}, {"said_to": ["b", "c"]}],
)  # fmt: skip
def test_what_yaml_makes_of_a_text_is_taken(change: dict[str, Any]) -> None:
    assert validator("files").is_valid({"evidence": [GOOD | change]})


def test_settings_that_the_loader_refuses_are_invalid() -> None:
    settings = validator("settings")
    assert settings.is_valid({"format": 1, "rules": {"two-dates": {"except": [{"claims": ["a", "b"], "reason": "w"}]}}})
    assert not settings.is_valid({})
    assert not settings.is_valid({"format": 2})
    for wrong in ({"titel": "x"}, {"vocabulary": ["no-such-package"]}, {"rules": {"two-dates": "off"}},
                  {"rules": {"two-dates": {"severity": "bad"}}}):  # fmt: skip
        assert not settings.is_valid({"format": 1, **wrong}), wrong


@pytest.mark.parametrize("name", WRITTEN)
def test_every_key_is_explained(name: str) -> None:
    schema = json.loads(schema_text(name))
    jsonschema.Draft7Validator.check_schema(schema)
    records = {"": schema, **schema.get("definitions", {})}
    for what, record in records.items():
        if what == "predicate-id" or (name == "reviews" and not what):
            continue
        for key, below in record["properties"].items():
            assert below.get("description", "").endswith("."), f"{what} {key}"


def test_the_schemas_have_the_keys_that_are_read() -> None:
    definitions = json.loads(schema_text("files"))["definitions"]
    named = {"claims": "claim", "evidence": "claim", "links": "link", "sources": "source", "entities": "entity",
             "predicates": "predicate", "defaults": "defaults"}  # fmt: skip
    for section, table in TABLES.items():
        assert set(definitions[named[section]]["properties"]) == set(table.shapes)
    assert set(json.loads(schema_text("rules"))["properties"]) == set(read._KEYS)


def test_predicates_are_proposed_with_their_sentences() -> None:
    known, _ = json.loads(schema_text("files"))["definitions"]["predicate-id"]["anyOf"]
    told = dict(zip(known["enum"], known["enumDescriptions"], strict=True))
    assert told["detained"] == "{subject} was detained"


def test_schemas_are_written_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["schema", "--output", "s"]) == 0
    assert "6 schemas written to s." in capsys.readouterr().out
    assert sorted(path.stem for path in (tmp_path / "s").iterdir()) == sorted(NAMES)
    assert run(["schema", "--output", "s"]) == 0
    assert "0 schemas written" in capsys.readouterr().out
    assert run(["schema", "files"]) == 0
    assert capsys.readouterr().out == (tmp_path / "s/files.json").read_text("utf-8")
