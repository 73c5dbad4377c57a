"""Breaking text into lines: the quick way for evenly spaced words gives what `textwrap` gives."""

from __future__ import annotations

import textwrap

from hypothesis import example, given
from hypothesis import strategies as st

from claimcheck.report.lines import printable, wrap

TEXTS = st.one_of(
    st.lists(st.text("abcdefghij-/.\u00a0\u2028é", min_size=1, max_size=14), max_size=20).map(" ".join),
    st.text("ab \t\n\r\x0b\x0c", max_size=40),
)
INDENTS = st.integers(0, 6).map(lambda count: " " * count)


@given(TEXTS, st.integers(1, 30), INDENTS, INDENTS)
@example("", 10, "  ", "")
@example("a-word-far-longer-than-the-line and more", 10, "  ", "    ")
@example(" starts with a blank", 10, "", "")
def test_lines_are_those_of_textwrap(text: str, width: int, first: str, rest: str) -> None:
    expected = textwrap.wrap(
        printable(text), width, initial_indent=first, subsequent_indent=rest,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    assert wrap(text, width, first, rest) == expected
