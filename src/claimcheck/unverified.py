"""What a check takes as it stands: restricted records, sources without an original, and quotes."""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.findings import NotChecked
from claimcheck.i18n import tr, trn
from claimcheck.model import Dossier


def records_not_checked(dossier: Dossier) -> Iterator[NotChecked]:
    """The restricted records, the sources that have no kept original, and the quotes that a check takes on trust."""
    kept_back = (
        sum(source.restricted for source in dossier.sources.values())
        + sum(entity.restricted for entity in dossier.entities.values())
        + sum(claim.restricted for claim in dossier.claims.values())
    )
    if kept_back:
        yield NotChecked(
            what=trn("{count} restricted record", "{count} restricted records", kept_back),
            reason=tr("shown here like all others; `claimcheck report` leaves them out unless asked for `--internal`"),
        )
    bare = sorted(name for name, source in dossier.sources.items() if not source.file)
    if bare:
        some = ", ".join(bare[:3]) + (", ..." if len(bare) > 3 else "")
        yield NotChecked(
            what=trn("{bare} of {count} source", "{bare} of {count} sources", len(dossier.sources), bare=len(bare)),
            reason=tr("no original is kept with the dossier ({sources})", sources=some),
        )
    quoted = [claim for claim in dossier.claims.values() if claim.quote]
    if quoted:
        yield NotChecked(
            what=trn("{count} quote", "{count} quotes", len(quoted)),
            reason=tr("not compared with the original wording: `claimcheck verify` does that"),
        )
