"""What each key of the dossier's files means, in a sentence: shown by editors beside the key."""

from __future__ import annotations

from collections.abc import Mapping

RESTRICTED = "true: not for publication as it stands."
WAS = "Ids that the record had before, oldest first. Findings keep their identity through a rename."
HANGS_ON = "One sentence naming what a reader must grant. What rests on it is at most possible, and prints it."
DATE = ("A date as EDTF: 2018-08-13, 2018-08, 2018-07-20/2018-10-09, 2018-07-20/.. (still so), "
        "[2018-10-08..2018-10-09] (one unknown day), 2018? (uncertain), 2018~ (about), unknown.")  # fmt: skip
ID = "A name of small letters, digits and hyphens that you choose. Other records speak of this one by it."

SETTINGS: Mapping[str, str] = {
    "format": "The format of the dossier's files. This version reads format 1.",
    "title": "What the dossier is called in reports.",
    "description": "What the dossier is about, in a few sentences.",
    "timezone": "The time zone in which dates and times of day are meant, such as Europe/Prague. Default: UTC.",
    "language": "The language in which reports are told, where there is a translation. Default: en.",
    "vocabulary": "The shipped packages of predicates to use, and those they build on. Default: all of them.",
    "licence": "Under which licence the dossier's own data may be used.",
    "rules": "What the dossier says about single rules: off, another severity, exceptions; always with a reason.",
    "site": "The web address under which reports/ is published: what leaves the site names its pages by it.",
    "publisher": "Who publishes the fact-checks, by name.",
    "verdicts": "The published scale that reviews use: a name for each verdict, its label, meaning and rating.",
}
VERDICT: Mapping[str, str] = {
    "label": "The verdict as readers see it.",
    "meaning": "When it is given, in a sentence that is published with it.",
    "rating": "Its place on a scale of numbers, 1 for the worst; left out for a verdict that is no degree of truth.",
}
RULE_SETTING: Mapping[str, str] = {
    "off": "The rule is not run; say why. It is then listed as not checked.",
    "severity": "How much findings of the rule matter in this dossier.",
    "reason": "Why the severity is another one here.",
    "except": "Claims that the rule is not to hold against each other, each set with its reason.",
}
EXCEPTION: Mapping[str, str] = {
    "claims": "The claims that the exception is about.",
    "reason": "Why these are no conflict.",
}
SECTIONS: Mapping[str, str] = {
    "defaults": "Keys that every claim of this file has, unless it writes them itself.",
    "claims": "What was said: dated statements, each read in a source.",
    "evidence": "What is documented: dated facts, each read in a source.",
    "links": "Relations between two claims that someone has read in the sources.",
    "sources": "The documents and occasions in which claims were said or read.",
    "entities": "The people, bodies, places, proceedings and things that claims speak of.",
    "predicates": "What the shipped vocabulary cannot say: predicates of this dossier.",
}
CLAIM: Mapping[str, str] = {
    "id": ID,
    "text": "What is claimed, in a sentence of yours.",
    "subject": "The entity that it is about.",
    "affirms": "The predicate that is said to hold. `claimcheck list predicates` shows all.",
    "denies": "The predicate that is said not to hold. A refusal or omission is an act of its own, not a denial.",
    "value": 'What goes with the predicate: an entity, a text, a date, or a number such as 21, ">= 24", "20..30".',
    "tolerance": "How far a number may be off and still agree: 5, or 5%.",
    "unit": "What the number counts.",
    "scope": "The place or period that it is limited to: an entity, or words.",
    "proceeding": "The case or proceeding that it belongs to. Without one it covers all.",
    "when": "When it holds or happened, which is not when it was said. " + DATE,
    "said_by": "Who says it. For evidence, the publisher of the source unless another is named.",
    "said_to": "To whom it was said.",
    "said_on": "When it was said. " + DATE,
    "said_in": "The document or occasion in which it was said, where that is not the source.",
    "source": "Where you read it.",
    "via": "Who relayed it, the one nearest to the speaker first.",
    "mode": "How it is said: stated (default), assured, undertaken as a commitment, as an accusation, or asked.",
    "basis": "How the source knows: at first hand, from a document, as reported by others, or inferred.",
    "capacity": "personal: said for oneself, and attributed to no body.",
    "quote": "The speaker's own words, letter for letter as the source prints them.",
    "cite": "The place in the source: page, section, minute.",
    "lang": "The language of the quote.",
    "translation": "The quote in the language of the dossier.",
    "restricted": RESTRICTED,
    "hangs_on": HANGS_ON,
    "tags": "Words of your own to find it by.",
    "was": WAS,
}
LINK: Mapping[str, str] = {
    "from": "The claim that the link leads from.",
    "relation": (
        "relies-on: `from` names `to` as its basis. same-event: both tell of one event. not-same: they do not. "
        "gives-reason: `from` is the reason given for `to`. answers: the denial `from` denies that very claim. "
        "before: in time. corrects, retracts: `from` takes back `to`."
    ),
    "to": "The claim that the link leads to.",
    "why": "What in the sources shows it.",
    "by": "Who says so.",
    "hangs_on": HANGS_ON,
    "source": "Where you read it.",
    "cite": "The place in the source.",
}
SOURCE: Mapping[str, str] = {
    "id": ID,
    "title": "What it is called, as a reader would look for it.",
    "kind": "What it is: letter, report, decision, post, hearing, ...",
    "publisher": "The entity that published it.",
    "published": "When it was published. " + DATE,
    "retrieved": "When you fetched it. " + DATE,
    "language": "The language it is written in.",
    "url": "Where it stands on the web, with https://.",
    "archive_url": "Where an archived copy stands on the web.",
    "file": "The kept original, as a path from the folder of claimcheck.yaml, with `/` between folders.",
    "sha256": "The checksum of the original: what `sha256sum FILE` prints.",
    "restricted": "true: the original is not for publication, and may be kept outside the dossier.",
    "was": WAS,
    "note": "Anything a reader should know about it.",
}
ENTITY: Mapping[str, str] = {
    "id": ID,
    "kind": "person, body, authority, place, proceeding, thing, or a word of your own.",
    "name": "What it is called in reports. Names never join two entities; ids do.",
    "aliases": "Other names and spellings.",
    "not": "Entities that this one certainly is not.",
    "maybe": "Entities that this one may be. What is joined through it is at most possible.",
    "part_of": "The wholes that it is part of: a place in a place, an office in a ministry.",
    "acts_for": "The bodies that a person speaks for, dated where known.",
    "authority": "true: statements of its parts, and of those who act for it, are attributed to it.",
    "official": "true: what is attributed to it counts as said by officials.",
    "interest": "What stake it has in the matter, where a reader should know.",
    "identifiers": "Its names in registers, such as wikidata: Q42.",
    "restricted": RESTRICTED,
    "was": WAS,
    "note": "Anything a reader should know about it.",
}
TIE: Mapping[str, str] = {
    "to": "The entity that it leads to.",
    "when": "When the tie holds. " + DATE,
    "hangs_on": HANGS_ON,
}
ALIAS: Mapping[str, str] = {"name": "The other name.", "hangs_on": HANGS_ON}
PREDICATE: Mapping[str, str] = {
    "id": "A name of small letters and hyphens that reads as a sentence with its subject: under-recall.",
    "kind": "state: lasts. event: happens. quantity: has a number. fixed: holds once for all, and needs no date.",
    "label": "How it is put into a sentence, affirmed and denied, for each language.",
    "value": "What goes with it: none (default), an entity, a text, a number or a date.",
    "single": "true: it has one value at a time.",
    "once": "true: it happens to a subject once.",
    "implies": "What holds as well whenever this holds; `not ID` for what then does not.",
    "suggests": "The same with a reading: what it leads to is at most possible.",
    "excludes": "What cannot hold of the same subject at the same time.",
    "starts": "The states that this event begins.",
    "ends": "The states that this event ends.",
    "requires": "One of these must be in force no later than the act.",
    "after": "What must have happened before it.",
    "persists": "How long a state is presumed to last: never (default), until-changed, until-ended, or such as P90D.",
    "horizon": "How long something with an unknown end is thought to last at most. Default: P1Y.",
    "tolerance": "How far numbers may be off and still agree: 5, or 5%.",
    "role": "reason: its denials are read as a reason disowned.",
    "outcome": "For the end of a proceeding: how it ended for the accusation.",
    "adds_up": "Whether a whole has at least what each part of it has: over parts, over periods, over both, or never.",
    "parts": "Whether a denial about a whole covers its parts.",
    "example": "A sentence that shows how it is used.",
}
REVIEW: Mapping[str, str] = {
    "finding": "The fingerprint of the finding, as `claimcheck check` prints it.",
    "hash": "What was compared when it was judged, so that a later edit shows.",
    "status": "Where the work on it stands.",
    "verdict": "A word of the scale that you publish.",
    "note": "The reasons, in your words. Needed for not-a-conflict.",
    "by": "Who judged it, by name.",
    "on": "When it was judged. " + DATE,
    "second_reader": "Who read it a second time, by name.",
    "reply": "What those concerned answered, and when they were asked.",
    "corrections": "Corrections to what was published about it.",
}
REPLY: Mapping[str, str] = {
    "asked": "When they were asked. " + DATE,
    "received": "When the answer came. " + DATE,
    "text": "The answer, in their words.",
}
CORRECTION: Mapping[str, str] = {"on": "When it was corrected. " + DATE, "text": "What was put right."}
