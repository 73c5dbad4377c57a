"""The findings as a table for a spreadsheet: one row each, no cell of which a spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from claimcheck.findings import Report, Tracked
from claimcheck.gate import DEFAULT_GATE, Gate, failing
from claimcheck.report.words import primary, side_of, strength, witnesses_of

COLUMNS = (
    "state", "fails", "grade", "severity", "timing", "parties", "rule", "fingerprint", "claims", "what_it_says",
    "message", "who", "quotes", "depends_on", "settle", "changes", "note", "review", "file", "line",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render_csv(report: Report, gate: Gate = DEFAULT_GATE, _base: str = "") -> str:
    """A row for each finding, known ones too, then for each that is gone; several items of a cell are split by `; `."""
    fails = {id(one) for one in failing(report, gate)}
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in report.tracked:
        row = _row(report, one, fails=id(one) in fails)
        writer.writerow([_safe(row.get(column, "")) for column in COLUMNS])
    return output.getvalue()


def _row(report: Report, tracked: Tracked, *, fails: bool) -> dict[str, str]:
    finding, entry, review, claim = tracked.finding, tracked.accepted, tracked.review, primary(tracked)
    row = {"state": tracked.state, "fails": "yes" if fails else "no", "changes": _joined(tracked.changes)}
    if entry is not None:
        row["note"] = entry.note
    if review is not None:
        row["review"] = f"{review.status} ({review.by}, {review.on})"
    if finding is None or claim is None:
        return {**row, **({"rule": entry.rule, "fingerprint": entry.fingerprint, "claims": _joined(entry.claims)}
                          if entry else {})}  # fmt: skip
    ground = finding.ground
    sides = [side_of(report.dossier, witness.claim) for witness in witnesses_of(ground)]
    return {
        **row, "grade": ground.grade.word, "severity": ground.severity, "timing": ground.timing,
        "parties": ground.parties, "rule": ground.rule, "fingerprint": finding.fingerprint,
        "claims": _joined(side.claim.id for side in sides), "what_it_says": strength(ground),
        "message": ground.message, "who": _joined(f"{side.who} ({side.head})" for side in sides),
        "quotes": _joined(side.quote for side in sides if side.quote), "depends_on": _joined(ground.depends_on),
        "settle": _joined(ground.settle), "file": claim.location.path, "line": str(claim.location.line),
    }  # fmt: skip


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(parts)


def _safe(text: str) -> str:
    flat = " ".join(text.split())
    return f"'{flat}" if flat.startswith(FORMULA) else flat
