"""What pages and terminal say alike: headings, the strength of a finding in a sentence, and where a claim was read.

The wording follows the grade: what is only possible is never called a contradiction, what ceased to hold is never
called false, and a quarrel that no official is part of is headed as what it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct

from claimcheck.dates import NEG, reads_plain
from claimcheck.explain.wording import capital, listed, name_of, said_words, speaker, when_words
from claimcheck.extents import Grade
from claimcheck.findings import Excepted, Finding, Ground, Proof, Report, RuleNote, State, Timing, Tracked, Witness
from claimcheck.i18n import msg, tr, trn
from claimcheck.model import Basis, Claim, Dossier, Mode

Section = Literal["officials", "others", "inside"]
SECTIONS: tuple[Section, ...] = ("officials", "others", "inside")
HEADINGS: dict[Section, str] = {
    "officials": msg("Officials and the record"),
    "others": msg("Disputes between others (no official is part of them)"),
    "inside": msg("Inside one source (its own dates and statements against each other)"),
}
TIMINGS: dict[Timing, str] = {
    "wrong-when-said": msg("wrong when said"),
    "did-not-hold": msg("did not hold later"),
    "undetermined": msg("timing open"),
    "not-a-statement": msg("no statement involved"),
}
GRADES = (Grade.CERTAIN, Grade.PRESUMED, Grade.POSSIBLE)
_COUNTED = {
    Grade.CERTAIN: msg("{count} certain"),
    Grade.PRESUMED: msg("{count} presumed"),
    Grade.POSSIBLE: msg("{count} possible"),
}
# The words of machine formats, as the terminal shows them.
WORDS = (
    msg("certain"), msg("presumed"), msg("possible"),
    msg("error"), msg("warning"), msg("note"), msg("hint"),
    msg("wrong-when-said"), msg("did-not-hold"), msg("undetermined"), msg("not-a-statement"),
    msg("new"), msg("changed"), msg("unchanged"), msg("gone"),
    msg("first-hand"), msg("document"), msg("reported"), msg("inferred"),
    msg("open"), msg("confirmed"), msg("not-a-conflict"), msg("undecided"),
)  # fmt: skip
STEPS = (msg("so"), msg("stated"), msg("searched"), msg("hence"), msg("presumed"), msg("perhaps"))
_STATES: dict[State, str] = {
    "new": msg("{count} new"),
    "changed": msg("{count} changed"),
    "unchanged": msg("{count} known"),
    "gone": msg("{count} gone"),
}
_SAID: dict[Mode, str] = {
    "states": msg("Said {date}"),
    "assures": msg("Assured {date}"),
    "undertakes": msg("Undertaken {date}"),
    "accuses": msg("Charged {date}"),
    "asks": msg("Asked {date}"),
}
_RECORDED: dict[Basis, str] = {
    "first-hand": msg("Told first-hand"),
    "document": msg("Documented"),
    "reported": msg("Reported"),
    "inferred": msg("Inferred"),
}
_STANDS = {
    Grade.CERTAIN: msg("These cannot both stand."),
    Grade.PRESUMED: msg("These cannot both stand, if what is presumed below is so."),
    Grade.POSSIBLE: msg("These may not both stand."),
}
_ALL_STAND = {
    Grade.CERTAIN: msg("These cannot all stand."),
    Grade.PRESUMED: msg("These cannot all stand, if what is presumed below is so."),
    Grade.POSSIBLE: msg("These may not all stand."),
}
_IF = {
    Grade.CERTAIN: msg("{lead}"),
    Grade.PRESUMED: msg("If what is presumed below is so: {lead}"),
    Grade.POSSIBLE: msg("If what it depends on below is granted: {lead}"),
}
_WRONG = {
    Grade.CERTAIN: msg("On these records the statement was wrong when it was made."),
    Grade.PRESUMED: msg("On these records the statement was then wrong when it was made."),
    Grade.POSSIBLE: msg("If they do not, and the record is right, the statement was wrong when it was made."),
}
_NOT_HELD = {
    Grade.CERTAIN: msg("On these records, what was stated did not hold later."),
    Grade.PRESUMED: msg("What was stated did not hold later, if what is presumed below is so."),
    Grade.POSSIBLE: msg("What was stated may not have held later."),
}
_LATER_ONLY = msg("This does not make it wrong when it was said.")
_OPEN = msg("Which of them is wrong, and since when, the records do not show.")


class Side(Struct, frozen=True, kw_only=True):
    """One claim of a finding as a reader meets it; an empty field is one that the dossier does not give."""

    claim: Claim
    head: str
    speaker: str
    who: str
    occasion: str
    quote: str
    translation: str
    text: str
    time: str
    place: str
    read_in: str


def section_of(finding: Finding) -> Section:
    """Under which heading a finding stands: with an official, between others, or inside one source."""
    if finding.ground.parties == "inside one source":
        return "inside"
    return "officials" if any(w.claim.official for w in finding.ground.witnesses) else "others"


def in_sections(findings: Iterable[Finding]) -> Iterator[tuple[Section, tuple[Finding, ...]]]:
    """The findings under their headings, in their order; a heading without findings is left out."""
    kept = tuple(findings)
    for section in SECTIONS:
        members = tuple(finding for finding in kept if section_of(finding) == section)
        if members:
            yield section, members


def strength(ground: Ground) -> str:
    """How far the finding goes, in a sentence or two."""
    if ground.lead:
        return tr(_IF[ground.grade], lead=ground.lead)
    several = len({witness.role for witness in ground.witnesses if witness.role}) > 2
    stands = tr((_ALL_STAND if several else _STANDS)[ground.grade])
    if ground.timing == "wrong-when-said":
        return f"{stands} {tr(_WRONG[ground.grade])}"
    if ground.timing == "did-not-hold" or (ground.timing == "not-a-statement" and ground.lapsed):
        return f"{tr(_NOT_HELD[ground.grade])} {tr(_LATER_ONLY)}"
    if ground.timing == "undetermined":
        return f"{stands} {tr(_OPEN)}"
    return stands


def count_words(findings: Iterable[Finding]) -> str:
    """`5 findings: 3 certain, 1 presumed, 1 possible`, or that there are none."""
    kept = tuple(findings)
    grades = Counter(finding.ground.grade for finding in kept)
    if not kept:
        return tr("No findings")
    parts = ", ".join(tr(_COUNTED[grade], count=grades[grade]) for grade in GRADES if grades[grade])
    return trn("{count} finding: {grades}", "{count} findings: {grades}", len(kept), grades=parts)


def apart_words(findings: Iterable[Finding]) -> str:
    """How many of the findings are no matter between officials and the record; empty if all are."""
    sections = Counter(section_of(finding) for finding in findings)
    parts = []
    if sections["others"]:
        parts.append(trn("{count} dispute between others", "{count} disputes between others", sections["others"]))
    if sections["inside"]:
        parts.append(tr("{count} inside one source", count=sections["inside"]))
    return tr("Among them {counts}.", counts=listed(parts)) if parts else ""


def states_words(tracked: Iterable[Tracked]) -> str:
    """`1 new, 11 known, 1 gone`: how many of the findings are in each state, those judged to be no conflict apart."""
    kept = tuple(tracked)
    judged = sum(one.suppressed for one in kept)
    states = Counter(one.state for one in kept if not one.suppressed)
    told = [tr(words, count=states[state]) for state, words in _STATES.items() if states[state] or state == "new"]
    return ", ".join([*told, *([tr("{count} judged to be no conflict", count=judged)] if judged else [])])


def against_words(report: Report) -> str:
    """What the findings were held against, and how many of them are in each state, as a sentence."""
    states = states_words(report.tracked)
    if not report.against:
        return f"{states}."
    return tr("Against {known}: {states}.", known=listed(report.against), states=states)


def review_words(tracked: Tracked) -> str:
    """What a person has judged, and whether the records have changed since."""
    review = tracked.review
    if review is None:
        return ""
    told = tr("Review by {name} ({date}): {status}", name=review.by, date=review.on, status=tr(review.status))
    if review.verdict:
        told = tr("{review}, verdict: {verdict}", review=told, verdict=review.verdict)
    if review.note:
        told = f"{told}. {review.note}"
    outdated = tr("Outdated: what it judged has been edited since.")
    return f"{told.rstrip('.')}. {outdated}" if tracked.outdated else told


def primary(tracked: Tracked) -> Claim | None:
    """The record that a finding is shown at: one that is new, else the one that was said or happened last.

    None for a finding that is gone. Ties go to the assertion, and then to the order of the rule.
    """
    if tracked.finding is None:
        return None
    claims = [witness.claim for witness in witnesses_of(tracked.finding.ground)]
    new = [claim for claim in claims if claim.id in tracked.new_records]
    return max(new or claims, key=moment_of)


def moment_of(claim: Claim) -> int:
    """When an assertion was made or a fact happened, as early as it may be; before all others where nobody knows."""
    time = claim.said if claim.listing == "assertion" else claim.time
    return time.start_earliest if time is not None else NEG


def one_line(tracked: Tracked) -> str:
    """A finding in a line: grade, rule, fingerprint and its claims; of one that is gone what is known of it."""
    finding, entry = tracked.finding, tracked.accepted
    if finding is None:
        return f"{entry.rule} {entry.fingerprint}: {', '.join(entry.claims)}" if entry else ""
    claims = ", ".join(witness.claim.id for witness in witnesses_of(finding.ground))
    return f"{tr(finding.ground.grade.word)} {finding.ground.rule} {finding.fingerprint}: {claims}"


def same_utterance(finding: Finding, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The other findings about words spoken by the same speaker to the same people on the same occasion."""
    return tuple(other for other in findings if finding.group and other.group == finding.group and other != finding)


def plural(count: int, noun: str, many: str = "") -> str:
    """`1 claim`, `2 claims`."""
    return f"{count} {noun if count == 1 else many or noun + 's'}"


def loaded_words(report: Report) -> str:
    """What was loaded and run: `21 official statements, ...`."""
    claims = report.dossier.claims.values()
    assertions = sum(claim.listing == "assertion" for claim in claims)
    return ", ".join(
        (
            statements_words(assertions),
            trn("{count} documented fact", "{count} documented facts", len(claims) - assertions),
            trn("{count} link", "{count} links", len(report.dossier.links)),
            trn("{count} source", "{count} sources", len(report.dossier.sources)),
        )
    )


def statements_words(count: int) -> str:
    """How many statements there are."""
    return trn("{count} statement", "{count} statements", count)


def rules_words(count: int) -> str:
    """How many rules have run."""
    return trn("{count} rule run", "{count} rules run", count)


def reweighed_words(rule: RuleNote) -> str:
    """That a rule has another severity in this dossier, and why."""
    return tr("{rule} is of severity {severity} in this dossier: {reason}",
              rule=rule.id, severity=tr(rule.severity), reason=rule.reweighed)  # fmt: skip


def witnesses_of(ground: Ground) -> tuple[Witness, ...]:
    """The claims of a ground, each once: official statements first, otherwise in the order of the rule's names."""
    once: dict[str, Witness] = {}
    for witness in ground.witnesses:
        once.setdefault(witness.claim.id, witness)
    return tuple(sorted(once.values(), key=lambda w: not (w.claim.official and w.claim.listing == "assertion")))


def side_of(dossier: Dossier, claim: Claim) -> Side:
    """One claim as a reader meets it."""
    name = who = capital(speaker(dossier, claim))
    if claim.said_to:
        who = tr("{who} to {others}", who=who, others=listed(name_of(dossier, other) for other in claim.said_to))
    if claim.via:
        who = tr("{who}, relayed by {others}", who=who, others=listed(name_of(dossier, other) for other in claim.via))
    said = said_words(dossier, claim)
    time = when_words(dossier, claim)
    source = name_of(dossier, claim.source)
    occasion = name_of(dossier, claim.said_in) if claim.said_in and claim.said_in != claim.source else ""
    return Side(
        claim=claim,
        head=tr(_SAID[claim.mode], date=said) if claim.listing == "assertion" else _recorded(claim, time),
        speaker=name,
        who=who,
        occasion=occasion,
        quote=tr("“{quote}”", quote=claim.quote) if claim.quote else "",
        translation=tr("in translation: “{translation}”", translation=claim.translation)
        if claim.quote and claim.translation
        else "",
        text=claim.text,
        time=time if claim.listing == "assertion" and time != said else "",
        place=f"{claim.location.path}:{claim.location.line}",
        read_in=f"{source}, {claim.cite}" if claim.cite else source,
    )


def _recorded(claim: Claim, time: str) -> str:
    """What kind of record it is and of what time; never so that the time reads as that of the recording."""
    kind = tr(_RECORDED[claim.basis]) if claim.basis else tr("On record")
    if not time or claim.when is None:
        return tr("{kind}: {time}", kind=kind, time=time) if time else kind
    one_side = claim.when.form == "one-of" and (claim.when.first is None) != (claim.when.last is None)
    if reads_plain(claim.when) or one_side:
        return tr("{kind} for {time}", kind=kind, time=time)
    return tr("{kind}: {time}", kind=kind, time=time)


def chain(ground: Ground) -> Iterator[tuple[str, str, str]]:
    """The derivation in one line a step: the word that introduces it, what holds, and by what; the rule comes last."""
    for source in ground.proof.sources:
        for word, step in steps(source):
            yield word, step.sentence, step.claim or step.by.partition(":")[0]
    yield tr("perhaps") if ground.grade == Grade.POSSIBLE else tr("so"), ground.title, ground.rule


def steps(proof: Proof) -> Iterator[tuple[str, Proof]]:
    """The steps of a derivation, premises before what follows from them, each with the word that introduces it."""
    for source in proof.sources:
        yield from steps(source)
    yield step_word(proof), proof


def step_word(proof: Proof) -> str:
    """How a step is introduced: stated, searched (in vain), hence, presumed or perhaps.

    A step is only called presumed or perhaps where it is weaker than what it rests on; its grade is that of the whole
    chain up to it.
    """
    if proof.kind != "derived":
        return tr("stated") if proof.kind == "stated" else tr("searched")
    beneath = min((source.grade for source in proof.sources), default=Grade.CERTAIN)
    if proof.grade >= beneath:
        return tr("hence")
    return tr("presumed") if proof.grade == Grade.PRESUMED else tr("perhaps")


def excepted_words(one: Excepted) -> str:
    """Which rule an exception is to, and what it covers."""
    return trn("{rule} for {claims} ({count} match)", "{rule} for {claims} ({count} matches)", one.matches,
               rule=one.rule, claims=listed(one.claims))  # fmt: skip
