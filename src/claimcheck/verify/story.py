"""The story of verifying: find the originals, compare the hashes, then look for each quote in its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from claimcheck.model import Claim, Dossier, Source
from claimcheck.verify.folding import Folded, fold
from claimcheck.verify.originals import Original, find_by_hash, kept
from claimcheck.verify.quotes import find_quote, has_words, nearest_passage
from claimcheck.verify.texts import Text, Unreadable, read_texts
from claimcheck.verify.verdicts import FileVerdict, Nearest, QuoteVerdict, Verification

NO_ORIGINAL = "its source names no original: write `file` or `sha256` there"
RESTRICTED = "the original of a restricted source, which is not among those at hand"


def verify_dossier(dossier: Dossier, originals: Sequence[Path] = ()) -> Verification:
    """Every hash and every quote of a dossier against the originals kept in it or in the given folders."""
    sources = dossier.sources.values()
    outside = find_by_hash({source.sha256 for source in sources if source.sha256}, originals)
    files: list[FileVerdict] = []
    quotes: list[QuoteVerdict] = []
    for source in sources:
        verdict, original = _file(source, Path(dossier.root), outside.get(source.sha256))
        files += [verdict] if source.file or source.sha256 else []
        claims = [claim for claim in dossier.claims.values() if claim.source == source.id and claim.quote]
        quotes += _quotes(claims, source, verdict, original)
    return Verification(
        title=dossier.title,
        files=tuple(files),
        quotes=tuple(sorted(quotes, key=lambda one: (one.location, one.claim))),
        bare=tuple(source.id for source in sources if not source.file and not source.sha256),
    )


def _file(source: Source, root: Path, outside: Original | None) -> tuple[FileVerdict, Original | None]:
    """The verdict on the original of a source, and the file to look for quotes in, if there is one to trust."""
    inside = kept(root, source.file) if source.file else NO_ORIGINAL
    if isinstance(inside, Original):
        if source.sha256 in ("", inside.sha256):
            reason = "" if source.sha256 else f"the source states no sha256; that of the file is {inside.sha256}"
            return _verdict(source, "" if reason else inside.sha256, inside.name, reason), inside
        reason = f"sha256 {source.sha256} is stated, and that of {inside.name} is {inside.sha256}"
        failed = FileVerdict(source=source.id, location=source.location, verdict="failed",
                             original=inside.name, reason=reason)  # fmt: skip
        return failed, outside
    if outside is not None:
        return _verdict(source, outside.sha256, outside.name, ""), outside
    if source.restricted:
        inside = RESTRICTED
    elif source.sha256:
        inside = f"{inside}, and no file" if source.file else "no file"
        inside += " with its sha256 is in the folders of originals (`--originals DIR`)"
    return _verdict(source, "", "", inside), None


def _verdict(source: Source, sha256: str, original: str, reason: str) -> FileVerdict:
    return FileVerdict(source=source.id, location=source.location, verdict="good" if sha256 else "unchecked",
                       original=original, reason=reason)  # fmt: skip


def _quotes(
    claims: Iterable[Claim], source: Source, file: FileVerdict, original: Original | None
) -> Iterator[QuoteVerdict]:
    claims = list(claims)
    if not claims:
        return
    reason = ""
    texts: list[tuple[Text, Folded]] = []
    if original is None:
        reason = "the kept file is not the original that its source names" if file.verdict == "failed" else file.reason
    else:
        try:
            texts = [(text, fold(text.text)) for text in read_texts(original.place.read_bytes(), original.name)]
        except Unreadable as answer:
            reason = str(answer)
        except OSError as error:
            reason = f"{original.name} cannot be opened: {error.strerror}"
    for claim in claims:
        yield _quote(claim, source, "" if original is None else original.name, texts, reason)


def _quote(
    claim: Claim, source: Source, original: str, texts: Sequence[tuple[Text, Folded]], reason: str
) -> QuoteVerdict:
    if not reason and not has_words(claim.quote):
        reason = "the quote holds no words"
    verdict = QuoteVerdict(
        claim=claim.id, location=claim.location, source=source.id, quote=claim.quote, verdict="unchecked",
        original=original, reason=reason,
    )  # fmt: skip
    return verdict if reason else _looked_up(verdict, claim, source, texts)


def _looked_up(
    verdict: QuoteVerdict, claim: Claim, source: Source, texts: Sequence[tuple[Text, Folded]]
) -> QuoteVerdict:
    for text, folded in texts:
        found = find_quote(claim.quote, folded)
        if found is not None:
            place = text.place(folded.origin(found.start))
            return replace(verdict, verdict="good", place=place, gaps=found.gaps)
    secret = claim.restricted or source.restricted
    return replace(verdict, verdict="failed", reason=_why(claim, source, texts),
                   nearest=None if secret else _nearest(claim.quote, *texts[-1]))  # fmt: skip


def _why(claim: Claim, source: Source, texts: Sequence[tuple[Text, Folded]]) -> str:
    if claim.lang and source.language and claim.lang != source.language:
        return (
            f"the words do not stand there; the claim is in `{claim.lang}` and its source in `{source.language}`: "
            "a translation of ours goes under `translation`"
        )
    if texts[0][0].unit == "page":
        return "the words do not stand there as the PDF was read; columns and notes can break them up: look at the page"
    return "the words do not stand there"


def _nearest(quote: str, text: Text, folded: Folded) -> Nearest | None:
    found = nearest_passage(quote, folded)
    if found is None:
        return None
    passage, start = found
    return Nearest(passage=passage.passage, place=text.place(folded.origin(start)))
