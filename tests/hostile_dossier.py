"""Dossiers that no page may stumble over: texts that want to be code, endless words, other scripts, many records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from first_dossier import Data, Record, write_data

ENDLESS = "Donaudampfschiff" * 6_250  # 100,000 signs without a place to break
SCRIPTS = {
    "script": "<script>alert(1); window.hacked = true</script>",
    "closing": "</script></style></title></textarea><script>alert(2)</script>",
    "handler": "<img src=x onerror=alert(3)><svg onload=alert(4)>",
    "quote-marks": "\"><a href='javascript:alert(5)'>'`--><!--",
    "entity-signs": "&lt;script&gt;alert(6)&lt;/script&gt; &#x3c;b&#x3e;",
    "template": "{{ 7 * 191 }} {% for x in y %} {# gone #} ${7*191} {subject} {0} %s %(a)s #{7*191}",
    "markup": "[text](javascript:alert(7)) `code` **bold** | cell | <http://x.example>",
    "elements": "<iframe src='http://x.example/'></iframe><base href='//x.example/'>"
    "<meta http-equiv=refresh content='0;//x.example'>",
}
"""What wants to run, to be filled in, or to load something. 7 * 191 is 1337, which stands nowhere in these texts."""
WRITING = {
    "override": "The permit of \u202e2021 yraunaJ\u202c was never\u2066 given\u2069 \u202aout\u202c",
    "arabic": "لم تُفرض أي قيود على حركة القبطان منذ 5 مايو 2021 (انظر المادة 12)",
    "cyrillic": "Никаких ограничений на передвижение капитана не установлено, и это достопримечательно",
    "hebrew": "לא הוטלו הגבלות (sic) על תנועת הקפטן",
    "joined": "👩‍👩‍👧‍👦 Z" + "\u0300\u0334" + "algo ﷽ \u2060\u200b",
    "endless": ENDLESS,
    "endless-cyrillic": "достопримечательность" * 400,
    "long": "The captain may go wherever she wants, whenever she wants. " * 60,
}
TEXTS = {**SCRIPTS, **WRITING}
LANGUAGES = {
    "arabic": "ar",
    "cyrillic": "ru",
    "endless-cyrillic": "ru",
    "hebrew": "he",
    "script": 'en"onclick=alert(8)',
}
ADDRESSES = (
    'https://x.example/"onmouseover=alert(9)',
    "https://x.example/'><script>alert(10)</script>",
    "https://javascript:alert(11)@x.example/#{{7*191}}",
    "https://x.example/" + "a/very/long/path/" * 200 + "?q=" + "%20" * 400,
)
REFUSED = ("javascript:alert(12)", "JaVaScRiPt:alert(13)", "data:text/html,<script>alert(14)</script>", "//x.example/")
"""Addresses that the reader of files refuses; an internal report tells of them as problems."""


def write_hostile(root: Path) -> Path:
    """A finding for each hostile text, which stands in every place that takes one; and reviews full of them."""
    data = Data(settings={"format": "1", "title": SCRIPTS["script"], "description": SCRIPTS["template"]})
    data.lists["entities"].append({"id": "port", "name": "Port office", "official": "true", "authority": "true"})
    for number, (name, text) in enumerate(TEXTS.items()):
        _add(data, name, text, ADDRESSES[number % len(ADDRESSES)])
    for number, address in enumerate(REFUSED):
        data.lists["sources"] += [{"id": f"refused-{number}", "title": address, "url": address}]
    return write_data(data, root)


def _add(data: Data, name: str, text: str, address: str) -> None:
    """One finding with its two sides, sources and entities, all named by the hostile text."""
    lists = data.lists
    less = text[:2_000]  # endless words stand in the chief places alone, or a browser lays out a page for minutes
    lists["entities"] += [
        {"id": f"{name}-captain", "name": text, "aliases": [less], "kind": "person", "interest": less},
        {"id": f"{name}-office", "name": less, "official": "true", "authority": "true", "interest": less},
    ]
    lists["sources"] += [
        {"id": f"{name}-letter", "title": text, "kind": less, "publisher": f"{name}-office",
         "published": "2021-05-05", "url": address, "archive_url": address},
        {"id": f"{name}-log", "title": less, "publisher": "port", "published": "2021-12-31", "url": address},
    ]  # fmt: skip
    claim: Record = {
        "id": f"{name}-free", "text": less, "subject": f"{name}-captain", "denies": "movement-restricted",
        "mode": "assures", "said_by": f"{name}-office", "said_to": "port", "said_on": "2021-05-05",
        "source": f"{name}-letter", "quote": text, "cite": text, "translation": less, "hangs_on": less,
    }  # fmt: skip
    if name in LANGUAGES:
        claim["lang"] = LANGUAGES[name]
    fact: Record = {
        "id": f"{name}-refused", "text": less, "subject": f"{name}-captain", "affirms": "departure-refused",
        "when": "2021-07-08", "source": f"{name}-log", "quote": less, "cite": less,
    }  # fmt: skip
    lists["claims"].append(claim)
    lists["evidence"].append(fact)


def write_large(root: Path, findings: int = 1_000) -> Path:
    """As many findings as asked for, each of two claims, all about twenty ships."""
    data = Data(settings={"format": "1", "title": "Every ship of the port"})
    data.lists["entities"] += [
        {"id": "ministry", "name": "Ministry of Ports", "official": "true", "authority": "true"},
        {"id": "guard", "name": "Coast Guard", "official": "true", "authority": "true"},
    ]
    data.lists["entities"] += [{"id": f"ship-{number}", "name": f"the ship {number}"} for number in range(20)]
    data.lists["sources"] += [
        {"id": "letter", "title": "Letters", "publisher": "ministry", "published": "2021-12-31"},
        {"id": "log", "title": "Log of the guard", "publisher": "guard", "published": "2021-12-31"},
    ]
    for claim, fact in _pairs(findings):
        data.lists["claims"].append(claim)
        data.lists["evidence"].append(fact)
    return write_data(data, root)


def _pairs(count: int) -> Iterator[tuple[Record, Record]]:
    for number in range(count):
        day = f"20{number // 240:02}-{number // 20 % 12 + 1:02}-05"
        common: Record = {"subject": f"ship-{number % 20}"}
        yield (
            common | {"id": f"free-{number}", "text": f"Ship {number % 20} was free to go on {day}.",
                      "denies": "departure-refused", "when": day, "said_by": "ministry", "source": "letter"},
            common | {"id": f"refused-{number}", "text": f"Ship {number % 20} was refused departure on {day}.",
                      "affirms": "departure-refused", "when": day, "source": "log"},
        )  # fmt: skip
