"""The report as Markdown for a pull request: what is new or changed, and what else there is, short enough to post."""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.explain.wording import listed
from claimcheck.findings import Report, Tracked
from claimcheck.gate import DEFAULT_GATE, Gate, failing
from claimcheck.i18n import tr, trn
from claimcheck.report.escape import escaped
from claimcheck.report.paths import path_from
from claimcheck.report.words import (
    chain,
    one_line,
    review_words,
    side_of,
    states_words,
    strength,
    witnesses_of,
)

MARK = "<!-- claimcheck -->"
"""By this line a script finds the comment of an earlier run and replaces it."""
LONGEST = 60_000
"""GitHub takes comments of at most 65,536 characters."""


def render_markdown(report: Report, gate: Gate = DEFAULT_GATE, base: str = "") -> str:
    """A comment of at most 60,000 characters; findings that do not fit are counted at the end."""
    fails = {id(one) for one in failing(report, gate)}
    open_ones = sorted((one for one in report.tracked if one.open), key=lambda one: id(one) not in fails)
    lines = [MARK, *_head(report, len(fails))]
    tail = [*_rest(report, base)]
    room = LONGEST - sum(len(line) + 1 for line in (*lines, *tail))
    for number, one in enumerate(open_ones):
        told = list(_finding(report, one, base, fails=id(one) in fails))
        room -= sum(len(line) + 1 for line in told)
        if room < 0:
            left = len(open_ones) - number
            lines += [
                "",
                trn("{count} more finding did not fit here.", "{count} more findings did not fit here.", left),
            ]
            break
        lines += told
    return "\n".join([*lines, *tail]) + "\n"


def _head(report: Report, fails: int) -> Iterator[str]:
    title = escaped(report.dossier.title or tr("Dossier"))
    if fails:
        yield "### " + trn(
            "{title}: {count} finding to look at", "{title}: {count} findings to look at", fails, title=title
        )
    else:
        yield "### " + tr("{title}: nothing new to look at", title=title)
    yield ""
    states = states_words(report.tracked)
    if report.against:
        yield tr("Against {known}: {states}.", known=escaped(", ".join(report.against)), states=states)
    else:
        yield f"{states}."
    errors = sum(problem.severity == "error" for problem in report.problems)
    if errors or report.failed:
        told = []
        if errors:
            told.append(trn("{count} error in the files", "{count} errors in the files", errors))
        if report.failed:
            failed = len(report.failed)
            told.append(trn("{count} rule that could not run", "{count} rules that could not run", failed))
        yield ""
        yield f"**{tr('Not all was checked: {reasons}.', reasons=listed(told))}**"


def _finding(report: Report, tracked: Tracked, base: str, *, fails: bool) -> Iterator[str]:
    finding = tracked.finding
    assert finding is not None
    ground = finding.ground
    state = tr(tracked.state) if fails else tr("{state}, does not fail", state=tr(tracked.state))
    yield ""
    yield f"#### {tr(ground.grade.word).capitalize()} ({state}): {escaped(ground.title)}"
    yield ""
    yield f"{escaped(strength(ground))} {escaped(tr(ground.parties).capitalize())}."
    for change in tracked.changes:
        yield f"- {tr('Changed: {change}', change=escaped(change))}"
    if tracked.review is not None:
        yield f"- {escaped(review_words(tracked))}"
    yield ""
    sides = [side_of(report.dossier, witness.claim) for witness in witnesses_of(ground)]
    for side in sides:
        place = path_from(base, side.claim.location.path)
        quote = f" {escaped(side.quote)}" if side.quote else ""
        yield (f"- **{escaped(side.who)}**, {escaped(side.head[:1].lower() + side.head[1:])}:{quote} "
               f"{escaped(side.text)} (`{side.claim.id}`, {escaped(place)}:{side.claim.location.line})")  # fmt: skip
    yield ""
    yield f"<details><summary>{tr('Why, what it depends on, what would settle it')}</summary>"
    yield ""
    for number, (word, sentence, by) in enumerate(chain(ground), 1):
        yield f"{number}. {word}: {escaped(sentence)}{f' ({escaped(by)})' if by else ''}"
    for heading, sentences in ((tr("Depends on:"), ground.depends_on), (tr("What would settle it:"), ground.settle)):
        if sentences:
            yield ""
            yield heading
            yield ""
            yield from (f"- {escaped(sentence)}" for sentence in sentences)
    yield ""
    yield f"</details> <sub>`{ground.rule}` `{finding.fingerprint}`</sub>"


def _rest(report: Report, base: str) -> Iterator[str]:
    """Known, judged and gone findings by count, and the first problems."""
    judged = [one for one in report.tracked if one.suppressed]
    gone = [one for one in report.tracked if one.finding is None]
    for heading, members in ((tr("Judged to be no conflict:"), judged), (tr("Gone:"), gone)):
        if members:
            yield ""
            yield heading
            yield ""
            yield from (f"- {escaped(one_line(one))}" for one in members[:20])
            if len(members) > 20:
                yield f"- {tr('and {count} more', count=len(members) - 20)}"
    problems = [problem for problem in report.problems if problem.severity != "hint"]
    if problems:
        yield ""
        yield tr("Problems in the files:")
        yield ""
        for problem in problems[:20]:
            place = f"{path_from(base, problem.location.path)}:{problem.location.line}"
            hint = f" ({escaped(problem.hint)})" if problem.hint else ""
            yield f"- {escaped(place)}: {escaped(problem.message)}{hint}"
        if len(problems) > 20:
            yield f"- {tr('and {count} more', count=len(problems) - 20)}"
    if report.not_checked:
        yield ""
        yield trn(
            "Not checked: {count} thing, listed by `claimcheck check`.",
            "Not checked: {count} things, listed by `claimcheck check`.",
            len(report.not_checked),
        )
