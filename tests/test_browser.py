"""Report pages in a browser: inert, silent, whole without scripts, fit for the keyboard and for screen readers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browsing import DESKTOP, PHONE, Opened, Screen, collect, require_browser, window
from hostile_dossier import SCRIPTS, write_large

if TYPE_CHECKING:
    from playwright.sync_api import Browser

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
TABS = 400  # how many stops of a page are visited with the keyboard
KINDS = ("index", "letter-mep-2018-08-13", "about-semenova", "other-findings", "sources", "method", "not-checked")


@pytest.fixture(params=["first_site", "hostile_site"])
def site(request: pytest.FixtureRequest, browser: Browser) -> Path:
    folder: Path = request.getfixturevalue(request.param)
    return folder


def test_a_missing_browser_fails_in_ci_and_is_skipped_with_a_reason_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("browsing.CHROMIUM", "/nowhere/chromium")
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="needs"):
        require_browser()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="needs"):
        require_browser()


def test_pages_ask_for_nothing_run_nothing_and_say_nothing(browser: Browser, site: Path) -> None:
    with window(browser) as opened:
        assert collect(opened, site, lambda page: page.measure("foreign")) == {}


def test_hostile_texts_stand_on_the_page_as_they_were_written(browser: Browser, hostile_site: Path) -> None:
    with window(browser) as opened:
        opened.goto(hostile_site / "index.html")
        index = opened.page.evaluate("document.body.innerText")
        for name, text in SCRIPTS.items():
            opened.goto(hostile_site / f"{name}-letter.html")
            shown = re.sub(r"\s+", " ", opened.page.evaluate("document.body.innerText"))
            assert text in shown
            assert "1337" not in shown + index  # no template was filled in
        opened.goto(hostile_site / "override-letter.html")
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", opened.page.content())


def test_quotes_keep_their_language_and_direction(browser: Browser, hostile_site: Path) -> None:
    with window(browser) as opened:
        for name, language, direction in (("arabic", "ar", "rtl"), ("hebrew", "he", "rtl"), ("cyrillic", "ru", "ltr")):
            opened.goto(hostile_site / f"{name}-letter.html")
            quote = opened.page.locator("blockquote [lang]").first
            assert quote.get_attribute("lang") == language
            assert quote.evaluate("(one) => getComputedStyle(one).direction") == direction


# Screen readers


def violations(opened: Opened, options: Mapping[str, object], run: set[str]) -> list[str]:
    """What axe-core finds wrong with the page that is open; the rules that had something to judge go into `run`."""
    from axe_playwright_python.sync_playwright import Axe

    response = Axe().run(opened.page, options={"resultTypes": ["violations"], **options}).response
    run |= {rule["id"] for kind in ("violations", "passes", "incomplete") for rule in response[kind]}
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for rule in response["violations"]
        for node in rule["nodes"][:3]
    ]


def test_axe_finds_no_violation(browser: Browser, site: Path) -> None:
    run: set[str] = set()
    rules = {"runOnly": {"type": "tag", "values": STANDARD}}
    with window(browser) as opened:
        assert collect(opened, site, lambda page: violations(page, rules, run)) == {}
    assert {"color-contrast", "link-in-text-block", "target-size", "heading-order"} <= run
    print(f"axe-core: {len(run)} rules had something to judge on the pages of {site.name}")


def test_axe_finds_no_violation_of_colours_in_the_dark_nor_of_sizes_on_a_phone(browser: Browser, site: Path) -> None:
    """What a page says to a screen reader is the same there: only rules that look at colours and sizes run again."""
    run: set[str] = set()
    with window(browser, PHONE, "dark") as opened:
        assert collect(opened, site, lambda page: violations(page, {"runOnly": LOOKS}, run)) == {}
    assert set(LOOKS) - {"scrollable-region-focusable"} <= run


@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_no_violation_on_a_page_of_each_kind_in_the_dark(
    browser: Browser, first_site: Path, name: str
) -> None:
    with window(browser, DESKTOP, "dark") as opened:
        opened.goto(first_site / f"{name}.html")
        assert violations(opened, {"runOnly": {"type": "tag", "values": STANDARD}}, set()) == []


def test_grades_are_written_in_words(browser: Browser, site: Path) -> None:
    def unsaid(opened: Opened) -> list[str]:
        words: dict[str, list[str]] = opened.page.evaluate(
            """() => Object.fromEntries(["certain", "presumed", "possible"].map((grade) => [grade,
              [...document.querySelectorAll(`.${grade}:not(svg *), [data-grade="${grade}"]`)]
                .map((one) => one.textContent)]))"""
        )
        return [text[:80] for grade, texts in words.items() for text in texts if grade not in text.lower()]

    with window(browser) as opened:
        assert collect(opened, site, unsaid) == {}


# The keyboard


def walk(opened: Opened, limit: int) -> tuple[list[int], list[str]]:
    """Press Tab until the page has been left or `limit` stops were visited: their numbers, and what looked wrong."""
    visited: list[int] = []
    wrong: list[str] = []
    for _ in range(limit):
        opened.page.keyboard.press("Tab")
        found = opened.measure("focus")
        if found["stop"] == -1 or found["stop"] in visited:
            break
        visited.append(found["stop"])
        if found["wrong"]:
            wrong.append(f"stop {found['stop']}: {found['wrong']}")
    return visited, wrong


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=lambda one: one.name)
@pytest.mark.parametrize("name", KINDS)
def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(
    browser: Browser, first_site: Path, name: str, screen: Screen
) -> None:
    with window(browser, screen) as opened:
        opened.goto(first_site / f"{name}.html")
        stops = opened.measure("stops")
        visited, wrong = walk(opened, TABS)
        assert wrong == []
        assert visited == list(range(min(len(stops), TABS)))


def test_the_first_stop_skips_to_the_content(browser: Browser, first_site: Path) -> None:
    with window(browser) as opened:
        opened.goto(first_site / "index.html")
        opened.page.keyboard.press("Tab")
        skip = opened.page.locator(":focus")
        assert skip.get_attribute("href") == "#content"
        assert skip.bounding_box()["x"] >= 0  # type: ignore[index]  # it came into view
        opened.page.keyboard.press("Enter")
        opened.page.keyboard.press("Tab")
        assert opened.page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_details_open_and_close_by_keyboard(browser: Browser, first_site: Path) -> None:
    with window(browser, scripts=False) as opened:
        opened.goto(first_site / "letter-mep-2018-08-13.html")
        count = opened.page.locator("details").count()
        assert count > 1
        for number in range(count):
            details = opened.page.locator("details").nth(number)
            details.locator("summary").focus()
            opened.page.keyboard.press("Enter")
            assert details.evaluate("(one) => one.open")
            assert details.locator("*:not(summary)").first.is_visible()
            opened.page.keyboard.press("Space")
            assert not details.evaluate("(one) => one.open")


# With and without scripts


def test_everything_can_be_read_without_scripts(browser: Browser, site: Path) -> None:
    def read(opened: Opened) -> list[str]:
        opened.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        text: str = opened.page.evaluate(
            "(document.querySelector('#filter')?.remove(), document.body.innerText.replace(/\\s+/g, ' '))"
        )
        return [text]

    with window(browser, scripts=False) as opened:
        silent = collect(opened, site, read)
    with window(browser) as opened:
        assert collect(opened, site, read) == silent


def test_without_scripts_no_filter_stands_there_to_do_nothing(browser: Browser, first_site: Path) -> None:
    with window(browser, scripts=False) as opened:
        opened.goto(first_site / "index.html")
        assert opened.page.locator("#filter").is_hidden()
        rows = opened.page.locator("section.list tbody tr")
        assert rows.count() > 10
        assert all(row.is_visible() for row in rows.all())


def test_the_filter_shows_the_rows_that_were_asked_for(browser: Browser, first_site: Path) -> None:
    with window(browser) as opened:
        opened.goto(first_site / "index.html")
        page = opened.page
        rows = page.locator("section.list tbody tr")
        every = [(row.get_attribute("data-grade"), row.inner_text().lower()) for row in rows.all()]

        def shown() -> list[str]:
            return [row.inner_text().lower() for row in rows.all() if row.is_visible()]

        page.locator("#filter-grade").select_option("possible")
        assert shown() == [text for grade, text in every if grade == "possible"]
        page.locator("#filter-text").press_sequentially("police karagandy")
        wanted = [text for grade, text in every if grade == "possible" and "police" in text and "karagandy" in text]
        assert shown() == wanted
        assert str(len(wanted)) in page.locator("#filter-count").inner_text()
        page.locator("#filter-text").fill("no row says this")
        assert shown() == []
        assert "0" in page.locator("#filter-count").inner_text()
        assert page.locator("section.list h2:visible").count() == 0  # no heading over nothing
        page.locator("#filter-text").fill("")
        page.locator("#filter-grade").select_option("")
        assert len(shown()) == len(every)


def test_an_index_of_a_thousand_findings_stays_usable(browser: Browser, tmp_path: Path) -> None:
    from claimcheck.cli import run

    run(["report", str(write_large(tmp_path / "dossier")), "--output", str(tmp_path / "pages")])
    with window(browser, PHONE) as opened:
        opened.goto(tmp_path / "pages" / "index.html")
        rows = opened.page.locator("section.list tbody tr")
        assert rows.count() == 1_000
        opened.page.locator("#filter-text").fill("2001-03-05")
        shown = "[...document.querySelectorAll('section.list tbody tr')].filter((one) => one.checkVisibility()).length"
        assert opened.page.evaluate(shown) == 20
        assert opened.measure("overflowing") == []
