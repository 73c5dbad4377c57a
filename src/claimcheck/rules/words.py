"""The words of the rule language: operators, fields, functions, filters and the sets of texts they take.

Reading, validation, the rule told in plain words and the documents all look here, so a word means one thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Literal, get_args

from msgspec import Struct

from claimcheck.findings import Severity, Timing
from claimcheck.model import Basis, Kind, Listing, Mode, Polarity, Relation
from claimcheck.rules.syntax import Finds

Sort = Literal[
    "claim", "link", "counted", "network", "stretch", "date", "duration", "number", "entity", "text", "flag", "list"
]
"""What a term stands for. A term may be of several sorts: the value of a claim is text, number, date or entity."""

Family = Literal["plain", "graded", "time", "values"]

NAME = re.compile(r"[a-z][a-z0-9_]*")


class Operator(Struct, frozen=True, kw_only=True):
    """What stands between two terms: the sorts it takes on either side, and what it says.

    `alike`: both sides must share a sort. `joins`: it ties its two sides together by equality or by a table, so
    that an engine need not try every pair. `meaning` is a sentence with `{left}`, `{right}` and `{within}`.
    """

    word: str
    family: Family
    left: frozenset[Sort]
    right: frozenset[Sort]
    meaning: str
    alike: bool = False
    joins: bool = False


class FieldWord(Struct, frozen=True, kw_only=True):
    """A field of a claim: what it stands for, the texts it can have (empty: any), and whether it can filter.

    `meaning` is a phrase with `{name}` for the claim; for a field that is true or false it is the sentence it says.
    """

    name: str
    sorts: frozenset[Sort]
    meaning: str
    values: tuple[str, ...] = ()
    filters: bool = True


class Function(Struct, frozen=True, kw_only=True):
    """A function of terms: the sort of each argument (`field` for a field as such), and of what it gives.

    `meaning` is a phrase with `{0}` and `{1}` for the arguments.
    """

    name: str
    arguments: tuple[Sort | Literal["field"], ...]
    gives: Sort
    meaning: str
    values: tuple[str, ...] = ()


GRADES = ("certain", "presumed", "possible")
TIMINGS: tuple[str, ...] = get_args(Timing)
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
FINDS: tuple[Finds, ...] = get_args(Finds)
RELATIONS: tuple[Relation, ...] = get_args(Relation)
FLAGS = ("true", "false")
PARTIES = (
    "same speaker",
    "same authority",
    "between authorities",
    "authority against independent source",
    "authority against the person concerned",
    "between others",
    "inside one source",
)

_SCALAR: frozenset[Sort] = frozenset({"entity", "text"})
_VALUE: frozenset[Sort] = frozenset({"entity", "text", "number", "date"})
_TIME: frozenset[Sort] = frozenset({"claim", "stretch", "date"})
_CLAIM: frozenset[Sort] = frozenset({"claim"})
_ENTITY: frozenset[Sort] = frozenset({"entity"})
_ORDERED: frozenset[Sort] = frozenset({"number", "date"})
_PLAIN: frozenset[Sort] = _SCALAR | {"number", "flag"}
_LIST: frozenset[Sort] = frozenset({"list"})


def _same(
    word: str, family: Family, sorts: frozenset[Sort], meaning: str, *, alike: bool = True, joins: bool = False
) -> Operator:
    return Operator(word=word, family=family, left=sorts, right=sorts, meaning=meaning, alike=alike, joins=joins)


def _link(word: Relation, meaning: str) -> Operator:
    return _same(word, "graded", _CLAIM, meaning, joins=True)


LINKS: tuple[Relation, ...] = ("relies-on", "gives-reason", "answers", "corrects", "retracts")
"""Relations of links that also stand between two names, so that `any` and `unless` can ask for them."""

OPERATORS: Mapping[str, Operator] = {
    operator.word: operator
    for operator in (
        _same("is", "plain", _PLAIN, "{left} is {right}", joins=True),
        _same("is not", "plain", _PLAIN, "{left} is given and is not {right}"),
        Operator(word="in", family="plain", left=_SCALAR, right=_LIST, joins=True, meaning="{left} is one of {right}"),
        Operator(word="not in", family="plain", left=_SCALAR, right=_LIST,
                 meaning="{left} is given and is none of {right}"),
        Operator(word="has", family="plain", left=_LIST, right=_SCALAR, joins=True, meaning="{left} has {right}"),
        _same("<", "plain", _ORDERED, "{left} is certainly less than {right}"),
        _same("<=", "plain", _ORDERED, "{left} is certainly not more than {right}"),
        _same(">", "plain", _ORDERED, "{left} is certainly more than {right}"),
        _same(">=", "plain", _ORDERED, "{left} is certainly not less than {right}"),
        _same("=", "plain", _ORDERED, "{left} equals {right}", joins=True),
        _same("contradicts", "graded", _CLAIM, "one of {left} and {right} denies or excludes what the other says",
              joins=True),
        _same("entails", "graded", _CLAIM, "{left} says what {right} says, or more", joins=True),
        _same("excludes", "graded", _CLAIM, "what {left} says and what {right} says exclude each other", joins=True),
        _same("rivals", "graded", _CLAIM, "{left} and {right} give two values to what has one at a time", joins=True),
        _same("must-precede", "graded", _CLAIM, "{left} must have come before {right}: someone says so, or {right} can "
              "only come after it, which happens once", joins=True),
        _same("same-event", "graded", _CLAIM, "{left} and {right} tell of one event", joins=True),
        _same("not-same", "graded", _CLAIM | _ENTITY, "{left} and {right} are known not to be the same", joins=True),
        _link("relies-on", "{left} relies on {right}"),
        _link("gives-reason", "{left} gives {right} as its reason"),
        _link("answers", "{left} answers {right}"),
        _link("corrects", "{left} corrects {right}"),
        _link("retracts", "{left} takes {right} back"),
        _same("same-as", "graded", _VALUE, "{left} is the same as {right}", joins=True),
        _same("part-of", "graded", _ENTITY, "{left} is {right} or a part of it", joins=True),
        _same("overlaps", "time", _TIME, "{left} and {right} share some time", alike=False),
        _same("touches", "time", _TIME, "{left} and {right} share some time or meet", alike=False),
        _same("before", "time", _TIME, "{left} comes wholly before {right}", alike=False),
        _same("agrees", "time", _TIME, "{left} and {right} could have one and the same date", alike=False),
        _same("within", "time", _TIME, "{left} and {right} begin no further apart than {within}", alike=False),
        _same("differs", "values", _VALUE, "{left} differs from {right}"),
        _same("disjoint", "values", _VALUE, "{left} and {right} have nothing in common"),
    )
}  # fmt: skip

_TEXT: frozenset[Sort] = frozenset({"text"})
_DATE: frozenset[Sort] = frozenset({"date"})
_FLAG: frozenset[Sort] = frozenset({"flag"})


def _field(
    name: str, sorts: frozenset[Sort], meaning: str, values: tuple[str, ...] = (), *, filters: bool = True
) -> FieldWord:
    return FieldWord(name=name, sorts=sorts, meaning=meaning, values=values, filters=filters)


FIELDS: Mapping[str, FieldWord] = {
    word.name: word
    for word in (
        _field("id", _TEXT, "the id of {name}"),
        _field("text", _TEXT, "the sentence of {name}"),
        _field("predicate", _TEXT, "the predicate of {name}"),
        _field("polarity", _TEXT, "whether {name} affirms or denies", get_args(Polarity)),
        _field("subject", _ENTITY, "the subject of {name}"),
        _field("value", _VALUE, "the value of {name}"),
        _field("unit", _TEXT, "the unit of {name}"),
        _field("scope", _ENTITY | _TEXT, "the scope of {name}"),
        _field("proceeding", _ENTITY, "the proceeding of {name}"),
        _field("source", _TEXT, "the source of {name}"),
        _field("said_by", _ENTITY, "the speaker of {name}"),
        _field("said_to", _LIST, "the addressees of {name}"),
        _field("said_in", _TEXT, "the document or occasion of {name}"),
        _field("said_on", _DATE, "the day {name} was said", filters=False),
        _field("authority", _ENTITY, "the authority behind {name}"),
        _field("mode", _TEXT, "the mode of {name}", get_args(Mode)),
        _field("basis", _TEXT, "the basis of {name}", get_args(Basis)),
        _field("listing", _TEXT, "the listing of {name}", get_args(Listing)),
        _field("capacity", _TEXT, "the capacity in which {name} was said", ("personal",)),
        _field("kind", _TEXT, "the kind of {name}", get_args(Kind)),
        _field("role", _TEXT, "the role of {name}", ("reason",)),
        _field("outcome", _TEXT, "the outcome in {name}", ("upheld", "not-upheld", "ended-otherwise")),
        _field("adds_up", _TEXT, "what {name} adds up over", ("parts", "periods", "both", "never")),
        _field("single", _FLAG, "what {name} says has one value at a time", FLAGS),
        _field("once", _FLAG, "what {name} says happens once", FLAGS),
        _field("official", _FLAG, "{name} is attributed to an official entity", FLAGS),
        _field("own_voice", _FLAG, "{name} is said by the publisher of its source", FLAGS),
        _field("when", _DATE, "the time of {name}", filters=False),
        _field("start", _DATE, "the beginning of {name}", filters=False),
        _field("end", _DATE, "the last moment of {name}", filters=False),
        _field("quote", _TEXT, "the quoted words of {name}"),
        _field("cite", _TEXT, "the place of {name} in its source"),
        _field("lang", _TEXT, "the language of {name}"),
        _field("tags", _LIST, "the tags of {name}"),
    )
}

ENTITY_FIELDS: Mapping[str, FieldWord] = {
    word.name: word
    for word in (
        _field("kind", _TEXT, "the kind of {name}"),
        _field("name", _TEXT, "the name of {name}"),
        _field("authority", _FLAG, "statements are attributed to {name}", FLAGS),
        _field("official", _FLAG, "what {name} says is official", FLAGS),
    )
}
"""One more step from a field that stands for an entity: `a.subject.kind`."""

TOLD = frozenset({("bounds",), ("read_in",)})
"""Places of a sentence for readers that no condition can ask for: between which records a date lies, and where it was
read, with the place in the source where one is given."""

FILTERS: Mapping[str, FieldWord] = {name: word for name, word in FIELDS.items() if word.filters} | {
    word.name: word
    for word in (
        _field("affirms", _TEXT, "{name} affirms it, or what implies it"),
        _field("denies", _TEXT, "{name} denies it, or affirms what implies its opposite"),
        _field("stated", _FLAG, "{name} is a recorded claim, not one that follows from others", ("true",)),
    )
}

FUNCTIONS: Mapping[str, Function] = {
    function.name: function
    for function in (
        Function(name="lasting", arguments=("claim",), gives="stretch",
                 meaning="the time of {0}, for as long as it is presumed to last"),
        Function(name="horizon", arguments=("claim",), gives="duration",
                 meaning="the horizon of {0}"),
        Function(name="parties", arguments=("claim", "claim"), gives="text", values=PARTIES,
                 meaning="who stands against whom in {0} and {1}"),
        Function(name="apart", arguments=("claim", "claim"), gives="flag", values=FLAGS,
                 meaning="{0} and {1} are linked as not the same"),
        Function(name="dated", arguments=("claim",), gives="flag", values=FLAGS,
                 meaning="the date of {0} is given and known"),
        Function(name="bounded", arguments=("claim",), gives="flag", values=FLAGS,
                 meaning="the records give {0} an earliest and a latest date"),
        Function(name="given", arguments=("field",), gives="flag", values=FLAGS,
                 meaning="{0} is given"),
        Function(name="unlike", arguments=("field", "field"), gives="flag", values=FLAGS,
                 meaning="{0} and {1} are both given and are not the same"),
        Function(name="count", arguments=("counted",), gives="number",
                 meaning="the number of claims in {0}"),
    )
}  # fmt: skip

OPERATOR_WORDS = frozenset(part for word in OPERATORS for part in word.split())

NETWORK_FIELDS: Mapping[str, str] = {
    "count": "how many records there are",
    "order": "the records in the order that is asked of them",
    "clash": "what stands against that order",
    "way_out": "what a document would have to show for the order to be met",
}
"""What a sentence can say of a network: `{records.count}`."""

RESERVED = OPERATOR_WORDS | {
    "overlap",
    "none",
    "true",
    "false",
    "claim",
    "network",
    "any",
    "not",
    "and",
    "or",
    "of",
    "where",
}
"""Words that cannot name a claim, since a line using them could be read in two ways."""


def closest(word: str, choices: Iterable[str]) -> str:
    """The choice most like a word, or empty: for "did you mean". Ties go to the alphabet."""
    near = get_close_matches(word.lower(), sorted(choices), n=1, cutoff=0.6)
    return near[0] if near else ""


def listed(words: Iterable[str], last: str = "or") -> str:
    """Words as a sentence lists them: `a`, `b` or `c`."""
    quoted = [f"`{word}`" for word in words]
    return f" {last} ".join((", ".join(quoted[:-1]), quoted[-1])) if len(quoted) > 1 else "".join(quoted)


def did_you_mean(word: str, choices: Iterable[str], otherwise: str = "") -> str:
    """A hint that names the nearest of the choices, or else says something else."""
    near = closest(word, choices)
    return f"did you mean `{near}`?" if near else otherwise


def which_name(word: str, names: Iterable[str]) -> str:
    """A hint for a name that the rule does not have."""
    known = tuple(names)
    return did_you_mean(word, known, f"the names are {listed(known, 'and')}" if known else "")
