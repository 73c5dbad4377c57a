"""The files of a dossier: which are read, and which are refused because they lie or lead outside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from msgspec import Struct

from claimcheck.errors import visible
from claimcheck.i18n import tr
from claimcheck.load.keys import SECTIONS
from claimcheck.load.notes import Notes
from claimcheck.location import Location

RECORD_FOLDERS = ("claims", "evidence")
RULE_FOLDER = "rules"
READ = (".yaml", ".csv", ".jsonl", ".parquet")
MISTAKEN = {".yml": ".yaml", ".json": ".jsonl", ".ndjson": ".jsonl", ".tsv": ".csv", ".xlsx": ".csv", ".xls": ".csv",
            ".ods": ".csv"}  # fmt: skip


LARGEST = 16_000_000  # bytes; a dossier of this size in one file takes near half a minute and most of a gigabyte
UNLIMITED = frozenset([".parquet"])  # read by the database


class File(Struct, frozen=True, kw_only=True):
    """A file of records: where it is, and its path as messages name it."""

    path: str
    place: Path


def record_files(root: Path, notes: Notes) -> Iterator[File]:
    """The files of records in the order of their paths; what is not read is noted."""
    for folder in RECORD_FOLDERS:
        for file in walk(root, root / folder, notes):
            suffix = file.place.suffix
            if suffix in READ:
                yield file
            elif suffix.lower() in MISTAKEN or suffix.lower() in READ:
                _unread(file, MISTAKEN.get(suffix.lower(), suffix.lower()), notes)
    _misplaced(root, notes)


def rule_files(root: Path, notes: Notes) -> tuple[str, ...]:
    """The paths of the dossier's own rules."""
    files = list(walk(root, root / RULE_FOLDER, notes))
    for file in files:
        if file.place.suffix != ".yaml" and file.place.suffix.lower() in (".yaml", ".yml"):
            _unread(file, ".yaml", notes)
    return tuple(file.path for file in files if file.place.suffix == ".yaml" and _is_named_as_shown(root, file, notes))


def _is_named_as_shown(root: Path, file: File, notes: Notes) -> bool:
    """Whether a rule file can be found again by the name that messages show."""
    if file.path == file.place.relative_to(root).as_posix():
        return True
    _unread_place(file.path, "the name of this file holds signs that nobody sees", "give it a plain name", notes,
                  code="BAD-NAME")  # fmt: skip
    return False


def _unread(file: File, wanted: str, notes: Notes) -> None:
    suffix = file.place.suffix
    notes.add("UNREAD-FILE", Location(path=file.path), f"files that end in `{suffix}` are not read",
              f"save it as `{PurePosixPath(file.path).stem}{wanted}`", "warning")  # fmt: skip
    notes.skip(file.path, tr("files that end in `{suffix}` are not read", suffix=suffix))


def _misplaced(root: Path, notes: Notes) -> None:
    for section in SECTIONS:
        if (root / f"{section}.yaml").is_file():
            notes.add("UNREAD-FILE", Location(path=f"{section}.yaml"),
                      "files of records are read under `claims/` and `evidence/` only",
                      f"move it to `evidence/{section}.yaml`", "warning")  # fmt: skip
            notes.skip(f"{section}.yaml", tr("files of records are read under `claims/` and `evidence/` only"))


def walk(root: Path, folder: Path, notes: Notes) -> Iterator[File]:
    """The files below a folder, sorted by path. Links to folders are not followed, so nothing is read twice."""
    if folder.is_symlink():
        _refuse_link(root, folder, notes)
        return
    if not folder.is_dir():
        return
    try:
        places = sorted(folder.iterdir(), key=lambda one: one.name)
    except OSError as error:
        _unreadable(shown(root, folder), error, notes)
        return
    for place in places:
        if place.name.startswith("."):
            continue
        if place.is_symlink() and (not is_inside(root, place) or place.is_dir()):
            _refuse_link(root, place, notes)
        elif place.is_dir():
            yield from walk(root, place, notes)
        elif place.exists() and not place.is_file():  # opening a pipe would wait for ever
            _unread_place(shown(root, place), "this is no file but a pipe, a socket or a device", "remove it", notes)
        else:
            yield File(path=shown(root, place), place=place)


def _refuse_link(root: Path, place: Path, notes: Notes) -> None:
    path = shown(root, place)
    if is_inside(root, place):
        message, hint = "this is a link to a folder, which is not followed", "put the files themselves there"
    else:
        message, hint = "this link leads out of the dossier", "put a copy of the file into the dossier"
    notes.add("OUTSIDE-DOSSIER", Location(path=path), message, hint)
    notes.skip(path, message)
    notes.lose(path)


def is_inside(root: Path, place: Path) -> bool:
    """Whether a path stays in the dossier once all links and `..` are followed."""
    try:
        return place.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


def shown(root: Path, place: Path) -> str:
    """A path as messages name it: from the dossier, with `/`, and printable whatever bytes it is made of."""
    return visible(place.relative_to(root).as_posix().encode("utf-8", "backslashreplace").decode("utf-8"))


def read_bytes(file: File, notes: Notes) -> bytes | None:
    """The bytes of a file, or None where the system refuses them or they are too many (which is noted)."""
    try:
        size = file.place.stat().st_size
        if size > LARGEST and file.place.suffix not in UNLIMITED:
            message = f"this file has {size / 1e6:.0f} MB; at most {LARGEST // 1_000_000} MB are read"
            _unread_place(file.path, message, "split it into several files, or save its records as Parquet", notes,
                          code="TOO-LARGE")  # fmt: skip
            return None
        return file.place.read_bytes()
    except OSError as error:
        _unreadable(file.path, error, notes)
        return None


def _unread_place(path: str, message: str, hint: str, notes: Notes, code: str = "NO-PLAIN-FILE") -> None:
    notes.add(code, Location(path=path), message, hint)
    notes.skip(path, message)
    notes.lose(path)


def _unreadable(path: str, error: OSError, notes: Notes) -> None:
    reason = error.strerror or "it cannot be read"
    notes.add("UNREADABLE-FILE", Location(path=path), f"this cannot be opened: {reason}",
              "check that it exists and that you may read it")  # fmt: skip
    notes.skip(path, tr("it cannot be opened: {reason}", reason=reason))
    notes.lose(path)
