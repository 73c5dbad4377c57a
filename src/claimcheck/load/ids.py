"""Which ids a dossier has, of each kind of record, so that a mistyped one is found and the right one proposed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from claimcheck.errors import Problem
from claimcheck.load.keys import nearest, with_article
from claimcheck.location import Location
from claimcheck.yamlfile import Scalar

LIST_OF = {"entity": "entities", "source": "sources", "predicate": "predicates", "claim": "claims:` or `evidence"}
SHORTEST = {"entity": "- {{id: {name}, name: ...}}", "source": "- {{id: {name}, title: ...}}"}


class Ids(Struct, kw_only=True):
    """The ids of one kind of record.

    `places` holds the places of every id, more than one where it stands twice. `renamed` leads from an id of `was`
    to the present ones, of which there should be one. `others` are the ids of the other kinds, to tell a source from
    an entity. `lenient` takes every id for known, as in the examples of rules. `unselected` leads from
    the predicates that the dossier's choice of packages leaves out to their packages.
    """

    kind: str
    places: dict[str, list[Location]] = field(default_factory=dict)
    renamed: dict[str, list[str]] = field(default_factory=dict)
    others: list[Ids] = field(default_factory=list)
    lenient: bool = False
    near: dict[str, str] = field(default_factory=dict)  # what was proposed for an id: the same one is often mistyped
    unselected: dict[str, str] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether a record has this id, readable or not."""
        return self.lenient or name in self.places

    def add(self, name: str, place: Location, was: Iterable[str] = ()) -> None:
        """Make an id known with its place, and with the ids that the record had before."""
        self.places.setdefault(name, []).append(place)
        for old in was:
            self.renamed.setdefault(old, []).append(name)

    def unknown(self, scalar: Scalar, lost: tuple[str, ...]) -> Problem:
        """That nobody has this id: an error, but only a warning where files could not be read that may have it."""
        return Problem(
            severity="warning" if lost else "error",
            code=f"UNKNOWN-{self.kind.upper()}",
            location=scalar.location,
            message=f"no {self.kind} has the id `{scalar.text}`",
            hint=self._hint(scalar.text, lost),
        )

    def _hint(self, name: str, lost: tuple[str, ...]) -> str:
        if lost:
            return f"it may stand in {', '.join(lost)}, of which not all could be read; mend that first"
        if name in self.renamed:
            return f"it was renamed: write `{self.renamed[name][0]}`"
        if name in self.unselected:
            package = self.unselected[name]
            return (f"it stands in the package `{package}`, which is not selected: "
                    f"add `{package}` to `vocabulary:` in claimcheck.yaml")  # fmt: skip
        found = self.near.get(name)
        if found is None:
            found = self.near[name] = nearest(name, self.places)
        if found:
            # more than a slip of the pen: the nearest word may mean something else, and would make a wrong claim
            far = self.kind == "predicate" and abs(len(found) - len(name)) > 2
            told = f" `claimcheck show {found}` tells what it says" if far else ""
            return f"did you mean `{found}`?{told}"
        other = next((ids.kind for ids in self.others if name in ids.places), "")
        if other:
            return f"`{name}` is the id of {with_article(other)}; here the id of {with_article(self.kind)} is needed"
        where = f"under `{LIST_OF[self.kind]}:`"
        if self.kind == "predicate":
            return f"`claimcheck list predicates --search WORD` finds one by its words; or add your own {where}"
        shortest = SHORTEST.get(self.kind)
        if shortest is None or not name.replace("-", "").isalnum() or not name.islower():
            return f"add it {where}, or correct the id"
        return f"add it {where}, such as `{shortest.format(name=name)}`, or correct the id"


class Index(Struct, frozen=True, kw_only=True):
    """The ids of all four kinds that records speak of."""

    entities: Ids
    sources: Ids
    predicates: Ids
    claims: Ids

    def by_kind(self) -> Mapping[str, Ids]:
        """The ids under the names of their kinds."""
        return {ids.kind: ids for ids in (self.entities, self.sources, self.predicates, self.claims)}


def new_index(*, lenient: bool = False) -> Index:
    """An index without ids; a lenient one takes every entity and source for known."""
    entities, sources = Ids(kind="entity", lenient=lenient), Ids(kind="source", lenient=lenient)
    predicates, claims = Ids(kind="predicate"), Ids(kind="claim")
    everything = [entities, sources, predicates, claims]
    for ids in everything:
        ids.others = [other for other in everything if other is not ids]
    return Index(entities=entities, sources=sources, predicates=predicates, claims=claims)
