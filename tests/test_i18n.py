"""Sentences in another language: messages without a translation stay English, and a language ends where it should."""

from __future__ import annotations

from claimcheck.i18n import language, speaking, tr, trn


def test_values_stand_in_their_places() -> None:
    assert tr("{a} before {b}", a="x", b="{y}") == "x before {y}"
    assert tr("a {brace}") == "a {brace}"
    assert [trn("{count} day", "{count} days", number) for number in (0, 1, 2)] == ["0 days", "1 day", "2 days"]


def test_a_language_without_a_catalogue_falls_back_to_english_and_ends() -> None:
    with speaking("xx"):
        assert language() == "xx"
        assert tr("{a} before {b}", a="x", b="y") == "x before y"
        assert trn("{count} day", "{count} days", 1) == "1 day"
    assert language() == "en"
