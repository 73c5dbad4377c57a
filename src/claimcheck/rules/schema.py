"""The JSON Schema of a rule file, for editors: the keys, the choices, and what each is for.

What the lines of a rule mean together, editors cannot check; `claimcheck rules test` does.
"""

from __future__ import annotations

from claimcheck.rules.words import FILTERS, FINDS, GRADES, PARTIES, RELATIONS, SEVERITIES, TIMINGS

Schema = dict[str, object]
TEXT: Schema = {"type": ["string", "number", "boolean"], "pattern": r"\S"}


def rule_schema() -> Schema:
    """The schema of a file under `rules/`."""
    properties: dict[str, Schema] = {
        "id": {"type": ["string", "integer"], "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
        "title": TEXT,
        "severity": {"enum": list(SEVERITIES)},
        "why": TEXT,
        "match": _match(),
        "where": _conditions(),
        "unless": {"type": "object"},
        "derive": _derive(),
        "finds": {"enum": list(FINDS)},
        "clash": TEXT,
        "settle": TEXT,
        "message": TEXT,
        "lead": TEXT,
        "examples": _examples(),
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "claimcheck: a rule",
        "description": "A pattern over claims that cannot all stand. The file has the name of its id.",
        "type": "object",
        "properties": {key: {**schema, "description": WORDS[key]} for key, schema in properties.items()},
        "required": ["id", "title", "why", "match"],
        "additionalProperties": False,
    }


WORDS = {
    "id": "The name of the rule, which is that of its file.",
    "title": "What the rule finds, in a few words: the heading of its findings.",
    "severity": "How much its findings matter.",
    "why": "Why the claims cannot all stand, in a sentence.",
    "match": "The claims that are compared: a name for each, and what it may be. Links between them have names too.",
    "where": "What must hold of them, all of it: lines such as `a contradicts b`, `a.when before b.when`.",
    "unless": "Claims whose existence takes the finding away: a new name for each, and what holds of it.",
    "derive": "For a rule of inference: the claim that follows.",
    "finds": "What a match is: a conflict (default), support, a comparison without conflict, or a claim that follows.",
    "clash": "Whose time is the moment of the clash: a name of `match`, overlap, or none.",
    "settle": "Which record would decide it, in a sentence with places such as {a.text}.",
    "message": "The finding in a sentence that names both sides, with places such as {a.text} and {b.when}.",
    "lead": "How far a finding goes, in a sentence, where `these cannot both stand` would say too much.",
    "examples": "Small dossiers in which the rule must find something, and look-alikes in which it must not.",
}


def _match() -> Schema:
    text_or_more: Schema = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
    claim: Schema = {"type": "object", "properties": dict.fromkeys(sorted(FILTERS), text_or_more)}
    link: Schema = {
        "type": "object",
        "properties": {"from": TEXT, "relation": {"enum": list(RELATIONS)}, "to": TEXT},
        "required": ["from", "relation", "to"],
    }
    return {"type": ["object", "string"], "additionalProperties": {"anyOf": [{"enum": ["claim"]}, claim, link]}}


def _conditions() -> Schema:
    return {"anyOf": [TEXT, {"type": "object"}, {"type": "array", "items": {"type": ["string", "object"]}}]}


def _derive() -> Schema:
    keys = ("affirms", "denies", "subject", "value", "when", "start", "end")
    return {"type": "object", "properties": dict.fromkeys(keys, TEXT), "required": ["subject"]}


def _examples() -> Schema:
    expected: Schema = {
        "type": "object",
        "properties": {
            "claims": {"type": "array", "items": TEXT},
            "grade": {"enum": list(GRADES)},
            "timing": {"enum": list(TIMINGS)},
            "parties": {"enum": list(PARTIES)},
        },
        "required": ["claims"],
        "additionalProperties": False,
    }
    conflict: Schema = {
        "type": "object",
        "properties": {"name": TEXT, "finds": {"type": "array", "items": expected}},
        "required": ["name", "finds"],
    }
    lists: Schema = {
        "conflicts": {"type": "array", "items": conflict},
        "lookalikes": {"type": "array", "items": {"type": "object", "required": ["name"]}},
    }
    return {"type": "object", "properties": lists, "additionalProperties": False}
