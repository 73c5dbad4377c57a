"""Catalogues of translations: current, complete in Russian, true to their places, and used by every sentence told."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from gettext import NullTranslations
from html import unescape
from pathlib import Path

import catalogues
import pytest
from babel.messages.catalog import Catalog

from claimcheck import i18n
from claimcheck.check import check_dossier
from claimcheck.cli import run as run_command
from claimcheck.findings import Report
from claimcheck.i18n import languages, speaking
from claimcheck.load import load_vocabulary
from claimcheck.report.comment import render_markdown
from claimcheck.report.html import render_html
from claimcheck.report.jsonform import render_json
from claimcheck.report.markdown import render_pages
from claimcheck.report.text import render_finding, render_text
from claimcheck.rules import load_rulebook
from small_world import dossier

ROOT = Path(__file__).parent.parent
COMMAND = "run `python tools/catalogues.py`"
RUSSIAN = next(file for file in catalogues.languages() if file.parent.parent.name == "ru")
PLACE = re.compile(r"\{[\w.]+\}")


def identifiers(catalog: Catalog) -> set[str]:
    """Every message of a catalogue; both forms of one that counts."""
    ids = (message.id for message in catalog if message.id)
    return {one for name in ids for one in ((name,) if isinstance(name, str) else name)}


def strings(told: object) -> list[str]:
    """One text, or all forms of one that counts."""
    return [told] if isinstance(told, str) else [str(form) for form in told] if isinstance(told, (list, tuple)) else []


def test_the_list_of_messages_is_current() -> None:
    current = catalogues.as_text(catalogues.template(), template_of_all=True)
    assert current == catalogues.TEMPLATE.read_text("utf-8"), f"{catalogues.TEMPLATE.name} is stale: {COMMAND}"


def test_every_catalogue_holds_exactly_the_messages_there_are() -> None:
    wanted = identifiers(catalogues.template())
    for file in catalogues.languages():
        assert identifiers(catalogues.read(file)) == wanted, f"{file.name} is stale: {COMMAND}"


def test_russian_is_complete() -> None:
    catalog = catalogues.refreshed(RUSSIAN, catalogues.template())
    left = catalogues.untranslated(catalog)
    assert not left, f"{COMMAND}, then translate these in {RUSSIAN.relative_to(ROOT)}: {left}"


def test_translations_keep_the_places_of_their_messages_and_have_every_form() -> None:
    for file in catalogues.languages():
        catalog = catalogues.read(file)
        for message in catalog:
            if not message.id:
                continue
            ids, forms = strings(message.id), strings(message.string)
            assert len(forms) == (1 if len(ids) == 1 else catalog.num_plurals), ids
            for form in forms:
                if form:  # a language that is not complete falls back to English
                    assert set(PLACE.findall(form)) == set(PLACE.findall(ids[-1])), (ids, form)


def test_texts_of_rules_and_labels_are_collected_as_the_program_reads_them() -> None:
    wanted = identifiers(catalogues.template())
    for rule in load_rulebook(dossier([])).rules:
        texts = {rule.title, rule.why, rule.message, rule.settle, rule.lead} - {""}
        assert texts <= wanted, rule.id
    predicates, _ = load_vocabulary()
    for predicate in predicates.values():
        assert set(predicate.labels["en"]) <= wanted, predicate.id


# Every sentence told goes through a catalogue: a language is made up that puts each in brackets, and a dossier whose
# own texts are in Greek, so that Latin words outside the brackets can only be sentences that no catalogue has seen.

DOSSIER = {
    "claimcheck.yaml": """\
format: 1
title: Ὑπόθεσις
rules:
  two-dates: {off: "ἀργεῖ"}
""",
    "evidence/facts.yaml": """\
entities:
  - {id: aa, name: Ἀρχή, official: true, authority: true}
  - {id: bb, name: Γραφεῖον, official: true, authority: true}
  - {id: cc, name: Μηχανή, kind: εἶδος}
  - {id: dd, name: Πολίτης}
sources:
  - {id: ss, title: Ἐφημερίς, publisher: bb, published: 2021-03-14, url: "https://ἐφημερίς.example/"}
defaults: {source: ss, said_by: bb}
evidence:
  - {id: f1, text: Ἀνεκλήθη., subject: cc, affirms: recall-ordered, when: 2021-03-12, cite: "δ'"}
  - {id: f2, text: Ἐκρατήθη., subject: dd, affirms: detained, when: "2021-05~", basis: inferred}
  - {id: f3, text: Ἐκρίθη., subject: dd, affirms: decision-adopted, when: 2021-08-02}
  - {id: f4, text: Ἐπράχθη., subject: dd, affirms: searched, when: 2021-08-01, hangs_on: "ὅτι εἷς ἦν", basis: reported}
links:
  - {from: f4, relation: relies-on, to: f3, why: εἶπον}
""",
    "claims/words.yaml": """\
sources:
  - {id: tt, title: Λόγος, publisher: aa, published: 2021-05-05}
defaults: {source: tt, said_by: aa}
claims:
  - {id: c1, text: Οὐκ ἀνεκλήθη., subject: cc, denies: under-recall, quote: οὐδαμῶς, said_to: [bb]}
  - {id: c2, text: Οὐκ ἐκρατήθη., subject: dd, denies: detained, when: 2021, said_on: "2021-06"}
  - {id: c3, text: Ἐλεύθερος ἔσται., subject: dd, denies: detained, mode: assures, said_on: "[2021-01..2021-02]"}
  - {id: c4, text: Καλῶς ἔχει., subject: cc, affirms: safe}
""",
}
IDS = re.compile(
    r"\b(aa|bb|cc|dd|ss|tt|zz|[cf][1-9]|nowhere|[0-9a-f]{16}|(claims|evidence)(/\w+\.yaml)?|claimcheck|yaml|index|md|"
    r"SHA|https?|example|[a-z]+(-[a-z]+)+|compared|supports|relies|[A-Z]+-[A-Z-]+)\b"
)
LATIN = re.compile(r"[A-Za-z]{2,}")
WORD = re.compile(r"[^\W\d_]+")
NAMES = {"act", "basis", "before", "earlier", "later", "background", "conclusions"}
"""Words of rules, of which some lines are shown as the rule writes them, and of files of the first dossier."""


class Bracketed(NullTranslations):
    """A language in which every message stands in brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


@pytest.fixture
def bracketed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Report]:
    for name, text in DOSSIER.items():
        place = tmp_path / "greek" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    monkeypatch.setattr(i18n, "_catalogue", lambda _code: Bracketed())
    with speaking("xx"):
        yield check_dossier(tmp_path / "greek")


def outside(text: str) -> set[str]:
    """The Latin words of a text that stand in no brackets and are no ids."""
    depth, kept = 0, []
    for sign in text:
        depth += (sign == "⟦") - (sign == "⟧")
        kept.append(sign if depth == 0 and sign != "⟧" else " ")
    return set(LATIN.findall(IDS.sub(" ", "".join(kept)))) - NAMES


def test_the_greek_dossier_tells_enough(bracketed: Report) -> None:
    assert {finding.ground.grade.word for finding in bracketed.findings} == {"presumed", "possible"}
    assert len(bracketed.findings) >= 4
    assert bracketed.not_checked


def test_every_sentence_at_the_terminal_goes_through_a_catalogue(bracketed: Report) -> None:
    told = render_text(bracketed, width=70, verbose=True)
    assert outside(told) == set()
    for finding in bracketed.findings:
        # Conditions stand in square brackets as the rule writes them.
        assert outside(re.sub(r"\[⟦[^\]]*\]", " ", render_finding(bracketed, finding, width=70))) == set()


def test_every_sentence_of_the_pages_goes_through_a_catalogue(bracketed: Report) -> None:
    for text in render_pages(bracketed).values():
        told = re.sub(r"(?m)^<.*>$|\]\([^)]*\)", " ", text)
        assert outside(told) == set()
    for name, text in render_html(bracketed).items():
        english = r'<(span|pre) lang="en">.*?</\1>'  # how a rule is told in whole, and its examples
        told = re.sub(rf"(?s)<style>.*?</style>|<script>.*?</script>|<!--.*?-->|{english}", " ", text)
        attributes = " ".join(re.findall(r'(?:aria-label|title|alt)="([^"]*)"', told))
        assert outside(unescape(re.sub(r"<[^>]*>", " ", told))) == set(), name
        assert outside(unescape(attributes)) == set(), name


def test_every_sentence_of_the_comment_goes_through_a_catalogue(bracketed: Report) -> None:
    told = re.sub(r"(?m)^- (evidence|claims)\\?/.*$|<[^>]*>", " ", render_markdown(bracketed))
    assert outside(told) == set()


# Russian, as a user asks for it


@pytest.fixture(scope="module")
def russian() -> Report:
    with speaking("ru"):
        return check_dossier(ROOT)


def test_the_first_dossier_in_russian_has_no_english_sentence_of_ours(russian: Report) -> None:
    files = (path for folder in ("claims", "evidence", "baseline") for path in (ROOT / folder).rglob("*.yaml"))
    own = " ".join(path.read_text("utf-8") for path in (*files, ROOT / "claimcheck.yaml"))
    known = {word.lower() for word in WORD.findall(own)} | {"baseline", "claimcheck", "verify", "verbose", "yaml"}
    known |= {word for name in (*russian.rules_run, *russian.dossier.predicates) for word in name.split("-")}
    with speaking("ru"):
        told = re.sub(r"\b[0-9a-f]{16}\b", " ", render_text(russian, verbose=True))
    known |= NAMES
    assert not {word for word in WORD.findall(told) if word.isascii() and len(word) > 1 and word.lower() not in known}
    # Words that the dossier's own sentences hold too are looked for in the phrases that we make of them.
    for phrase in ("cannot both stand", "Depends on", "would settle it", "Not checked", "On record", "no record found"):
        assert phrase not in told
    assert "И то и другое верно быть не может." in told


def test_language_changes_no_identity(russian: Report) -> None:
    english = check_dossier(ROOT)
    known = [(f.fingerprint, f.ground.content_hash, f.group, f.sides) for f in english.findings]
    assert known == [(f.fingerprint, f.ground.content_hash, f.group, f.sides) for f in russian.findings]


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "small"
    shutil.copytree(ROOT / "tests" / "small_dossier", root)
    monkeypatch.chdir(root)
    return root


def test_text_is_told_in_the_language_asked_for_and_json_stays(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_command(["check", "--format", "json"])
    english = capsys.readouterr().out
    run_command(["check", "--lang", "ru", "--format", "text", "--format", "json", "--output", "out.json"])
    told = capsys.readouterr().out
    assert "Не проверено" in told
    assert "Not checked" not in told
    assert (small / "out.json").read_text("utf-8") == english


def test_the_language_of_the_dossier_is_taken_where_there_is_a_translation(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = (small / "claimcheck.yaml").read_text("utf-8")
    for code, heading in (("ru", "Не проверено"), ("cs", "Not checked")):
        (small / "claimcheck.yaml").write_text(settings.replace("language: en", f"language: {code}"), "utf-8")
        run_command(["check"])
        assert heading in capsys.readouterr().out
    run_command(["check", "--lang", "ru_RU"])
    assert "Не проверено" in capsys.readouterr().out


def test_a_language_that_nobody_has_translated_is_told(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "ru" in languages()
    for command in (["check"], ["report"], ["explain"]):
        assert run_command([*command, "--lang", "tlh"]) == 2
        assert "there is no translation into `tlh`; there are en, ru" in capsys.readouterr().err


def test_pages_and_their_json_in_russian(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_command(["report", "--lang", "ru", "--format", "all"])
    assert '<html lang="ru">' in (small / "reports" / "index.html").read_text("utf-8")
    assert "Проверенное и непроверенное" in (small / "reports" / "index.md").read_text("utf-8")
    run_command(["report", "--lang", "en", "--format", "json", "--output", "english"])
    assert (small / "english" / "report.json").read_bytes() == (small / "reports" / "report.json").read_bytes()
    capsys.readouterr()


def test_a_finding_in_russian_keeps_the_words_of_its_grade(russian: Report) -> None:
    with speaking("ru"):
        for finding in russian.findings:
            if finding.ground.grade.word == "possible" and not finding.ground.lead:
                told = render_finding(russian, finding)
                assert "ВОЗМОЖНО" in told
                assert not re.search(r"(?m)^  И то и другое верно быть не может\.", told)


def test_english_needs_no_catalogue() -> None:
    assert render_json(check_dossier(ROOT)) == render_json(check_dossier(ROOT))
    assert i18n.language() == "en"
