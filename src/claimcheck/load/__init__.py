"""Reading a dossier from its files, with all that is wrong in one run."""

from claimcheck.load.dossier import load_dossier, load_snippet
from claimcheck.load.vocabulary import load_vocabulary

__all__ = ["load_dossier", "load_snippet", "load_vocabulary"]
