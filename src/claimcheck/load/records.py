"""Sources, entities, claims and links as their files state them; what follows from several records comes later."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import get_args

from claimcheck.load.fields import Fields, shown
from claimcheck.load.files import Entry
from claimcheck.load.folder import is_inside
from claimcheck.load.ids import Ids, Index
from claimcheck.load.keys import ALIAS, CLAIM, ENTITY, LINK, SOURCE, TIE, did_you_mean, listed
from claimcheck.load.notes import Notes
from claimcheck.load.reading import Reading
from claimcheck.load.values import read_value
from claimcheck.model import Basis, Claim, Entity, Link, Mode, Polarity, Predicate, Relation, Source, Tie
from claimcheck.yamlfile import ListNode, MapNode, Node

MODES: tuple[Mode, ...] = get_args(Mode)
BASES: tuple[Basis, ...] = get_args(Basis)
RELATIONS: tuple[Relation, ...] = get_args(Relation)
ENTITY_KINDS = ("person", "body", "authority", "place", "proceeding", "thing")
CAPACITIES = ("personal",)
SHA256 = re.compile(r"[0-9a-fA-F]{64}")
WEB = re.compile(r"https?://\S+")


def read_source(entry: Entry, index: Index, notes: Notes, zone: str, root: Path | None) -> Reading:
    """One source; its kept original is looked for where the dossier has a folder."""
    fields = Fields(entry.node, SOURCE, notes, zone)
    fields.require(*SOURCE.required)
    source = Source(
        id=fields.id(),
        location=entry.node.location,
        title=fields.text("title"),
        kind=fields.text("kind"),
        publisher=fields.ref("publisher", index.entities),
        published=fields.date("published"),
        retrieved=fields.date("retrieved"),
        language=fields.text("language"),
        url=_web(fields, "url"),
        archive_url=_web(fields, "archive_url"),
        file=_file(fields, root),
        sha256=_sha256(fields),
        restricted=fields.flag("restricted"),
        was=fields.texts("was"),
        note=fields.text("note"),
    )
    return Reading.of("source", source.id, source, fields)


def _web(fields: Fields, key: str) -> str:
    scalar = fields.scalar(key)
    if scalar is not None and not WEB.fullmatch(scalar.text):
        fields.error("BAD-URL", scalar.location, f"expected a web address under `{key}`, found `{scalar.text}`",
                     "write it with https:// and without blanks; a kept copy goes under `file:`")  # fmt: skip
    return "" if scalar is None else scalar.text


def _file(fields: Fields, root: Path | None) -> str:
    """The path of the kept original, which must lie in the dossier; a restricted one may be kept elsewhere."""
    scalar = fields.scalar("file")
    if scalar is None:
        return ""
    path = PurePosixPath(scalar.text)
    if "\\" in scalar.text or PureWindowsPath(scalar.text).drive:
        fields.error("BAD-PATH", scalar.location, f"expected a path in the dossier, found `{scalar.text}`",
                     "write it from the folder of claimcheck.yaml on, with `/` between the folders")  # fmt: skip
    elif path.is_absolute() or _climbs(path) or (root is not None and not is_inside(root, root / path)):
        fields.error("OUTSIDE-DOSSIER", scalar.location, f"the path `{scalar.text}` leads out of the dossier",
                     "put a copy of the file into the dossier and name that")  # fmt: skip
    elif root is not None and not fields.flag("restricted") and not (root / path).is_file():
        fields.remark("warning", "NO-FILE", scalar.location, f"the dossier has no file `{scalar.text}`",
                      "put it there, correct the path, or mark the source `restricted: true`")  # fmt: skip
    return path.as_posix()


def _climbs(path: PurePosixPath) -> bool:
    depth = 0
    for part in path.parts:
        depth += -1 if part == ".." else 1
        if depth < 0:
            return True
    return False


def _sha256(fields: Fields) -> str:
    scalar = fields.scalar("sha256")
    if scalar is not None and not SHA256.fullmatch(scalar.text):
        fields.error("BAD-SHA256", scalar.location, f"expected 64 digits 0-9 a-f, found {len(scalar.text)} characters",
                     "write what `sha256sum FILE` prints before the name")  # fmt: skip
    return "" if scalar is None else scalar.text.lower()


def read_entity(entry: Entry, index: Index, notes: Notes, zone: str) -> Reading:
    """One entity with its ties."""
    fields = Fields(entry.node, ENTITY, notes, zone)
    fields.require(*ENTITY.required)
    entity = Entity(
        id=fields.id(),
        location=entry.node.location,
        name=fields.text("name"),
        kind=_entity_kind(fields),
        aliases=_aliases(fields),
        not_=_others(fields, "not", index.entities),
        maybe=_ties(fields, "maybe", index.entities),
        part_of=_ties(fields, "part_of", index.entities),
        acts_for=_ties(fields, "acts_for", index.entities),
        authority=fields.flag("authority"),
        official=fields.flag("official"),
        interest=fields.text("interest"),
        identifiers=_identifiers(fields),
        restricted=fields.flag("restricted"),
        was=fields.texts("was"),
        note=fields.text("note"),
    )
    for tie in entity.maybe:
        if tie.to in entity.not_:
            fields.error("CONTRARY-TIES", fields.place("maybe"), f"`{tie.to}` stands under `maybe` and under `not`",
                         "keep one of the two")  # fmt: skip
    return Reading.of("entity", entity.id, entity, fields)


def _entity_kind(fields: Fields) -> str:
    scalar = fields.scalar("kind")
    if scalar is None or scalar.text in ENTITY_KINDS:
        return "" if scalar is None else scalar.text
    hint = _kind_hint(scalar.text)
    if hint:
        fields.remark("warning", "UNKNOWN-KIND", scalar.location,
                      f"`{scalar.text}` is none of the usual kinds {listed(ENTITY_KINDS)}", hint)  # fmt: skip
    return scalar.text


@cache
def _kind_hint(kind: str) -> str:
    return did_you_mean(kind, ENTITY_KINDS)


def _others(fields: Fields, key: str, ids: Ids) -> tuple[str, ...]:
    found = fields.refs(key, ids)
    if fields.text("id") in found:
        fields.error(
            "SELF-TIE", fields.place(key), f"`{key}` leads from `{fields.text('id')}` to itself", "leave it out"
        )
    return found


def _ties(fields: Fields, key: str, ids: Ids) -> tuple[Tie, ...]:
    node = fields.nodes.get(key)
    if node is None:
        return ()
    items = node.items if isinstance(node, ListNode) else (node,)
    ties = [tie for item in items if (tie := _tie(fields, item, key, ids)) is not None]
    if any(tie.to == fields.text("id") for tie in ties):
        fields.error("SELF-TIE", node.location, f"`{key}` leads from `{fields.text('id')}` to itself", "leave it out")
    return tuple(ties)


def _tie(fields: Fields, item: Node, key: str, ids: Ids) -> Tie | None:
    if isinstance(item, MapNode):
        below = Fields(item, TIE, fields.notes, fields.zone)
        below.require("to")
        tie = Tie(to=below.ref("to", ids), when=below.date("when"), hangs_on=below.text("hangs_on"))
        fields.adopt(below)
        return tie if tie.to else None
    scalar = fields.read_scalar(item, key)
    return None if scalar is None else Tie(to=fields.known(scalar, ids))


def _aliases(fields: Fields) -> tuple[str, ...]:
    node = fields.nodes.get("aliases")
    if node is None:
        return ()
    found: list[str] = []
    for item in node.items if isinstance(node, ListNode) else (node,):
        if isinstance(item, MapNode):
            below = Fields(item, ALIAS, fields.notes)
            below.require("name")
            below.text("hangs_on")
            found.append(below.text("name"))
            fields.adopt(below)
        elif (scalar := fields.read_scalar(item, "aliases")) is not None:
            found.append(scalar.text)
    return tuple(found)


def _identifiers(fields: Fields) -> dict[str, str]:
    node = fields.nodes.get("identifiers")
    if node is None:
        return {}
    if not isinstance(node, MapNode):
        fields.error("WRONG-SHAPE", node.location,
                     f"expected names and numbers under `identifiers`, found {shown(node)}",
                     "write such as `identifiers: {wikidata: Q42}`")  # fmt: skip
        return {}
    found: dict[str, str] = {}
    for name, below in node.entries:
        scalar = fields.read_scalar(below, "identifiers")
        if scalar is not None:
            found[name.text] = scalar.text
    return dict(sorted(found.items()))


def read_claim(entry: Entry, index: Index, predicates: Mapping[str, Predicate], notes: Notes, zone: str) -> Reading:
    """One claim as its author wrote it; `time`, `said` and attribution are worked out once all records are known."""
    fields = Fields(entry.node, CLAIM, notes, zone, entry.defaults)
    polarity, name = _predicate(fields, index.predicates)
    predicate = predicates.get(name)
    _require(fields, predicate, fact=entry.section == "evidence")
    claim = Claim(
        id=fields.id(),
        location=entry.node.location,
        listing="fact" if entry.section == "evidence" else "assertion",
        text=fields.text("text"),
        subject=fields.ref("subject", index.entities),
        predicate=name,
        polarity=polarity,
        source=fields.ref("source", index.sources),
        value=None if predicate is None else read_value(fields, predicate, index.entities),
        unit=fields.text("unit"),
        scope=_scope(fields, index.entities),
        proceeding=fields.ref("proceeding", index.entities),
        when=fields.date("when"),
        said_by=fields.ref("said_by", index.entities),
        said_to=fields.refs("said_to", index.entities),
        said_on=fields.date("said_on"),
        said_in=fields.ref("said_in", index.sources),
        via=fields.refs("via", index.entities),
        mode=next((mode for mode in MODES if mode == fields.choice("mode", MODES)), "states"),
        basis=next((basis for basis in BASES if basis == fields.choice("basis", BASES)), None),
        capacity=fields.choice("capacity", CAPACITIES),
        quote=fields.text("quote"),
        cite=fields.text("cite"),
        lang=fields.text("lang"),
        translation=fields.text("translation"),
        restricted=fields.flag("restricted"),
        hangs_on=fields.text("hangs_on"),
        tags=fields.texts("tags"),
        was=fields.texts("was"),
    )
    return Reading.of("claim", claim.id, claim, fields)


def _predicate(fields: Fields, ids: Ids) -> tuple[Polarity, str]:
    """What the claim affirms or denies; one written in the claim itself sets aside the other of `defaults`."""
    own = fields.node.keys()
    written: list[Polarity] = [key for key in ("affirms", "denies") if key in fields.nodes]
    if len(written) == 2 and len([key for key in written if key in own]) == 1:
        written = [key for key in written if key in own]
    if len(written) == 1:
        return written[0], fields.ref(written[0], ids)
    if written:
        fields.error("BOTH-POLARITIES", fields.place("denies"), "expected `affirms` or `denies`, found both",
                     "keep one; what is affirmed and what is denied are two claims")  # fmt: skip
    elif not any(key in own or fields.may_mean(key) for key in ("affirms", "denies")):
        fields.error("NO-POLARITY", fields.node.location, "expected `affirms` or `denies`, found neither",
                     "add `affirms: PREDICATE` if the text says that it is so, "
                     "`denies: PREDICATE` if it says that it is not")  # fmt: skip
    return "affirms", ""


def _require(fields: Fields, predicate: Predicate | None, *, fact: bool) -> None:
    fields.require(*CLAIM.required)
    if not fact and not fields.wrote("said_by") and not fields.may_mean("said_by"):
        fields.error(
            "MISSING-KEY", fields.node.location, "this claim has no `said_by`", "add who said it: `said_by: ID`"
        )
    dated = fields.wrote("when") or fields.may_mean("when") or (predicate is not None and predicate.kind == "fixed")
    if fact and not dated:
        fields.error("MISSING-WHEN", fields.node.location, "expected `when` for documented evidence, found none",
                     "add the date as the source gives it, such as `when: 2018-07` or `when: [2018-07-12..2018-07-20]`;"
                     " if no source dates it, `when: unknown`")  # fmt: skip


def _scope(fields: Fields, entities: Ids) -> str:
    """A place or period: an entity, a date or words; a slip of an entity's id is pointed at."""
    scalar = fields.scalar("scope")
    if scalar is None:
        return ""
    if scalar.text in entities.places:
        fields.known(scalar, entities)
    elif re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", scalar.text) and not re.match(r"\d{4}", scalar.text):
        hint = did_you_mean(scalar.text, entities.places)
        if hint:
            fields.remark("warning", "UNKNOWN-SCOPE", scalar.location,
                          f"no entity has the id `{scalar.text}`, so this scope is taken for words", hint)  # fmt: skip
    return scalar.text


def read_link(entry: Entry, index: Index, notes: Notes) -> Reading:
    """One link between two claims."""
    fields = Fields(entry.node, LINK, notes)
    fields.require(*LINK.required)
    relation = fields.choice("relation", RELATIONS)
    link = Link(
        location=entry.node.location,
        from_=fields.ref("from", index.claims),
        relation=next((one for one in RELATIONS if one == relation), "relies-on"),
        to=fields.ref("to", index.claims),
        why=fields.text("why"),
        by=fields.ref("by", index.entities),
        hangs_on=fields.text("hangs_on"),
        source=fields.ref("source", index.sources),
        cite=fields.text("cite"),
    )
    if link.from_ and link.from_ == link.to:
        fields.error("SELF-LINK", fields.place("to"), f"this link leads from `{link.from_}` to itself",
                     "name the other claim, or delete the link")  # fmt: skip
    return Reading.of("link", "", link, fields)
