"""The report for a terminal: both sides next to each other, then why, what it depends on and what would settle it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from claimcheck.errors import Problem
from claimcheck.findings import Finding, Ground, Proof, Report, Tracked
from claimcheck.gate import DEFAULT_GATE, Gate, failing
from claimcheck.i18n import tr
from claimcheck.known import Accepted
from claimcheck.model import Dossier
from claimcheck.report.lines import printable
from claimcheck.report.lines import wrap as _wrap
from claimcheck.report.words import (
    HEADINGS,
    STEPS,
    Side,
    against_words,
    apart_words,
    chain,
    count_words,
    excepted_words,
    in_sections,
    loaded_words,
    one_line,
    primary,
    review_words,
    reweighed_words,
    rules_words,
    same_utterance,
    side_of,
    step_word,
    strength,
    witnesses_of,
)

Paint = Callable[[str, str], str]
TWO_COLUMNS = 78
WIDEST = 100
NARROWEST = 40
INDENT = "  "
_CODES = {"bold": "1", "dim": "2", "red": "31", "yellow": "33", "cyan": "36"}
_GRADE_COLOURS = {"certain": "red", "presumed": "yellow", "possible": "cyan"}


def render_text(
    report: Report, gate: Gate = DEFAULT_GATE, *, width: int = 80, colour: bool = False, quiet: bool = False,
    verbose: bool = False,
) -> str:  # fmt: skip
    """The whole report as lines of at most `width` columns (words longer than that are not broken).

    What was known before is told in a line each; with `verbose` in full. With `quiet` nothing is printed but a line
    for each finding that fails the gate and for each problem.
    """
    page = _Page(width=max(NARROWEST, min(width, WIDEST)), paint=_paint if colour else _plain)
    if quiet:
        return "".join(f"{line.rstrip()}\n" for line in page.quiet(report, gate))
    by_print = {one.finding.fingerprint: one for one in report.tracked if one.finding is not None}
    shown = [finding for finding in report.findings if verbose or _is_shown(by_print.get(finding.fingerprint))]
    lines: list[str] = [*page.head(report)]
    sections = tuple(in_sections(shown))
    numbers = {finding.fingerprint: number for number, finding in enumerate((f for _, fs in sections for f in fs), 1)}
    for section, findings in sections:
        lines += ["", page.paint(tr(HEADINGS[section]), "bold")]
        for finding in findings:
            tracked = by_print.get(finding.fingerprint)
            tracked = tracked if tracked and (report.against or tracked.review) else None
            lines += ["", *page.finding(report.dossier, finding, numbers[finding.fingerprint], tracked)]
            together = [numbers[other.fingerprint] for other in same_utterance(finding, shown)]
            if together:
                others = ", ".join(str(number) for number in sorted(together))
                lines += ["", *page.wrap(tr("About the same utterance: {findings}.", findings=others), INDENT)]
    lines += page.known(report, frozenset(numbers))
    lines += page.foot(report)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _is_shown(tracked: Tracked | None) -> bool:
    return tracked is None or tracked.open


def render_finding(report: Report, finding: Finding, *, width: int = 80, colour: bool = False) -> str:
    """One finding with its whole derivation, each witness with its place, and every further ground likewise."""
    page = _Page(width=max(NARROWEST, min(width, WIDEST)), paint=_paint if colour else _plain)
    lines = [*page.finding(report.dossier, finding, 0, None, tree=True)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def render_known(known: Iterable[Tracked], *, width: int = 80) -> str:
    """Accepted findings, a paragraph each: state, grade, rule and claims; note, name and date; what changed."""
    page = _Page(width=max(NARROWEST, min(width, WIDEST)), paint=_plain)
    lines: list[str] = []
    for one in known:
        lines += page.wrap(f"{tr(one.state)}  {one_line(one)}", "", hanging=INDENT)
        lines += page.wrap(_signed(one.accepted), INDENT * 2) if one.accepted and _signed(one.accepted) else []
        lines += [
            line
            for change in one.changes
            for line in page.wrap(tr("Changed: {change}.", change=change), INDENT, hanging=INDENT)
        ]
    return "\n".join(lines) + "\n"


def _plain(text: str, _style: str) -> str:
    return text


def _paint(text: str, style: str) -> str:
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if text else text


class _Page:
    """Lays out one report in a given width."""

    __slots__ = ("paint", "width")

    def __init__(self, *, width: int, paint: Paint) -> None:
        self.width = width
        self.paint = paint

    def head(self, report: Report) -> Iterator[str]:
        yield from (self.paint(line, "bold") for line in self.wrap(report.dossier.title or tr("Untitled dossier")))
        yield from self.wrap(f"{loaded_words(report)}; {rules_words(len(report.rules_run))}.")
        yield ""
        yield from (self.paint(line, "bold") for line in self.wrap(f"{count_words(report.findings)}."))
        apart = apart_words(report.findings)
        yield from self.wrap(apart) if apart else ()
        if report.against or any(one.review for one in report.tracked):
            yield from self.wrap(against_words(report))

    def quiet(self, report: Report, gate: Gate) -> Iterator[str]:
        for problem in report.problems:
            if problem.severity == "error":
                yield _flat(f"{problem.location}: {problem.code} {problem.message}")
        for one in failing(report, gate):
            claim = primary(one)
            if claim is not None:
                yield _flat(f"{claim.location}: {tr(one.state)} {one_line(one)}")

    def standing(self, tracked: Tracked) -> Iterator[str]:
        """What changed since it was accepted, and what a person has judged."""
        for change in tracked.changes:
            yield from self.wrap(tr("Changed: {change}.", change=change), INDENT, hanging="  ")
        if tracked.accepted is not None and _signed(tracked.accepted):
            signed = tr("Accepted before: {signature}.", signature=_signed(tracked.accepted))
            yield from self.wrap(signed, INDENT, hanging="  ")
        if tracked.review is not None:
            yield from self.wrap(review_words(tracked), INDENT, hanging="  ")

    def known(self, report: Report, shown: Collection[str]) -> Iterator[str]:
        """What is not told in full: judged to be no conflict, known before, and gone."""
        rest = [one for one in report.tracked if one.finding is None or one.finding.fingerprint not in shown]
        for heading, members in (
            (tr("Judged to be no conflict"), [one for one in rest if one.suppressed]),
            (tr("Known before (in full with --verbose)"), [one for one in rest if one.finding and not one.suppressed]),
            (tr("Gone"), [one for one in rest if one.finding is None]),
        ):
            if members:
                yield ""
                yield self.paint(heading, "bold")
            for one in members:
                yield from self.wrap(f"- {one_line(one)}", INDENT, hanging="  ")
                if one.accepted is not None and _signed(one.accepted):
                    yield from self.wrap(_signed(one.accepted), INDENT * 2)
                if one.review is not None:
                    yield from self.wrap(review_words(one), INDENT * 2)

    def finding(
        self, dossier: Dossier, finding: Finding, number: int, tracked: Tracked | None, *, tree: bool = False
    ) -> Iterator[str]:
        ground = finding.ground
        grade = ground.grade.word
        label = f"{number}. {tr(grade).upper()}" if number else tr(grade).upper()
        if tracked is not None:
            label += f" · {tr(tracked.state)}"
        rest = f" · {tr(ground.timing)} · {tr(ground.parties)}"
        head, *more = self.wrap(label + rest, hanging="   ")
        yield self.paint(label, _GRADE_COLOURS.get(grade, "bold")) + head[len(label) :]
        yield from more
        identity = f"{ground.rule} ({tr(ground.severity)}) {finding.fingerprint}"
        yield from (self.paint(line, "dim") for line in self.wrap(identity, INDENT))
        yield ""
        yield from self.wrap(strength(ground), INDENT)
        if finding.withdrawn:
            yield from self.wrap(tr("The statement was withdrawn: {how}.", how=finding.withdrawn), INDENT)
        if tracked is not None:
            yield from self.standing(tracked)
        yield ""
        yield from self.sides([side_of(dossier, witness.claim) for witness in witnesses_of(ground)])
        yield from self.reasons(dossier, ground, tree=tree)
        if finding.further:
            yield from self.further(dossier, finding.further, tree=tree)
        if tree:
            yield from self.block(tr("The rule"), self.wrap(f"{ground.title}. {ground.why}", INDENT * 2))

    def reasons(self, dossier: Dossier, ground: Ground, *, tree: bool) -> Iterator[str]:
        yield from self.block(tr("Why"), self.tree(dossier, ground.proof, 0) if tree else self.chain(ground))
        yield from self.block(tr("Depends on"), self.bullets(ground.depends_on))
        yield from self.block(tr("What would settle it"), self.bullets(ground.settle))

    def further(self, dossier: Dossier, grounds: Sequence[Ground], *, tree: bool) -> Iterator[str]:
        yield ""
        yield INDENT + self.paint(tr("Further grounds"), "bold")
        for ground in grounds:
            about = f"{tr(ground.grade.word)}, {tr(ground.timing)}, {tr(ground.parties)}: {ground.message}"
            yield from self.wrap(f"- {ground.rule} ({tr(ground.severity)}) {about}", INDENT * 2, hanging="  ")
            if tree:
                yield from self.reasons(dossier, ground, tree=True)

    def block(self, heading: str, lines: Iterable[str]) -> Iterator[str]:
        kept = list(lines)
        if kept:
            yield ""
            yield INDENT + self.paint(heading, "bold")
            yield from kept

    def bullets(self, sentences: Iterable[str]) -> Iterator[str]:
        for sentence in sentences:
            yield from self.wrap(f"- {sentence}", INDENT * 2, hanging="  ")

    def chain(self, ground: Ground) -> Iterator[str]:
        room = max(len(tr(word)) for word in STEPS) + 2
        for word, sentence, by in chain(ground):
            told = f"{word:<{room}}{sentence}{f' [{by}]' if by else ''}"
            yield from self.wrap(told, INDENT * 2, hanging=" " * room)

    def tree(self, dossier: Dossier, proof: Proof, depth: int) -> Iterator[str]:
        pad = INDENT * (depth + 2)
        by = f" [{proof.by}]" if proof.by else ""
        word = tr("so") if depth == 0 else step_word(proof)
        yield from self.wrap(f"{word}: {proof.sentence}{by}", pad, hanging="  ")
        if proof.claim:
            side = side_of(dossier, dossier.claims[proof.claim])
            said = f"{side.claim.id}, {side.speaker}, {side.head}"
            yield from self.wrap(f"{said}; {side.place}; {side.read_in}", f"{pad}  ")
        for source in proof.sources:
            yield from self.tree(dossier, source, depth + 1)

    def sides(self, sides: Sequence[Side]) -> Iterator[str]:
        if self.width < TWO_COLUMNS:
            for index, side in enumerate(sides):
                if index:
                    yield ""
                yield from (INDENT + line for line in self.cell(side, self.width - 2))
            return
        room = (self.width - 2 - 3) // 2
        for index in range(0, len(sides), 2):
            if index:
                yield ""
            cells = [list(self.rows(side, room)) for side in sides[index : index + 2]]
            yield from self.beside(cells, room)

    def beside(self, cells: Sequence[Sequence[list[str]]], room: int) -> Iterator[str]:
        """Two cells row by row, so that like stands beside like; a lone last cell takes the left half."""
        if len(cells) == 1:
            yield from (INDENT + line for row in cells[0] for line in row)
            return
        for left, right in zip(*cells, strict=True):
            height = max(len(left), len(right))
            for one, other in zip(_padded(left, height), _padded(right, height), strict=True):
                yield f"{INDENT}{one}{' ' * (room - _visible(one))} | {other}"

    def rows(self, side: Side, room: int) -> Iterator[list[str]]:
        yield [self.paint(line, "bold") for line in _wrap(side.head, room)]
        yield _wrap(side.who, room)
        yield _wrap(tr("in: {occasion}", occasion=side.occasion), room) if side.occasion else []
        yield _wrap(side.quote, room) if side.quote else []
        yield _wrap(side.translation, room) if side.translation else []
        yield _wrap(side.text, room)
        yield _wrap(tr("speaks of: {time}", time=side.time), room) if side.time else []
        yield [self.paint(line, "dim") for line in _wrap(f"{side.claim.id}  {side.place}", room)]
        yield [self.paint(line, "dim") for line in _wrap(side.read_in, room)]

    def cell(self, side: Side, room: int) -> Iterator[str]:
        for row in self.rows(side, room):
            yield from row

    def foot(self, report: Report) -> Iterator[str]:
        yield from self.problems(report.problems)
        yield ""
        yield self.paint(tr("Checked"), "bold")
        rules = ", ".join(report.rules_run) or tr("no rule ran")
        yield from self.wrap(f"- {tr('rules: {rules}', rules=rules)}", INDENT, hanging="  ")
        for rule in report.rules:
            if rule.reweighed:
                told = reweighed_words(rule)
                yield from self.wrap(f"- {told}", INDENT, hanging="  ")
        yield ""
        if report.excepted:
            yield self.paint(tr("Excepted by the dossier"), "bold")
            for one in report.excepted:
                yield from self.wrap(f"- {excepted_words(one)}: {one.reason}", INDENT, hanging="  ")
            yield ""
        yield self.paint(tr("Not checked"), "bold")
        for left in report.not_checked:
            yield from self.wrap(f"- {left.what}: {left.reason}", INDENT, hanging="  ")
        if not report.not_checked:
            yield f"{INDENT}- {tr('nothing was left out')}"

    def problems(self, problems: Sequence[Problem]) -> Iterator[str]:
        if not problems:
            return
        yield ""
        yield self.paint(tr("Problems in the files"), "bold")
        for problem in problems:
            # The place begins the line, where editors and other tools look for it.
            told = "" if problem.severity == "error" else f"{tr(problem.severity)}: "
            yield from self.wrap(f"{problem.location}: {problem.code} {told}{problem.message}", hanging=INDENT * 2)
            if problem.hint:
                yield from self.wrap(tr("hint: {hint}", hint=problem.hint), INDENT * 2)

    def wrap(self, text: str, indent: str = "", *, hanging: str = "") -> list[str]:
        return _wrap(text, self.width, indent, indent + hanging) or [indent]


def _flat(text: str) -> str:
    return printable(" ".join(text.split()))


def _signed(entry: Accepted) -> str:
    """The note on an accepted finding, with its name and date; empty where there is none."""
    by = ", ".join(part for part in (entry.by, entry.on) if part)
    return f"{entry.note} ({by})" if entry.note and by else entry.note or by


def _padded(lines: list[str], height: int) -> list[str]:
    return lines + [""] * (height - len(lines))


def _visible(text: str) -> int:
    """Columns that a painted text takes up (the codes take none)."""
    return len(text) if "\x1b" not in text else len(text.split("m", 1)[1].removesuffix("\x1b[0m"))
