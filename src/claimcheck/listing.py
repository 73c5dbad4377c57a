"""Which records a list shows: the kinds there are, the filters that choose among them, and the columns of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct

from claimcheck.civil import DAY, HOUR, MINUTE, NEG, POS, calendar_day
from claimcheck.dates import Window
from claimcheck.extents import Extent
from claimcheck.findings import Report
from claimcheck.location import Location
from claimcheck.model import Claim, Dossier, Source
from claimcheck.rules import Rule

Cell = str | int | tuple[str, ...]
Row = Mapping[str, Cell]
CLAIMS = ("claims", "assertions", "facts")
KINDS = (*CLAIMS, "links", "sources", "entities", "predicates", "rules", "findings", "problems")
_CLAIM = ("id", "listing", "subject", "polarity", "predicate", "value", "when", "said_by", "said_to", "said_on",
          "source", "cite", "text", "quote", "place")  # fmt: skip
COLUMNS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(CLAIMS, _CLAIM),
    "links": ("from", "relation", "to", "why", "hangs_on", "place"),
    "sources": ("id", "kind", "publisher", "published", "title", "file", "url", "place"),
    "entities": ("id", "kind", "marks", "name", "aliases", "part_of", "place"),
    "predicates": ("id", "kind", "value", "package", "claims", "affirmed", "denied"),
    "rules": ("id", "severity", "title"),
    "findings": ("fingerprint", "state", "grade", "severity", "rule", "timing", "parties", "claims", "message"),
    "problems": ("code", "severity", "place", "message", "hint"),
}
FILTERS: Mapping[str, tuple[str, ...]] = {
    "subject": (*CLAIMS, "links", "findings"),
    "predicate": (*CLAIMS, "links", "findings"),
    "by": (*CLAIMS, "links", "findings", "sources"),
    "since": (*CLAIMS, "links", "findings", "sources"),
    "until": (*CLAIMS, "links", "findings", "sources"),
    "bounds": CLAIMS,
}


class Filter(Struct, frozen=True, kw_only=True):
    """What a list is narrowed to; an empty filter lets everything pass.

    `said` makes `since` and `until` look at when something was said, not at when it holds or happened.
    """

    subjects: tuple[str, ...] = ()
    predicates: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    since: Window | None = None
    until: Window | None = None
    said: bool = False
    bounds: bool = False


def rows_of(kind: str, report: Report, choice: Filter, rules: Iterable[Rule] = ()) -> tuple[Row, ...]:
    """The rows of a list, each with the same columns, in the order of ids (findings: strongest first)."""
    dossier = report.dossier
    passes = passing(dossier, choice)
    readers: Mapping[str, Callable[[], Iterable[Row]]] = {
        "links": lambda: _links(dossier, passes),
        "sources": lambda: _sources(dossier, choice),
        "entities": lambda: _entities(dossier),
        "predicates": lambda: _predicates(dossier),
        "rules": lambda: ({"id": one.id, "severity": one.severity, "title": one.title} for one in rules),
        "findings": lambda: _findings(report, passes),
        "problems": lambda: _problems(report),
    }
    if kind in readers:
        return tuple(readers[kind]())
    return tuple(_claim(one, bounds=choice.bounds) for one in _claims(kind, dossier, passes))


def searched(rows: Iterable[Row], words: Iterable[str]) -> tuple[Row, ...]:
    """The rows that hold all of these words somewhere, in small letters or capitals."""
    wanted = [word.casefold() for word in words]
    return tuple(row for row in rows if all(word in _all_text(row) for word in wanted))


def _all_text(row: Row) -> str:
    return "\n".join("\n".join(cell) if isinstance(cell, tuple) else str(cell) for cell in row.values()).casefold()


def undated(kind: str, dossier: Dossier, choice: Filter) -> int:
    """How many claims pass a filter of time only because nothing is known of theirs."""
    if kind not in CLAIMS or (choice.since is None and choice.until is None):
        return 0
    listed = _claims(kind, dossier, passing(dossier, choice))
    fixed = {one.id for one in dossier.predicates.values() if one.kind == "fixed" and not choice.said}
    return sum(_unknown(one.said if choice.said else one.time) for one in listed if one.predicate not in fixed)


def _claims(kind: str, dossier: Dossier, passes: frozenset[str]) -> Iterator[Claim]:
    wanted = {"assertions": "assertion", "facts": "fact"}.get(kind)
    return (one for one in dossier.claims.values() if one.id in passes and wanted in (None, one.listing))


def _unknown(time: Extent | None) -> bool:
    return time is None or (time.start_earliest <= NEG and time.end_latest >= POS)


def below(dossier: Dossier, names: Iterable[str]) -> frozenset[str]:
    """The entities named and all that are part of them, at any depth and at any time."""
    parts: dict[str, list[str]] = {}
    for entity in dossier.entities.values():
        for tie in entity.part_of:
            parts.setdefault(tie.to, []).append(entity.id)
    found: set[str] = set()
    queue = list(names)
    for name in queue:
        if name not in found:
            found.add(name)
            queue.extend(parts.get(name, ()))
    return frozenset(found)


def speaks_for(dossier: Dossier, claim: Claim, bodies: frozenset[str]) -> bool:
    """Whether a claim was said by one of these bodies, is attributed to it, or was said by who acts for it."""
    if claim.said_by in bodies or claim.authority in bodies:
        return True
    speaker = dossier.entities.get(claim.said_by)
    acts_for = speaker.acts_for if speaker is not None and claim.capacity != "personal" else ()
    return any(tie.to in bodies for tie in acts_for)


def passing(dossier: Dossier, choice: Filter) -> frozenset[str]:
    """The ids of the claims that a filter lets pass."""
    subjects, bodies = below(dossier, choice.subjects), below(dossier, choice.by)
    return frozenset(
        one.id
        for one in dossier.claims.values()
        if (not subjects or one.subject in subjects)
        and (not choice.predicates or one.predicate in choice.predicates)
        and (not bodies or speaks_for(dossier, one, bodies))
        and _in_time(one.said if choice.said else one.time, choice)
    )


def _in_time(time: Extent | None, choice: Filter) -> bool:
    """Whether a time may reach into the stretch asked for; an unknown time may."""
    if time is None:
        return True
    return (choice.since is None or time.end_latest > choice.since.lo) and (
        choice.until is None or time.start_earliest < choice.until.hi
    )


def _published(source: Source, choice: Filter) -> bool:
    if source.published is None:
        return True
    window = source.published.window
    late = choice.since is None or window.hi > choice.since.lo
    return late and (choice.until is None or window.lo < choice.until.hi)


def _claim(claim: Claim, *, bounds: bool) -> Row:
    row: dict[str, Cell] = {
        "id": claim.id,
        "listing": claim.listing,
        "subject": claim.subject,
        "polarity": claim.polarity,
        "predicate": claim.predicate,
        "value": f"{claim.value.text} {claim.unit}".strip() if claim.value else "",
        "when": claim.when.text if claim.when else "",
        "said_by": claim.said_by,
        "said_to": claim.said_to,
        "said_on": claim.said_on.text if claim.said_on else "",
        "source": claim.source,
        "cite": claim.cite,
        "text": claim.text,
        "quote": claim.quote,
        "place": _place(claim.location),
    }
    return row | _bounds(claim.time) if bounds else row


def _bounds(time: Extent | None) -> dict[str, Cell]:
    names = ("start_earliest", "start_latest", "end_earliest", "end_latest")
    if time is None:
        return {"time": "impossible", **dict.fromkeys(names, "")}
    return {"time": time.shape, **{name: clock(getattr(time, name)) for name in names}}


def clock(moment: int) -> str:
    """A moment as `2018-08-13T00:00:00` in the civil time of the dossier, or `unbounded`."""
    if moment <= NEG // 2 or moment >= POS // 2:
        return "unbounded"
    year, month, day = calendar_day(moment)
    rest = moment % DAY
    return f"{year:04d}-{month:02d}-{day:02d}T{rest // HOUR:02d}:{rest % HOUR // MINUTE:02d}:{rest % MINUTE:02d}"


def _links(dossier: Dossier, passes: frozenset[str]) -> Iterator[Row]:
    for link in dossier.links:
        if link.from_ in passes or link.to in passes:
            yield {
                "from": link.from_,
                "relation": link.relation,
                "to": link.to,
                "why": link.why,
                "hangs_on": link.hangs_on,
                "place": _place(link.location),
            }


def _sources(dossier: Dossier, choice: Filter) -> Iterator[Row]:
    bodies = below(dossier, choice.by)
    listed = (one for one in dossier.sources.values() if not bodies or one.publisher in bodies)
    return (_source(one) for one in listed if _published(one, choice))


def _source(source: Source) -> Row:
    return {
        "id": source.id,
        "kind": source.kind,
        "publisher": source.publisher,
        "published": source.published.text if source.published else "",
        "title": source.title,
        "file": source.file,
        "url": source.url,
        "place": _place(source.location),
    }


def _entities(dossier: Dossier) -> Iterator[Row]:
    for entity in dossier.entities.values():
        marks = (("official", entity.official), ("authority", entity.authority), ("restricted", entity.restricted))
        yield {
            "id": entity.id,
            "kind": entity.kind,
            "marks": tuple(name for name, set_ in marks if set_),
            "name": entity.name,
            "aliases": entity.aliases,
            "part_of": tuple(tie.to for tie in entity.part_of),
            "place": _place(entity.location),
        }


def _predicates(dossier: Dossier) -> Iterator[Row]:
    used: dict[str, int] = {}
    for claim in dossier.claims.values():
        used[claim.predicate] = used.get(claim.predicate, 0) + 1
    for predicate in dossier.predicates.values():
        labels = predicate.labels.get(dossier.language) or predicate.labels.get("en") or ("", "")
        yield {
            "id": predicate.id,
            "kind": predicate.kind,
            "value": "" if predicate.value == "none" else predicate.value,
            "package": predicate.package,
            "claims": used.get(predicate.id, 0),
            "affirmed": labels[0],
            "denied": labels[1],
        }


def _findings(report: Report, passes: frozenset[str]) -> Iterator[Row]:
    for tracked in report.tracked:
        finding = tracked.finding
        if finding is None:
            continue
        ground = finding.ground
        names = tuple(sorted({witness.claim.id for witness in ground.witnesses}))
        if passes.intersection(names):
            yield {
                "fingerprint": finding.fingerprint,
                "state": tracked.state,
                "grade": ground.grade.word,
                "severity": ground.severity,
                "rule": ground.rule,
                "timing": ground.timing,
                "parties": ground.parties,
                "claims": names,
                "message": ground.message,
            }


def _problems(report: Report) -> Iterator[Row]:
    for problem in report.problems:
        yield {
            "code": problem.code,
            "severity": problem.severity,
            "place": str(problem.location),
            "message": problem.message,
            "hint": problem.hint,
        }


def _place(location: Location) -> str:
    return f"{location.path}:{location.line}"
