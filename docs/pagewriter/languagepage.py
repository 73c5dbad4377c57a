"""The page of the rule language: its operators, fields, filters and functions, from the tables that the reader uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from claimcheck.rules.words import ENTITY_FIELDS, FIELDS, FILTERS, FUNCTIONS, NETWORK_FIELDS, OPERATORS, FieldWord

HEAD = """# The rule language

What the lines of a rule may say. [Writing a rule](../how-to/write-a-rule.md) shows how they are put together.
"""
ANSWERS = """A line answers yes or no, or is three-valued: *certain*, *possible* or *no*. A *graded* line may also be
*presumed*. A match is as strong as the weakest of its lines.
"""
FILTERED = "Written in `match` and `unless`, such as `a: {polarity: affirms}`. Each takes one value or a list.\n"
STRENGTH = {"plain": "yes or no", "graded": "graded", "time": "three-valued", "values": "three-valued"}


def language_page() -> str:
    """The page, from the tables of words."""
    return "\n".join([
        HEAD, "## Operators\n", ANSWERS, _table(("operator", "says", "answers"), _operators()),
        "## Fields of a claim\n", "Written `name.field`, such as `a.said_on`.\n",
        _table(("field", "is", "values"), _fields(FIELDS)),
        "## Fields of an entity\n", "Written one step further, such as `a.subject.kind`.\n",
        _table(("field", "is", "values"), _fields(ENTITY_FIELDS)),
        "## Fields of a network\n", "Written in `message` and `settle`, such as `{records.count}`.\n",
        _table(("field", "is"), ((f"`{name}`", meaning) for name, meaning in NETWORK_FIELDS.items())),
        "## Filters\n", FILTERED,
        _table(("filter", "says", "values"), _fields(FILTERS)),
        "## Functions\n",
        _table(("function", "is"), ((f"`{one.name}({', '.join(one.arguments)})`",
                                     one.meaning.format(*"ab")) for one in FUNCTIONS.values())),
    ])  # fmt: skip


def _operators() -> Iterator[tuple[str, ...]]:
    for name, operator in OPERATORS.items():
        typed = f"{name} P90D of" if name == "within" else name
        yield f"`{typed}`", operator.meaning.format(left="a", right="b", within="90 days"), STRENGTH[operator.family]


def _fields(words: Mapping[str, FieldWord]) -> Iterator[tuple[str, ...]]:
    for name, word in words.items():
        yield f"`{name}`", word.meaning.format(name="a"), ", ".join(f"`{value}`" for value in word.values)


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
