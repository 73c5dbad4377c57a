"""Sentences in the reader's language: what the program says goes through here, and stays as it is in English.

A message is its own key, in English. `{name}` in it stands for a value, so that another language can put it elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import NullTranslations

LOCALES = Path(__file__).parent / "locale"
DOMAIN = "claimcheck"
_language: ContextVar[str] = ContextVar("language", default="en")


def tr(message: str, /, **values: object) -> str:
    """The message in the language in use, with its values in their places."""
    found = _found(message)
    return found.format(**values) if values else found


def msg(message: str, /) -> str:
    """The message as it is, for `tr` to look up later: so that a table of sentences reaches the catalogues."""
    return message


def trn(one: str, many: str, count: int, /, **values: object) -> str:
    """The message for a number of things, `{count}` among its values; a language may have more forms than two."""
    if _language.get() == "en":
        found = one if count == 1 else many
    else:
        found = _catalogue(_language.get()).ngettext(one, many, count)
    return found.format(count=count, **values)


def language() -> str:
    """The code of the language in use, such as `en` or `ru`."""
    return _language.get()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Use a language for a while; one without a catalogue falls back to English, message by message."""
    token = _language.set(code)
    try:
        yield
    finally:
        _language.reset(token)


def languages() -> tuple[str, ...]:
    """The codes of the languages that have a catalogue, English first."""
    found = sorted(path.parent.parent.name for path in LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return ("en", *(code for code in found if code != "en"))


def _found(message: str) -> str:
    # The empty message is the key under which a catalogue keeps its head.
    return message if _language.get() == "en" or not message else _catalogue(_language.get()).gettext(message)


@cache
def _catalogue(code: str) -> NullTranslations:
    from gettext import translation  # English needs none

    return translation(DOMAIN, LOCALES, [code], fallback=True)
