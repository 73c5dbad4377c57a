"""What people have said of findings before: accepted ones in `baseline/`, and signed reviews in `reviews/`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from claimcheck.location import Location

Status = Literal["open", "confirmed", "not-a-conflict", "undecided"]


class AcceptedGround(Struct, frozen=True, kw_only=True):
    """A ground as it stood when its finding was accepted: identity, what was compared, and how sure it was."""

    fingerprint: str
    content_hash: str
    rule: str
    grade: str


class Accepted(Struct, frozen=True, kw_only=True):
    """A finding that was there before: read from `baseline/`, or found at another revision of the dossier.

    `location` is its file, or `claimcheck.yaml` where it comes from another revision; `fingerprint` is that of its
    leading ground. `claims` holds, for the oldest id of each claim compared, what was
    compared of it, in one line; it serves to say what changed, never to tell whether something did. `note`, `by` and
    `on` are empty where the finding comes from another revision.
    """

    location: Location
    fingerprint: str
    rule: str
    grounds: tuple[AcceptedGround, ...]
    claims: Mapping[str, str]
    note: str = ""
    by: str = ""
    on: str = ""


class Correction(Struct, frozen=True, kw_only=True):
    """A correction to what was published about a finding: when, and what was put right."""

    on: str
    text: str


class Review(Struct, frozen=True, kw_only=True):
    """What a named person has judged of a finding.

    `finding` is the fingerprint of one of its grounds and `content_hash` what that ground compared on that day, so
    that a later edit shows. `status` says where the work stands, `verdict` is a word of the scale that the dossier
    publishes. `reply_asked` and `reply_received` are dates as written; `reply` is the answer in their words.
    """

    location: Location
    finding: str
    content_hash: str
    status: Status
    by: str
    on: str
    verdict: str = ""
    note: str = ""
    second_reader: str = ""
    reply_asked: str = ""
    reply_received: str = ""
    reply: str = ""
    corrections: tuple[Correction, ...] = ()
