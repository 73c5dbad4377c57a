"""Takes restricted records out of a report, with everything that would tell who or what they are.

A record goes if it is marked `restricted`, if it speaks of, comes from or was read in such a record, or if any of its
texts holds a name, id or wording of one. A finding goes if it needs a record that went, or tells of one. What is not
found by these means is text that identifies by circumstance ("the only doctor of the village"): people have to read for
that. When in doubt a record is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, structs
from msgspec.structs import replace

from claimcheck.findings import Finding, Ground, NotChecked, Proof, Report, Standing, Tracked
from claimcheck.i18n import tr, trn
from claimcheck.known import Review
from claimcheck.model import Claim, Dossier, Entity, Link, Source, Tie
from claimcheck.report.needles import Recogniser, needles_of, of_id
from claimcheck.unverified import records_not_checked


class _Withheld(Struct, frozen=True, kw_only=True):
    """The ids of what goes, and what recognises it in a text."""

    entities: frozenset[str]
    sources: frozenset[str]
    claims: frozenset[str]
    tells: Recogniser

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all that goes."""
        return self.entities | self.sources | self.claims


def for_public(report: Report) -> Report:
    """The report without restricted records, and without the details of problems, which may tell of anything.

    `left_out` says how many records and findings went, and nothing else of them.
    """
    dossier = report.dossier
    broken = any(problem.severity == "error" for problem in report.problems)
    gone = _withheld(dossier, broken=broken)
    kept = _dossier(dossier, gone)
    tells = gone.tells
    tracked = tuple(one for old in report.tracked if (one := _tracked(old, kept, tells)) is not None)
    records = sum(1 for _ in _records(dossier)) - sum(1 for _ in _records(kept))
    findings = len(report.findings) - sum(one.finding is not None for one in tracked)
    left_out = tuple(_said(records, findings)) if gone.ids else ()
    return replace(
        report,
        dossier=kept,
        tracked=tracked,
        standings=tuple(_standing(one, kept) for one in report.standings if one.assertion in kept.claims),
        problems=(),
        not_checked=tuple(_not_checked(report, kept, left_out, tells)),
        rules_run=tuple(rule for rule in report.rules_run if not tells(rule)),
        excepted=tuple(one for one in report.excepted if set(one.claims) <= set(kept.claims) and not tells.within(one)),
        against=tuple(one for one in report.against if not tells(one)),
        failed=tuple(rule for rule in report.failed if not tells(rule)),
        rules_off=tuple(rule for rule in report.rules_off if not tells(rule)),
        rules=tuple(rule for rule in report.rules if not tells.within(rule)),
        left_out=left_out,
    )


def _said(records: int, findings: int) -> Iterator[str]:
    yield trn(
        "{count} record is left out here because it is restricted or may tell of one that is.",
        "{count} records are left out here because they are restricted or may tell of one that is.",
        records,
    )
    if findings:
        yield trn(
            "{count} finding that needs such a record is left out too.",
            "{count} findings that need such a record are left out too.",
            findings,
        )


def _records(dossier: Dossier) -> Iterator[Claim | Source | Entity]:
    yield from dossier.claims.values()
    yield from dossier.sources.values()
    yield from dossier.entities.values()


# What goes


def _withheld(dossier: Dossier, *, broken: bool) -> _Withheld:
    """What is restricted, and what leads to it: by id, or by a text that names it.

    Where a record could not be read (`broken`) it may have been a restricted one: claims that speak of an id without a
    record go too.
    """
    marked = _by_reference(dossier, frozenset(one.id for one in dossier.entities.values() if one.restricted), broken)
    needles = tuple(needles_of(one for one in _records(dossier) if one.id in marked))
    tells = Recogniser(needles)
    entities = frozenset(one.id for one in dossier.entities.values() if tells.within(_without_ties(one)))
    sources = frozenset(one.id for one in dossier.sources.values() if tells.within(one))
    all_ids = marked | _by_reference(dossier, entities | marked, broken) | sources
    claims = frozenset(
        one.id for one in dossier.claims.values() if one.id in all_ids or _named_by(one) & sources or tells.within(one)
    )
    ids = all_ids | claims
    return _Withheld(
        entities=ids & dossier.entities.keys(),
        sources=ids & dossier.sources.keys(),
        claims=claims,
        tells=Recogniser((*needles, *(needle for name in ids for needle in of_id(name)))),
    )


def _by_reference(dossier: Dossier, entities: frozenset[str], broken: bool) -> frozenset[str]:
    """The ids of these entities, of restricted records, and of sources and claims that come from or speak of them."""
    sources = {one.id for one in dossier.sources.values() if one.restricted or one.publisher in entities}
    known = {"", *dossier.entities, *dossier.sources}
    claims = {
        one.id for one in dossier.claims.values()
        if one.restricted or _named_by(one) & (entities | sources) or (broken and not _named_by(one) <= known)
    }  # fmt: skip
    return entities | sources | claims


def _named_by(claim: Claim) -> frozenset[str]:
    """Every id that a claim speaks of."""
    value = claim.value.text if claim.value and claim.value.kind == "entity" else ""
    return frozenset((claim.subject, value, claim.source, claim.said_in, claim.said_by, claim.authority, claim.scope,
                      claim.proceeding, *claim.said_to, *claim.via))  # fmt: skip


def _without_ties(entity: Entity) -> Entity:
    """An entity by what it says of itself; its ties to others are taken out one by one."""
    return replace(entity, not_=(), maybe=(), part_of=(), acts_for=())


# What stays


def _dossier(dossier: Dossier, gone: _Withheld) -> Dossier:
    claims = {name: claim for name, claim in dossier.claims.items() if name not in gone.claims}
    return replace(
        dossier,
        title="" if gone.tells(dossier.title) else dossier.title,
        site="" if gone.tells(dossier.site) else dossier.site,
        publisher="" if gone.tells(dossier.publisher) else dossier.publisher,
        sources={name: one for name, one in dossier.sources.items() if name not in gone.sources},
        entities={name: _loose(one, gone) for name, one in dossier.entities.items() if name not in gone.entities},
        claims=claims,
        links=tuple(link for link in dossier.links if _stays(link, claims, gone)),
        problems=(),
        skipped=(),
        rule_files=(),
        rule_settings=(),
        verdicts=() if gone.tells.within(dossier.verdicts) else dossier.verdicts,
    )


def _loose(entity: Entity, gone: _Withheld) -> Entity:
    """An entity without its ties to what went."""

    def ties(old: tuple[Tie, ...]) -> tuple[Tie, ...]:
        return tuple(tie for tie in old if tie.to not in gone.entities and not gone.tells(tie.hangs_on))

    return replace(
        entity,
        not_=tuple(name for name in entity.not_ if name not in gone.entities),
        maybe=ties(entity.maybe),
        part_of=ties(entity.part_of),
        acts_for=ties(entity.acts_for),
    )


def _stays(link: Link, claims: Mapping[str, Claim], gone: _Withheld) -> bool:
    return (
        link.from_ in claims
        and link.to in claims
        and not {link.source, link.by} & (gone.sources | gone.entities)
        and not gone.tells.within(link)
    )


def _tracked(tracked: Tracked, kept: Dossier, tells: Recogniser) -> Tracked | None:
    """What is known of a finding without what tells of records that went; None if nothing may be told."""
    finding = None
    if tracked.finding is not None:
        finding = _finding(tracked.finding, kept, tells)
        if finding is None:
            return None
    if tracked.accepted is not None and tells.within(tracked.accepted):
        if finding is None:
            return None
        tracked = replace(tracked, accepted=replace(tracked.accepted, claims={}, note=""))
        if tells.within(tracked.accepted):
            tracked = replace(tracked, accepted=None, state="new")
    if finding is None and tracked.accepted is not None and not set(tracked.accepted.claims) <= _all_ids(kept):
        return None  # it spoke of records that are not there, and nobody can say whether they were restricted
    return replace(
        tracked,
        finding=finding,
        changes=tuple(change for change in tracked.changes if not tells(change)),
        new_records=tuple(name for name in tracked.new_records if name in kept.claims),
        review=_review(tracked.review, tells),
    )


def _all_ids(dossier: Dossier) -> set[str]:
    return {name for claim in dossier.claims.values() for name in (claim.id, *claim.was)}


def _finding(finding: Finding, kept: Dossier, tells: Recogniser) -> Finding | None:
    sides = tuple(tuple(name for name in side if name in kept.claims) for side in finding.sides)
    if (
        not all(sides)
        or not _ground_stays(finding.ground, kept, tells)
        or tells.within((finding.group, finding.withdrawn))
    ):
        return None
    further = tuple(ground for ground in finding.further if _ground_stays(ground, kept, tells))
    return replace(finding, sides=sides, further=further)


def _ground_stays(ground: Ground, kept: Dossier, tells: Recogniser) -> bool:
    names = {witness.claim.id for witness in ground.witnesses} | set(_stated(ground.proof))
    return names <= set(kept.claims) and not tells.within(replace(ground, witnesses=()))


def _stated(proof: Proof) -> Iterator[str]:
    if proof.claim:
        yield proof.claim
    for source in proof.sources:
        yield from _stated(source)


def hidden() -> str:
    """What stands in the place of a text that went."""
    return tr("[left out]")


def _review(review: Review | None, tells: Recogniser) -> Review | None:
    """A review with each text that tells of what went replaced by a word that says so."""
    if review is None or not tells.within(review):
        return review
    texts = {
        name: hidden()
        for name in ("verdict", "note", "by", "second_reader", "reply")
        if tells(structs.asdict(review)[name])
    }
    corrections = tuple(replace(one, text=hidden()) if tells(one.text) else one for one in review.corrections)
    return replace(review, **texts, corrections=corrections)


def _standing(standing: Standing, kept: Dossier) -> Standing:
    return Standing(
        assertion=standing.assertion,
        supports=tuple(name for name in standing.supports if name in kept.claims),
        compared=tuple(name for name in standing.compared if name in kept.claims),
    )


def _not_checked(report: Report, kept: Dossier, left_out: tuple[str, ...], tells: Recogniser) -> Iterator[NotChecked]:
    """What was not checked, told of what stays; the details of problems in files may tell of anything."""
    of_records = tuple(records_not_checked(report.dossier))
    unread = {NotChecked(what=what, reason=reason) for what, reason in report.dossier.skipped}
    yield from (one for one in report.not_checked if one not in (*of_records, *unread) and not tells.within(one))
    yield from records_not_checked(kept)
    yield from _of_problems(report)
    if left_out:
        yield NotChecked(what=tr("restricted records"), reason=" ".join(left_out))


def _of_problems(report: Report) -> Iterator[NotChecked]:
    if report.problems:
        yield NotChecked(
            what=trn("{count} problem in the files", "{count} problems in the files", len(report.problems)),
            reason=tr("not told here; `claimcheck check` tells each with its place"),
        )
    if report.dossier.skipped:
        skipped = len(report.dossier.skipped)
        yield NotChecked(
            what=trn("{count} record that could not be read", "{count} records that could not be read", skipped),
            reason=tr("not told here; `claimcheck check` tells each with its place"),
        )
