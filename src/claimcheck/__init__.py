"""Compare what officials say with what is documented, and explain where both cannot stand."""

__version__ = "0.1.0"
