"""Report pages by where things stand: at several sizes, enlarged, on paper, and what the first screen holds."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browsing import DESKTOP, PHONE, SCREENS, Opened, Scheme, Screen, collect, window

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAPER = Screen("paper", 718, 1047)  # A4 less margins of 1 cm, at 96 dots per inch
TOLD = "[...document.querySelectorAll('.assertion:has(.short)')].map((one) => one.id)"
HEAD = ("quote", "speaker", "grade", "record", "settle")


@pytest.fixture(params=["first_site", "hostile_site"])
def site(request: pytest.FixtureRequest, browser: Browser) -> Path:
    folder: Path = request.getfixturevalue(request.param)
    return folder


def faults(opened: Opened) -> list[str]:
    found: list[str] = opened.measure("faults")
    return found


@pytest.mark.parametrize("screen", SCREENS, ids=lambda one: one.name)
def test_nothing_overflows_is_cut_off_or_lies_over_something_else(browser: Browser, site: Path, screen: Screen) -> None:
    with window(browser, screen) as opened:
        assert collect(opened, site, faults) == {}


def test_text_of_twice_the_size_fits(browser: Browser, first_site: Path) -> None:
    """Readers may enlarge the text alone, which a browser does by a larger size at the root."""

    def enlarged(opened: Opened) -> list[str]:
        opened.page.evaluate("document.documentElement.style.fontSize = '200%'")
        return faults(opened)

    with window(browser, DESKTOP) as opened:
        assert collect(opened, first_site, enlarged) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_has_everything_in_black_on_white(browser: Browser, site: Path, scheme: Scheme) -> None:
    def badly(opened: Opened) -> list[str]:
        colours = opened.page.evaluate(
            "() => { const s = getComputedStyle(document.body); return [s.backgroundColor, s.color]; }"
        )
        hidden: list[str] = opened.page.evaluate(
            """() => [...document.querySelectorAll("details > *")]
              .filter((one) => !one.getBoundingClientRect().height).map((one) => one.textContent.slice(0, 60))"""
        )
        paper = ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
        return [*hidden, *([] if colours == paper else colours), *faults(opened)]

    with window(browser, PAPER, scheme, paper=True) as opened:
        assert collect(opened, site, badly) == {}


def test_a_pdf_made_by_printing_holds_what_is_folded_on_screen(browser: Browser, first_site: Path) -> None:
    from pypdf import PdfReader

    with window(browser) as opened:
        opened.goto(first_site / "letter-mep-2018-08-13.html")
        folded = opened.page.locator("ol.chain li bdi").first.text_content() or ""
        pdf = opened.page.pdf(format="A4")
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    squeezed = re.sub(r"\s+", "", text)
    assert len(folded) > 20
    assert re.sub(r"\s+", "", folded) in squeezed


@pytest.mark.parametrize(("screen", "screens"), [(DESKTOP, 1), (PHONE, 2)], ids=["desktop", "phone"])
def test_words_speaker_grade_record_and_settle_line_come_first(
    browser: Browser, first_site: Path, screen: Screen, screens: int
) -> None:
    """Whoever follows a link to a statement sees what matters of it without scrolling; a phone has one screen more."""
    late: dict[str, object] = {}
    seen = 0
    with window(browser, screen) as opened:
        for path in sorted(first_site.glob("*.html")):
            opened.goto(path)
            for anchor in opened.page.evaluate(
                "[...document.querySelectorAll('.assertion:has(.short)')].map((one) => one.id)"
            ):
                opened.goto(path, anchor)
                seen += 1
                for name, place in opened.measure("parts", anchor, HEAD).items():
                    if place is None or place[0] < 0 or place[1] > screens * screen.height:
                        late[f"{path.name}#{anchor} {name}"] = place
    assert seen > 20
    assert late == {}
