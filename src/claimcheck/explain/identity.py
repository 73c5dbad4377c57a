"""What makes a finding the same finding tomorrow: its fingerprint, and a hash of what was compared.

Neither sees a file, a line, a wording, a display name or the order of anything, so that moving, reordering,
reformatting and renaming (with `was:`) change no fingerprint.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping

from claimcheck.engine.interface import Match
from claimcheck.extents import Extent
from claimcheck.model import Claim, Entity, Value

LENGTH = 16


def fingerprint(rule: str, claims: Iterable[Claim]) -> str:
    """Short hexadecimal name of a ground: the rule and the oldest ids of its witnesses, in no order."""
    return _digest([rule, sorted({claim.oldest_id for claim in claims})])


def content_hash(
    rule: str, match: Match, claims: Mapping[str, Claim], entities: Mapping[str, Entity], paths: Iterable[str]
) -> str:
    """Short hash of what was compared; it changes when a value, a date, a speaker or the path between them does."""
    rows = [[row.predicate, row.polarity, _times(row.time), _times(row.lasting)] for row in match.roles]
    compared = [_compared(claims[name], entities) for name in match.witnesses]
    return _digest([rule, _unordered(rows), _unordered(compared), sorted(set(paths))])


def _compared(claim: Claim, entities: Mapping[str, Entity]) -> list[object]:
    def known(name: str) -> str:
        entity = entities.get(name)
        return entity.was[0] if entity and entity.was else name

    value = claim.value
    return [
        claim.oldest_id,
        claim.predicate,
        claim.polarity,
        known(claim.subject),
        _value(value, known) if value else [],
        claim.unit,
        known(claim.scope),
        known(claim.proceeding),
        _times(claim.time),
        _times(claim.said),
        known(claim.said_by),
        claim.mode,
        [
            bool(claim.hangs_on),
            bool(claim.when and claim.when.marked),
            bool(value and value.marked),
            claim.basis == "inferred",
        ],
    ]


def _value(value: Value, known: Callable[[str], str]) -> list[object]:
    if value.kind in ("number", "date"):
        return [value.kind, repr(value.lo), repr(value.hi), repr(value.tolerance)]
    return [value.kind, known(value.text) if value.kind == "entity" else value.text]


def _times(extent: Extent | None) -> list[int]:
    if extent is None:
        return []
    return [extent.start_earliest, extent.start_latest, extent.end_earliest, extent.end_latest]


def _unordered(parts: Iterable[object]) -> list[str]:
    return sorted(_text(part) for part in parts)


def _text(parts: object) -> str:
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def _digest(parts: object) -> str:
    return hashlib.sha256(_text(parts).encode()).hexdigest()[:LENGTH]
