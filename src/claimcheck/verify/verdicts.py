"""What comes out of comparing a dossier with its originals: one verdict for each file and each quote."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from claimcheck.location import Location

Verdict = Literal["good", "failed", "unchecked"]


class FileVerdict(Struct, frozen=True, kw_only=True):
    """Whether the original of a source is the one whose `sha256` the source states.

    `original` names the file that was read, empty where none was; `reason` says why it failed or was not checked.
    """

    source: str
    location: Location
    verdict: Verdict
    original: str = ""
    reason: str = ""


class Gap(Struct, frozen=True, kw_only=True):
    """Where a quote leaves words out or puts words in: what it writes there, and what the original has there."""

    written: str
    original: str


class Nearest(Struct, frozen=True, kw_only=True):
    """The passage with the longest run of the quote's words; it is where to look, never a match."""

    passage: str
    place: str


class QuoteVerdict(Struct, frozen=True, kw_only=True):
    """Whether the words of a quote stand in the original of the claim's source.

    `place` is where they stand (`line 12`, `page 3`, or empty where the original has neither). `gaps` are the places
    where the quote marks an omission or an insertion: good only as far as a reader grants those.
    """

    claim: str
    location: Location
    source: str
    quote: str
    verdict: Verdict
    original: str = ""
    place: str = ""
    gaps: tuple[Gap, ...] = ()
    reason: str = ""
    nearest: Nearest | None = None


class Verification(Struct, frozen=True, kw_only=True):
    """All verdicts, in the order of sources and claims; `bare` are sources of which no original is named."""

    title: str
    files: tuple[FileVerdict, ...]
    quotes: tuple[QuoteVerdict, ...]
    bare: tuple[str, ...]

    def has(self, verdict: Verdict) -> bool:
        """Whether any file or quote has this verdict."""
        return verdict in [one.verdict for one in self.files] + [one.verdict for one in self.quotes]
