"""The story of loading: settings, vocabulary, files, ids, records, and what follows from them together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec.structs import replace

from claimcheck.i18n import tr
from claimcheck.load.entities import break_circles
from claimcheck.load.files import Entry, entries_of, section_entries
from claimcheck.load.folder import RECORD_FOLDERS, File, read_bytes, record_files, rule_files
from claimcheck.load.home import read_settings
from claimcheck.load.ids import Index, new_index
from claimcheck.load.links import check_links
from claimcheck.load.meanings import consistent
from claimcheck.load.notes import Notes
from claimcheck.load.reading import Key, Reading, Record, clear_of_duplicates, clear_of_old_ids, usable
from claimcheck.load.records import read_claim, read_entity, read_link, read_source
from claimcheck.load.resolve import resolve_claim
from claimcheck.load.rulesettings import named_claims
from claimcheck.load.snippet import EXAMPLE_ZONE, complete_snippet, stand_ins
from claimcheck.load.vocabulary import DOSSIER, check_targets, read_predicate, selected, shipped_predicates
from claimcheck.load.wording import wording_hints
from claimcheck.location import Location
from claimcheck.model import Claim, Dossier, Entity, Link, Predicate, Source
from claimcheck.settings import FILE_NAME, Settings
from claimcheck.yamlfile import MapNode, Scalar, read_yaml


def load_dossier(root: Path) -> Dossier:
    """The dossier in a folder, with all that is wrong in it; bad input is never an exception."""
    notes = Notes()
    shipped = shipped_predicates(notes)
    settings = read_settings(root, {predicate.package for predicate in shipped.values()}, notes)
    if settings is None:
        notes.skip(tr("the dossier"), tr("nothing was read, because of {file}", file=FILE_NAME))
        return _dossier(root, Settings(), {}, {}, notes)
    entries = [entry for file in record_files(root, notes) for entry in read_records(file, notes)]
    _check_empty(entries, notes)
    predicates = selected(shipped, settings.vocabulary)
    index = new_index()
    index.predicates.unselected = {name: one.package for name, one in shipped.items() if name not in predicates}
    records, known = _assemble(entries, predicates, index, settings.timezone, root, notes)
    settings = replace(settings, rules=named_claims(settings.rules, index.claims, notes))
    return _dossier(root, settings, records, known, notes, rule_files(root, notes))


def load_snippet(node: MapNode, path: str, predicates: Mapping[str, Predicate]) -> Dossier:
    """A dossier from the lists of one mapping, such as the example of a rule.

    An entity or source may be a bare id, or not be listed at all; claims without a source get `example-source`, whose
    publisher is `example-publisher`. Other keys than those of the lists are left alone.
    """
    notes = Notes()
    entries = list(section_entries(complete_snippet(node), path, notes))
    index = new_index(lenient=True)
    records, known = _assemble(entries, predicates, index, EXAMPLE_ZONE, None, notes)
    return _dossier(Path(path), Settings(), records, known, notes)


def read_records(file: File, notes: Notes) -> list[Entry]:
    """The records of one file as they stand in it; what cannot be read is noted."""
    data = read_bytes(file, notes)
    if data is None:
        return []
    if file.place.suffix != ".yaml":
        from claimcheck.load.tables import TABLE_READERS  # most dossiers have none

        return list(TABLE_READERS[file.place.suffix](data, file.path, notes))
    node, problems = read_yaml(data, file.path)
    notes.take(problems)
    if node is not None:
        if any(problem.code == "SECOND-DOCUMENT" for problem in problems):
            notes.lose(file.path)
        return list(entries_of(node, file.path, notes))
    if not any(problem.code == "EMPTY-FILE" for problem in problems):
        notes.lose(file.path)
        notes.skip(file.path, tr("it cannot be read as it stands"))
    return []


def _check_empty(entries: list[Entry], notes: Notes) -> None:
    if not any(entry.kind == "claim" for entry in entries) and not notes.lost():
        folders = " and ".join(f"`{name}/`" for name in RECORD_FOLDERS)
        notes.add("EMPTY-DOSSIER", Location(path=FILE_NAME), f"expected claims in files under {folders}, found none",
                  "write a first file such as `claims/letter.yaml` with a list `claims:`")  # fmt: skip


def _assemble(
    entries: list[Entry], given: Mapping[str, Predicate], index: Index, zone: str, root: Path | None, notes: Notes
) -> tuple[dict[Key, Record], dict[str, Predicate]]:
    """The records of the entries that stand, and all predicates that they may use."""
    _register(entries, given, index)
    readings = [
        read_predicate(entry.node, DOSSIER, index.predicates, notes) for entry in _of_kind(entries, "predicate")
    ]
    own = {reading.id for reading in readings}
    _tell_shadowed(readings, given, notes)
    readings = clear_of_duplicates(readings, {"predicate": index.predicates}, notes)
    known: dict[Key, Record] = {("predicate", name): one for name, one in given.items() if name not in own}
    readings = consistent(readings, known, notes)
    kept = usable(readings, known, notes)
    predicates = {name: one for (_, name), one in {**known, **kept}.items() if isinstance(one, Predicate)}
    check_targets(predicates, own, notes)

    sources = [read_source(entry, index, notes, zone, root) for entry in _of_kind(entries, "source")]
    entities = [read_entity(entry, index, notes, zone) for entry in _of_kind(entries, "entity")]
    claims = [read_claim(entry, index, predicates, notes, zone) for entry in _of_kind(entries, "claim")]
    links = [read_link(entry, index, notes) for entry in _of_kind(entries, "link")]
    readings = [*sources, *break_circles(entities, notes), *claims, *links]
    others = {kind: ids for kind, ids in index.by_kind().items() if kind != "predicate"}
    readings = clear_of_old_ids(clear_of_duplicates(readings, others, notes), others, notes)
    known |= kept
    if index.entities.lenient:
        known |= stand_ins(readings, index)
    records = usable(readings, known, notes)
    records |= {key: one for key, one in known.items() if key[0] != "predicate"}
    records = _resolved(records, predicates, notes)
    check_links([one for one in records.values() if isinstance(one, Link)], records, notes)
    return records, dict(sorted({**given, **predicates}.items()))


def _of_kind(entries: Iterable[Entry], kind: str) -> list[Entry]:
    return [entry for entry in entries if entry.kind == kind]


def _register(entries: list[Entry], given: Mapping[str, Predicate], index: Index) -> None:
    """Make every id known before any reference is read."""
    kinds = index.by_kind()
    for entry in entries:
        own = entry.node.get("id")
        if entry.kind in kinds and isinstance(own, Scalar) and own.text:
            kinds[entry.kind].add(own.text, own.location, _texts(entry.node, "was"))
    for name, predicate in given.items():
        if name not in index.predicates.places:
            index.predicates.add(name, predicate.location)


def _tell_shadowed(readings: Iterable[Reading], given: Mapping[str, Predicate], notes: Notes) -> None:
    """A predicate of the dossier stands before a shipped one: a package that grows must not change old dossiers."""
    for reading in readings:
        shipped = given.get(reading.id)
        if shipped is not None:
            notes.add("SHIPPED-PREDICATE", reading.location,
                      f"the predicate `{reading.id}` stands in the package `{shipped.package}` too "
                      f"({shipped.location}); the dossier's own is used",
                      "delete it if the shipped one means the same, else give yours another id", "warning")  # fmt: skip


def _texts(node: MapNode, key: str) -> tuple[str, ...]:
    below = node.get(key)
    items = (
        () if below is None or isinstance(below, MapNode) else (below,) if isinstance(below, Scalar) else below.items
    )
    return tuple(item.text for item in items if isinstance(item, Scalar))


def _resolved(records: dict[Key, Record], predicates: Mapping[str, Predicate], notes: Notes) -> dict[Key, Record]:
    sources = {one.id: one for one in records.values() if isinstance(one, Source)}
    entities = {one.id: one for one in records.values() if isinstance(one, Entity)}
    done = dict(records)
    for key, record in records.items():
        if isinstance(record, Claim):
            done[key] = resolve_claim(record, sources, entities, predicates, notes)
            notes.take(wording_hints(record, predicates))
    return done


def _dossier(
    root: Path,
    settings: Settings,
    records: Mapping[Key, Record],
    predicates: Mapping[str, Predicate],
    notes: Notes,
    rules: tuple[str, ...] = (),
) -> Dossier:
    ordered = [records[key] for key in sorted(records)]
    return Dossier(
        root=str(root),
        title=settings.title,
        timezone=settings.timezone,
        language=settings.language,
        sources={one.id: one for one in ordered if isinstance(one, Source)},
        entities={one.id: one for one in ordered if isinstance(one, Entity)},
        predicates=predicates,
        claims={one.id: one for one in ordered if isinstance(one, Claim)},
        links=tuple(sorted((one for one in ordered if isinstance(one, Link)), key=_link_order)),
        problems=notes.problems,
        skipped=notes.skipped,
        rule_files=rules,
        rule_settings=settings.rules,
        verdicts=settings.verdicts,
        site=settings.site,
        publisher=settings.publisher,
    )


def _link_order(link: Link) -> tuple[str, str, str, Location]:
    return (link.from_, link.relation, link.to, link.location)
