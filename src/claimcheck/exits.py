"""The exit codes of the command line: what a shell script or a CI job may rely on."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """One meaning for each code; where several apply the order is BUG, INTERRUPTED, INCOMPLETE, FOUND, CLEAN."""

    CLEAN = 0
    """Nothing to act on. `report` ends so when it wrote its pages, whatever they say."""
    FOUND = 1
    """Something to act on: findings of `check`, a rule example that fails, a quote that is not in its source."""
    INCOMPLETE = 2
    """Not all of it could be done: wrong usage, bad data, a bad rule. What could be checked is still printed."""
    BUG = 3
    """A mistake in claimcheck itself."""
    INTERRUPTED = 130
    """Stopped from the keyboard."""
