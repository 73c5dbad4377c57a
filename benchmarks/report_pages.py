"""Times the pages of a large dossier: 2,000 claims and 1,000 findings must be rendered in under 15 seconds.

    python benchmarks/report_pages.py [PAIRS]

Each pair is a statement and the record that it cannot stand beside, about one of a hundred things, in one of fifty
letters. Prints the seconds that checking and rendering take, and the size of the index.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from claimcheck.check import Choice, check_dossier
from claimcheck.report.redact import for_public
from claimcheck.report.writing import DEFAULT, render_files

LIMIT = 15.0
THINGS, LETTERS = 100, 50


def write_dossier(root: Path, pairs: int) -> None:
    """As many statements as records, each statement against one record and against no other."""
    (root / "claims").mkdir()
    (root / "evidence").mkdir()
    (root / "claimcheck.yaml").write_text("format: 1\ntitle: Many letters\n", "utf-8")
    bodies = [
        "entities:",
        "  - {id: ministry, name: Ministry, official: true, authority: true}",
        "  - {id: paper, name: The Paper, kind: body}",
        "  - {id: guest, name: A guest, kind: person, restricted: true}",
        *(f"  - {{id: thing-{number}, name: Thing no. {number}, kind: thing}}" for number in range(THINGS)),
        "sources:",
        "  - {id: paper-archive, title: Archive of the paper, publisher: paper, published: 2020-01-01}",
        *(
            f"  - {{id: letter-{number}, title: Letter no. {number}, publisher: ministry, published: 2019-01-01}}"
            for number in range(LETTERS)
        ),
        "predicates:",
        *(
            f"  - {{id: inspected-{number}, kind: event, once: true, label: "
            "{en: {affirms: '{subject} was inspected', denies: '{subject} was not inspected'}}}"
            for number in range(pairs // THINGS + 1)
        ),
    ]
    (root / "evidence/bodies.yaml").write_text("\n".join(bodies) + "\n", "utf-8")
    said, recorded = ["claims:"], ["evidence:"]
    for number in range(pairs):
        about = f"subject: thing-{number % THINGS}, affirms: inspected-{number // THINGS}"
        letter = f"letter-{number % LETTERS}"
        said.append(
            f"  - {{id: said-{number}, text: 'Inspection no. {number} was in May.', {about}, when: 2018-05-03, "
            f"said_by: ministry, source: {letter}, said_in: {letter}, quote: 'in May, no. {number}'}}"
        )
        recorded.append(
            f"  - {{id: record-{number}, text: 'Inspection no. {number} was in June.', {about}, when: 2018-06-03, "
            f"said_by: paper, source: paper-archive, cite: 'no. {number}'}}"
        )
    (root / "claims/said.yaml").write_text("\n".join(said) + "\n", "utf-8")
    (root / "evidence/recorded.yaml").write_text("\n".join(recorded) + "\n", "utf-8")


def main() -> int:
    """Print the figures; 1 where rendering takes longer than it may."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write_dossier(root, pairs)
        start = time.perf_counter()
        report = check_dossier(root, choice=Choice(in_words=True))
        checked, used = time.perf_counter(), time.process_time()
        files = render_files(for_public(report), DEFAULT)
        done, used = time.perf_counter(), time.process_time() - used
    size = sum(len(text.encode()) for text in files.values())
    print(f"{len(report.dossier.claims)} claims, {len(report.findings)} findings; checked in {checked - start:.1f} s")
    print(
        f"{len(files)} pages, {size / 1e6:.1f} MB, rendered in {done - checked:.1f} s ({used:.1f} s of processor); "
        f"index {len(files['index.html']) / 1e3:.0f} kB"
    )
    return int(used > LIMIT)  # another program at work on the machine is no fault of this one


if __name__ == "__main__":
    sys.exit(main())
