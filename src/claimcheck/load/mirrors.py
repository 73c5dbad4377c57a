"""What users write in files of records, as pydantic models: the JSON Schema that editors complete and check with.

The loader does not use these models: it tells more, with places, and costs less. A test holds both to the same keys.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from claimcheck.model import Basis, Kind, Mode, Relation, ValueKind

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+([-_.][a-z0-9]+)*$")]
Ids = Id | list[Id]
Edtf = Annotated[
    str | int | Annotated[list[str], Field(min_length=1, max_length=1)],
    Field(description="A date as EDTF: 2018-08-13, 2018-07/2018-10, 2018-07-20/.., [2018-07-12..2018-07-20], unknown"),
]
Text = str | int | float  # what YAML editors make of an unquoted number
Texts = Text | list[Text]
Predicates = str | list[str]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SourceEntry(_Entry):
    """A document or occasion: where something was said, or where we read it."""

    id: Id
    title: Text
    kind: str = ""
    publisher: Id = ""
    published: Edtf = ""
    retrieved: Edtf = ""
    language: str = ""
    url: str = ""
    archive_url: str = ""
    file: str = Field(default="", description="the kept original, as a path in the dossier")
    sha256: Annotated[str, Field(pattern="^[0-9a-fA-F]{64}$")] = ""
    restricted: bool = False
    was: Ids = []
    note: Text = ""


class TieEntry(_Entry):
    """A tie from one entity to another that is dated or hangs on something."""

    to: Id
    when: Edtf = ""
    hangs_on: str = Field(default="", description="what a reader must grant")


class AliasEntry(_Entry):
    """Another name of an entity that hangs on something."""

    name: Text
    hangs_on: str = Field(default="", description="what a reader must grant")


Ties = Id | TieEntry | list[Id | TieEntry]


class EntityEntry(_Entry):
    """A person, body, authority, place, proceeding or thing that claims speak of."""

    id: Id
    name: Text
    kind: str = Field(default="", description="person, body, authority, place, proceeding or thing")
    aliases: str | AliasEntry | list[str | AliasEntry] = []
    not_: Ids = Field(default=[], alias="not", description="entities that this one certainly is not")
    maybe: Ties = Field(default=[], description="entities that this one may be")
    part_of: Ties = []
    acts_for: Ties = []
    authority: bool = Field(default=False, description="statements of its parts are attributed to it")
    official: bool = False
    interest: str = ""
    identifiers: dict[str, Text] = {}
    restricted: bool = False
    was: Ids = []
    note: Text = ""


class DefaultsEntry(_Entry):
    """Keys that every claim of the file has, unless it writes them itself."""

    subject: Id = ""
    affirms: Id = ""
    denies: Id = ""
    value: Text | list[str] = ""
    tolerance: Text = ""
    unit: Text = ""
    scope: Text = ""
    proceeding: Id = ""
    when: Edtf = Field(default="", description="when it holds or happened")
    said_by: Id = ""
    said_to: Ids = []
    said_on: Edtf = Field(default="", description="when it was said")
    said_in: Id = Field(default="", description="the document or occasion in which it was said")
    source: Id = Field(default="", description="where we read it")
    via: Ids = Field(default=[], description="who relayed it, nearest the speaker first")
    mode: Mode = "states"
    basis: Basis = "document"
    capacity: Literal["personal"] = "personal"
    quote: Text = Field(default="", description="the speaker's own words, exactly as the source prints them")
    cite: Text = ""
    lang: str = ""
    translation: str = ""
    restricted: bool = False
    hangs_on: str = Field(default="", description="what a reader must grant")
    tags: Texts = []


class ClaimEntry(DefaultsEntry):
    """A dated sentence: someone says that a predicate holds, or does not hold, of a subject at a time."""

    id: Id
    text: Text = Field(description="our sentence")
    was: Ids = []


class LinkEntry(_Entry):
    """A relation between two claims that a person has read in the sources."""

    from_: Id = Field(alias="from")
    relation: Relation
    to: Id
    why: str = ""
    by: Id = ""
    hangs_on: str = Field(default="", description="what a reader must grant")
    source: Id = ""
    cite: Text = ""


class LabelEntry(_Entry):
    """The affirmed and the denied sentence, with {subject} and {value} as places."""

    affirms: str
    denies: str


class PartsEntry(_Entry):
    """Whether a denial about a whole covers its parts."""

    subject: Literal["covers", "none"] = "none"
    value: Literal["covers", "none"] = "none"


class PredicateEntry(_Entry):
    """What can be said of a subject, with its meaning for time and logic."""

    id: Id
    kind: Kind
    label: dict[str, LabelEntry]
    value: ValueKind = "none"
    single: bool = False
    once: bool = False
    implies: Predicates = []
    suggests: Predicates = []
    excludes: Predicates = []
    starts: Predicates = []
    ends: Predicates = []
    requires: Predicates = []
    after: Predicates = []
    persists: str = Field(default="never", description="never, until-changed, until-ended, or a duration such as P90D")
    horizon: str = "P1Y"
    tolerance: Text = ""
    role: Literal["reason"] = "reason"
    outcome: Literal["upheld", "not-upheld", "ended-otherwise"] = "upheld"
    parts: PartsEntry = PartsEntry()
    example: str = ""


class RecordsFile(_Entry):
    """A file of records, under `claims/` or `evidence/`."""

    defaults: DefaultsEntry = DefaultsEntry()
    claims: list[ClaimEntry] = []
    evidence: list[ClaimEntry] = []
    links: list[LinkEntry] = []
    sources: list[SourceEntry] = []
    entities: list[EntityEntry] = []
    predicates: list[PredicateEntry] = []


def file_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a file of records. It has no defaults: a key left out is not the same as a value."""
    schema = _without_defaults(RecordsFile.model_json_schema())
    assert isinstance(schema, dict)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _without_defaults(node: object) -> object:
    if isinstance(node, dict):
        return {key: _without_defaults(below) for key, below in node.items() if key != "default"}
    return [_without_defaults(item) for item in node] if isinstance(node, list) else node
