"""ClaimReview: only for a signed verdict in force, complete, read without loss by a JSON-LD library, and inert."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from claimcheck.check import check_dossier
from claimcheck.cli import run as run_command
from claimcheck.report.claimreview import render_claim_reviews, untold
from claimcheck.report.html import render_html
from claimcheck.report.redact import for_public
from test_baseline import HOME, LETTER, PAPERS, REFUSAL, SECOND_REFUSAL
from test_baseline import write as write_files

SHARED = Path(os.environ.get("CLAIMCHECK_SHARED", Path(__file__).parents[2] / "shared"))
CONTEXT = SHARED / "data/schemaorg/schemaorgcontext.jsonld"
SCALE = """\
verdicts:
  inaccurate: {label: Inaccurate, meaning: The records show otherwise., rating: 1}
  half: {label: Half so, meaning: The records show a part of it., rating: 2}
  accurate: {label: Accurate, meaning: The records show it., rating: 4}
  changed-since: {label: Changed since, meaning: It held when it was said.}
"""
PUBLISHED = "site: https://example.org/checks/\npublisher: The Harbour Desk (fictional)\n"
SOURCES = PAPERS.replace(
    "published: 2021-05-05}",
    "published: 2021-05-05, url: 'https://example.org/letter?a=1&b=2', archive_url: 'https://archive.example/1', "
    "language: en}",
)
# What schema.org and its readers ask of a ClaimReview and of what is in it.
REQUIRED = {
    "ClaimReview": {"url", "claimReviewed", "author", "datePublished", "reviewRating", "itemReviewed"},
    "Rating": {"alternateName"},
    "Claim": {"author", "appearance", "datePublished", "name"},
    "CreativeWork": {"name"},
    "Person": {"name"},
    "Organization": {"name"},
}


def write(root: Path, **files: str) -> Path:
    """Files of the dossier; its settings stay as they are unless they are given."""
    home = root / "claimcheck.yaml"
    return write_files(root, **{"claimcheck": home.read_text("utf-8") if home.is_file() else HOME, **files})


@pytest.fixture
def harbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write(tmp_path, claimcheck=HOME + PUBLISHED + SCALE, evidence__papers=SOURCES, claims__letter=LETTER,
                 evidence__refusal=REFUSAL)  # fmt: skip
    monkeypatch.chdir(root)
    return root


def judge(root: Path, verdict: str, number: int = 0, status: str = "confirmed", note: str = "") -> str:
    name = check_dossier(root).findings[number].fingerprint
    by = ["--by", "A. Reader (fictional)", "--on", "2021-09-01", *(["--note", note] if note else [])]
    verdicts = ["--verdict", verdict] if verdict else []
    assert run_command(["review", name, "--status", status, *verdicts, *by]) == 0
    return name


def reviews(root: Path) -> list[dict[str, object]]:
    document = json.loads(render_claim_reviews(for_public(check_dossier(root))))
    assert document["@context"] == "https://schema.org"
    found: list[dict[str, object]] = document["@graph"]
    return found


class Scripts(HTMLParser):
    """Gathers the scripts of a page by their type, as a browser divides them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.open = True
            self.found.append((dict(attrs).get("type") or "", ""))

    def handle_endtag(self, tag: str) -> None:
        self.open = self.open and tag != "script"

    def handle_data(self, data: str) -> None:
        if self.open:
            kind, text = self.found.pop()
            self.found.append((kind, text + data))


def on_pages(root: Path) -> dict[str, list[str]]:
    """The JSON-LD of each page that has any."""
    found = {}
    for name, text in render_html(for_public(check_dossier(root))).items():
        reader = Scripts()
        reader.feed(text)
        reader.close()
        blocks = [text for kind, text in reader.found if kind == "application/ld+json"]
        if blocks:
            found[name] = blocks
    return found


def objects(value: object) -> Iterator[dict[str, object]]:
    if isinstance(value, dict):
        yield value
        for below in value.values():
            yield from objects(below)
    elif isinstance(value, list):
        for below in value:
            yield from objects(below)


def test_without_a_signed_verdict_there_is_none(harbour: Path) -> None:
    assert check_dossier(harbour).findings
    assert (reviews(harbour), on_pages(harbour)) == ([], {})
    judge(harbour, "", status="confirmed")
    assert (reviews(harbour), on_pages(harbour)) == ([], {})


def test_a_signed_verdict_is_told_with_all_that_is_known(harbour: Path) -> None:
    name = judge(harbour, "inaccurate", note="Both papers were read.")
    (review,) = reviews(harbour)
    assert review == {
        "@type": "ClaimReview",
        "url": f"https://example.org/checks/letter.html#{name}",
        "claimReviewed": "The captain may go wherever she wants.",
        "author": {"@type": "Organization", "name": "The Harbour Desk (fictional)", "url": "https://example.org/checks"},
        "creator": {"@type": "Person", "name": "A. Reader (fictional)"},
        "datePublished": "2021-09-01",
        "inLanguage": "en",
        "reviewRating": {
            "@type": "Rating", "alternateName": "Inaccurate", "ratingExplanation": "The records show otherwise.",
            "ratingValue": 1, "bestRating": 4, "worstRating": 1,
        },
        "reviewBody": "Both papers were read.",
        "itemReviewed": {
            "@type": "Claim",
            "name": "The captain may go wherever she wants.",
            "author": {"@type": "Organization", "name": "Ministry of Ports"},
            "datePublished": "2021-05-05",
            "appearance": {
                "@type": "CreativeWork", "name": "Letter of the ministry", "url": "https://example.org/letter?a=1&b=2",
                "archivedAt": "https://archive.example/1", "datePublished": "2021-05-05", "inLanguage": "en",
            },
        },
    }  # fmt: skip
    ((page, (block,)),) = on_pages(harbour).items()
    assert page == "letter.html"
    assert json.loads(block) == {"@context": "https://schema.org", **review}


def test_without_site_and_publisher_the_signer_is_the_author_and_the_address_relative(harbour: Path) -> None:
    write(harbour, claimcheck=HOME + SCALE)
    name = judge(harbour, "inaccurate")
    (review,) = reviews(harbour)
    assert review["url"] == f"letter.html#{name}"
    assert review["author"] == {"@type": "Person", "name": "A. Reader (fictional)"}
    assert "creator" not in review


def test_a_verdict_that_is_no_degree_of_truth_carries_only_its_words(harbour: Path) -> None:
    judge(harbour, "changed-since")
    (review,) = reviews(harbour)
    assert review["reviewRating"] == {
        "@type": "Rating", "alternateName": "Changed since", "ratingExplanation": "It held when it was said.",
    }  # fmt: skip


def test_a_scale_of_one_number_gives_no_numbers(harbour: Path) -> None:
    only = "verdicts:\n  inaccurate: {label: Inaccurate, meaning: The records show otherwise., rating: 1}\n"
    write(harbour, claimcheck=HOME + only)
    judge(harbour, "inaccurate")
    (review,) = reviews(harbour)
    rating = review["reviewRating"]
    assert isinstance(rating, dict)
    assert not {"ratingValue", "bestRating", "worstRating"} & set(rating)


def test_an_outdated_review_an_open_one_and_an_unknown_word_give_none(harbour: Path) -> None:
    judge(harbour, "inaccurate", status="open")
    assert reviews(harbour) == []
    judge(harbour, "inaccurate", status="confirmed")
    assert len(reviews(harbour)) == 1
    write(harbour, evidence__refusal=REFUSAL.replace("2021-07-08", "2021-07-09"))  # what was judged is edited
    assert (reviews(harbour), on_pages(harbour)) == ([], {})
    write(harbour, evidence__refusal=REFUSAL, claimcheck=HOME + SCALE.replace("  inaccurate:", "  wrong:"))
    assert reviews(harbour) == []


def test_a_page_has_one_and_the_export_one_for_each_statement(harbour: Path) -> None:
    more = LETTER.replace("free-to-go", "free-to-sail").replace("go wherever", "sail wherever")
    write(harbour, claims__more=more, evidence__second=SECOND_REFUSAL)
    for number in range(len(check_dossier(harbour).findings)):
        judge(harbour, "inaccurate", number)
    assert [one["claimReviewed"] for one in reviews(harbour)] == [
        "The captain may go wherever she wants.", "The captain may sail wherever she wants.",
    ]  # fmt: skip
    assert [len(blocks) for blocks in on_pages(harbour).values()] == [1]
    told = list(untold(check_dossier(harbour)))
    assert len(told) == len(check_dossier(harbour).findings) - 2 > 0
    assert all("another finding" in sentence for sentence in told)


def test_a_verdict_on_two_statements_against_each_other_is_of_neither(harbour: Path) -> None:
    against = LETTER.replace("free-to-go", "may-not-go").replace("denies", "affirms").replace("assures", "states")
    write(harbour, claims__more=against.replace("said_by: ministry", "said_by: guard"))
    (harbour / "evidence/refusal.yaml").unlink()
    judge(harbour, "inaccurate")
    assert reviews(harbour) == []
    (told,) = untold(check_dossier(harbour))
    assert "does not say of which" in told


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("2021-05", "2021-05"),
        ("2021", "2021"),
        ("2021-05-05T10:30+02:00", "2021-05-05"),
        ("2021-05?", None),
        ("2021-21", None),
        ("'[2021-05-01..2021-05-05]'", None),
        ("2021-05-01/2021-05-05", None),
        ("unknown", None),
    ],
)
def test_a_date_is_told_as_fine_as_it_was_written_or_not_at_all(written: str, told: str | None, harbour: Path) -> None:
    write(harbour, claims__letter=LETTER.replace("said_on: 2021-05-05", f"said_on: {written}\n    when: 2021-07"))
    judge(harbour, "inaccurate")
    (review,) = reviews(harbour)
    item = review["itemReviewed"]
    assert isinstance(item, dict)
    assert item.get("datePublished") == told


HOSTILE = "</script><script>alert(1)</script><!-- & \u2028 \u202e {{ 7 * 7 }} \u0435"


def test_hostile_words_stay_inside_the_script(harbour: Path) -> None:
    quoted = json.dumps(HOSTILE)
    texts = LETTER.replace('"The captain may go wherever she wants."', quoted)
    write(harbour, claims__letter=texts, claimcheck=f"{HOME}{SCALE}publisher: {quoted}\n")
    judge(harbour, "inaccurate", note=HOSTILE)
    ((_, (block,)),) = on_pages(harbour).items()
    assert not re.search("[<>&\u2028\u202e]", block)
    review = json.loads(block)
    assert (review["claimReviewed"], review["reviewBody"], review["author"]["name"]) == (HOSTILE, HOSTILE, HOSTILE)


def test_a_restricted_statement_or_signer_gives_none_to_the_public(harbour: Path) -> None:
    judge(harbour, "inaccurate")
    write(harbour, claims__letter=LETTER.replace("    subject:", "    restricted: true\n    subject:"))
    assert reviews(harbour) == []
    reader = "  - {id: reader, name: A. Reader (fictional), restricted: true}\n"
    write(harbour, claims__letter=LETTER, evidence__papers=SOURCES.replace("sources:", reader + "sources:"))
    assert reviews(harbour) == []
    assert "Reader" in render_claim_reviews(check_dossier(harbour))


def test_a_json_ld_library_loses_no_key_and_finds_what_is_required(harbour: Path) -> None:
    if not CONTEXT.is_file():
        pytest.skip(f"{CONTEXT} is absent")
    jsonld = pytest.importorskip("pyld.jsonld", reason="PyLD of the extra `test` is not installed")
    context = json.loads(CONTEXT.read_text("utf-8"))
    write(harbour, claims__letter=LETTER.replace("    source:", "    said_in: log\n    quote: wherever she wants\n"
                                                 "    lang: en\n    source:"))  # fmt: skip
    judge(harbour, "inaccurate", note="Read.")
    (review,) = reviews(harbour)

    def only_the_kept_copy(url: str, _options: object) -> dict[str, object]:
        assert url.rstrip("/") == "https://schema.org", f"{url} would be loaded"
        return {"contextUrl": None, "documentUrl": url, "document": context}

    document = {"@context": "https://schema.org", **review}
    expanded = jsonld.expand(document, {"documentLoader": only_the_kept_copy})
    names = [key for one in objects(review) for key in one]
    kept = [key for one in objects(expanded) if "@value" not in one for key in one if key != "@id"]
    assert len(kept) == len(names)
    assert {name for name in names if name != "@type"} <= set(context["@context"])  # no word that is not schema.org's
    for one in objects(review):
        kind = str(one["@type"])
        assert one.keys() >= REQUIRED[kind], kind
        assert kind in context["@context"]
