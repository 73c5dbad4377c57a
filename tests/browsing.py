"""Opens report pages in a real browser, with nothing let through: no network, no dialog, no message on the console."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote, urldefrag

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page, Request

CHROMIUM = os.environ.get("CLAIMCHECK_CHROMIUM", "/usr/bin/chromium")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--font-render-hinting=none")  # fmt: skip
MEASURE = (Path(__file__).parent / "measure.js").read_text("utf-8")


@dataclass(frozen=True)
class Screen:
    """A window: its size in CSS pixels, and how many pixels of the device make one of them (2 is 200 % zoom)."""

    name: str
    width: int
    height: int
    zoom: int = 1


DESKTOP = Screen("desktop", 1280, 800)
PHONE = Screen("phone", 360, 740)
SCREENS = (
    DESKTOP,
    PHONE,
    Screen("desktop at 200 %", 640, 400, zoom=2),
    Screen("desktop at 400 %", 320, 256, zoom=4),
    Screen("phone at 200 %", 180, 370, zoom=2),
)
Scheme = Literal["light", "dark"]


@dataclass
class Opened:
    """A page in the browser, and all that it did which a report page must not do."""

    page: Page
    deeds: list[str] = field(default_factory=list)

    def goto(self, path: Path, anchor: str = "") -> None:
        self.page.goto(path.as_uri() + (f"#{quote(anchor)}" if anchor else ""))

    def measure(self, what: str, *arguments: object) -> Any:
        """The answer of one of the functions of measure.js."""
        return self.page.evaluate(f"(given) => {{ {MEASURE}\nreturn {what}(...given); }}", list(arguments))


def why_not() -> str:
    """Why no browser can be driven here; empty if one can."""
    try:
        import axe_playwright_python  # noqa: F401
        import playwright  # noqa: F401
    except ImportError as missing:
        return f"needs the extra `browser`: {missing}"
    if not Path(CHROMIUM).is_file():
        return f"needs a Chromium at {CHROMIUM}; CLAIMCHECK_CHROMIUM names another place"
    return ""


def require_browser() -> None:
    """Skip where there is no browser; where CI promises one, its absence is a failure."""
    reason = why_not()
    if reason and os.environ.get("CI") == "true":
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)


@contextmanager
def started() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def window(browser: Browser, screen: Screen = DESKTOP, scheme: Scheme = "light", *, scripts: bool = True,
           paper: bool = False) -> Iterator[Opened]:  # fmt: skip
    """A fresh window; whatever a page did in it that it must not do fails the test when it closes."""
    context = browser.new_context(
        viewport={"width": screen.width, "height": screen.height},
        device_scale_factor=screen.zoom,
        color_scheme=scheme,
        java_script_enabled=scripts,
    )
    page = context.new_page()
    opened = Opened(page)
    if paper:
        page.emulate_media(media="print")

    def asked(request: Request) -> None:
        if not (request.is_navigation_request() and urldefrag(request.url).url.startswith("file://")):
            opened.deeds.append(f"{page.url} asked for {request.url[:200]}")

    def spoke(dialog: Dialog) -> None:
        opened.deeds.append(f"{page.url} opened a dialog: {dialog.message[:200]}")
        dialog.dismiss()

    page.on("request", asked)
    page.on("dialog", spoke)
    page.on("console", lambda message: opened.deeds.append(f"{page.url} said {message.type}: {message.text[:300]}"))
    page.on("pageerror", lambda error: opened.deeds.append(f"{page.url} failed: {error}"))
    page.on("popup", lambda other: opened.deeds.append(f"{page.url} opened {other.url}"))
    try:
        yield opened
    finally:
        context.close()
    assert opened.deeds == []


def pages_of(folder: Path) -> list[Path]:
    """The pages to look at: every tenth of those about a subject, which are all alike, or all, if so wished."""
    paths = sorted(folder.glob("*.html"))
    if os.environ.get("CLAIMCHECK_EVERY_PAGE"):
        return paths
    alike = [path for path in paths if path.name.startswith("about-")]
    return sorted({*paths} - {*alike} | {*alike[::10]})


def collect(opened: Opened, folder: Path, look: Callable[[Opened], Iterable[str]]) -> dict[str, list[str]]:
    """What `look` finds wrong on each page of a folder; pages without faults are left out."""
    found: dict[str, list[str]] = {}
    for path in pages_of(folder):
        opened.goto(path)
        faults = list(look(opened))
        if faults:
            found[path.name] = faults
    return found
