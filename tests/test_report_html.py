"""The HTML pages: whole, inert whatever a dossier says, linked both ways, and the same every time."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from msgspec.structs import replace

from bridge import write_bridge
from claimcheck.check import Choice, check_dossier
from claimcheck.findings import Report
from claimcheck.report.html import render_html
from claimcheck.report.htmltext import clean, is_linked, link
from first_dossier import ROOT
from hostile import CLOSING, LONG, OVERRIDE, SCRIPT, TEMPLATE, write_hostile
from pagereader import PageReader

NAMES = ("bridge", "first", "hostile")


@cache
def checked(name: str) -> Report:
    if name == "first":
        return check_dossier(ROOT, choice=Choice(in_words=True))
    with TemporaryDirectory() as folder:
        root = write_bridge(Path(folder)) if name == "bridge" else write_hostile(Path(folder))
        return check_dossier(root, choice=Choice(in_words=True))


@cache
def pages(name: str) -> Mapping[str, str]:
    return render_html(checked(name))


@cache
def read(name: str) -> Mapping[str, PageReader]:
    return {path: PageReader(text) for path, text in pages(name).items()}


@pytest.mark.parametrize("name", NAMES)
def test_every_element_is_closed_and_every_id_stands_once(name: str) -> None:
    for path, page in read(name).items():
        assert (page.unclosed, page.strays) == ([], []), path
        assert len(page.ids) == len(set(page.ids)), path


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_to_pages_and_anchors_that_are_there(name: str) -> None:
    count = 0
    for path, page in read(name).items():
        for target in page.links:
            if ":" in target.split("#")[0]:
                assert target.startswith(("https://", "http://", "mailto:")), (path, target)
                continue
            file, _, anchor = target.partition("#")
            other = read(name)[file or path]
            assert not anchor or anchor in other.ids, (path, target)
            count += 1
    assert count > 20


@pytest.mark.parametrize("name", NAMES)
def test_every_claim_and_finding_has_its_anchor_and_the_index_links_to_it(name: str) -> None:
    report = checked(name)
    for claim in report.dossier.claims:
        assert sum(f"claim-{claim}" in page.ids for page in read(name).values()) >= 1, claim
    index = read(name)["index.html"]
    assert report.findings
    for finding in report.findings:
        (path,) = [path for path, page in read(name).items() if finding.fingerprint in page.ids]
        assert f"{path}#{finding.fingerprint}" in index.links
        assert f"index.html#row-{finding.fingerprint}" in read(name)[path].links


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_loaded_and_nothing_runs_but_what_the_policy_names(name: str) -> None:
    for path, page in read(name).items():
        assert not [tag for tag, _ in page.elements if tag in ("link", "iframe", "object", "embed", "base", "img")], (
            path
        )
        assert not list(page.with_attribute("src")), path
        assert not [one for _, attributes in page.elements for one in attributes if one.startswith("on")], path
        assert not list(page.with_attribute("style")), path
        (policy,) = [attributes["content"] for tag, attributes in page.elements if "http-equiv" in attributes]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert len(page.raw["style"]) == 1
        assert len(page.raw["script"]) == (1 if path == "index.html" else 0)
        for kind, texts in page.raw.items():
            for text in texts:
                digest = b64encode(sha256(text.encode()).digest()).decode()
                assert f"{kind}-src 'sha256-{digest}'" in policy, (path, kind)
                assert "http" not in text, "neither style nor script may load anything"


@pytest.mark.parametrize("name", NAMES)
def test_headings_follow_one_another_and_tables_say_what_their_heads_head(name: str) -> None:
    for path, page in read(name).items():
        levels = page.headings
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), path
        assert all("scope" in attributes for tag, attributes in page.elements if tag == "th"), path
        assert [tag for tag, _ in page.elements if tag in ("header", "main", "footer", "nav")] == [
            "header", "nav", "main", "footer"], path  # fmt: skip
        assert page.links[0] == "#content", path


def test_hostile_texts_are_shown_and_never_obeyed() -> None:
    page = read("hostile")["letter.html"]
    for words in (SCRIPT, TEMPLATE, CLOSING):
        assert words in page.text, words
    assert LONG in page.text
    for path, text in pages("hostile").items():
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", text), path
    assert clean(OVERRIDE) in page.text
    assert "49" not in "".join(re.findall(r"7\*7|49", read("hostile")["index.html"].text))


def test_words_stand_in_their_language_and_apart_from_what_is_around_them() -> None:
    quotes = [value for tag, value in read("hostile")["letter.html"].with_attribute("lang") if tag == "bdi"]
    assert set(quotes) == {"ar"}  # the other claim names no language that is one


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        ("https://example.org/a", True),
        ("http://example.org", True),
        ("mailto:desk@example.org", True),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("vbscript:x", False),
        ("file:///etc/passwd", False),
        ("//example.org", False),
        ("https:///nowhere", False),
        ("https://exa\u202emple.org", False),
        ("https://[bad", False),
        ("page.html", False),
        ("", False),
    ],
)
def test_only_addresses_on_the_web_and_of_mail_become_links(address: str, linked: bool) -> None:
    assert is_linked(address) is linked
    assert ("<a " in link(address)) is linked


def test_an_address_that_is_no_link_is_shown_as_text() -> None:
    report = checked("bridge")
    source = replace(report.dossier.sources["letter"], url="javascript:alert(1)", archive_url="data:text/html,x")
    dossier = replace(report.dossier, sources={**report.dossier.sources, "letter": source})
    page = PageReader(render_html(replace(report, dossier=dossier))["sources.html"])
    assert "javascript:alert(1)" in page.text
    assert "data:text/html,x" in page.text
    assert not [target for target in page.links if target.startswith(("javascript", "data"))]


def test_an_assertion_is_told_with_all_that_an_editor_has_to_show() -> None:
    page = read("bridge")["letter.html"]
    for words in (
        "“open to all lorries”",
        "Ministry of Roads to the Council · Said 13 Aug 2018",
        "These cannot both stand, if what is presumed below is so. On these records the statement was then wrong when",
        "1 finding holds if what it presumes is so.",
        "Why they are presumed not to stand together",
        "What it depends on",
        "What would settle it",
        "What is not known",
        "No original of the source is kept with the dossier",
        "Not yet reviewed: no person has judged this finding.",
        "No request for a reply is recorded.",
        "date of retrieval not recorded; no hash recorded",
    ):
        assert words in page.text, words


def test_the_method_page_tells_every_rule_with_what_it_passes_over() -> None:
    page = read("first")["method.html"]
    assert len(checked("first").rules) > 5
    for rule in checked("first").rules:
        assert f"rule-{rule.id}" in page.ids
        assert rule.why in page.text
        for name in (*rule.finds, *rule.passes):
            assert name in page.text, (rule.id, name)


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render_html(check_dossier(ROOT, choice=Choice(in_words=True))) == pages("first")


def test_a_page_named_like_one_of_the_program_or_too_long_for_a_file_gets_another_name(tmp_path: Path) -> None:
    write_bridge(tmp_path, claims__more=(
        f"sources:\n  - {{id: {'l' * 300}, title: Another letter, publisher: ministry, published: 2018-08-14}}\n"
        "  - {id: index, title: Index of letters, publisher: ministry, published: 2018-08-15}\n"
        "claims:\n"
        f"  - {{id: a, text: A., subject: bridge, denies: closed, said_by: ministry, source: {'l' * 300}}}\n"
        "  - {id: b, text: B., subject: bridge, denies: closed, said_by: ministry, source: index}\n"))  # fmt: skip
    written = render_html(check_dossier(tmp_path))
    assert "Index of letters" in PageReader(written["index-page.html"]).text
    (path,) = [path for path, text in written.items() if "<h1><bdi>Another letter" in text]
    assert len(path.encode()) < 255 - len(".xxxxxxxx")
