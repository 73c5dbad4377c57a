"""Checks a rule before it runs: names, predicates, sorts of terms, joins, negation and order, all problems at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from claimcheck.errors import Problem, ProblemSeverity, in_order
from claimcheck.location import Location
from claimcheck.model import Predicate
from claimcheck.rules.joins import check_joins, lines
from claimcheck.rules.orders import check_orders
from claimcheck.rules.sorts import check_line, check_term, field_hint, field_word
from claimcheck.rules.syntax import (
    HANGS_ON,
    Call,
    ClaimVar,
    Condition,
    CountVar,
    Derive,
    LinkVar,
    NetworkVar,
    Rule,
    Sum,
    Term,
    Var,
)
from claimcheck.rules.words import FILTERS, NETWORK_FIELDS, TOLD, Sort, did_you_mean, listed, which_name

_PLACE = re.compile(r"\{([^{}]*)\}")
_BRACE = re.compile(r"[{}]")
_PREDICATE_FILTERS = ("affirms", "denies", "predicate")
_SORTS: Mapping[type, Sort] = {ClaimVar: "claim", LinkVar: "link", CountVar: "counted", NetworkVar: "network"}
_Names = Mapping[str, Sort]


def validate_rule(rule: Rule, predicates: Mapping[str, Predicate], *, whole: bool = True) -> tuple[Problem, ...]:
    """All that is wrong with what a rule says, at the places where it says it.

    `whole` is false for a rule with lines that could not be read: what depends on every line being there (joins,
    negation, order) is then not judged.
    """
    check = _RuleCheck(rule, predicates)
    check.run()
    problems = check.problems
    if whole and rule.network is None:
        problems += check.unused()
        problems += check_joins(rule)
        if not any(problem.code == "TOO-MANY-ALTERNATIVES" for problem in problems):
            problems += check_orders(rule)
    return in_order(problems)


class _RuleCheck:
    """Checks the parts of one rule; `names` says what each name of `match` stands for."""

    def __init__(self, rule: Rule, predicates: Mapping[str, Predicate]) -> None:
        self.rule = rule
        self.predicates = predicates
        self.problems: list[Problem] = []
        self.names: dict[str, Sort] = {}
        for binding in rule.match:
            self.names[binding.name] = _SORTS[type(binding)]
        self.claims = tuple(name for name, sort in self.names.items() if sort == "claim")

    def run(self) -> None:
        self.outcome()
        self.examples()
        if not self.names:
            return  # no line or sentence can be right without them, and that they are missing is said
        if self.rule.network is not None:
            self.network(self.rule.network)
            return
        self.match()
        self.conditions(self.rule.where, self.names)
        for unless in self.rule.unless:
            self.filters(f"unless.{unless.name}", unless.filters, unless.location)
            self.conditions(unless.conditions, {**self.countless(), unless.name: "claim"})
        if self.rule.derive is not None:
            self.derive(self.rule.derive)
        self.templates()

    def report(
        self, code: str, part: str | Location, message: str, hint: str = "", severity: ProblemSeverity = "error"
    ) -> None:
        place = part if isinstance(part, Location) else self.place(part)
        self.problems.append(Problem(severity=severity, code=code, location=place, message=message, hint=hint))

    def place(self, *parts: str) -> Location:
        """The place of the first of these parts that the rule has written."""
        return next((self.rule.places[part] for part in parts if part in self.rule.places), self.rule.location)

    def countless(self) -> dict[str, Sort]:
        """The names without counted sets: how many there are can be asked under `where` only."""
        return {name: sort for name, sort in self.names.items() if sort != "counted"}

    # A rule over a network

    def network(self, network: NetworkVar) -> None:
        self.filters(f"match.{network.name}", network.filters, network.location)
        hint = "a network finds the orders between its claims by itself; write another rule for what else must hold"
        parts = [binding.location for binding in self.rule.match if binding is not network]
        parts += [condition.location for condition in self.rule.where]
        parts += [unless.location for unless in self.rule.unless]
        parts += [self.place("derive")] if self.rule.derive is not None else []
        for place in parts:
            self.report("NETWORK-ALONE", place, "a network stands alone in its rule", hint)
        self.templates()

    # match

    def match(self) -> None:
        if self.names and not self.claims:
            self.report("NO-CLAIM", "match", "`match` names no claim",
                        "name at least one claim that the finding is about")  # fmt: skip
        for binding in self.rule.match:
            if isinstance(binding, LinkVar):
                self.link(binding)
                continue
            assert not isinstance(binding, NetworkVar), "a rule over a network is checked by `network`"
            self.filters(f"match.{binding.name}", binding.filters, binding.location)
            if isinstance(binding, CountVar):
                self.conditions(binding.conditions, {**self.countless(), binding.name: "claim"})

    def link(self, link: LinkVar) -> None:
        for key, name in (("from", link.from_), ("to", link.to)):
            if name and name not in self.claims:
                self.report("UNBOUND-NAME", self.place(f"match.{link.name}.{key}", f"match.{link.name}"),
                            f"`{name}` is not a claim of the match", which_name(name, self.claims))  # fmt: skip
        if link.from_ and link.from_ == link.to:
            self.report("COMPARED-WITH-ITSELF", self.place(f"match.{link.name}.to", f"match.{link.name}"),
                        "both ends of the link are the same claim")  # fmt: skip

    def filters(self, part: str, filters: Iterable[tuple[str, tuple[str, ...]]], location: Location) -> None:
        for key, texts in filters:
            word = FILTERS.get(key)
            if word is None:
                self.report("UNKNOWN-FILTER", location, f"claims cannot be filtered by `{key}`",
                            did_you_mean(key, FILTERS))  # fmt: skip
                continue
            for text in texts:
                place = self.rule.places.get(f"{part}.{key}={text}", location)
                if key in _PREDICATE_FILTERS:
                    self.predicate(text, place)
                elif word.values and text not in word.values:
                    self.report("WRONG-CHOICE", place, f"`{key}` is {listed(word.values)}, never `{text}`",
                                did_you_mean(text, word.values))  # fmt: skip

    def predicate(self, written: str, place: Location) -> None:
        if written not in self.predicates:
            self.report("UNKNOWN-PREDICATE", place, f"no predicate is called `{written}`",
                        did_you_mean(written, self.predicates, "declare it under `predicates:`"))  # fmt: skip

    # where, unless

    def conditions(self, conditions: Iterable[Condition], names: _Names) -> None:
        known = frozenset(self.predicates)
        for line in lines(conditions):
            if line.op == HANGS_ON:
                self.template("hangs_on", line.text, names, line.location)
            else:
                self.problems += check_line(line, names, known)

    def unused(self) -> tuple[Problem, ...]:
        """Counted sets whose number nothing asks for."""
        asked = {
            argument.name
            for line in lines(self.rule.where)
            for side in (line.left, line.right)
            for call in _calls(side)
            for argument in call.arguments
            if call.function == "count" and isinstance(argument, Var)
        }
        return tuple(
            Problem(code="UNUSED-COUNT", location=binding.location,
                    message=f"nothing asks how many claims are in `{binding.name}`",
                    hint=f"write a line such as `count({binding.name}) > 3` under `where:`")
            for binding in self.rule.match
            if isinstance(binding, CountVar) and binding.name not in asked
        )  # fmt: skip

    # derive

    def derive(self, derive: Derive) -> None:
        if derive.predicate:
            self.predicate(derive.predicate, self.place("derive.predicate", "derive"))
        known = self.predicates.get(derive.predicate)
        if known is not None and known.value == "none" and derive.value is not None:
            self.report("WRONG-SORT", "derive.value", f"`{derive.predicate}` takes no value", "leave `value:` out")
        if known is not None and known.value != "none" and derive.value is None and derive.polarity == "affirms":
            self.report("MISSING-KEY", "derive", f"`{derive.predicate}` takes a value ({known.value})",
                        "add such as `value: a.value`")  # fmt: skip
        time: frozenset[Sort] = frozenset({"claim", "stretch", "date"})
        self.derived("subject", derive.subject, frozenset({"entity"}))
        if derive.value is not None and known is not None and known.value != "none":
            self.derived("value", derive.value, frozenset({known.value}))
        self.derived("start" if "derive.start" in self.rule.places else "when", derive.start, time)
        if derive.end is not None and derive.end != derive.start:
            self.derived("end", derive.end, time)

    def derived(self, key: str, term: Term, takes: frozenset[Sort]) -> None:
        """Checks a term of `derive` against the sorts that its key takes."""
        if term == Var(name=""):
            return  # the reader has said that it is missing
        place = self.place(f"derive.{key}", "derive")
        found, problems = check_term(term, place, self.countless())
        self.problems += problems
        if found and not found & takes:
            wanted = "the time of a claim" if "stretch" in takes else f"{_an(min(takes))}"
            self.report("WRONG-SORT", place, f"`{key}` wants {wanted}",
                        "write such as `a.subject`" if key == "subject" else "")  # fmt: skip

    # finds, clash, message, examples

    def outcome(self) -> None:
        rule = self.rule
        if (rule.finds == "claim") != (rule.derive is not None):
            self.report("BAD-DERIVE", self.place("finds", "derive"),
                        "a rule with `derive` finds a claim, and no other rule does",
                        "leave `finds:` out" if rule.derive is not None else "add `derive:`")  # fmt: skip
        if rule.network is not None:
            if rule.finds != "conflict" and rule.derive is None:
                self.report("BAD-NETWORK", "finds", "what a network finds is a conflict", "leave `finds:` out")
            if rule.clash != "none":
                self.report("UNKNOWN-CLASH", "clash", "the clash of a network has no time of its own",
                            "leave `clash:` out")  # fmt: skip
        elif rule.clash not in ("overlap", "none") and rule.clash not in self.claims:
            message = f"`clash` names a claim of the match, `overlap` or `none`; found `{rule.clash}`"
            self.report("UNKNOWN-CLASH", "clash", message, did_you_mean(rule.clash, (*self.claims, "overlap", "none")))
        elif rule.clash == "overlap" and len(self.claims) == 1:
            self.report("UNKNOWN-CLASH", "clash", "`overlap` is the common time of two claims, and the match names one",
                        f"write `clash: {self.claims[0]}` or `clash: none`")  # fmt: skip

    def templates(self) -> None:
        """Checks every sentence of the rule for readers."""
        for key in ("message", "settle", "lead"):
            self.template(key, getattr(self.rule, key), self.names, self.place(key))

    def template(self, key: str, text: str, names: _Names, location: Location) -> None:
        """Checks the `{name.field}` places of a sentence for readers; `names` are those it may speak of."""
        named: set[str] = set()
        for found in _PLACE.finditer(text):
            head, *path = found[1].split(".")
            named.add(head)
            self.template_place(key, found[0], (head, *path), names, location)
        if _BRACE.search(_PLACE.sub("", text)):
            self.report("BAD-PLACE", location, f"`{key}` has a brace that opens or closes nothing",
                        "write each place as `{name.field}`")  # fmt: skip
        missing = [name for name in self.claims if name not in named]
        one_sided = len(self.claims) > 1 and len(self.claims) - len(missing) < 2
        if key == "message" and text and self.rule.finds == "conflict" and one_sided:
            self.report("ONE-SIDED-MESSAGE", location, f"the message does not name {listed(missing, 'and')}",
                        "a message names both sides, such as `{a.text}` and `{b.text}`", "warning")  # fmt: skip

    def template_place(self, key: str, place: str, written: tuple[str, ...], names: _Names, location: Location) -> None:
        head, *path = written
        sort = names.get(head)
        if not head:
            self.report("BAD-PLACE", location, f"`{key}` has the place `{place}`, which names nothing",
                        "write each place as `{name.field}`")  # fmt: skip
        elif sort is None:
            self.report("UNBOUND-NAME", location, f"`{key}` speaks of `{place}`, and `match` names no `{head}`",
                        which_name(head, names))  # fmt: skip
        elif sort == "network":
            if len(path) != 1 or path[0] not in NETWORK_FIELDS:
                self.report("UNKNOWN-FIELD", location, f"`{place}`: there is no such field of a network",
                            f"the fields are {listed(NETWORK_FIELDS)}")  # fmt: skip
        elif sort == "counted":
            if path != ["count"]:
                self.report("UNKNOWN-FIELD", location, f"`{place}`: a counted set tells only how many it has",
                            f"write `{{{head}.count}}`")  # fmt: skip
        elif sort == "link":
            self.report("UNKNOWN-FIELD", location, f"`{place}`: a link has no fields", "name the claims it joins")
        elif not path:
            self.report("UNKNOWN-FIELD", location, f"`{place}` does not say what of the claim is meant",
                        f"write such as `{{{head}.text}}` or `{{{head}.when}}`")  # fmt: skip
        elif field_word(tuple(path)) is None and tuple(path) not in TOLD:
            self.report("UNKNOWN-FIELD", location, f"`{place}`: there is no such field", field_hint(tuple(path)))

    def examples(self) -> None:
        if self.rule.finds == "conflict" and not any(example.finds for example in self.rule.examples):
            self.report("NO-EXAMPLE", "examples", "no example shows what this rule finds",
                        "add one under `examples: {conflicts: [...]}`, with `finds:`", "warning")  # fmt: skip
        names: dict[str, Location] = {}
        for example in self.rule.examples:
            first = names.setdefault(example.name, example.location) if example.name else example.location
            if first is not example.location:
                self.report("DUPLICATE-EXAMPLE", example.location,
                            f"an example called `{example.name}` stands already in line {first.line}",
                            "give each example a name of its own")  # fmt: skip


def _calls(term: Term) -> tuple[Call, ...]:
    if isinstance(term, Sum):
        return _calls(term.term)
    return (term,) if isinstance(term, Call) else ()


def _an(sort: str) -> str:
    return f"an {sort}" if sort[0] in "aeiou" else f"a {sort}"
