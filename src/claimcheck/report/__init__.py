"""Formats of a report; each sees only the Report value."""
