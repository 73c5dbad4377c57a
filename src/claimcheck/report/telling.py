"""What a page tells of a statement: what the records show, in words that their grade allows, and what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from claimcheck.explain.wording import name_of, sentence
from claimcheck.extents import Grade
from claimcheck.findings import Finding, Ground, Tracked
from claimcheck.i18n import msg, tr, trn
from claimcheck.model import Claim, Dossier, Source
from claimcheck.report.site import Statement, claims_of, in_time
from claimcheck.report.words import Side, witnesses_of


def against(statement: Side, finding: Finding) -> Claim | None:
    """The record that stands strongest against a statement in a finding: the first of another side of it."""
    own = next((side for side in finding.sides if statement.claim.id in side), ())
    others = [w.claim for w in witnesses_of(finding.ground) if w.claim.id not in (*own, statement.claim.id)]
    facts = [claim for claim in others if claim.listing == "fact"]
    return next(iter((*facts, *others)), None)


def summary(statement: Statement, left_out: bool) -> str:
    """What the records show about a statement, in a few sentences that go no further than its findings."""
    told = [_weight(statement)] if statement.findings else []
    if statement.supports:
        told.append(trn("{count} record supports it.", "{count} records support it.", len(statement.supports)))
    if statement.compared:
        told.append(
            trn(
                "{count} record was compared with it without conflict.",
                "{count} records were compared with it without conflict.",
                len(statement.compared),
            )
        )
    if not statement.findings:
        told.append(_nothing(statement, left_out))
    return " ".join(told)


def _nothing(statement: Statement, left_out: bool) -> str:
    if statement.compared or statement.supports:
        if left_out:
            return tr("None of the records shown here stands against it.")
        return tr("No record in this dossier stands against it.")
    if left_out:
        return tr("None of the records shown here bears on it, for or against.")
    return tr("No record in this dossier bears on it, for or against.")


def _weight(statement: Statement) -> str:
    """How many findings there are of each grade, said so that none sounds surer than it is."""
    grades = [finding.ground.grade for finding in statement.findings]
    parts = []
    certain, presumed, possible = (grades.count(grade) for grade in (Grade.CERTAIN, Grade.PRESUMED, Grade.POSSIBLE))
    if certain:
        parts.append(
            trn(
                "{count} finding about it is certain on these records.",
                "{count} findings about it are certain on these records.",
                certain,
            )
        )
    if presumed:
        parts.append(
            trn(
                "{count} finding holds if what it presumes is so.",
                "{count} findings hold if what they presume is so.",
                presumed,
            )
        )
    if possible:
        parts.append(
            trn(
                "{count} finding is only possible: it hangs on what is named with it.",
                "{count} findings are only possible: they hang on what is named with them.",
                possible,
            )
        )
    return " ".join(parts)


_WHY_LATER = {
    Grade.CERTAIN: msg("Why it did not hold later"),
    Grade.PRESUMED: msg("Why it is presumed not to have held later"),
    Grade.POSSIBLE: msg("Why it may not have held later"),
}
_WHY_BOTH = {
    Grade.CERTAIN: msg("Why they cannot both stand"),
    Grade.PRESUMED: msg("Why they are presumed not to stand together"),
    Grade.POSSIBLE: msg("Why they may not both stand"),
}
_HEADINGS = {
    Grade.CERTAIN: msg("Certain: {title}"),
    Grade.PRESUMED: msg("Presumed: {title}"),
    Grade.POSSIBLE: msg("Only possible: {title}"),
}


def why_heading(ground: Ground) -> str:
    """The heading over a derivation; it promises no more than the finding says."""
    if ground.lead:
        return tr("Why")
    later = ground.timing == "did-not-hold" or (ground.timing == "not-a-statement" and ground.lapsed)
    return tr((_WHY_LATER if later else _WHY_BOTH)[ground.grade])


def heading(ground: Ground) -> str:
    """The heading of a finding: its grade first, so that the name of the rule never speaks louder than the grade."""
    return tr(_HEADINGS[ground.grade], title=ground.title)


def unknown(dossier: Dossier, side: Side) -> Iterator[str]:
    """What the dossier does not know of a statement, each as a sentence."""
    claim = side.claim
    if not claim.quote:
        yield tr("Its exact words are not recorded; it is told here in the words of this dossier.")
    if claim.said is None:
        yield tr("When it was said is not recorded.")
    if not claim.said_by:
        yield tr("Who said it is not recorded; the source in which it is read stands in for the speaker.")
    if not claim.said_to:
        yield tr("To whom it was said is not recorded.")
    if claim.said_in and claim.said_in != claim.source:
        yield tr(
            "It is known through another source and not from the document or occasion itself: {source}.",
            source=sentence(name_of(dossier, claim.source)),
        )
    source = dossier.sources.get(claim.source)
    if source is not None and not source.file:
        yield tr("No original of the source is kept with the dossier, so the wording was not compared with it.")
    for reason in claim.weak:
        yield tr("It hangs on this: {reason}", reason=reason)


def related(statement: Statement, sides: Mapping[str, Side]) -> tuple[Side, ...]:
    """The statement and every record that bears on it, in the order of time."""
    names = {side.claim.id for side in (statement.side, *statement.supports, *statement.compared)}
    names |= {name for finding in statement.findings for name in claims_of(finding)}
    return in_time(sides[name] for name in names)


def sources_of(sides: Iterable[Side], dossier: Dossier) -> tuple[Source, ...]:
    """The sources in which records were read or said, each once, by title."""
    names = {name for side in sides for name in (side.claim.source, side.claim.said_in) if name in dossier.sources}
    return tuple(sorted((dossier.sources[name] for name in names), key=lambda one: (one.title.casefold(), one.id)))


def reviewed(tracked: Iterable[Tracked]) -> str:
    """How many findings a person has judged, and how many of these judgments stand on records edited since."""
    kept = tuple(tracked)
    judged = [one for one in kept if one.review is not None and one.review.status != "open"]
    outdated = sum(one.outdated for one in judged)
    if not kept:
        return ""
    if not judged:
        return tr("No person has reviewed them yet.")
    told = tr("{judged} of {all} have been reviewed by a named person.", judged=len(judged), all=len(kept))
    again = trn("{count} of these reviews is outdated.", "{count} of these reviews are outdated.", outdated)
    return f"{told} {again}" if outdated else told


def review_lines(tracked: Tracked) -> Iterator[str]:
    """What people have said of a finding: verdict, reply and corrections, each in a sentence; never a machine's."""
    review = tracked.review
    if review is None:
        yield tr("Not yet reviewed: no person has judged this finding.")
        yield tr("No request for a reply is recorded.")
        return
    if tracked.outdated:
        yield tr("This review is outdated: what it judged has been edited since.")
    yield tr("Reviewed by {name} on {date}: {status}.", name=review.by, date=review.on, status=tr(review.status))
    if review.verdict:
        yield tr("Verdict: {verdict}.", verdict=sentence(review.verdict))
    if review.second_reader:
        yield tr("Second reader: {name}.", name=review.second_reader)
    else:
        yield tr("No second reader is recorded.")
    if review.note:
        yield tr("Note: {note}", note=review.note)
    if review.reply or review.reply_received:
        words = tr("“{quote}”", quote=review.reply) if review.reply else tr("its words are not recorded")
        date = review.reply_received or tr("on an unknown date")
        yield tr("Reply received {date}: {words}", date=date, words=words)
    elif review.reply_asked:
        yield tr("A reply was asked for on {date}; none is recorded.", date=review.reply_asked)
    else:
        yield tr("No request for a reply is recorded.")
    for one in review.corrections:
        yield tr("Corrected on {date}: {text}", date=one.on, text=one.text)
