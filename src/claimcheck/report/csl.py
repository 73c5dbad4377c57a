"""Sources as CSL-JSON, which reference managers such as Zotero read: one item for each, as exact as it is recorded."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import takewhile
from urllib.parse import urlsplit

from claimcheck.civil import calendar_day
from claimcheck.dates import When, show
from claimcheck.explain.wording import name_of
from claimcheck.findings import Report
from claimcheck.model import Dossier, Source
from claimcheck.report.htmltext import clean

Json = dict[str, object]
DOCUMENT = "document"  # what is no kind that reference managers know
TYPES: Mapping[str, str] = {
    **dict.fromkeys(("letter", "email", "e-mail", "message", "correspondence", "memo"), "personal_communication"),
    **dict.fromkeys(("report", "audit"), "report"),
    **dict.fromkeys(("webpage", "page", "website", "site"), "webpage"),
    **dict.fromkeys(("post", "tweet", "toot"), "post"),
    **dict.fromkeys(("blog", "weblog", "blog post"), "post-weblog"),
    **dict.fromkeys(("article", "news", "newspaper"), "article-newspaper"),
    **dict.fromkeys(("magazine", "magazine article"), "article-magazine"),
    **dict.fromkeys(("journal", "journal article", "paper"), "article-journal"),
    **dict.fromkeys(("decision", "judgment", "judgement", "ruling", "verdict", "sentence"), "legal_case"),
    **dict.fromkeys(("law", "act", "statute", "constitution", "legislation", "code"), "legislation"),
    **dict.fromkeys(("regulation", "decree", "ordinance"), "regulation"),
    **dict.fromkeys(("treaty", "convention", "agreement"), "treaty"),
    **dict.fromkeys(("broadcast", "programme", "program"), "broadcast"),
    **dict.fromkeys(("video", "film"), "motion_picture"),
    **dict.fromkeys(("photo", "photograph", "picture", "image"), "graphic"),
    **dict.fromkeys(("dataset", "table", "statistics"), "dataset"),
    **{kind: kind for kind in ("bill", "book", "hearing", "interview", "map", "speech", "thesis", "standard")},
}
"""The item type of each kind of source: of the whole kind, or of its last word (`court decision`)."""
_UNDER: Mapping[str, str] = {
    "personal_communication": "author", "post": "author", "article-newspaper": "container-title",
    "article-magazine": "container-title", "article-journal": "container-title", "post-weblog": "container-title",
    "legal_case": "authority", "legislation": "authority", "regulation": "authority", "bill": "authority",
}  # fmt: skip
"""Where the publisher of a source stands, if not under `publisher`."""
_SEASONS = {"21": "1", "22": "2", "23": "3", "24": "4"}
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T[^?~%]*)?[?~%]?")


def render_csl(report: Report) -> str:
    """The sources of a report by their ids; the same report gives the same bytes."""
    items = [item_of(report.dossier, source) for source in report.dossier.sources.values()]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def item_of(dossier: Dossier, source: Source) -> Json:
    """One source as an item; what is not recorded is left out."""
    kind = type_of(source.kind)
    name = clean(name_of(dossier, source.publisher)) if source.publisher else ""
    under = _UNDER.get(kind, "publisher")
    item: Json = {
        "id": source.id,
        "type": kind,
        "title": clean(source.title),
        "genre": clean(source.kind),
        under: [{"literal": name}] if under == "author" and name else name,
        "issued": date_of(source.published) if source.published else None,
        "accessed": date_of(source.retrieved) if source.retrieved else None,
        "URL": source.url or source.archive_url,
        "archive": (urlsplit(source.archive_url).hostname or "") if source.archive_url else "",
        "archive_location": source.archive_url,
        "language": source.language,
        "annote": clean(source.note),
        "custom": _filled(
            {
                "published": source.published.text if source.published else "",
                "sha256": source.sha256,
            }
        ),
    }
    return _filled(item)


def _filled(keys: Json) -> Json:
    return {key: told for key, told in keys.items() if told}


def type_of(kind: str) -> str:
    """The item type of a kind of source, which people choose freely."""
    words = " ".join(kind.lower().replace("_", " ").split())
    return TYPES.get(words) or TYPES.get(words.rpartition(" ")[2], DOCUMENT)


def date_of(when: When) -> Json | None:
    """A date in parts, as fine as it was written; in words where parts would say more or less than it does.

    One unknown day of several is told by the year or month that holds them all: two dates would make it a stretch.
    """
    if when.form == "unknown":
        return None
    circa: Json = {"circa": True} if set(when.text) & set("?~%") else {}
    if when.form == "date" and when.text[5:7] in _SEASONS:
        return {"date-parts": [[int(when.text[:4])]], "season": _SEASONS[when.text[5:7]], **circa}
    parts = [_common(when)] if when.form == "one-of" else [_parts(side) for side in when.text.split("/")]
    return {"date-parts": parts, **circa} if all(parts) else {"literal": show(when)}


def _parts(text: str) -> list[int]:
    """Year, month and day of one date, as far as it is written; empty where it is open or a part of a year."""
    found = _DATE.fullmatch(text)
    parts = [int(part) for part in found.groups() if part] if found else []
    return [] if len(parts) > 1 and parts[1] > 12 else parts


def _common(when: When) -> list[int]:
    """The year, or the year and month, in which all the days of a choice lie; empty where they lie in several years."""
    if when.first is None or when.last is None:
        return []
    days = zip(calendar_day(when.window.lo), calendar_day(when.window.hi - 1), strict=True)
    return [first for first, _ in takewhile(lambda pair: pair[0] == pair[1], days)]
