"""What `claimcheck verify` prints: what failed first, then what could not be verified, and the same as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby

from claimcheck.report.lines import wrap
from claimcheck.report.words import plural
from claimcheck.verify import FileVerdict, QuoteVerdict, Verification

SCHEMA_VERSION = "1.0"
INDENT = "  "
WIDEST = 100
NARROWEST = 40


def render_verification(told: Verification, *, width: int = 80) -> str:
    """The verdicts as lines of at most `width` columns (words longer than that are not broken)."""
    lines = list(_lines(told, max(NARROWEST, min(width, WIDEST))))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _lines(told: Verification, width: int) -> Iterator[str]:
    yield from wrap(told.title or "Untitled dossier", width)
    yield from wrap(_summary(told), width)
    failed_files = [one for one in told.files if one.verdict == "failed"]
    failed_quotes = [one for one in told.quotes if one.verdict == "failed"]
    if failed_files or failed_quotes:
        yield from ("", "Failed")
    for file in failed_files:
        yield from wrap(f"{file.location}: HASH-DIFFERS {file.source}: {file.reason}", width, rest=INDENT * 2)
    for quote in failed_quotes:
        yield ""
        yield from _failed(quote, width)
    gapped = [one for one in told.quotes if one.gaps]
    if gapped:
        yield from ("", "Found with words left out or put in; whether that keeps the sense, a person judges")
    for quote in gapped:
        yield from wrap(f"{quote.location}: {quote.claim}", width, rest=INDENT * 2)
        for gap in quote.gaps:
            there = f"“{gap.original}”" if gap.original else "nothing"
            yield from wrap(f"{gap.written}  stands for: {there}", width, INDENT * 2, INDENT * 3)
    yield from _not_verified(told, width)


def _summary(told: Verification) -> str:
    good = [one for one in told.quotes if one.verdict == "good"]
    hashes = sum(one.verdict == "good" for one in told.files)
    return (
        f"{len(good)} of {plural(len(told.quotes), 'quote')} found in the original; "
        f"{hashes} of {plural(len(told.files), 'original')} with the stated hash."
    )


def _failed(quote: QuoteVerdict, width: int) -> Iterator[str]:
    yield from wrap(f"{quote.location}: QUOTE-NOT-FOUND {quote.claim}: {quote.reason}", width, rest=INDENT * 2)
    yield from wrap(f"quote    “{quote.quote}”", width, INDENT * 2, " " * 13)
    yield from wrap(f"source   {quote.source}, {quote.original}", width, INDENT * 2, " " * 13)
    if quote.nearest is not None:
        place = f"{quote.nearest.place}: " if quote.nearest.place else ""
        nearest = f"nearest  {place}“{quote.nearest.passage}” (only the nearest words, not a match)"
        yield from wrap(nearest, width, INDENT * 2, " " * 13)


def _not_verified(told: Verification, width: int) -> Iterator[str]:
    yield from ("", "Not verified")
    lines = [
        *_grouped([one for one in told.files if one.verdict == "unchecked"], "original"),
        *_grouped([one for one in told.quotes if one.verdict == "unchecked"], "quote"),
    ]
    if told.bare:
        lines.append(f"{plural(len(told.bare), 'source')}: no original is named ({', '.join(told.bare)})")
    for line in lines:
        yield from wrap(f"- {line}", width, INDENT, INDENT * 2)
    yield from () if lines else (f"{INDENT}- nothing was left out",)


def _grouped(unchecked: Sequence[FileVerdict | QuoteVerdict], noun: str) -> Iterator[str]:
    """What was not checked, by the reason and the source."""
    by_reason = sorted(unchecked, key=lambda one: (one.source, one.reason))
    for (source, reason), group in groupby(by_reason, key=lambda one: (one.source, one.reason)):
        quotes = [one.claim for one in group if isinstance(one, QuoteVerdict)]
        what = f"{plural(len(quotes), noun)} from {source} ({', '.join(quotes)})" if quotes else f"{noun} of {source}"
        yield f"{what}: {reason}"


def render_verification_json(told: Verification) -> str:
    """The verdicts as indented JSON with a final newline."""
    return json.dumps(_as_json(told), ensure_ascii=False, indent=2) + "\n"


def _as_json(told: Verification) -> dict[str, object]:
    return {
        "schema_version": SCHEMA_VERSION,
        "title": told.title,
        "files": [
            {
                "source": one.source,
                **_place(one),
                "verdict": one.verdict,
                "original": one.original or None,
                "reason": one.reason or None,
            }
            for one in told.files
        ],
        "quotes": [_quote_as_json(one) for one in told.quotes],
        "sources_without_original": list(told.bare),
    }


def _quote_as_json(one: QuoteVerdict) -> dict[str, object]:
    return {
        "claim": one.claim,
        "source": one.source,
        **_place(one),
        "quote": one.quote,
        "verdict": one.verdict,
        "original": one.original or None,
        "place": one.place or None,
        "gaps": [{"written": gap.written, "original": gap.original} for gap in one.gaps],
        "reason": one.reason or None,
        "nearest": None if one.nearest is None else {"place": one.nearest.place or None,
                                                     "passage": one.nearest.passage},
    }  # fmt: skip


def _place(one: FileVerdict | QuoteVerdict) -> dict[str, object]:
    return {"file": one.location.path, "line": one.location.line, "column": one.location.column}
