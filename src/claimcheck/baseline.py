"""Findings against those that were known before: which are new, unchanged, changed or gone.

A finding is known by the fingerprints of its grounds, so that moving, renaming, reordering and rewording change no
state. It is changed where the hash of what was compared differs, where it gained a ground, or where it became surer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from claimcheck.errors import Problem
from claimcheck.findings import Finding, Ground, Tracked
from claimcheck.i18n import tr
from claimcheck.known import Accepted, AcceptedGround, Review
from claimcheck.location import Location
from claimcheck.model import Claim, Entity, Verdict

BASELINE, REVIEWS = "baseline", "reviews"
GRADES = ("possible", "presumed", "certain")  # from weak to strong
SEPARATOR = " · "
_ESCAPES = {code: f"\\u{code:04x}" for code in (*range(127, 160), 0x2028, 0x2029, 0xFEFF, *range(0xD800, 0xE000))}
_HEAD = (
    "# An accepted finding. Made by `claimcheck baseline accept`; the file is named after the finding's fingerprint.\n"
)


def grounds_of(finding: Finding) -> tuple[Ground, ...]:
    """All grounds of a finding, the leading one first."""
    return (finding.ground, *finding.further)


def accepted_of(
    finding: Finding, entities: Mapping[str, Entity], *, note: str = "", by: str = "", on: str = ""
) -> Accepted:
    """The finding as something known from now on."""
    grounds = grounds_of(finding)
    claims = {witness.claim.oldest_id: witness.claim for ground in grounds for witness in ground.witnesses}
    return Accepted(
        location=Location(path=f"{BASELINE}/{finding.fingerprint}.yaml"),
        fingerprint=finding.fingerprint,
        rule=finding.ground.rule,
        grounds=tuple(sorted((_ground(ground) for ground in grounds), key=lambda one: one.fingerprint)),
        claims={name: _compared(claims[name], entities) for name in sorted(claims)},
        note=note,
        by=by,
        on=on,
    )


def _ground(ground: Ground) -> AcceptedGround:
    return AcceptedGround(
        fingerprint=ground.fingerprint, content_hash=ground.content_hash, rule=ground.rule, grade=ground.grade.word
    )


def _compared(claim: Claim, entities: Mapping[str, Entity]) -> str:
    """What a rule may compare of a claim, in one line; entities by their oldest ids, so that renaming does not show."""

    def oldest(name: str) -> str:
        entity = entities.get(name)
        return entity.was[0] if entity and entity.was else name

    value = claim.value
    parts = {
        claim.polarity: claim.predicate,
        "subject": oldest(claim.subject),
        "value": (oldest(value.text) if value.kind == "entity" else value.text) if value else "",
        "unit": claim.unit,
        "scope": oldest(claim.scope),
        "proceeding": oldest(claim.proceeding),
        "when": claim.when.text if claim.when else "",
        "said_on": claim.said_on.text if claim.said_on else "",
        "said_by": oldest(claim.said_by),
        "mode": "" if claim.mode == "states" else claim.mode,
        "basis": claim.basis or "",
        "hangs_on": claim.hangs_on,
    }
    return SEPARATOR.join(f"{name} {text}" for name, text in parts.items() if text)


def written(accepted: Accepted) -> str:
    """The file of an accepted finding: the same finding, note, name and date give the same bytes."""
    lines = [_HEAD, f"rule: {accepted.rule}\n", "grounds:\n"]
    lines += [
        f"  - {{fingerprint: {_text(one.fingerprint)}, hash: {_text(one.content_hash)}, rule: {one.rule}, "
        f"grade: {one.grade}}}\n"
        for one in accepted.grounds
    ]
    lines += ["claims:\n", *(f"  {name}: {_text(told)}\n" for name, told in accepted.claims.items())]
    lines += [f"{key}: {_text(told)}\n" for key, told in _signature(accepted) if told]
    return "".join(lines)


def _signature(accepted: Accepted) -> tuple[tuple[str, str], ...]:
    return (("note", accepted.note), ("by", accepted.by), ("on", accepted.on))


def _text(text: str) -> str:
    """A text as YAML reads it back: what JSON puts in quotes, YAML reads the same."""
    return (
        json.dumps(text, ensure_ascii=False).replace("\x7f", "\\x7f").replace("\u2028", "\\L").replace("\u2029", "\\P")
    )


def track(
    findings: Sequence[Finding],
    known: Sequence[Accepted],
    reviews: Sequence[Review],
    entities: Mapping[str, Entity],
    idle: frozenset[str],
    before: Mapping[str, str] | None = None,
) -> tuple[Tracked, ...]:
    """Each finding with its state and review, in their order; then what was known and is gone, by fingerprint.

    `idle` are rules that did not run: nothing that rests on one of them counts as gone. `before` holds the claims of
    an earlier revision as `told_of` tells them, where there is one; without it only what accepted findings hold is
    known to have been there.
    """
    # An accepted finding in `baseline/` comes before one of another revision, whose place is `claimcheck.yaml`.
    entries = sorted(known, key=lambda one: (one.fingerprint, one.location))
    by_ground = {ground.fingerprint: (entry, ground) for entry in reversed(entries) for ground in entry.grounds}
    earlier = {name: told for entry in entries for name, told in entry.claims.items()} if before is None else before
    tracked = tuple(_judge(_track(finding, by_ground, entities, earlier), reviews) for finding in findings)
    alive = {ground.fingerprint for finding in findings for ground in grounds_of(finding)}
    gone = {
        entry.fingerprint: entry
        for entry in reversed(entries)
        if not alive & {ground.fingerprint for ground in entry.grounds}
        and not idle & {ground.rule for ground in entry.grounds}
    }
    return (*tracked, *(Tracked(state="gone", accepted=gone[name]) for name in sorted(gone)))


def unmatched(findings: Sequence[Finding], reviews: Iterable[Review], idle: frozenset[str]) -> tuple[Problem, ...]:
    """A warning for each review of a finding that is not there; none where a rule did not run, as it may be of that."""
    if idle:
        return ()
    alive = {ground.fingerprint for finding in findings for ground in grounds_of(finding)}
    return tuple(
        Problem(
            severity="warning", code="REVIEW-OF-NOTHING", location=review.location,
            message=f"this review is of the finding {review.finding}, which is not there",
            hint="delete the review if the finding is gone for good; git keeps what it said",
        )
        for review in reviews if review.finding not in alive
    )  # fmt: skip


def off_the_scale(reviews: Iterable[Review], verdicts: Iterable[Verdict]) -> tuple[Problem, ...]:
    """A problem for each review whose verdict is not of the scale that the dossier publishes."""
    scale = {verdict.id for verdict in verdicts}
    hint = f"its verdicts are {', '.join(sorted(scale))}" if scale else "publish one: `verdicts:` in claimcheck.yaml"
    return tuple(
        Problem(code="UNKNOWN-VERDICT", location=review.location, hint=hint,
                message=f"the verdict `{review.verdict}` is not of the dossier's scale")
        for review in reviews if review.verdict and review.verdict not in scale
    )  # fmt: skip


def review_text(review: Review) -> str:
    """A review as an item of the list in its file: the same review gives the same bytes."""
    reply = {"asked": review.reply_asked, "received": review.reply_received, "text": review.reply}
    lines = [f"{key}: {_text(told)}\n" for key, told in _keys(review) if told]
    if any(reply.values()):
        lines.append("reply:\n")
        lines += [f"  {key}: {_text(told)}\n" for key, told in reply.items() if told]
    if review.corrections:
        lines.append("corrections:\n")
        lines += [f"  - {{on: {_text(one.on)}, text: {_text(one.text)}}}\n" for one in review.corrections]
    return "".join(f"{'    ' if number else '  - '}{line}" for number, line in enumerate(lines))


def _keys(review: Review) -> tuple[tuple[str, str], ...]:
    return (
        ("finding", review.finding), ("hash", review.content_hash), ("status", review.status),
        ("verdict", review.verdict), ("note", review.note), ("by", review.by), ("on", review.on),
        ("second_reader", review.second_reader),
    )  # fmt: skip


def _judge(tracked: Tracked, reviews: Sequence[Review]) -> Tracked:
    """The finding with the newest review of one of its grounds."""
    if tracked.finding is None or not reviews:
        return tracked
    hashes = {ground.fingerprint: ground.content_hash for ground in grounds_of(tracked.finding)}
    about = [review for review in reviews if review.finding in hashes]
    if not about:
        return tracked
    newest = max(about, key=lambda one: (one.on, one.location))
    return replace(tracked, review=newest, outdated=hashes[newest.finding] != newest.content_hash)


def told_of(claims: Iterable[Claim], entities: Mapping[str, Entity]) -> dict[str, str]:
    """What rules may compare of each claim, in one line, by its oldest id."""
    return {claim.oldest_id: _compared(claim, entities) for claim in claims}


def _track(
    finding: Finding,
    by_ground: Mapping[str, tuple[Accepted, AcceptedGround]],
    entities: Mapping[str, Entity],
    earlier: Mapping[str, str],
) -> Tracked:
    grounds = grounds_of(finding)
    entries = [by_ground[ground.fingerprint][0] for ground in grounds if ground.fingerprint in by_ground]
    now = accepted_of(finding, entities)
    claims = {witness.claim.oldest_id: witness.claim.id for ground in grounds for witness in ground.witnesses}
    fresh = tuple(sorted(claims[name] for name, told in now.claims.items() if earlier.get(name) != told))
    if not entries:
        return Tracked(state="new", finding=finding, new_records=fresh)
    changes = tuple(dict.fromkeys(change for ground in grounds for change in _changes(ground, by_ground, now)))
    return Tracked(
        state="changed" if changes else "unchanged", finding=finding, accepted=entries[0], changes=changes,
        new_records=fresh,
    )  # fmt: skip


def _changes(ground: Ground, by_ground: Mapping[str, tuple[Accepted, AcceptedGround]], now: Accepted) -> Iterator[str]:
    """What makes a ground another one than the one accepted, each as a sentence."""
    if ground.fingerprint not in by_ground:
        yield tr("a further ground: {rule}, {grade}", rule=ground.rule, grade=tr(ground.grade.word))
        return
    entry, before = by_ground[ground.fingerprint]
    if ground.content_hash != before.content_hash:
        names = sorted({witness.claim.oldest_id for witness in ground.witnesses})
        told = [line for name in names for line in _differences(name, entry.claims.get(name, ""), now.claims[name])]
        yield from told or [
            tr("{rule}: what leads from one record to the other is not the same as before", rule=ground.rule)
        ]
    elif before.grade in GRADES and GRADES.index(ground.grade.word) > GRADES.index(before.grade):
        grades = {"now": tr(ground.grade.word), "before": tr(before.grade)}
        yield tr("{rule}: {now} now, {before} before", rule=ground.rule, **grades)


def _differences(name: str, before: str, now: str) -> Iterator[str]:
    """Where two lines about one claim differ, field by field."""
    old, new = _fields(before), _fields(now)
    if not old:
        return
    for key in dict.fromkeys((*new, *old)):
        if old.get(key) != new.get(key):
            was, now_ = _shown(old.get(key)), _shown(new.get(key))
            yield tr("{claim}: `{key}` was {was}, is {now}", claim=name, key=key, was=was, now=now_)


def _fields(line: str) -> dict[str, str]:
    parts = (part.partition(" ") for part in line.split(SEPARATOR) if part)
    return {key: told for key, _, told in parts}


def _shown(text: str | None) -> str:
    return tr("not given") if text is None else f"`{text}`"
