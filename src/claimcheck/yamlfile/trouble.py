"""What a YAML syntax error means to the person who typed the line, and which part of the text to set aside.

The parser stops at the first error. So that all problems of a file come out in one run, the value that broke it is
blotted out with as many underscores, told as a problem, and the file is read again: the places of everything else
stay what they are, and the blot is known to be one.
"""

from __future__ import annotations

import re
from typing import Protocol

import yaml
from msgspec import Struct

from claimcheck.errors import Problem
from claimcheck.yamlfile.encoding import place_of
from claimcheck.yamlfile.nodes import quoted

LINE_HEAD = re.compile(r"[ ]*(?:-[ ]+)*")
MISSING_BLANK = re.compile(r"[\w-]+:\S")
OPENING = {"]": "[", "}": "{"}
MEANING = {
    ">": "the sign for a folded text",
    "|": "the sign for a text with its line breaks",
    "[": "the start of a list",
    "{": "the start of a mapping",
    "%": "reserved",
    "@": "reserved",
    "`": "reserved",
    "*": "a reference to an anchor",
    "&": "an anchor",
    "!": "a tag",
    "-": "the start of a list item",
    "?": "the start of a key",
    ",": "the end of a list item",
    "]": "the end of a list",
    "}": "the end of a mapping",
}


class Passed(Protocol):
    """What the parser had read when it stopped, as indices into the text."""

    @property
    def scalar(self) -> tuple[int, int, str] | None:
        """The start, end and style of the last event, if that was a text."""

    @property
    def just_closed(self) -> tuple[int, int] | None:
        """The start and end of the flow list or mapping that the last event closed."""

    @property
    def outermost(self) -> int | None:
        """The start of the outermost flow list or mapping that is still open."""


class Trouble(Struct, frozen=True, kw_only=True):
    """A syntax error as a problem; `start` is where the value to blot out begins, None where it is not known."""

    problem: Problem
    start: int | None


def diagnose(text: str, error: yaml.MarkedYAMLError, passed: Passed, path: str) -> Trouble:
    """Tell a syntax error in the words of the person who typed it."""
    mark = error.problem_mark or error.context_mark
    index = min(mark.index if mark is not None else 0, len(text))
    context = error.context_mark.index if error.context_mark is not None else index
    what = f"{error.context or ''} {error.problem or ''}"
    found = _find(text, what, index, context, passed)
    start = found.start if passed.outermost is None or found.start is None else passed.outermost
    problem = Problem(
        code=found.code, location=place_of(text, found.index, path), message=found.message, hint=found.hint
    )
    return Trouble(problem=problem, start=start)


class _Found(Struct, frozen=True, kw_only=True):
    code: str
    index: int
    message: str
    hint: str
    start: int | None = None


def _find(text: str, what: str, index: int, context: int, passed: Passed) -> _Found:
    if _sign(text, index) == "\t" and ("tab" in what or "cannot start any token" in what):
        return _Found(
            code="YAML-TAB",
            index=index,
            message="expected blanks, found a tab; YAML indents with blanks only",
            hint="replace the tab by blanks",
        )
    if "cannot start any token" in what or "entries are not allowed" in what or "keys are not allowed" in what:
        return _needs_quotes(text, index)
    if "block scalar" in what or "an alias" in what or "an anchor" in what or "block node" in what or " tag" in what:
        return _needs_quotes(text, context)
    if "mapping values are not allowed" in what:
        return _colon(text, index, passed)
    if "quoted scalar" in what:
        return _quoted(text, what, index, context)
    if "flow" in what:
        return _open_flow(text, context)
    return _between(text, what, index, context, passed)


def _needs_quotes(text: str, start: int) -> _Found:
    sign = _sign(text, start)
    shown = "a backtick" if sign == "`" else f"`{sign}`"
    message = f"a value cannot start with {shown} without quotes: in YAML it is {MEANING.get(sign, 'a sign')}"
    return _Found(code="NEEDS-QUOTES", index=start, message=message, hint=_quote_hint(text, start), start=start)


def _colon(text: str, index: int, passed: Passed) -> _Found:
    if passed.scalar is None:
        return _syntax(index, "expected a value, found a colon")
    start, _, style = passed.scalar
    line = text[_line_start(text, start) : _line_end(text, start)]
    head = _head(line)
    if MISSING_BLANK.match(line, head) and start == _line_start(text, start) + head:
        key = line[head:].partition(":")[0]
        return _missing_blank(key, start, start)
    if style:
        return _early(text, passed.scalar)
    if _line_start(text, start) != _line_start(text, index):
        message = "this line is read as part of the value that starts above it, and holds another `key: value`"
        hint = "indent it like the key above; or, if it is part of that text, put the whole text in quotes"
        return _Found(code="YAML-INDENT", index=_first_sign(text, index), message=message, hint=hint, start=start)
    message = "a text without quotes cannot hold a colon followed by a blank"
    return _Found(code="NEEDS-QUOTES", index=index, message=message, hint=_quote_hint(text, start), start=start)


def _missing_blank(key: str, index: int, start: int) -> _Found:
    return _Found(
        code="YAML-SYNTAX",
        index=index,
        message=f"expected `{key}: value`, found no blank after the colon",
        hint=f"write a blank after `{key}:`",
        start=start,
    )


def _quoted(text: str, what: str, index: int, context: int) -> _Found:
    if "escape" in what:
        index = text.rfind("\\", context, index + 1)
        return _Found(
            code="BAD-ESCAPE",
            index=index,
            message=f"the escape `{text[index : index + 2]}` names no character here",
            hint="write `\\\\` for a backslash, or use single quotation marks",
            start=context,
        )
    message = f"the quotation mark {_sign(text, context)} that opens here is never closed"
    hint = "close it; inside double quotation marks write \\\" for one of the text, inside single ones ''"
    return _Found(code="QUOTE-NOT-CLOSED", index=context, message=message, hint=hint, start=context)


def _open_flow(text: str, start: int) -> _Found:
    sign = _sign(text, start)
    end = "]" if sign == "[" else "}"
    return _Found(
        code="NEEDS-QUOTES" if sign == "[" else "YAML-SYNTAX",
        index=start,
        message=f"`{sign}` is {MEANING.get(sign, 'a sign')} in YAML; what follows is none, or lacks a comma or `{end}`",
        hint=f"separate the items by commas and close with `{end}`; if this is a text: {_quote_hint(text, start)}",
        start=start,
    )


def _between(text: str, what: str, index: int, context: int, passed: Passed) -> _Found:
    """What stands where a key was expected: the rest of a value that ended too early, or a line out of place."""
    if passed.scalar is not None and passed.scalar[2] and _same_line(text, passed.scalar[1], index):
        return _early(text, passed.scalar)
    if passed.just_closed is not None and _same_line(text, passed.just_closed[1], index):
        start = passed.just_closed[0]
        sign = _sign(text, start)
        message = f"`{sign}` is {MEANING.get(sign, 'a sign')} in YAML, and this text goes on after its end"
        return _Found(code="NEEDS-QUOTES", index=start, message=message, hint=_quote_hint(text, start), start=start)
    if "expected ':'" in what:
        line = text[context : _line_end(text, context)].strip()
        if MISSING_BLANK.match(line):
            return _missing_blank(line.partition(":")[0], context, context + line.index(":") + 2)
        return _Found(
            code="YAML-SYNTAX",
            index=context,
            message=f"expected `key: value`, found `{_short(line)}`",
            hint="write `key: value`; a text that goes on from the line above is indented deeper than its key",
        )
    if "expected key" in what or "block end" in what or "'-' indicator" in what:
        column = index - _line_start(text, index) + 1
        return _Found(
            code="YAML-INDENT",
            index=index,
            message=f"this line starts in column {column}, which fits none of the lines above",
            hint="start it in the same column as the line that it belongs with",
        )
    return _syntax(index, what.strip())


def _early(text: str, scalar: tuple[int, int, str]) -> _Found:
    start, end, style = scalar
    if _same_line(text, start, end):
        message = f"the quotation mark {style} closes the text here, and the line goes on"
        return _Found(
            code="QUOTE-CLOSES-EARLY", index=end - 1, message=message, hint=_quote_hint(text, start), start=start
        )
    line = place_of(text, end, "").line
    message = f"the quotation mark {style} that opens here is closed only in line {line}, and that line goes on"
    hint = f"close it with {style} at the end of the text"
    return _Found(code="QUOTE-NOT-CLOSED", index=start, message=message, hint=hint, start=start)


def _syntax(index: int, words: str) -> _Found:
    return _Found(
        code="YAML-SYNTAX",
        index=index,
        message=f"this is not YAML: {words}",
        hint="look at this line and the one above: indentation, colons, brackets and quotation marks",
    )


def _quote_hint(text: str, start: int) -> str:
    raw = text[start : _line_end(text, start)].rstrip()
    while raw[-1:] in tuple(",]}") and (raw.endswith(",") or raw.count(OPENING.get(raw[-1], "")) < raw.count(raw[-1])):
        raw = raw[:-1].rstrip()  # of a list or mapping around it
    return f"put it in quotes: {quoted(raw)}" if len(raw) <= 60 else "put the whole text in quotes"


def spaced(text: str, start: int) -> str:
    """The text with the blank that a key lacks before its value, in place of the first sign of the value."""
    lacks = text[start - 2 : start - 1] == ":" and text[start - 1].isalnum()
    return f"{text[: start - 1]} {text[start:]}" if lacks else text


def blot(text: str, start: int) -> tuple[str, int]:
    """The text with the value at `start` made underscores and its continuation lines blanks; where that ends."""
    line_start, end = _line_start(text, start), _line_end(text, start)
    head = _head(text[line_start:end])
    depth = head if start > line_start + head else text[line_start:end].rfind("-", 0, head)
    done = text[:start] + "_" * max(end - start, 1)
    rest = text[end:].splitlines(keepends=True)
    for number, line in enumerate(rest):
        body = line.lstrip(" ")
        belongs = not body.strip() or len(line) - len(body) > depth or body[0] in "]}"
        if number and not belongs:
            return done + "".join(rest[number:]), len(done)
        ending = line[len(line.rstrip("\r\n")) :]
        done += " " * (len(line) - len(ending)) + ending
    return done, len(done)


def _head(line: str) -> int:
    found = LINE_HEAD.match(line)
    return found.end() if found else 0


def _sign(text: str, index: int) -> str:
    return text[index : index + 1]


def _short(line: str) -> str:
    return line if len(line) <= 40 else line[:39] + "…"


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _line_end(text: str, index: int) -> int:
    end = text.find("\n", index)
    end = len(text) if end < 0 else end
    return end - 1 if text[end - 1 : end] == "\r" and end > index else end


def _first_sign(text: str, index: int) -> int:
    start = _line_start(text, index)
    return start + _head(text[start:index])


def _same_line(text: str, one: int, two: int) -> bool:
    return "\n" not in text[one:two]
