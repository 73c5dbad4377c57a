"""Rules: their syntax, their reading, their check before they run, and their compilation."""

from claimcheck.rules.rulebook import Rulebook, load_rulebook
from claimcheck.rules.syntax import Rule

__all__ = ["Rule", "Rulebook", "load_rulebook"]
