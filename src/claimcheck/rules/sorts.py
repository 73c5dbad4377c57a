"""Checks the terms of one condition: known names, fields and functions, and sorts that its operator takes."""

from __future__ import annotations

from collections.abc import Mapping

from claimcheck.errors import Problem
from claimcheck.location import Location
from claimcheck.rules.syntax import Call, Compare, Constant, Field, Sum, Term, Var
from claimcheck.rules.terms import moved, read_line
from claimcheck.rules.words import (
    ENTITY_FIELDS,
    FIELDS,
    FLAGS,
    FUNCTIONS,
    OPERATORS,
    FieldWord,
    Function,
    Operator,
    Sort,
    did_you_mean,
    listed,
    which_name,
)

Sorts = frozenset[Sort]
_NOTHING: Sorts = frozenset()
_LITERALS: Mapping[str, Sorts] = {
    "text": frozenset({"text", "entity"}),
    "number": frozenset({"number"}),
    "date": frozenset({"date"}),
    "duration": frozenset({"duration"}),
    "list": frozenset({"list"}),
}
_CALLED: Mapping[Sort, str] = {
    "claim": "a claim", "link": "a link", "counted": "a counted set", "network": "a network", "stretch": "a time",
    "date": "a date", "duration": "a duration", "number": "a number", "entity": "an entity", "text": "a text",
    "list": "a list",
    "flag": "true or false",
}  # fmt: skip


def field_word(path: tuple[str, ...]) -> FieldWord | None:
    """The field that a path such as `subject.kind` leads to, or None if there is none."""
    first = FIELDS.get(path[0]) if path else None
    if first is None or len(path) == 1:
        return first
    return ENTITY_FIELDS.get(path[1]) if len(path) == 2 and "entity" in first.sorts else None


def field_hint(path: tuple[str, ...]) -> str:
    """How a path that leads nowhere could be mended."""
    first = FIELDS.get(path[0])
    if first is None:
        return did_you_mean(path[0], FIELDS, f"the fields are {', '.join(FIELDS)}")
    if "entity" not in first.sorts:
        return f"`{path[0]}` is not an entity, so nothing can follow it"
    return did_you_mean(path[1], ENTITY_FIELDS) if len(path) == 2 else "at most one step can follow an entity"


def called(sorts: Sorts) -> str:
    """What a sentence calls a term of these sorts."""
    if "entity" in sorts and "number" in sorts:
        return "a value"
    names = [name for sort, name in _CALLED.items() if sort in sorts]
    return " or ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def check_line(line: Compare, names: Mapping[str, Sort], predicates: frozenset[str]) -> tuple[Problem, ...]:
    """What is wrong with the terms of a line; `names` gives for each bound name what it stands for."""
    return _TermCheck(names, line, predicates).run()


def check_term(
    term: Term, location: Location, names: Mapping[str, Sort]
) -> tuple[frozenset[Sort], tuple[Problem, ...]]:
    """What a term standing alone stands for, and what is wrong with it; empty where it has a problem."""
    nothing = Constant(kind="text", value="", text="")
    line = Compare(left=term, op="is", right=nothing, within=None, text="", location=location, one_line=False)
    check = _TermCheck(names, line, frozenset())
    return check.sorts(term), tuple(check.problems)


class _TermCheck:
    """Checks the terms of one line; `names` gives for each bound name what it stands for."""

    def __init__(self, names: Mapping[str, Sort], compare: Compare, predicates: frozenset[str]) -> None:
        self.names = names
        self.compare = compare
        self.predicates = predicates
        self.problems: list[Problem] = []
        self.line = read_line(compare.text, compare.location, set(names))

    def run(self) -> tuple[Problem, ...]:
        compare = self.compare
        operator = OPERATORS.get(compare.op)
        left, right = self.sorts(compare.left), self.sorts(compare.right)
        if operator is None:
            self.report("UNKNOWN-OPERATOR", None, f"no operator is called `{compare.op}`",
                        did_you_mean(compare.op, OPERATORS))  # fmt: skip
        elif left and right:
            self.sides(operator, left, right)
        if isinstance(compare.within, Call) and "duration" not in (found := self.sorts(compare.within)) and found:
            self.report("WRONG-SORT", compare.within, f"`within` wants a duration, not {called(found)}",
                        "write such as `P90D`, or `horizon(a)`")  # fmt: skip
        self.known_texts(compare.left, compare.right)
        self.known_texts(compare.right, compare.left)
        return tuple(self.problems)

    def report(self, code: str, term: Term | None, message: str, hint: str = "") -> None:
        offset = self.offset(term)
        place = moved(self.compare.location, offset) if self.compare.one_line else self.compare.location
        self.problems.append(Problem(code=code, location=place, message=message, hint=hint))

    def offset(self, term: Term | None) -> int:
        """Where a term begins in the line; for one written twice, the right one if it is the right side."""
        if term is None:
            return self.line.operator_offset
        offsets = [offset for known, offset in self.line.places if known == term]
        if not offsets:
            return 0
        return offsets[-1] if term is self.compare.right else offsets[0]

    # What a term stands for; empty where it has a problem of its own

    def sorts(self, term: Term) -> Sorts:
        if isinstance(term, Var):
            return self.name_sorts(term, term.name)
        if isinstance(term, Field):
            return self.field_sorts(term)
        if isinstance(term, Call):
            return self.call_sorts(term)
        if isinstance(term, Sum):
            return self.sum_sorts(term)
        return _LITERALS[term.kind] | ({"flag"} if term.text in FLAGS else _NOTHING)

    def name_sorts(self, term: Term, name: str) -> Sorts:
        if name in self.names:
            return frozenset({self.names[name]})
        self.report("UNBOUND-NAME", term, f"`{name}` is named nowhere in this rule", which_name(name, self.names))
        return _NOTHING

    def field_sorts(self, term: Field) -> Sorts:
        of = self.name_sorts(term, term.name)
        written = ".".join((term.name, *term.path))
        if of and "claim" not in of:
            hint = "ask how many they are with `count(...)`" if "counted" in of else "ask the claims it joins"
            self.report("UNKNOWN-FIELD", term, f"`{written}`: {called(of)} has no fields", hint)
            return _NOTHING
        word = field_word(term.path)
        if of and word is None:
            self.report("UNKNOWN-FIELD", term, f"there is no field `{written}`", field_hint(term.path))
        return word.sorts if of and word is not None else _NOTHING

    def call_sorts(self, term: Call) -> Sorts:
        function = FUNCTIONS.get(term.function)
        if function is None:
            hint = did_you_mean(term.function, FUNCTIONS, f"the functions are {', '.join(FUNCTIONS)}")
            self.report("UNKNOWN-FUNCTION", term, f"no function is called `{term.function}`", hint)
            return _NOTHING
        if len(term.arguments) != len(function.arguments):
            wanted = ", ".join("a.field" if sort == "field" else f"a {sort}" for sort in function.arguments)
            count = len(function.arguments)
            self.report("WRONG-ARGUMENT", term, f"`{term.function}` takes {count} term{'s' if count > 1 else ''} "
                        f"({wanted}), found {len(term.arguments)}")  # fmt: skip
            return _NOTHING
        for argument, wanted_sort in zip(term.arguments, function.arguments, strict=True):
            self.argument(function, argument, wanted_sort)
        return frozenset({function.gives})

    def argument(self, function: Function, argument: Term, wanted: str) -> None:
        if isinstance(argument, Constant) and argument.kind == "text":
            self.report("UNBOUND-NAME", argument, f"`{argument.text}` is named nowhere in this rule",
                        which_name(argument.text, self.names))  # fmt: skip
            return
        found = self.sorts(argument)
        if wanted == "field":
            if found and not isinstance(argument, Field):
                self.report("WRONG-ARGUMENT", argument, f"`{function.name}` wants a field, such as `a.value`")
        elif found and wanted not in found:
            self.report("WRONG-ARGUMENT", argument,
                        f"`{function.name}` wants the name of a {_wanted(wanted)}, not {called(found)}")  # fmt: skip

    def sum_sorts(self, term: Sum) -> Sorts:
        found = self.sorts(term.term)
        if not found:
            return _NOTHING
        if isinstance(term.amount, float):
            if "number" in found:
                return frozenset({"number"})
            hint = "write a duration such as `P5D`" if found & {"date", "claim", "stretch"} else ""
            self.report("WRONG-SORT", term, f"a number cannot be added to {called(found)}", hint)
            return _NOTHING
        if "date" in found:
            return frozenset({"date"})
        if found & {"claim", "stretch"}:
            return frozenset({"stretch"})
        self.report("WRONG-SORT", term, f"a duration cannot be added to {called(found)}")
        return _NOTHING

    # Whether the operator takes its two sides

    def sides(self, operator: Operator, left: Sorts, right: Sorts) -> None:
        compare = self.compare
        fits_left, fits_right = left & operator.left, right & operator.right
        for term, found, fits, takes in (
            (compare.left, left, fits_left, operator.left), (compare.right, right, fits_right, operator.right)
        ):  # fmt: skip
            if not fits:
                self.wrong_side(operator, term, found, takes)
        if not (fits_left and fits_right):
            return
        if operator.alike and not fits_left & fits_right:
            self.report("WRONG-SORT", compare.right, f"`{operator.word}` cannot compare `{_written(compare.left)}`, "
                        f"{_what(compare.left, left)}, with `{_written(compare.right)}`, {_what(compare.right, right)}",
                        self.sort_hint(operator, compare.right, right, fits_left))  # fmt: skip
        elif compare.left == compare.right:
            self.report("COMPARED-WITH-ITSELF", compare.right, "both sides are the same term")

    def wrong_side(self, operator: Operator, term: Term, found: Sorts, takes: Sorts) -> None:
        if isinstance(term, Constant) and term.kind == "text" and "claim" in takes and "date" not in takes:
            self.report("UNBOUND-NAME", term, f"`{term.text}` is named nowhere in this rule",
                        which_name(term.text, self.names))  # fmt: skip
            return
        self.report("WRONG-SORT", term, f"`{operator.word}` takes {called(takes)}, and `{_written(term)}` is "
                    f"{_what(term, found)}", self.sort_hint(operator, term, found, takes))  # fmt: skip

    def sort_hint(self, operator: Operator, term: Term, found: Sorts, takes: Sorts) -> str:
        if isinstance(term, Constant) and term.kind == "number" and len(term.text) == 4 and "date" in takes:
            return f"write the year as `{term.text}-XX`"
        if isinstance(term, Constant) and term.kind == "text" and "date" in takes:
            return did_you_mean(term.text, self.names, "write a date such as `2020-01-31`, or the name of a claim")
        if isinstance(term, Var) and "claim" in found:
            if operator.word == "same-as":
                return "events are joined by `same-event`; entities by a field such as `.subject`"
            return f"name what is compared, such as `{term.name}.subject`, `{term.name}.value` or `{term.name}.when`"
        if found == {"date"} and operator.family == "plain":
            return "dates are compared by `=`, `<`, `<=`, `agrees` or `before`"
        if found == {"number"} and operator.family == "plain":
            return "numbers are compared by `=`, `is`, `<`, `<=`, `>` or `>=`; a text of digits goes in quotes"
        if "list" in found:
            return "write `in [...]`" if isinstance(term, Constant) else f"write `{_written(term)} has ...`"
        if "list" in takes:
            return "write a list such as `[a, b]`, or use `is`"
        if "flag" in takes and "text" not in takes:
            return "write `true` or `false`"
        if "claim" in takes:
            return "write the name of a claim" if "date" not in takes else "write the name of a claim, or its `.when`"
        return "texts and entities are compared by `is` or `in`" if found & {"text", "entity"} else ""

    # Texts that only certain words can match

    def known_texts(self, term: Term, other: Term) -> None:
        """Reports a literal that the field or function on the other side can never be."""
        if not isinstance(other, Constant) or other.kind not in ("text", "list"):
            return
        choices, name = self.choices(term)
        if not choices:
            return
        for text in other.value if other.kind == "list" else (other.text,):
            if text not in choices:
                self.report(*_unknown_text(name, other, text, choices))

    def choices(self, term: Term) -> tuple[tuple[str, ...], str]:
        if isinstance(term, Field):
            if term.path == ("predicate",):
                return tuple(sorted(self.predicates)), "predicate"
            word = field_word(term.path)
            return ((), "") if word is None or "flag" in word.sorts else (word.values, word.name)
        if isinstance(term, Call) and term.function in FUNCTIONS and FUNCTIONS[term.function].gives == "text":
            return FUNCTIONS[term.function].values, term.function
        return (), ""


def _what(term: Term, sorts: Sorts) -> str:
    """What a sentence calls a term: a word that could name an entity is but a text to its author."""
    return "a text" if isinstance(term, Constant) and term.kind == "text" else called(sorts)


def _unknown_text(name: str, place: Term, text: str, choices: tuple[str, ...]) -> tuple[str, Term, str, str]:
    if name == "predicate":
        return "UNKNOWN-PREDICATE", place, f"no predicate is called `{text}`", did_you_mean(text, choices)
    return "WRONG-CHOICE", place, f"`{name}` is {listed(choices)}, never `{text}`", did_you_mean(text, choices)


def _wanted(sort: str) -> str:
    return "counted set" if sort == "counted" else sort


def _written(term: Term) -> str:
    """A term as the rule writes it, near enough to be recognised."""
    if isinstance(term, Var):
        return term.name
    if isinstance(term, Field):
        return ".".join((term.name, *term.path))
    if isinstance(term, Call):
        return f"{term.function}({', '.join(_written(argument) for argument in term.arguments)})"
    if isinstance(term, Sum):
        amount = term.amount if isinstance(term.amount, float) else term.amount.text
        return f"{_written(term.term)} {'+' if term.sign > 0 else '-'} {amount}"
    return term.text
