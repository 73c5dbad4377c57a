"""The command `verify`: hashes of kept files, and quotes against the words of their originals."""

from __future__ import annotations

from pathlib import Path

from claimcheck.cli.output import say, terminal, warn
from claimcheck.exits import Exit


def verify_folder(root: Path, originals: tuple[Path, ...], form: str) -> Exit:
    """Verify a dossier and print the verdicts; what is wrong with its files is told too."""
    from claimcheck.load import load_dossier
    from claimcheck.report.lines import printable
    from claimcheck.report.verification import render_verification, render_verification_json
    from claimcheck.verify import verify_dossier

    dossier = load_dossier(root)
    told = verify_dossier(dossier, originals)
    width, _ = terminal()
    say(render_verification_json(told) if form == "json" else render_verification(told, width=width))
    errors = [problem for problem in dossier.problems if problem.severity == "error"]
    for problem in errors:
        warn(printable(f"{problem.severity}: {problem}{f' ({problem.hint})' if problem.hint else ''}"))
    if errors or told.has("unchecked"):
        return Exit.INCOMPLETE
    return Exit.FOUND if told.has("failed") else Exit.CLEAN
