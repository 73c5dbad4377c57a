"""Tells a rule in plain words: what it looks for, what must hold, what would lift it, and an example."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import fill

from claimcheck.dates import Duration
from claimcheck.rules.sorts import field_word
from claimcheck.rules.syntax import (
    HANGS_ON,
    AnyOf,
    Binding,
    Call,
    ClaimVar,
    Compare,
    Condition,
    Constant,
    CountVar,
    Derive,
    Example,
    Field,
    LinkVar,
    NetworkVar,
    Rule,
    Sum,
    Term,
    Var,
)
from claimcheck.rules.words import FILTERS, FUNCTIONS, OPERATORS, listed
from claimcheck.yamlfile import ListNode, MapNode, Scalar

WIDTH = 80
_NETWORK = (
    "It looks for three or more claims that no choice of dates can put in the order asked of them, and of which none "
    "can be left out. One claim is asked to begin before another is over where a link says `before`, where the other "
    "relies on it, where the vocabulary says that the other comes `after` what happens once, and where both tell of "
    "one event."
)
_FINDS = {
    "support": "What it finds supports an assertion.",
    "compared": "What it finds was compared with an assertion.",
}


def show_rule(rule: Rule) -> str:
    """A rule as a reader who knows no rule language can follow it, in lines of at most 80 characters."""
    lines = [f"{rule.id} ({rule.severity})", *_wrapped(rule.title), "", *_wrapped(rule.why), ""]
    if rule.network is not None:
        lines += [*_wrapped(_NETWORK), *_wrapped("The claims it looks at:"), *_network(rule.network)]
    else:
        lines += ["It looks for", *(line for binding in rule.match for line in _binding(binding))]
    if rule.where:
        lines += ["of which all of this holds:", *_conditions(rule.where, 1)]
    for unless in rule.unless:
        lines += ["", f"It is lifted by {unless.name}, a claim", *_filters(unless.name, unless.filters)]
        lines += ["of which all of this holds:", *_conditions(unless.conditions, 1)]
    if rule.derive is not None:
        lines += ["", *_wrapped(f"From this follows: {_derived(rule.derive)}.")]
    if rule.finds in _FINDS:
        lines += ["", _FINDS[rule.finds]]
    if rule.message:
        lines += ["", "It tells:", *_wrapped(rule.message, 1)]
    if rule.settle:
        lines += ["", "It would be settled by:", *_wrapped(rule.settle, 1)]
    lines += _example(next((example for example in rule.examples if example.finds), None))
    return "\n".join(lines) + "\n"


def _network(network: NetworkVar) -> list[str]:
    lines = _wrapped(f"{network.name}: all that affirm something, with a time, and were recorded as such", 1, "- ")
    return [*lines, *_filters(network.name, network.filters)]


def _wrapped(text: str, depth: int = 0, sign: str = "") -> list[str]:
    """Text folded to the width, each line indented; `sign` opens the first one."""
    margin = "  " * depth
    folded = fill(text, WIDTH, initial_indent=margin + sign, subsequent_indent=margin + " " * len(sign),
                  break_long_words=False, break_on_hyphens=False)  # fmt: skip
    return folded.splitlines() or [margin + sign]


# What is looked for


def _binding(binding: Binding) -> list[str]:
    if isinstance(binding, LinkVar):
        return _wrapped(f"{binding.name}, a link: {binding.from_} {binding.relation} {binding.to}", 1, "- ")
    if isinstance(binding, ClaimVar):
        return [*_wrapped(f"{binding.name}, a claim", 1, "- "), *_filters(binding.name, binding.filters)]
    assert isinstance(binding, CountVar), "a network is told by `_network`"
    lines = _wrapped(f"{binding.name}, all the claims", 1, "- ") + _filters(binding.name, binding.filters)
    if binding.conditions:
        lines += _wrapped(f"counted if all of this holds of {binding.name}:", 2)
        lines += _conditions(binding.conditions, 2)
    return lines


def _filters(name: str, filters: Iterable[tuple[str, tuple[str, ...]]]) -> list[str]:
    lines: list[str] = []
    for key, texts in filters:
        word = FILTERS.get(key)
        phrase = key if word is None else word.meaning.format(name=name)
        flag = word is not None and "flag" in word.sorts
        if key in ("affirms", "denies"):
            sentence = f"{name} {key} {listed(texts)}, or says what implies that"
        elif key == "polarity":
            sentence = f"{name} {' or '.join(texts)}"
        elif flag:
            sentence = phrase if texts == ("true",) else f"not so: {phrase}"
        else:
            sentence = f"{phrase} is {listed(texts)}"
        lines += _wrapped(sentence, 2, "- ")
    return lines


# What must hold


def _conditions(conditions: Iterable[Condition], depth: int) -> list[str]:
    lines: list[str] = []
    for condition in conditions:
        if isinstance(condition, AnyOf):
            lines += _wrapped("one of these:", depth, "- ")
            for branch in condition.branches:
                lines += _branch(branch, depth + 1)
        else:
            lines += _wrapped(_sentence(condition), depth, "- ")
    return lines


def _branch(branch: tuple[Condition, ...], depth: int) -> list[str]:
    if len(branch) == 1:
        return _conditions(branch, depth)
    return [*_wrapped("all of this:", depth, "- "), *_conditions(branch, depth + 1)]


def _sentence(line: Compare) -> str:
    if line.op == HANGS_ON:
        return f"a reader grants that {line.text.removeprefix('that ')}"
    flag = _flag_sentence(line.left)
    if flag and line.op == "is":
        return flag if getattr(line.right, "text", "") == "true" else f"not so: {flag}"
    operator = OPERATORS.get(line.op)
    if operator is None:
        return line.text
    within = "" if line.within is None else _amount(line.within)
    meaning = operator.meaning
    if _is_date(line.left) or _is_date(line.right):
        meaning = meaning.replace(" less than", " earlier than").replace(" more than", " later than")
    return meaning.format(left=_term(line.left), right=_term(line.right), within=within)


def _is_date(term: Term) -> bool:
    if isinstance(term, Field):
        word = field_word(term.path)
        return word is not None and word.sorts == {"date"}
    return _is_date(term.term) if isinstance(term, Sum) else isinstance(term, Constant) and term.kind == "date"


def _flag_sentence(term: Term) -> str:
    """What a term that is true or false says when it is true; empty for any other term."""
    if isinstance(term, Field):
        word = field_word(term.path)
        return _term(term) if word is not None and "flag" in word.sorts else ""
    if isinstance(term, Call) and term.function in FUNCTIONS:
        return _term(term) if FUNCTIONS[term.function].gives == "flag" else ""
    return ""


def _term(term: Term) -> str:
    if isinstance(term, Var):
        return term.name
    if isinstance(term, Field):
        return _field(term)
    if isinstance(term, Call):
        function = FUNCTIONS.get(term.function)
        arguments = [_term(argument) for argument in term.arguments]
        if function is None or len(arguments) != len(function.arguments):
            return f"{term.function}({', '.join(arguments)})"
        return function.meaning.format(*arguments)
    if isinstance(term, Sum):
        amount = f"{term.amount:g}" if isinstance(term.amount, float) else _amount(term.amount)
        return f"{_term(term.term)} {'plus' if term.sign > 0 else 'less'} {amount}"
    return listed(term.value) if term.kind == "list" else f"`{term.text}`"


def _field(term: Field) -> str:
    phrase = term.name
    for depth in range(1, len(term.path) + 1):
        word = field_word(term.path[:depth])
        if word is None:
            return ".".join((term.name, *term.path))
        phrase = word.meaning.format(name=phrase)
    return phrase


def _amount(amount: Duration | Call) -> str:
    if isinstance(amount, Call):
        return _term(amount)
    hours, rest = divmod(amount.seconds, 3600)
    counts = ((amount.years, "year"), (amount.months, "month"), (amount.days, "day"), (hours, "hour"),
              (rest // 60, "minute"), (rest % 60, "second"))  # fmt: skip
    return " ".join(f"{count} {unit}{'s' if count != 1 else ''}" for count, unit in counts if count) or amount.text


def _derived(derive: Derive) -> str:
    value = "" if derive.value is None else f", {_term(derive.value)}"
    verb = "is affirmed" if derive.polarity == "affirms" else "is denied"
    if derive.end == derive.start:
        time = f"for the time of {_term(derive.start)}"
    else:
        until = "for as long as it is presumed to last" if derive.end is None else f"to {_term(derive.end)}"
        time = f"from {_term(derive.start)} {until}"
    return f"`{derive.predicate}` {verb} of {_term(derive.subject)}{value}, {time}"


# An example


def _example(example: Example | None) -> list[str]:
    if example is None:
        return []
    lines = ["", *_wrapped(f"For example, {example.name}:")]
    for key in ("claims", "evidence"):
        entries = example.snippet.get(key)
        for entry in entries.items if isinstance(entries, ListNode) else ():
            if isinstance(entry, MapNode):
                lines += _wrapped(f"{_text(entry, 'id')}: {_text(entry, 'text')}{_when(entry)}", 1, "- ")
    for expected in example.finds:
        rest = "".join(f", {word}" for word in (expected.grade, expected.timing, expected.parties) if word)
        lines += _wrapped(f"It finds {listed(expected.claims, 'and')}{rest}.", 1)
    return lines


def _text(entry: MapNode, key: str) -> str:
    node = entry.get(key)
    return node.text if isinstance(node, Scalar) else ""


def _when(entry: MapNode) -> str:
    when = _text(entry, "when")
    return f" ({when})" if when else ""
