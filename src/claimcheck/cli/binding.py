"""Writing the report as one document to print or to send: a PDF or a Word file, each by a library that is an extra."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.cli.output import replace_all

if TYPE_CHECKING:
    from claimcheck.findings import Report

BOUND = ("pdf", "docx")
NO_PANGO = (
    "PDF needs Pango, a library of the system, which WeasyPrint did not find; install it, such as by "
    "`apt install libpango-1.0-0 libpangoft2-1.0-0` or `brew install pango`. What WeasyPrint said: {problem}"
)


def write_bound(report: Report, forms: Iterable[str], folder: Path) -> tuple[Path, ...]:
    """Write each document where it differs; those that were written.

    All are rendered before the first is written. Ends as something that could not be done, with the way out, where
    what a format needs is not installed.
    """
    files = {folder / f"report.{form}": _rendered(report, form) for form in forms}
    changed = {path: data for path, data in files.items() if not path.is_file() or path.read_bytes() != data}
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise click.ClickException(f"cannot write {folder}: {problem.strerror or problem}") from problem
    replace_all(changed)
    return tuple(changed)


def _rendered(report: Report, form: str) -> bytes:
    if form == "docx":
        try:
            import docx  # noqa: F401  to tell what is missing from what is broken
        except ImportError:
            raise _missing("Word files", "python-docx", "report-docx") from None
        from claimcheck.report.word import render_docx

        return render_docx(report)
    try:
        import weasyprint  # noqa: F401
    except ImportError:
        raise _missing("PDF", "WeasyPrint", "report-pdf") from None
    except OSError as problem:  # the library of the system that it draws with
        told = " ".join(str(problem).split())
        raise click.ClickException(NO_PANGO.format(problem=told)) from None
    from claimcheck.report.pdf import render_pdf

    return render_pdf(report)


def _missing(what: str, library: str, extra: str) -> click.ClickException:
    return click.ClickException(
        f"{what} needs {library}, which is not installed: from a checkout, `pip install '.[{extra}]'`"
    )
