"""Compares what a dossier quotes and hashes with the kept originals: exact words, forgiving typography only."""

from claimcheck.verify.story import verify_dossier
from claimcheck.verify.verdicts import FileVerdict, Gap, Nearest, QuoteVerdict, Verification

__all__ = ["FileVerdict", "Gap", "Nearest", "QuoteVerdict", "Verification", "verify_dossier"]
