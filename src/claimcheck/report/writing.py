"""The files of a report in the formats asked for, all in memory: nothing is written before everything is rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal, get_args

from claimcheck.findings import Report
from claimcheck.report.site import MADE_HERE

Form = Literal["html", "markdown", "json"]
FORMS: tuple[Form, ...] = get_args(Form)
DEFAULT: tuple[Form, ...] = ("html", "markdown")
JSON_FILE = "report.json"
MARKS: Mapping[str, str] = {
    ".html": f"<!DOCTYPE html>\n{MADE_HERE}",
    ".md": MADE_HERE,
    ".json": '{\n  "schema_version": ',
}
"""How the files of this program begin, by suffix."""


def render_files(report: Report, forms: Iterable[Form], progress: Callable[[], None] = lambda: None) -> dict[str, str]:
    """Each file by its path below the folder of the report; `progress` is called whenever one is done."""
    files: dict[str, str] = {}
    for form in forms:
        if form == "html":
            from claimcheck.report.html import render_html

            files |= render_html(report, progress)
        elif form == "markdown":
            from claimcheck.report.markdown import render_pages

            files |= render_pages(report, progress)
        else:
            from claimcheck.report.jsonform import render_json

            files[JSON_FILE] = render_json(report)
            progress()
    return dict(sorted(files.items()))
