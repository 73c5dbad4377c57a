"""The command line: the only place that prints and ends the program."""

from claimcheck.cli.app import main, run

__all__ = ["main", "run"]
