"""What links must keep among themselves and towards the claims that they join."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from claimcheck.load.notes import Notes
from claimcheck.load.reading import Key, Record
from claimcheck.model import Claim, Link


def check_links(links: Iterable[Link], records: Mapping[Key, Record], notes: Notes) -> None:
    """Note links that stand twice, that contradict one another, or that cannot have their effect."""
    seen: dict[tuple[str, str, str], Link] = {}
    ordered = sorted(links, key=lambda one: one.location)
    for link in ordered:
        ends = sorted((link.from_, link.to)) if link.relation in ("same-event", "not-same") else [link.from_, link.to]
        key = (link.relation, ends[0], ends[1])
        if key in seen:
            notes.add("DUPLICATE-LINK", link.location, f"this link stands already at {seen[key].location}",
                      "delete one of the two", "warning")  # fmt: skip
        seen.setdefault(key, link)
        if link.relation == "answers":
            _check_answer(link, records, notes)
    for (relation, one, two), link in seen.items():
        other = seen.get(("not-same", one, two)) if relation == "same-event" else None
        if other is not None:
            notes.add("CONTRARY-LINKS", max(link.location, other.location),
                      f"`{one}` and `{two}` are joined by `same-event` and by `not-same`, also at "
                      f"{min(link.location, other.location)}", "delete the one that is wrong", "warning")  # fmt: skip


def _check_answer(link: Link, records: Mapping[Key, Record], notes: Notes) -> None:
    denial, answered = records.get(("claim", link.from_)), records.get(("claim", link.to))
    if not isinstance(denial, Claim) or not isinstance(answered, Claim):
        return
    if denial.polarity != "denies" or answered.polarity != "affirms":
        notes.add("ANSWER-NOT-DENIAL", link.location,
                  f"`answers` leads from a denial to what it denies; `{link.from_}` {denial.polarity} and "
                  f"`{link.to}` {answered.polarity}, so it has no effect",
                  "turn the link round, or encode the answer with `denies:`", "warning")  # fmt: skip
