"""A dossier as it could be known on a day: only what had been said or published by then."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from claimcheck.dates import When
from claimcheck.i18n import msg, tr, trn
from claimcheck.model import Claim, Dossier, Source


def known_by(dossier: Dossier, date: When) -> Dossier:
    """The dossier without the claims that were not certainly said or published by the end of a date.

    A claim counts from the day it was said; where that is unknown, from the day its source was published. What has
    neither date is left out, since nobody can tell whether it was known. Links stay where both their claims do.
    """
    limit = date.window.hi
    why = {name: _left_out(claim, dossier.sources, limit) for name, claim in dossier.claims.items()}
    claims = {name: claim for name, claim in dossier.claims.items() if not why[name]}
    skipped = [(_named([name for name, told in why.items() if told == reason]), tr(reason, date=date.text))
               for reason in sorted({told for told in why.values() if told})]  # fmt: skip
    return replace(
        dossier,
        claims=claims,
        links=tuple(link for link in dossier.links if link.from_ in claims and link.to in claims),
        skipped=(*dossier.skipped, *skipped),
    )


def _left_out(claim: Claim, sources: Mapping[str, Source], limit: int) -> str:
    """Why a claim is left out; empty where it was known."""
    if claim.said is not None:
        return "" if claim.said.end_latest <= limit else msg("not certainly said by {date}")
    published = sources[claim.source].published
    if published is None or published.form == "unknown":
        return msg("neither a day of saying nor one of publication puts them before the end of {date}")
    return "" if published.window.hi <= limit else msg("not certainly published by {date}")


def _named(names: list[str]) -> str:
    some = ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")
    return trn("{count} record ({names})", "{count} records ({names})", len(names), names=some)
