"""Recognises the names, ids and words of restricted records in other texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from msgspec import Struct

from claimcheck.model import Claim, Entity, Source

_SHORTEST_PART = 3  # signs of a part of a person's name that is looked for by itself
_SHORTEST_TEXT = 12  # signs of a sentence or quote that is looked for in other records
_ENDING = re.compile("[аяйьоеыиую]{1,2}$")  # what a Russian or Ukrainian name changes when it is declined
_CYRILLIC = re.compile("[а-яА-ЯёЁіїєґІЇЄҐ]")
_LONGEST_ENDING = 3
_WORD = re.compile(r"\w+")


class Needle(Struct, frozen=True, kw_only=True):
    """A text to look for: as whole words, as written (`exact`) or in any capitals; `open_` lets its end be declined."""

    text: str
    exact: bool = False
    open_: bool = False


class Recogniser:
    """Tells whether a text holds one of many needles; its cost grows with the text, not with the needles."""

    def __init__(self, needles: Iterable[Needle]) -> None:
        self._by_word: dict[str, list[tuple[int, re.Pattern[str]]]] = {}
        self._signs: list[str] = []  # needles without a word in them
        for needle in sorted({one for one in needles if one.text.strip()}, key=lambda one: (one.text, one.exact)):
            text = _flat(needle.text)
            first = _WORD.search(text)
            if first is None:
                self._signs.append(text)
            else:
                entry = (first.start(), _pattern(text, needle))
                self._by_word.setdefault(first.group().casefold(), []).append(entry)

    def __call__(self, text: str) -> bool:
        """Whether the text holds a needle, however its white space runs."""
        flat = _flat(text)
        if any(sign in flat for sign in self._signs):
            return True
        return any(self._starts(flat, found) for found in _WORD.finditer(flat))

    def _starts(self, flat: str, found: re.Match[str]) -> bool:
        word = found.group().casefold()
        for cut in range(min(_LONGEST_ENDING + 1, len(word))):
            for before, pattern in self._by_word.get(word[: len(word) - cut], ()):
                if found.start() >= before and pattern.match(flat, found.start() - before):
                    return True
        return False

    def within(self, value: object) -> bool:
        """Whether any text in a record, mapping or list holds a needle."""
        if isinstance(value, str):
            return self(value)
        if isinstance(value, Struct):
            return any(self.within(getattr(value, name)) for name in value.__struct_fields__)
        if is_dataclass(value):
            return any(self.within(getattr(value, one.name)) for one in fields(value))
        if isinstance(value, Mapping):
            return any(self.within(one) for one in (*value.keys(), *value.values()))
        if isinstance(value, tuple | list | frozenset):
            return any(self.within(one) for one in value)
        return False


def _flat(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).replace("ё", "е").replace("Ё", "Е").split())


def _pattern(text: str, needle: Needle) -> re.Pattern[str]:
    before = r"(?<!\w)" if text[0].isalnum() else ""
    after = r"(?!\w)" if text[-1].isalnum() else ""
    if needle.open_:
        after = rf"\w{{0,{_LONGEST_ENDING}}}(?!\w)"
    return re.compile(before + re.escape(text) + after, re.NOFLAG if needle.exact else re.IGNORECASE)


def needles_of(records: Iterable[Claim | Source | Entity]) -> Iterator[Needle]:
    """What tells of these records in a text that is not theirs."""
    for one in records:
        yield from (needle for name in (one.id, *one.was) for needle in of_id(name))
        if isinstance(one, Entity):
            names = (one.name, *one.aliases)
            yield from (Needle(text=text) for text in (*names, *one.identifiers.values()))
            yield from (part for name in names for part in _parts(name, one))
        elif isinstance(one, Source):
            yield from (Needle(text=text) for text in (one.title, one.url, one.archive_url, one.file, one.sha256))
        else:
            texts = (one.text, one.quote, one.translation)
            yield from (Needle(text=text) for text in texts if len(text) >= _SHORTEST_TEXT)


def of_id(name: str) -> Iterator[Needle]:
    """An id of several parts wherever it stands; one that is an everyday word only as a name, in brackets or a path."""
    if not name.isalpha():
        yield Needle(text=name)
        return
    yield Needle(text=name.capitalize(), exact=True)
    yield from (Needle(text=text, exact=True) for text in (f"({name})", f"[{name}]", f"`{name}`", f"/{name}"))


def _parts(name: str, entity: Entity) -> Iterator[Needle]:
    """The parts of a person's name, as a text may give the surname alone, and declined."""
    if entity.kind not in ("person", ""):
        return
    for part in re.findall(r"[^\W\d_]+", name):
        if len(part) >= _SHORTEST_PART and part[0].isupper():
            stem = _ENDING.sub("", part)
            text = stem if len(stem) >= _SHORTEST_PART else part
            yield Needle(text=text, exact=True, open_=bool(_CYRILLIC.match(part)))
