"""A small dossier on disk for the tests of the command line: a ministry, a bridge, and what is on record."""

from __future__ import annotations

from pathlib import Path

SETTINGS = """\
format: 1
title: The bridge
"""
VOCABULARY = """\
predicates:
  - id: closed
    kind: state
    label: {en: {affirms: "{subject} is closed", denies: "{subject} is not closed"}}
    persists: until-ended
  - id: shut
    kind: event
    label: {en: {affirms: "{subject} was shut", denies: "{subject} was not shut"}}
    starts: closed
  - id: opened-again
    kind: event
    label: {en: {affirms: "{subject} was opened again", denies: "{subject} was not opened again"}}
    ends: closed
entities:
  - {id: bridge, kind: thing, name: the Old Bridge}
  - {id: ministry, kind: body, name: Ministry of Roads, authority: "true", official: "true"}
  - {id: paper, kind: body, name: The Paper}
  - {id: council, kind: body, name: the Council}
sources:
  - {id: letter, title: Letter to the Council, kind: letter, publisher: ministry, published: 2018-08-13}
  - {id: article, title: "An article | with a bar", kind: article, publisher: paper, published: 2018-09-01}
"""
CLAIMS = """\
claims:
  - id: letter-open
    text: The bridge is open to *all* lorries.
    subject: bridge
    denies: closed
    said_by: ministry
    said_to: council
    said_on: 2018-08-13
    said_in: letter
    source: letter
    quote: open to all lorries
    cite: page 2
"""
EVIDENCE = """\
evidence:
  - id: shut-in-july
    text: The bridge was shut in July.
    subject: bridge
    affirms: shut
    when: 2018-07-20
    said_by: paper
    source: article
    basis: reported
"""
ENDED = """\
evidence:
  - {id: opened, text: The bridge was opened again., subject: bridge, affirms: opened-again, when: 2018-08-01,
     said_by: paper, source: article}
"""


def write_bridge(root: Path, **files: str) -> Path:
    """The dossier with one presumed finding, and further files (`evidence__more` is `evidence/more.yaml`)."""
    texts = {"claimcheck": SETTINGS, "evidence__base": VOCABULARY, "claims__letter": CLAIMS, "evidence__july": EVIDENCE}
    for name, text in (texts | files).items():
        path = root / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root
