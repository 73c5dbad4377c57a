"""Where in a file a value stands: the place that every message and every record points to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Location:
    """A place in a file of the dossier.

    `path` is relative to the dossier and written with `/`; `line` and `column` count from 1, columns in
    characters. A whole file is line 1, column 1.
    """

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"
