"""A dossier on disk in which every text tries to break the page that shows it; fictional throughout."""

from __future__ import annotations

import json
from pathlib import Path

from bridge import VOCABULARY

SCRIPT = "<script>document.title='broken'</script>"
IMAGE = "<img src=x onerror=document.title='broken'>"
TEMPLATE = "{{ 7*7 }}{% raw %}${7*7}"
CLOSING = "</style></title></textarea>--><b>"
OVERRIDE = "abc\u202edcba\u2066x"
ISOLATED = "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd"
LONG = "w" * 100_000
TEXTS = (SCRIPT, IMAGE, TEMPLATE, CLOSING, OVERRIDE, ISOLATED)
WICKED = " ".join(TEXTS)


def write_hostile(root: Path) -> Path:
    """The dossier of the bridge with hostile titles, names, texts, quotes, links, notes and words of 100,000 signs."""
    sources = [
        {"id": "letter", "title": f"Letter {WICKED}", "kind": SCRIPT, "publisher": "ministry",
         "published": "2018-08-13", "url": "https://example.org/'onclick='1", "note": WICKED},
        {"id": "article", "title": f"Article {WICKED}", "publisher": "paper", "published": "2018-09-01",
         "url": "https://example.org/a?b=\"><script>1</script>", "archive_url": "https://example.org/archive"},
    ]  # fmt: skip
    entities = [
        {"id": "bridge", "kind": "thing", "name": f"Bridge {WICKED}", "aliases": [IMAGE, TEMPLATE]},
        {"id": "ministry", "kind": "body", "name": f"Ministry {OVERRIDE} {IMAGE}", "authority": "true",
         "official": "true", "interest": WICKED},
        {"id": "paper", "kind": "body", "name": ISOLATED, "interest": SCRIPT},
        {"id": "council", "kind": "body", "name": CLOSING},
    ]  # fmt: skip
    claims = [
        {"id": "letter-open", "text": f"Open {WICKED}", "subject": "bridge", "denies": "closed", "said_by": "ministry",
         "said_to": ["council"], "said_on": "2018-08-13", "said_in": "letter", "source": "letter",
         "quote": f"{WICKED} {LONG}", "translation": WICKED, "lang": "ar", "cite": IMAGE, "hangs_on": WICKED},
        {"id": "letter-long", "text": LONG, "subject": "bridge", "denies": "shut", "said_by": "ministry",
         "said_on": "2018-08-13", "said_in": "letter", "source": "letter", "lang": 'en" onload="1'},
    ]  # fmt: skip
    evidence = [
        {"id": "shut-in-july", "text": f"Shut {WICKED}", "subject": "bridge", "affirms": "shut", "when": "2018-07-20",
         "said_by": "paper", "source": "article", "basis": "reported", "cite": WICKED},
    ]  # fmt: skip
    predicates = VOCABULARY.split("entities:")[0]
    files = {
        "claimcheck.yaml": json.dumps({"format": "1", "title": f"Case {WICKED}"}),
        "evidence/words.yaml": predicates,
        "evidence/base.yaml": json.dumps({"sources": sources, "entities": entities, "evidence": evidence}),
        "claims/letter.yaml": json.dumps({"claims": claims}),
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root
