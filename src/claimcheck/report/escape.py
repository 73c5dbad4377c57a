"""Puts what users wrote into Markdown so that it shows as it stands."""

from __future__ import annotations

import re

_SIGNS = re.compile(r"([\\`*_{}\[\]<>|~#])")
_LINE_START = re.compile(r"^(\d*)([-+=.)])")  # what would begin a list or a heading
_AMPERSAND = re.compile(r"&(?=#?\w+;)")


def escaped(text: str) -> str:
    """What users wrote, so that Markdown shows it as it stands: on one line, with no sign that Markdown would read."""
    flat = " ".join(text.split())
    return _LINE_START.sub(r"\1\\\2", _AMPERSAND.sub("&amp;", _SIGNS.sub(r"\\\1", flat)))
