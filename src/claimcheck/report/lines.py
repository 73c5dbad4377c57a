"""Breaks text into lines for a terminal, and keeps out of it what could drive the terminal."""

from __future__ import annotations

import textwrap

# Control characters move the cursor or change colours; the marks that set the direction of writing make a line show
# what it does not say.
_CONTROLS = {code: "\ufffd" for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n\r"}
_DIRECTIONS = dict.fromkeys((0x61C, *range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd")
_SHOWN = {**_CONTROLS, **_DIRECTIONS, 0x2028: " ", 0x2029: " "}


def wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Lines of at most `width` columns; longer words are not broken, so that paths can be copied."""
    return textwrap.wrap(
        printable(text),
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def printable(text: str) -> str:
    """The text with a replacement sign for each character that a terminal would obey instead of show."""
    return text.translate(_SHOWN)
