"""Finds the originals of sources: in the dossier by name, or in folders kept outside it by what is in them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct


class Original(Struct, frozen=True, kw_only=True):
    """A file that is at hand: how messages name it, where it is, and the hash of its bytes."""

    name: str
    place: Path
    sha256: str


def kept(root: Path, name: str) -> Original | str:
    """A file of the dossier, or why it cannot be read."""
    place = root / name
    if not place.is_file():
        return f"the dossier has no file {name}"
    try:
        return Original(name=name, place=place, sha256=_hash(place))
    except OSError as error:
        return f"{name} cannot be opened: {error.strerror}"


def find_by_hash(wanted: Iterable[str], folders: Iterable[Path]) -> Mapping[str, Original]:
    """The first file with each hash, in the order of the folders and of the paths in them; hidden ones are left out.

    Links to folders are not followed, and a file that cannot be opened is passed over.
    """
    missing = set(wanted)
    found: dict[str, Original] = {}
    for folder in folders:
        for place in _files(folder):
            if not missing:
                return found
            try:
                sha256 = _hash(place)
            except OSError:
                continue
            if sha256 in missing:
                missing.remove(sha256)
                found[sha256] = Original(name=place.relative_to(folder).as_posix(), place=place, sha256=sha256)
    return found


def _files(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            place = Path(here, name)
            if not name.startswith(".") and place.is_file():
                yield place


def _hash(place: Path) -> str:
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
