"""Starts a command and turns every way it can end into one exit code."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from claimcheck.cli.commands import claimcheck
from claimcheck.cli.output import flush, prepare_streams, warn
from claimcheck.exits import Exit

TRACEBACK = "--traceback"


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the program with its exit code."""
    # One command, then the end: looking for unused circles at the default pace costs a small check a thirtieth.
    gc.set_threshold(100_000, 20, 20)
    code = run(sys.argv[1:] if arguments is None else arguments)
    gc.freeze()  # nor need anything be looked through once more at the very end
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; nothing that goes wrong inside leaves as an exception."""
    prepare_streams()
    wanted = [argument for argument in arguments if argument != TRACEBACK]
    try:
        outcome = claimcheck.main(args=wanted, prog_name="claimcheck", standalone_mode=False)
        code = Exit(outcome) if isinstance(outcome, int) else Exit.CLEAN
    except click.ClickException as problem:
        problem.show()
        code = Exit.INCOMPLETE
    except (click.Abort, KeyboardInterrupt):
        warn("interrupted")
        code = Exit.INTERRUPTED
    except Exception as mistake:  # noqa: BLE001  the one place where a bug becomes an exit code instead of a 1
        _tell_bug(mistake, traceback=TRACEBACK in arguments)
        code = Exit.BUG
    flush()
    return int(code)


def _tell_bug(mistake: Exception, *, traceback: bool) -> None:
    if traceback:
        from traceback import format_exception

        warn("".join(format_exception(mistake)).rstrip())
    what = " ".join(str(mistake).split())
    warn(f"this is a bug in claimcheck, not in your files: {type(mistake).__name__}{': ' if what else ''}{what}")
    if not traceback:
        warn(f"please report it with the output of the same command and {TRACEBACK}")
