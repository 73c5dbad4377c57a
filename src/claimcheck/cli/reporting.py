"""`claimcheck report`: the findings as pages, for readers outside or inside the house, and whether they are current."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.cli.binding import BOUND, write_bound
from claimcheck.cli.options import dossier_at, folder, has_errors, lang_option, language_for, tell
from claimcheck.cli.output import say
from claimcheck.exits import Exit

if TYPE_CHECKING:
    from claimcheck.cli.pages import State
    from claimcheck.findings import Report
    from claimcheck.report.writing import Form

FORMATS = ("html", "markdown", "json", "all", *BOUND)


@click.command()
@folder
@click.option("--output", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), help="Instead of reports/.")
@click.option("--format", "formats", multiple=True, type=click.Choice(FORMATS), default=["html", "markdown"],
              show_default=True, help="May be given more than once.")  # fmt: skip
@click.option("--public/--internal", default=True, show_default=True,
              help="Leave out restricted records and what would identify them, or keep all.")  # fmt: skip
@lang_option
@click.option("--check", "only_check", is_flag=True, help="Write nothing; tell which pages are not current.")
def report(
    directory: Path | None, output: Path | None, formats: tuple[str, ...], *, public: bool, lang: str | None,
    only_check: bool,
) -> Exit:  # fmt: skip
    """Check, and write the pages of the report.

    They stand under reports/: an index, a page for each document or occasion in which something was said and for each
    person or thing spoken of, the sources, the method, and what was not checked. Earlier pages of this program that
    are no longer needed are removed; other files stay.

    pdf and docx bind all but the pages of people and things into reports/report.pdf or report.docx, to print or to
    send; pages that are there stay. They need the extras report-pdf and report-docx; `all` does not mean them.

    Ends with 0 when the pages are written, whatever they say, with 1 when --check finds pages that are not current,
    and with 2 when something is wrong with the files.
    """
    from claimcheck.cli.pages import state_of, write_pages
    from claimcheck.i18n import language, speaking
    from claimcheck.report.words import count_words

    root = dossier_at(directory)
    target = output or root / "reports"
    forms, bound = _forms(formats), [form for form in BOUND if form in formats]
    if only_check and bound:
        raise click.UsageError(
            f"--check compares pages; what {bound[0]} holds depends on the fonts and libraries at hand"
        )
    with speaking(language_for(lang, root)):
        apart = tuple(form for form in forms if form == "json" and language() != "en")
        found, shown, pages = _rendered(root, tuple(form for form in forms if form not in apart), public=public)
        say(f"{count_words(shown.findings)}.\n")
        say("".join(f"{sentence}\n" for sentence in shown.left_out))
        if bound:
            written = write_bound(shown, bound, target)
            say("".join(f"{target / f'report.{form}'}: {_done(form, written)}\n" for form in bound))
    if not forms:
        return _end(found, current=True)
    if apart:  # what machines read is in English
        pages = dict(sorted({**pages, **_rendered(root, apart, public=public)[2]}.items()))
    if only_check:
        state = state_of(target, pages)
        say(_not_current(state, target, len(pages)))
    else:
        state = write_pages(target, pages)
        changed = len(state.missing) + len(state.stale)
        say(f"{len(pages)} pages in {target}: {changed} written, {len(pages) - changed} unchanged, "
            f"{len(state.left_over)} removed.\n")  # fmt: skip
    return _end(found, current=state.current or not only_check)


def _end(report: Report, *, current: bool) -> Exit:
    tell(report.problems)
    if has_errors(report):
        return Exit.INCOMPLETE
    return Exit.CLEAN if current else Exit.FOUND


def _done(form: str, written: tuple[Path, ...]) -> str:
    return "written" if any(path.suffix == f".{form}" for path in written) else "unchanged"


def _rendered(root: Path, forms: tuple[Form, ...], *, public: bool) -> tuple[Report, Report, dict[str, str]]:
    """What was found, what of it is shown, and its files in the language in use."""
    from claimcheck.check import Choice, check_dossier
    from claimcheck.report.redact import for_public
    from claimcheck.report.writing import render_files

    found = check_dossier(root, choice=Choice(in_words=True))
    shown = for_public(found) if public else found
    return found, shown, render_files(shown, forms, _progress()) if forms else {}


def _forms(formats: tuple[str, ...]) -> tuple[Form, ...]:
    from claimcheck.report.writing import FORMS

    return tuple(form for form in FORMS if form in formats or "all" in formats)


def _not_current(state: State, target: Path, pages: int) -> str:
    """Each page that is not current, and what to do."""
    if state.current:
        return f"{pages} pages in {target} are current.\n"
    count = len(state.missing) + len(state.stale) + len(state.left_over)
    lines = [
        *(f"missing: {name}" for name in state.missing),
        *(f"stale: {name}" for name in state.stale),
        *(f"left over: {name}" for name in state.left_over),
        f"{count} pages in {target} are not current; `claimcheck report` writes them.",
    ]
    return "\n".join(lines) + "\n"


def _progress() -> Callable[[], None]:
    """Counts pages on the terminal while somebody watches; silent otherwise."""
    if not sys.stderr.isatty():
        return lambda: None
    count = 0

    def step() -> None:
        nonlocal count
        count += 1
        click.echo(f"\r{count} pages", err=True, nl=False)

    return step
