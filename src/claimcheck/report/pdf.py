"""The report as one PDF, laid out by WeasyPrint from the HTML pages as they are printed, with links inside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from claimcheck.findings import Report
from claimcheck.i18n import language, tr
from claimcheck.report.html import render_html
from claimcheck.report.site import INDEX, METHOD, NOT_CHECKED, OTHERS, SOURCES, Site, site_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_STYLE = Path(__file__).parent / "templates" / "bound.css"
_PAGE = """
@page {{
  size: A4; margin: 2cm 2cm 2.2cm;
  @bottom-left {{ content: {title}; width: 70%; font: 8pt sans-serif; color: #444; }}
  @bottom-right {{ content: {number}; font: 8pt sans-serif; color: #444; }}
}}
"""


def render_pdf(report: Report) -> bytes:
    """The whole report but for the pages of people and things; the same report and fonts give the same bytes.

    Raises ImportError where WeasyPrint is not installed and OSError where the system has no Pango.
    """
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    site = site_of(report)
    page = _joined(render_html(report), _stems(site), report)
    fetcher = URLFetcher(allowed_protocols=())  # the pages hold all they need: nothing is ever loaded
    return bytes(HTML(string=page, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1") or b"")


def _stems(site: Site) -> tuple[str, ...]:
    """The pages in the order of print."""
    rest = (OTHERS,) if site.rest else ()
    return (INDEX, *(page.stem for page in site.pages), *rest, SOURCES, METHOD, NOT_CHECKED)


def _joined(pages: Mapping[str, str], stems: Iterable[str], report: Report) -> str:
    """One document of all pages, each in a section of its own, with its ids and links made those of the whole."""
    from xml.etree.ElementTree import SubElement, tostring

    import tinyhtml5

    kept = tuple(stems)
    first, *_ = roots = [tinyhtml5.parse(pages[f"{stem}.html"], namespace_html_elements=False) for stem in kept]
    first.set("lang", language())
    SubElement(_part(first, "head"), "style").text = _style(report.dossier.title or tr("Untitled dossier"))
    whole = first.makeelement("body", {})
    for stem, root in zip(kept, roots, strict=True):
        sheet = SubElement(whole, "section", {"class": "sheet", "id": stem})
        sheet.extend(one for one in _part(root, "body") if one.tag == "main")
        for element in sheet.iter():
            _lead(element, stem, frozenset(kept), report.dossier.site)
    first.remove(_part(first, "body"))
    first.append(whole)
    return f"<!DOCTYPE html>{tostring(first, encoding='unicode', method='html')}"


def _part(root: Element, name: str) -> Element:
    found = root.find(name)
    assert found is not None, name
    return found


def _lead(element: Element, stem: str, stems: frozenset[str], site: str) -> None:
    """Make the id of an element, and where it links to, those of the whole document.

    A link to a page that is not printed leads to the published one, or nowhere.
    """
    if "id" in element.attrib and element.get("class") != "sheet":
        element.set("id", f"{stem}--{element.get('id')}")
    target = element.get("href", "")
    page, _, anchor = target.partition("#")
    name = page.removesuffix(".html") if page else stem
    if name in stems:
        element.set("href", f"#{name}--{anchor}" if anchor else f"#{name}")
    elif page.endswith(".html") and "/" not in page:
        del element.attrib["href"]
        if site:
            element.set("href", f"{site}/{target}")
    if element.get("href") == "".join(element.itertext()).strip():
        element.attrib.pop("rel", None)  # or the style for print would show the address a second time
    element.attrib.pop("aria-labelledby", None)


def _style(title: str) -> str:
    before, between, after = tr("Page {page} of {pages}", page="\0", pages="\0").split("\0")
    number = f"{_quoted(before)} counter(page) {_quoted(between)} counter(pages) {_quoted(after)}"
    return _STYLE.read_text("utf-8") + _PAGE.format(title=_quoted(title), number=number)


def _quoted(text: str) -> str:
    """A text as CSS reads it back, whatever is in it."""
    return '"' + "".join(f"\\{ord(sign):x} " if sign in '"\\<>' or ord(sign) < 32 else sign for sign in text) + '"'
