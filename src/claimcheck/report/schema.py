"""The JSON Schema of what `check --format json` prints: draft 2020-12, with nothing allowed that it does not name."""

from __future__ import annotations

import json
from collections.abc import Mapping

from claimcheck.report.jsonform import SCHEMA_VERSION

Schema = dict[str, object]


def render_schema() -> str:
    """The schema as indented JSON with a final newline."""
    return json.dumps(findings_schema(), ensure_ascii=False, indent=2) + "\n"


def findings_schema() -> Schema:
    """The schema of the whole report.

    A change that only adds keys raises the second number of `schema_version`; one that drops a key, or changes what
    one means, raises the first.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "claimcheck findings",
        "description": "What `claimcheck check --format json` prints: findings, problems, and what was not checked.",
        **_record(
            {
                "schema_version": {"const": SCHEMA_VERSION},
                "dossier": _ref("dossier"),
                "summary": _ref("summary"),
                "against": _many(_text("`baseline/`, or a revision."), "What findings were held against; may be none."),
                "findings": _many(_ref("finding"), "Strongest grade first, then severity, utterance, fingerprint."),
                "gone": _many(_ref("accepted"), "Findings that were known before and are no more."),
                "assertions": _many(_ref("assertion"), "Every official statement, with what supports it."),
                "problems": _many(_ref("problem"), "What is wrong with records or rules; never a contradiction."),
                "not_checked": _many(_ref("not_checked"), "What was not checked, each with its reason."),
                "rules_run": _many(_text("Id of a rule."), "The rules that ran."),
                "rules_failed": _many(_text("Id of a rule."), "The rules that should have run and did not."),
                "excepted": _many(_ref("excepted"), "What rules found and the dossier excepts, each with its reason."),
            }
        ),
        "$defs": _definitions(),
    }


def verification_schema() -> Schema:
    """The schema of what `verify --format json` prints."""
    verdict = {
        "verdict": _one_of(("good", "failed", "unchecked"), "Whether it is as the dossier says."),
        "original": _maybe("The file that was read, from the dossier or from the folder of originals."),
        "reason": _maybe("Why it failed or was not checked."),
    }
    file = {"source": _text("Id of the source."), **_place(), **verdict}
    gap = {
        "written": _text("The mark or insertion in the quote."),
        "original": _text("What stands there; may be empty."),
    }
    nearest = {"place": _maybe("Such as `line 12` or `page 3`."), "passage": _text("Where to look; never a match.")}
    quote = {
        "claim": _text("Id of the claim."),
        **file,
        "quote": _text("The words looked for."),
        "place": _maybe("Where they stand."),
        "gaps": _many(_record(gap), "Words that the quote marks as left out or put in."),
        "nearest": {"anyOf": [_record(nearest), {"type": "null"}]},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "claimcheck verification",
        "description": "What `claimcheck verify --format json` prints: hashes and quotes against their originals.",
        **_record(
            {
                "schema_version": {"const": "1.0"},
                "title": _text("Title of the dossier."),
                "files": _many(_record(file), "Every source that names an original."),
                "quotes": _many(_record(quote), "Every claim with a quote."),
                "sources_without_original": _many(_text("Id of a source."), "Sources that name none."),
            }
        ),
    }


def _definitions() -> Schema:
    ground = _ground()
    return {
        "grade": _one_of(("certain", "presumed", "possible"), "As strong as the weakest step."),
        "dossier": _record(
            {
                "title": _text("Title of the dossier."),
                "timezone": _text("Time zone in which dates are read."),
                "language": _text("Language of the dossier."),
                "assertions": _count("Official statements loaded."),
                "facts": _count("Documented facts loaded."),
                "links": _count("Links between claims."),
                "sources": _count("Sources."),
                "entities": _count("Persons, bodies, places and things."),
            }
        ),
        "summary": _summary(),
        "ground": _record(ground, "One rule's reason why the sides cannot both stand."),
        "finding": _record(
            {
                **ground,
                "sides": _many(_many(_text("Id of a claim."), "A claim, or the claims of one event."), "The sides."),
                "group": _text("The utterance the finding is listed under: speaker, addressee, date, occasion."),
                "withdrawn": _maybe("When and by what the statement was corrected or retracted."),
                **_standing(),
                "further_grounds": _many(_ref("ground"), "Weaker or equal reasons about the same sides."),
            },
            "A set of sides that cannot both stand, told by its strongest ground.",
        ),
        "accepted": _record(
            {
                "fingerprint": _hash("Fingerprint of its leading ground when it was accepted."),
                "rule": _text("Id of the rule that led."),
                "claims": _many(_text("Oldest id of a claim."), "The claims compared."),
                "note": _maybe("Why it was accepted."),
                "by": _maybe("Who accepted it."),
                "on": _maybe("When (EDTF)."),
            },
            "A finding that was known before: accepted in `baseline/`, or found at another revision.",
        ),
        "review": _record(
            {
                "status": _one_of(("open", "confirmed", "not-a-conflict", "undecided"), "Where the work stands."),
                "verdict": _maybe("A word of the scale that the dossier publishes."),
                "note": _maybe("The reasons, in the words of the reviewer."),
                "by": _text("Who judged."),
                "on": _text("When (EDTF)."),
                "outdated": {"type": "boolean", "description": "Whether what was judged has been edited since."},
            },
            "What a named person has judged of a finding.",
        ),
        "claim": _claim(),
        "proof": _record(
            {
                "kind": _one_of(("stated", "derived", "absent"), "Stated by a claim, derived, or looked for in vain."),
                "sentence": _text("What holds."),
                "grade": _one_of(("certain", "presumed", "possible", "no"), "How sure this step is."),
                "by": _maybe("The rule, the path through the vocabulary, or the link that gave it."),
                "claim": _maybe("Id of the claim that states it."),
                "sources": _many(_ref("proof"), "What it was derived from."),
            },
            "One step of the derivation.",
        ),
        "assertion": _record(
            {
                "id": _text("Id of the claim."),
                "supported_by": _many(_text("Id of a claim."), "Records that support it."),
                "compared_with": _many(_text("Id of a claim."), "Records compared with it without conflict."),
            }
        ),
        "problem": _record(
            {
                "code": _text("A stable name in capitals."),
                "severity": _one_of(("error", "warning", "hint"), "An error keeps the record out of the check."),
                **_place(),
                "message": _text("What was expected and what stands there."),
                "hint": _maybe("How to mend it."),
            }
        ),
        "excepted": _record(
            {
                "rule": _text("Id of the rule."),
                "claims": _many(_text("Id of a claim."), "Every match with all of these was set aside."),
                "reason": _text("Why, in the words of the dossier."),
                "matches": {"type": "integer", "minimum": 1, "description": "How many matches were set aside."},
                **_place(),
            }
        ),
        "not_checked": _record({"what": _text("What was not checked."), "reason": _text("Why.")}),
    }


def _standing() -> Schema:
    return {
        "state": _one_of(("new", "unchanged", "changed"), "Against what was known before."),
        "fails": {"type": "boolean", "description": "Whether it makes this run fail."},
        "changes": _many(_text("A sentence."), "What is not as it was when the finding was accepted."),
        "new_records": _many(_text("Id of a claim."), "Claims in it that were not there, or not so, before."),
        "accepted": {"oneOf": [_ref("accepted"), {"type": "null"}]},
        "review": {"oneOf": [_ref("review"), {"type": "null"}]},
        "suppressed": {"type": "boolean", "description": "Whether a review in force says that it is no conflict."},
    }


def _ground() -> Schema:
    return {
        "fingerprint": _hash("Identity: the rule and the oldest ids of its claims."),
        "content_hash": _hash("Changes when something that was compared changes."),
        "rule": _text("Id of the rule."),
        "title": _text("Title of the rule."),
        "why": _text("Why the rule holds."),
        "severity": _one_of(("error", "warning", "note"), "How much it matters."),
        "grade": _ref("grade"),
        "timing": _one_of(
            ("wrong-when-said", "did-not-hold", "undetermined", "not-a-statement"),
            "Whether the statement was wrong when made or only ceased to hold.",
        ),
        "lapsed": {"type": "boolean", "description": "Whether the clash begins only after the words, whoever spoke."},
        "parties": _text("Who stands against whom."),
        "message": _text("The finding in one sentence."),
        "depends_on": _many(_text("A sentence."), "What a reader must grant."),
        "settle": _many(_text("A sentence."), "What record would decide it."),
        "claims": _many(_ref("claim"), "The claims compared, with the role the rule gave each."),
        "proof": _ref("proof"),
    }


def _claim() -> Schema:
    return _record(
        {
            "id": _text("Id of the claim."),
            "role": _text("The name the rule gave it."),
            "listing": _one_of(("assertion", "fact"), "Listed under `claims:` or under `evidence:`."),
            "official": {"type": "boolean", "description": "Whether it is attributed to an official body."},
            "text": _text("What is claimed, in the words of the dossier."),
            "quote": _maybe("The speaker's own words."),
            "said_by": _maybe("Id of the speaker."),
            "said_to": _many(_text("Id of an entity."), "To whom it was said."),
            "said_on": _maybe("When it was said (EDTF)."),
            "said_in": _maybe("Id of the document or occasion in which it was said."),
            "when": _maybe("The time of which it speaks (EDTF); null where left out."),
            "source": _text("Id of the source in which it was read."),
            "cite": _maybe("The place in the source."),
            **_place(),
        },
        "A claim compared by a rule.",
    )


def _summary() -> Schema:
    counts: Schema = {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}}
    return _record(
        {
            "findings": _count("All findings."),
            "by_grade": _counts("certain", "presumed", "possible"),
            "by_severity": _counts("error", "warning", "note"),
            "by_timing": counts,
            "by_parties": counts,
            "problems": _counts("error", "warning", "hint"),
        }
    )


def _place() -> Schema:
    return {
        "file": _text("Path in the dossier."),
        "line": {"type": "integer", "minimum": 1},
        "column": {"type": "integer", "minimum": 1},
    }


def _record(properties: Mapping[str, object], description: str = "") -> Schema:
    record: Schema = {"description": description} if description else {}
    return {
        **record,
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _counts(*names: str) -> Schema:
    return _record({name: _count(f"Those of {name}.") for name in names})


def _count(description: str) -> Schema:
    return {"type": "integer", "minimum": 0, "description": description}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _many(items: Schema, description: str) -> Schema:
    return {"type": "array", "items": items, "description": description}


def _text(description: str) -> Schema:
    return {"type": "string", "description": description}


def _hash(description: str) -> Schema:
    return {"type": "string", "pattern": "^[0-9a-f]{16}$", "description": description}


def _maybe(description: str) -> Schema:
    return {"type": ["string", "null"], "description": description}


def _one_of(words: tuple[str, ...], description: str) -> Schema:
    return {"enum": list(words), "description": description}
