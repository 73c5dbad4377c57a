"""JSON Schemas of the files that people write, made from the key tables that the loader reads by.

Editors complete and check with them while a person types. YAML editors make numbers, booleans and dates of what the
loader takes as text, so every text may be any of these. Draft 7, which all editors know.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from claimcheck.load import keywords
from claimcheck.load.fields import SLUG
from claimcheck.load.judged import CORRECTION, REPLY, REVIEW, STATUSES
from claimcheck.load.keys import (
    ALIAS,
    CLAIM,
    DEFAULTS,
    ENTITY,
    EXCEPTION,
    LINK,
    PREDICATE,
    RULE_SETTING,
    SETTINGS,
    SOURCE,
    TIE,
    VERDICT,
    KeyTable,
    Shape,
)
from claimcheck.load.records import BASES, CAPACITIES, ENTITY_KINDS, MODES, RELATIONS
from claimcheck.load.rulesettings import SEVERITIES
from claimcheck.load.vocabulary import ADDS_UP, KINDS, OUTCOMES, PERSISTS, VALUE_KINDS
from claimcheck.model import Predicate
from claimcheck.settings import FORMAT

Schema = dict[str, object]
DRAFT = "http://json-schema.org/draft-07/schema#"
TEXT: Schema = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
NAME: Schema = {"type": ["string", "integer"], "pattern": f"^(?:{SLUG.pattern})$"}
FLAG: Schema = {"enum": [True, False, "true", "false"]}
# `[a..b]` without quotes is a list of one text in YAML
DATE: Schema = {"anyOf": [TEXT, {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 1}]}


def file_schema(predicates: Mapping[str, Predicate]) -> Schema:
    """The schema of a file of records; the given predicates are proposed wherever one is wanted."""
    lists = {
        "claims": "claim", "evidence": "claim", "links": "link", "sources": "source", "entities": "entity",
        "predicates": "predicate",
    }  # fmt: skip
    sections: Schema = {"defaults": {"$ref": "#/definitions/defaults", "description": keywords.SECTIONS["defaults"]}}
    for section, what in lists.items():
        items: Schema = {"$ref": f"#/definitions/{what}"}
        sections[section] = {"type": "array", "items": items, "description": keywords.SECTIONS[section]}
    return {
        "$schema": DRAFT,
        "title": "claimcheck: a file of records",
        "description": "A file under `claims/` or `evidence/`. Any of its lists may stand in any file.",
        "type": "object",
        "properties": sections,
        "additionalProperties": False,
        "minProperties": 1,
        "definitions": {**_definitions(), "predicate-id": _predicate_ids(predicates)},
    }


def settings_schema(packages: Iterable[str]) -> Schema:
    """The schema of `claimcheck.yaml`."""
    special: Mapping[str, Schema] = {
        "format": {"enum": [FORMAT, str(FORMAT)]},
        "vocabulary": _one_or_more({"enum": sorted(packages)}),
        "rules": {"type": "object", "additionalProperties": {"$ref": "#/definitions/rule-setting"}},
        "verdicts": {"type": "object", "additionalProperties": {"$ref": "#/definitions/verdict"}},
        "site": {"type": "string", "pattern": "^https?://"},
    }
    exceptions: Schema = {"type": "array", "items": {"$ref": "#/definitions/exception"}, "minItems": 1}
    setting: Mapping[str, Schema] = {"severity": {"enum": list(SEVERITIES)}, "except": exceptions}
    return {
        "$schema": DRAFT,
        "title": "claimcheck.yaml",
        **_record(SETTINGS, keywords.SETTINGS, special, required=("format",)),
        "definitions": {
            "rule-setting": _record(RULE_SETTING, keywords.RULE_SETTING, setting),
            "exception": _record(EXCEPTION, keywords.EXCEPTION, {}),
            "verdict": _record(
                VERDICT, keywords.VERDICT, {"rating": {"type": ["integer", "string"]}}, required=VERDICT.required
            ),
        },
    }


def reviews_schema() -> Schema:
    """The schema of a file under `reviews/`."""
    fingerprint: Schema = {"type": "string", "pattern": "^[0-9a-f]{16}$"}
    special: Mapping[str, Schema] = {
        "finding": fingerprint,
        "hash": fingerprint,
        "status": {"enum": list(STATUSES)},
        "reply": {"$ref": "#/definitions/reply"},
        "corrections": {"type": "array", "items": {"$ref": "#/definitions/correction"}},
    }
    reviews: Schema = {"type": "array", "items": {"$ref": "#/definitions/review"}}
    return {
        "$schema": DRAFT,
        "title": "claimcheck: a file of reviews",
        "description": "What a named person has judged of findings.",
        "type": "object",
        "properties": {"reviews": reviews},
        "required": ["reviews"],
        "additionalProperties": False,
        "definitions": {
            "review": _record(REVIEW, keywords.REVIEW, special, required=REVIEW.required),
            "reply": _record(REPLY, keywords.REPLY, {}),
            "correction": _record(CORRECTION, keywords.CORRECTION, {}, required=CORRECTION.required),
        },
    }


def _definitions() -> Schema:
    predicate_id: Schema = {"$ref": "#/definitions/predicate-id"}
    texts: Schema = {"type": "object", "additionalProperties": TEXT}
    label = _object({"affirms": TEXT, "denies": TEXT}, required=("affirms", "denies"))
    covers: Schema = {"enum": ["covers", "none"]}
    claim: Mapping[str, Schema] = {
        "affirms": predicate_id, "denies": predicate_id, "value": DATE, "mode": {"enum": list(MODES)},
        "basis": {"enum": list(BASES)}, "capacity": {"enum": list(CAPACITIES)},
    }  # fmt: skip
    targets = {
        key: _one_or_more(predicate_id if key not in ("implies", "suggests") else TEXT)
        for key in ("implies", "suggests", "excludes", "starts", "ends", "requires", "after")
    }
    predicate: Mapping[str, Schema] = {
        **targets,
        "kind": {"enum": list(KINDS)},
        "value": {"enum": list(VALUE_KINDS)},
        "label": {"type": "object", "additionalProperties": label, "minProperties": 1},
        "persists": {"anyOf": [{"enum": list(PERSISTS)}, {"type": "string", "pattern": "^P"}]},
        "role": {"enum": ["reason"]},
        "outcome": {"enum": list(OUTCOMES)},
        "adds_up": {"enum": list(ADDS_UP)},
        "parts": _object({"subject": covers, "value": covers}),
    }
    entity: Mapping[str, Schema] = {
        "kind": {"anyOf": [{"enum": list(ENTITY_KINDS)}, TEXT]}, "identifiers": texts
    }  # fmt: skip
    link: Mapping[str, Schema] = {"relation": {"enum": list(RELATIONS)}}
    return {
        # subject and source may stand in `defaults`
        "claim": _record(CLAIM, keywords.CLAIM, claim, required=("id", "text")),
        "defaults": _record(DEFAULTS, keywords.CLAIM, claim),
        "link": _record(LINK, keywords.LINK, link, required=LINK.required),
        "source": _record(SOURCE, keywords.SOURCE, {}, required=SOURCE.required),
        "entity": _record(ENTITY, keywords.ENTITY, entity, required=ENTITY.required),
        "predicate": _record(PREDICATE, keywords.PREDICATE, predicate, required=PREDICATE.required),
        "tie": _record(TIE, keywords.TIE, {}, required=TIE.required),
        "alias": _record(ALIAS, keywords.ALIAS, {}, required=ALIAS.required),
    }


def _predicate_ids(predicates: Mapping[str, Predicate]) -> Schema:
    """Any id, with those that are known proposed and explained."""
    known = [predicates[name] for name in sorted(predicates)]
    told = [(one.labels.get("en") or next(iter(one.labels.values()), ("", "")))[0] for one in known]
    # `enumDescriptions` is what editors show beside a proposal; validators pass over it
    return {"anyOf": [{"enum": [one.id for one in known], "enumDescriptions": told}, NAME]}


def _record(
    table: KeyTable, words: Mapping[str, str], special: Mapping[str, Schema], required: Iterable[str] = ()
) -> Schema:
    properties = {key: special.get(key) or _shaped(shape) for key, shape in table.shapes.items()}
    described = {key: {**schema, "description": words[key]} for key, schema in properties.items()}
    return _object(described, required=required)


def _object(properties: Mapping[str, object], required: Iterable[str] = ()) -> Schema:
    schema: Schema = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    names = list(required)
    return {**schema, "required": names} if names else schema


def _shaped(shape: Shape) -> Schema:
    shapes: Mapping[Shape, Schema] = {
        "id": NAME,
        "word": TEXT,
        "prose": TEXT,
        "flag": FLAG,
        "date": DATE,
        "words": _one_or_more(TEXT),
        "ties": _several({"anyOf": [TEXT, {"$ref": "#/definitions/tie"}]}),
        "aliases": _several({"anyOf": [TEXT, {"$ref": "#/definitions/alias"}]}),
    }
    return shapes[shape]


def _one_or_more(item: Schema) -> Schema:
    return {"anyOf": [item, {"type": "array", "items": item, "minItems": 1}]}


def _several(item: Schema) -> Schema:
    return {"anyOf": [item, {"type": "array", "items": item}]}
