"""Who stands against whom: the parties of two claims, from their speakers and the bodies they speak for."""

from __future__ import annotations

from claimcheck.i18n import msg
from claimcheck.model import Claim

INSIDE_ONE_SOURCE = msg("inside one source")
BETWEEN_OTHERS = msg("between others")


def parties(one: Claim, other: Claim) -> str:
    """The relation between the speakers of two claims, in the words of the design; symmetric."""
    if one.official and other.official:
        return _two_officials(one, other)
    if one.official or other.official:
        voice = other if one.official else one
        if voice.said_by and voice.said_by in (one.subject, other.subject):
            return msg("authority against the person concerned")
        return msg("authority against independent source")
    if one.own_voice and other.own_voice and one.source == other.source:
        return INSIDE_ONE_SOURCE
    if one.said_by and one.said_by == other.said_by:
        return msg("same speaker")
    return BETWEEN_OTHERS


def _two_officials(one: Claim, other: Claim) -> str:
    if one.said_by == other.said_by:
        return msg("same speaker")
    if one.authority and one.authority == other.authority:
        return msg("same authority")
    return msg("between authorities")
