"""Reads one line of a rule, such as `lasting(a) overlaps b`, into its terms and its operator, with columns.

A line is `term OPERATOR term`; a function that is true or false may stand alone. Nothing is ever evaluated: a
line becomes data. Every term keeps the offset at which it begins, so a message can point at it.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import Literal

from msgspec import Struct

from claimcheck.dates import DateProblem, Duration, parse_duration, parse_edtf
from claimcheck.errors import Problem
from claimcheck.location import Location
from claimcheck.rules.syntax import Call, Compare, Constant, Field, Sum, Term, Var
from claimcheck.rules.words import NAME, OPERATORS, did_you_mean

_TOKEN = re.compile(
    r"""\s*(?:(?P<quoted>"[^"]*"|'[^']*')
    |(?P<sign><=|>=|==|!=|[<>=()\[\],]|[+-](?=\s|$))
    |(?P<word>[^\s()\[\],"'<>=!][^\s()\[\],"<>=!]*)
    |(?P<wrong>\S))""",
    re.VERBOSE,
)
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_DATE = re.compile(r"(\.\.)?[\dX]{4}[-/?~%.].*|\d{2,3}X{1,2}.*|(\.\.)?/\d.*|\d{1,2}[./]\d{1,2}[./]\d{4}")
MOST_NESTED = 20
_DURATION = re.compile(r"P[\dT].*")
_INSTEAD = {
    "==": "=", "!=": "is not", "equals": "=", "after": "before", "and": "", "or": "", "isn't": "is not",
    "contains": "has", "includes": "has", "precedes": "before", "during": "overlaps", "intersects": "overlaps",
}  # fmt: skip


class Token(Struct, frozen=True, kw_only=True):
    """A piece of a line and the offset at which it begins."""

    kind: Literal["quoted", "sign", "word"]
    text: str
    offset: int


class Line(Struct, frozen=True, kw_only=True):
    """A line as read: the condition (None where it could not be read), its problems, and where each term begins."""

    compare: Compare | None
    problems: tuple[Problem, ...]
    places: tuple[tuple[Term, int], ...] = ()
    operator_offset: int = 0


class _LineError(Exception):
    """A line that cannot be read further; turned into a problem at the top of this file's two functions."""

    def __init__(self, code: str, offset: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.offset, self.message, self.hint = code, offset, message, hint


def read_line(text: str, location: Location, names: AbstractSet[str], *, one_line: bool = True) -> Line:
    """The condition that a line writes, with `location` the place of its first character and `names` those bound.

    `one_line` is false for a text that is spread over lines of the file: problems then point at its beginning.
    """
    parser = _Parser(text, names)
    compare: Compare | None = None
    try:
        compare = parser.condition(location, one_line=one_line)
    except _LineError as error:
        parser.errors.append(error)
    problems = tuple(_problem(error, location, one_line=one_line) for error in parser.errors)
    return Line(
        compare=None if problems else compare,
        problems=problems,
        places=tuple(parser.places),
        operator_offset=parser.operator_offset,
    )


def read_term(
    text: str, location: Location, names: AbstractSet[str], *, one_line: bool = True
) -> tuple[Term | None, tuple[Problem, ...]]:
    """A term standing alone, such as the `subject` of what an inference rule concludes."""
    parser = _Parser(text, names)
    term: Term | None = None
    try:
        term = parser.alone()
    except _LineError as error:
        parser.errors.append(error)
    problems = tuple(_problem(error, location, one_line=one_line) for error in parser.errors)
    return (None if problems else term), problems


def moved(location: Location, offset: int) -> Location:
    """The place some characters further on the same line."""
    return Location(path=location.path, line=location.line, column=location.column + offset)


def _problem(error: _LineError, location: Location, *, one_line: bool) -> Problem:
    place = moved(location, error.offset) if one_line else location
    return Problem(code=error.code, location=place, message=error.message, hint=error.hint)


def _tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    position, end = 0, len(text.rstrip())
    while position < end:
        found = _TOKEN.match(text, position)
        assert found is not None, "the last alternative takes any character"
        kind = found.lastgroup or ""
        offset, piece = found.start(kind), found[kind]
        if kind == "wrong":
            raise _not_a_token(piece, offset)
        tokens.append(Token(kind="quoted" if kind == "quoted" else "sign" if kind == "sign" else "word",
                            text=piece, offset=offset))  # fmt: skip
        position = found.end()
    return tokens


def _not_a_token(piece: str, offset: int) -> _LineError:
    if piece in "\"'":
        return _LineError("BAD-CONDITION", offset, "a quotation mark is opened and never closed", "close it")
    return _LineError("BAD-CONDITION", offset, f"`{piece}` cannot stand here", "put texts with signs in quotes")


class _Parser:
    """Reads one line from left to right, remembering where each term began."""

    def __init__(self, text: str, names: AbstractSet[str]) -> None:
        self.text = text
        self.names = names
        self.errors: list[_LineError] = []
        self.places: list[tuple[Term, int]] = []
        self.operator_offset = 0
        self.at = 0
        self.nested = 0
        self.tokens: list[Token] = []

    def condition(self, location: Location, *, one_line: bool) -> Compare:
        self.tokens = _tokens(self.text)
        first = self.peek()
        if first is None:
            raise _LineError("BAD-CONDITION", 0, "an empty line says nothing", "write `term OPERATOR term`")
        if first.kind == "word" and first.text == "not":
            raise _LineError(
                "BAD-CONDITION", first.offset, "a whole line cannot be negated with `not`",
                "use `is not` or `not in`, or look for the claim under `unless:`",
            )  # fmt: skip
        if first.kind == "word" and first.text in OPERATORS and first.text not in self.names:
            raise _LineError("BAD-CONDITION", first.offset, f"expected a term before `{first.text}`",
                             "write `term OPERATOR term`, such as `a before b`")  # fmt: skip
        left = self.term()
        if self.peek() is None:
            if not isinstance(left, Call):
                raise _LineError("BAD-CONDITION", len(self.text.rstrip()), "an operator is missing",
                                 "write `term OPERATOR term`, such as `a before b`")  # fmt: skip
            yes = Constant(kind="text", value="true", text="true")
            return Compare(
                left=left, op="is", right=yes, within=None, text=self.text, location=location, one_line=one_line
            )
        op, within = self.operator()
        right = self.term()
        self.finished()
        return Compare(
            left=left, op=op, right=right, within=within, text=self.text, location=location, one_line=one_line
        )

    def alone(self) -> Term:
        self.tokens = _tokens(self.text)
        term = self.term()
        self.finished()
        return term

    def finished(self) -> None:
        rest = self.peek()
        if rest is None:
            return
        if rest.text in ("and", "or", "&&", "||"):
            hint = "one condition a line: lines are joined by `and`; for alternatives write `any: [...]`"
        else:
            hint = "put a text of several words in quotes"
        raise _LineError("BAD-CONDITION", rest.offset, f"`{rest.text}` stands after the end of the condition", hint)

    def peek(self, ahead: int = 0) -> Token | None:
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else None

    def next(self, expected: str) -> Token:
        token = self.peek()
        if token is None:
            end = len(self.text.rstrip())
            raise _LineError("BAD-CONDITION", end, f"expected {expected}, found the end of the line")
        self.at += 1
        return token

    def sign(self, *signs: str) -> Token | None:
        token = self.peek()
        if token is None or token.kind != "sign" or token.text not in signs:
            return None
        self.at += 1
        return token

    def close(self, sign: str, opened: Token) -> None:
        if self.sign(sign) is None:
            message = f"`{opened.text}` is never closed"
            raise _LineError("BAD-CONDITION", opened.offset, message, f"close it with `{sign}`")

    # Operators

    def operator(self) -> tuple[str, Duration | Call | None]:
        token = self.next("an operator")
        self.operator_offset = token.offset
        after = self.peek()
        pair = f"{token.text} {after.text}" if after is not None and after.kind == "word" else ""
        if token.kind != "quoted" and pair in OPERATORS:
            self.at += 1
            return pair, None
        if token.text == "within":
            return "within", self.within()
        if token.kind == "quoted" or token.text not in OPERATORS:
            raise self.unknown_operator(token)
        return token.text, None

    def unknown_operator(self, token: Token) -> _LineError:
        instead = _INSTEAD.get(token.text)
        if instead == "":
            hint = "one condition a line: lines are joined by `and`; for alternatives write `any: [...]`"
        elif instead is not None and token.text == "after":
            hint = "turn the line round and write `before`"
        elif instead is not None:
            hint = f"write `{instead}`"
        else:
            hint = did_you_mean(token.text, OPERATORS, f"the operators are {', '.join(OPERATORS)}")
        return _LineError("UNKNOWN-OPERATOR", token.offset, f"expected an operator, found `{token.text}`", hint)

    def within(self) -> Duration | Call:
        begin = self.next("a duration after `within`")
        self.at -= 1
        amount = self.primary()
        of = self.peek()
        if of is None or of.text != "of":
            place = len(self.text.rstrip()) if of is None else of.offset
            raise _LineError("BAD-CONDITION", place, "`within` wants a duration and `of`",
                             "write `a within P90D of b`")  # fmt: skip
        self.at += 1
        if isinstance(amount, Call):
            return amount
        if isinstance(amount, Constant) and isinstance(amount.value, Duration):
            return amount.value
        raise _LineError("BAD-DURATION", begin.offset, f"`{begin.text}` is no duration",
                         "write a duration such as `P90D`, `P6M` or `P1Y`, or `horizon(a)`")  # fmt: skip

    # Terms

    def term(self) -> Term:
        begin = self.peek()
        term = self.primary()
        while (sign := self.sign("+", "-")) is not None:
            self.nest(sign)
            amount_token = self.peek()
            amount = self.primary()
            if not isinstance(amount, Constant) or amount.kind not in ("duration", "number"):
                offset = amount_token.offset if amount_token else sign.offset
                raise _LineError("BAD-CONDITION", offset, f"only a duration or a number can follow `{sign.text}`",
                                 "write such as `a.start + P16Y` or `a.value + 5`")  # fmt: skip
            term = Sum(term=term, sign=1 if sign.text == "+" else -1, amount=amount.value)
            self.places.append((term, begin.offset if begin else 0))
        return term

    def primary(self) -> Term:
        token = self.next("a name, a field, a function or a value")
        term: Term
        if token.kind == "quoted":
            term = Constant(kind="text", value=token.text[1:-1], text=token.text[1:-1])
        elif token.text == "[":
            term = self.list_or_date(token)
        elif token.kind == "sign":
            raise _LineError("BAD-CONDITION", token.offset, f"expected a term, found `{token.text}`",
                             "write a name, a field, a function or a value")  # fmt: skip
        elif self.opens_call(token):
            term = self.call(token)
        else:
            term = self.atom(token)
        self.places.append((term, token.offset))
        return term

    def opens_call(self, token: Token) -> bool:
        after = self.peek()
        bracket = after is not None and after.kind == "sign" and after.text == "("
        return bracket and NAME.fullmatch(token.text) is not None

    def call(self, name: Token) -> Call:
        opened = self.next("`(`")
        self.nest(opened)
        arguments: list[Term] = []
        while self.sign(")") is None:
            if arguments and self.sign(",") is None:
                self.close(")", opened)
                break
            arguments.append(self.primary())
        return Call(function=name.text, arguments=tuple(arguments))

    def nest(self, token: Token) -> None:
        """Stops a line that nests calls and sums without end before it exhausts the stack."""
        self.nested += 1
        if self.nested > MOST_NESTED:
            message = f"a line holds at most {MOST_NESTED} functions and sums"
            raise _LineError("BAD-CONDITION", token.offset, message, "write several lines")

    def list_or_date(self, opened: Token) -> Constant:
        items: list[Token] = []
        while self.sign("]") is None:
            if items and self.sign(",") is None:
                self.close("]", opened)
                break
            item = self.next("an item of the list or `]`")
            if item.kind == "sign":
                raise _LineError("BAD-CONDITION", item.offset, f"expected an item of the list, found `{item.text}`")
            items.append(item)
        if len(items) == 1 and ".." in items[0].text and items[0].kind == "word":
            return self.date(f"[{items[0].text}]", opened.offset)
        texts = tuple(item.text[1:-1] if item.kind == "quoted" else item.text for item in items)
        return Constant(kind="list", value=texts, text=f"[{', '.join(texts)}]")

    def atom(self, token: Token) -> Term:
        word = token.text
        if _DURATION.fullmatch(word):
            return self.duration(word, token.offset)
        if _NUMBER.fullmatch(word):
            return Constant(kind="number", value=float(word), text=word)
        if _DATE.fullmatch(word):
            return self.date(word, token.offset)
        head, *rest = word.split(".")
        if head in self.names and "+" not in word:
            return Field(name=head, path=tuple(rest)) if rest else Var(name=head)
        if "+" in word or (rest and NAME.fullmatch(head)):
            self.errors.append(self.not_bound(head, word, token.offset))
        return Constant(kind="text", value=word, text=word)

    def not_bound(self, head: str, word: str, offset: int) -> _LineError:
        if "+" in word:
            hint = "put spaces around `+`, or quotes around a text"
            return _LineError("BAD-CONDITION", offset, f"`{word}` is no term", hint)
        hint = did_you_mean(head, self.names, "name it under `match:`; a text with dots goes in quotes")
        return _LineError("UNBOUND-NAME", offset, f"`{head}` is named nowhere in this rule", hint)

    def duration(self, word: str, offset: int) -> Constant:
        try:
            return Constant(kind="duration", value=parse_duration(word), text=word)
        except DateProblem as problem:
            self.errors.append(_LineError("BAD-DURATION", offset + problem.offset, problem.message, problem.hint))
        return Constant(kind="duration", value=Duration(years=0, months=0, days=0, seconds=0, text=word), text=word)

    def date(self, word: str, offset: int) -> Constant:
        try:
            return Constant(kind="date", value=parse_edtf(word), text=word)
        except DateProblem as problem:
            self.errors.append(_LineError("BAD-DATE", offset + problem.offset, problem.message, problem.hint))
        return Constant(kind="text", value=word, text=word)
