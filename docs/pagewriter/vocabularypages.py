"""A page for each shipped vocabulary package: its predicates, what they mean for time and logic, and an example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from claimcheck.load.vocabulary import shipped_packages
from claimcheck.model import Predicate

LASTING = {
    "never": "nothing is presumed of other days",
    "until-changed": "presumed to go on until a record of the opposite",
    "until-ended": "presumed to go on until a record of its end",
}
OUTCOMES = {"upheld": "upheld", "not-upheld": "not upheld", "ended-otherwise": "ended otherwise"}
ADDING = {
    "parts": "a part has no more than the whole",
    "periods": "a period has no more than a longer one around it",
    "both": "neither a part nor a shorter period has more than the whole",
    "never": "a part may have more than the whole",
}
BACK = "[What these words mean](index.md#what-a-predicate-declares).\n"


def vocabulary_pages() -> Mapping[str, str]:
    """The name of each page in its folder, and its text."""
    return {f"{package.id}.md": _page(package.title, package.predicates) for package in shipped_packages()}


def _page(title: str, predicates: tuple[Predicate, ...]) -> str:
    count = f"{len(predicates)} predicates. {BACK}"
    return "\n".join([f"# {title}\n", count, *(_section(predicate) for predicate in predicates)])


def _section(predicate: Predicate) -> str:
    affirmed, denied = (_shown(label) for label in predicate.labels["en"])
    rows = [("affirms", affirmed), ("denies", denied), *_meaning(predicate), ("example", predicate.example)]
    table = "\n".join(f"| {name} | {text} |" for name, text in rows)
    return f"## {predicate.id}\n\n| {_kind(predicate)} | |\n|---|---|\n{table}\n"


def _kind(predicate: Predicate) -> str:
    return predicate.kind if predicate.value == "none" else f"{predicate.kind}, value: {predicate.value}"


def _shown(label: str) -> str:
    return label.replace("{subject}", "SUBJECT").replace("{value}", "VALUE")


def _meaning(predicate: Predicate) -> Iterator[tuple[str, str]]:
    for key in ("implies", "suggests", "excludes", "starts", "ends", "requires", "after"):
        names: tuple[str, ...] = getattr(predicate, key)
        if names:
            yield key, ", ".join(f"`{name}`" for name in names)
    if predicate.kind == "state":
        yield "lasts", LASTING.get(predicate.persists, f"presumed to go on for {predicate.persists}")
    if predicate.horizon != "P1Y":
        yield "horizon", f"`{predicate.horizon}`"
    if predicate.single:
        yield "single", "one value at a time"
    if predicate.once:
        yield "once", "happens once per subject"
    if predicate.adds_up:
        yield "adds up", ADDING[predicate.adds_up]
    if predicate.role:
        yield "role", predicate.role
    if predicate.outcome:
        yield "outcome", OUTCOMES[predicate.outcome]
    covered = [
        name for name, covers in (("subject", predicate.covers_subject), ("value", predicate.covers_value)) if covers
    ]
    if covered:
        yield "parts", f"a denial about a whole {' or '.join(covered)} covers its parts"
