"""Sources as CSL-JSON: dates no finer than written, kinds that reference managers know, and read by one of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON

from claimcheck.check import check_dossier
from claimcheck.cli import run as run_command
from claimcheck.dates import parse_edtf
from claimcheck.report.csl import date_of, render_csl, type_of
from claimcheck.report.redact import for_public
from first_dossier import ROOT
from test_baseline import HOME, LETTER, write

# The part of the published input schema of CSL 1.0.2 that we use, written from its documentation.
TEXT = {"type": "string", "minLength": 1}
DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array", "minItems": 1, "maxItems": 2,
            "items": {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 3},
        },
        "season": TEXT,
        "circa": {"const": True},
        "literal": TEXT,
    },
    "oneOf": [{"required": ["date-parts"]}, {"required": ["literal"]}],
    "additionalProperties": False,
}  # fmt: skip
TYPES = [
    "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "dataset", "document",
    "graphic", "hearing", "interview", "legal_case", "legislation", "map", "motion_picture", "personal_communication",
    "post", "post-weblog", "regulation", "report", "speech", "standard", "thesis", "treaty", "webpage",
]  # fmt: skip
NAMES = ("title", "genre", "publisher", "authority", "container-title", "URL", "archive", "archive_location",
         "language", "annote")  # fmt: skip
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "id": TEXT,
            "type": {"enum": TYPES},
            **dict.fromkeys(NAMES, TEXT),
            "author": {
                "type": "array",
                "items": {"properties": {"literal": TEXT}, "required": ["literal"], "additionalProperties": False},
            },
            "issued": DATE,
            "accessed": DATE,
            "custom": {"type": "object", "additionalProperties": TEXT},
        },
        "required": ["id", "type", "title"],
        "additionalProperties": False,
    },
}
PAPERS = """\
entities:
  - {id: ministry, name: Ministry of Ports, official: true, authority: true}
  - {id: captain, name: "the captain"}
  - {id: hidden, name: Mr Nobody, restricted: true}
sources:
  - {id: letter, kind: letter, title: Letter of the ministry, publisher: ministry, published: 2021-05-05, language: en,
     note: "issued: 1999"}
  - {id: paper, kind: newspaper article, title: "Ships <i>go</i> & \\u202estay", publisher: ministry,
     published: 2021-05~, retrieved: 2022-01-02, url: "https://example.org/a?b=1&c=2",
     archive_url: "https://web.archive.example/1/https://example.org/a"}
  - {id: ruling, kind: court decision, title: Ruling no. 3, publisher: ministry, published: "[2021-03-02..2021-03-09]"}
  - {id: kept, kind: witness, title: Interview, publisher: hidden, restricted: true}
"""


@pytest.fixture
def items(tmp_path: Path) -> list[dict[str, Any]]:
    root = write(tmp_path, claimcheck=HOME, evidence__papers=PAPERS, claims__letter=LETTER)
    found: list[dict[str, Any]] = json.loads(render_csl(for_public(check_dossier(root))))
    return found


def test_items_say_what_is_recorded_and_nothing_restricted(items: list[dict[str, Any]]) -> None:
    jsonschema.validate(items, SCHEMA)
    assert items == [
        {
            "id": "letter", "type": "personal_communication", "title": "Letter of the ministry", "genre": "letter",
            "author": [{"literal": "Ministry of Ports"}], "issued": {"date-parts": [[2021, 5, 5]]}, "language": "en",
            "annote": "issued: 1999", "custom": {"published": "2021-05-05"},
        },
        {
            "id": "paper", "type": "article-newspaper", "title": "Ships <i>go</i> & \ufffdstay",
            "genre": "newspaper article", "container-title": "Ministry of Ports",
            "issued": {"date-parts": [[2021, 5]], "circa": True}, "accessed": {"date-parts": [[2022, 1, 2]]},
            "URL": "https://example.org/a?b=1&c=2", "archive": "web.archive.example",
            "archive_location": "https://web.archive.example/1/https://example.org/a",
            "custom": {"published": "2021-05~"},
        },
        {
            "id": "ruling", "type": "legal_case", "title": "Ruling no. 3", "genre": "court decision",
            "authority": "Ministry of Ports", "issued": {"date-parts": [[2021, 3]]},
            "custom": {"published": "[2021-03-02..2021-03-09]"},
        },
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2018-08-13", {"date-parts": [[2018, 8, 13]]}),
        ("2018-08", {"date-parts": [[2018, 8]]}),
        ("2018?", {"date-parts": [[2018]], "circa": True}),
        ("2018-08-13T10:30%", {"date-parts": [[2018, 8, 13]], "circa": True}),
        ("2018-23", {"date-parts": [[2018]], "season": "3"}),
        ("2018-34", {"literal": "the second quarter of 2018"}),
        ("2018-07-20/2018-10", {"date-parts": [[2018, 7, 20], [2018, 10]]}),
        ("2018-21/2019", {"literal": "spring 2018 to 2019"}),
        ("2018-07-20/..", {"literal": "from 20 Jul 2018, still open"}),
        ("[2018-07-12..2018-07-20]", {"date-parts": [[2018, 7]]}),  # one unknown day is no stretch
        ("[2018-07-30..2018-08-02]", {"date-parts": [[2018]]}),
        ("[2017-12-31..2018-01-01]", {"literal": "between 31 Dec 2017 and 1 Jan 2018"}),
        ("[2019-01-16..]", {"literal": "some time from 16 Jan 2019 on"}),
        ("201X", {"literal": "between 2010 and 2019"}),
        ("2018-XX", {"date-parts": [[2018]]}),
        ("unknown", None),
    ],
)
def test_a_date_says_no_more_than_was_written(written: str, told: object) -> None:
    assert date_of(parse_edtf(written)) == told


@pytest.mark.parametrize(
    ("kind", "told"),
    [("Letter", "personal_communication"), ("open letter", "personal_communication"), ("web_page", "webpage"),
     ("police report", "report"), ("press release", "document"), ("blog post", "post-weblog"), ("decree", "regulation"),
     ("treaty", "treaty"), ("hearing", "hearing"), ("", "document")],
)  # fmt: skip
def test_a_kind_becomes_the_nearest_type(kind: str, told: str) -> None:
    assert type_of(kind) == told


def test_another_program_makes_references_of_them(items: list[dict[str, Any]]) -> None:
    with pytest.warns(UserWarning, match="custom"):  # it says which keys it passes over
        source = CiteProcJSON(items)
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    told = [str(entry) for entry in bibliography.bibliography()]
    assert len(told) == 3
    assert sum("Letter of the ministry" in one and one.startswith("Ministry of Ports (2021)") for one in told) == 1
    assert sum("Ruling no. 3 (2021)" in one for one in told) == 1
    assert sum("https://example.org/a?b=1&c=2 (Accessed: January 2, 2022)" in one for one in told) == 1


def test_export_prints_them_or_writes_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["export", "sources", str(ROOT)]) == 0
    printed = capsys.readouterr().out
    jsonschema.validate(json.loads(printed), SCHEMA)
    target = tmp_path / "deep" / "sources.json"
    assert run_command(["export", "sources", str(ROOT), "--output", str(target)]) == 0
    assert target.read_text("utf-8") == printed
