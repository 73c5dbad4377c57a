"""Where a record stands, as other programs name files: from the top of the repository, encoded as they need it."""

from __future__ import annotations

from urllib.parse import quote


def path_from(base: str, path: str) -> str:
    """A path in the dossier as seen from the top of the repository that the dossier lies in (`base` may be empty)."""
    return f"{base}/{path}" if base else path


def uri_from(base: str, path: str) -> str:
    """The same as a relative URI reference: blanks, other scripts and line ends percent-encoded."""
    return quote(path_from(base, path), safe="/-._~")
