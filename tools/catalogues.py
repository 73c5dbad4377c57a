"""Refreshes the catalogues of translations: collects every sentence, updates each language, and compiles it.

`python tools/catalogues.py` is the one command; the build of the package only calls `compile_all`.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "claimcheck"
LOCALES = PACKAGE / "locale"
TEMPLATE = LOCALES / "claimcheck.pot"
KEYWORDS: dict[str, tuple[int, ...] | None] = {"tr": None, "msg": None, "trn": (1, 2)}
PROSE = ("title", "why", "message", "settle", "lead")
"""The keys of a rule whose texts reach a report."""

UNSAID = tuple(
    f'"{key}'
    for key in ("POT-Creation", "PO-Revision", "Report-Msgid", "Last-Translator", "Language-Team", "Generated")
)
"""What a catalogue's head does not hold: times, versions and addresses, which would change without need."""

Message = str | tuple[str, str]


def messages() -> Iterator[tuple[str, Message]]:
    """Every message with the file it stands in: of the code, the templates, the rules and the vocabulary."""
    for file in sorted(PACKAGE.rglob("*.py")):
        yield from ((_place(file), message) for message in _calls(ast.parse(file.read_text("utf-8"))))
    for file in sorted((PACKAGE / "report" / "templates").glob("*.j2")):
        yield from ((_place(file), message) for message in _extracted(file))
    for file in sorted((PACKAGE / "rulebook").glob("*.yaml")):
        yield from ((_place(file), text) for text in _rule_texts(_yaml(file)))
    for file in sorted((PACKAGE / "vocabulary").glob("*.yaml")):
        yield from ((_place(file), text) for text in _labels(_yaml(file)))


def _calls(tree: ast.Module) -> Iterator[Message]:
    """The messages of a module; found in its syntax tree, as calls also stand inside f-strings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if node.func.id == "trn" and len(texts) > 1:
                yield texts[0], texts[1]
            elif node.func.id != "trn" and texts:
                yield texts[0]


def _extracted(file: Path) -> Iterator[Message]:
    options = {"extensions": "jinja2.ext.do"}
    for found in extract_from_file("jinja2.ext:babel_extract", file, KEYWORDS, options=options):
        message = found[1]
        yield message if isinstance(message, str) else (str(message[0]), str(message[1]))


def _place(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def _yaml(file: Path) -> dict[str, object]:
    import yaml  # the build of the package compiles only, and has none

    read: dict[str, object] = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  every scalar stays text
    return read


def _rule_texts(rule: dict[str, object]) -> Iterator[str]:
    for key in PROSE:
        text = rule.get(key)
        if isinstance(text, str) and text:
            yield " ".join(text.split())
    yield from _granted(rule.get("where"))


def _granted(conditions: object) -> Iterator[str]:
    """What a condition `hangs_on: ...` asks a reader to grant."""
    if isinstance(conditions, dict):
        for key, value in conditions.items():
            if key == "hangs_on" and isinstance(value, str):
                yield value
            else:
                yield from _granted(value)
    elif isinstance(conditions, list):
        for one in conditions:
            yield from _granted(one)


def _labels(package: dict[str, object]) -> Iterator[str]:
    predicates = package.get("predicates")
    for predicate in predicates if isinstance(predicates, list) else ():
        english = predicate.get("label", {}).get("en", {})
        yield from (english[key] for key in ("affirms", "denies") if english.get(key))


def template() -> Catalog:
    """All messages as an empty catalogue."""
    catalog = Catalog(project="claimcheck", charset="utf-8", fuzzy=False)
    for place, message in messages():
        catalog.add(message, locations=[(place, 0)])
    return catalog


def as_text(catalog: Catalog, *, template_of_all: bool = False) -> str:
    """A catalogue as its file holds it: by file and message, without line numbers and without a time of making."""
    output = io.BytesIO()
    write_po(output, catalog, width=120, sort_output=True, include_lineno=False, ignore_obsolete=True,
             omit_header=template_of_all)  # fmt: skip
    lines = output.getvalue().decode("utf-8").split("\n")
    if template_of_all:
        lines = ["# All messages, made by `python tools/catalogues.py`; translations stand beside it.", "", *lines]
    return "\n".join(line for line in lines if not line.startswith(UNSAID))


def languages() -> list[Path]:
    """The catalogue of each language."""
    return sorted(LOCALES.glob("*/LC_MESSAGES/claimcheck.po"))


def read(file: Path) -> Catalog:
    """A catalogue from its file."""
    return read_po(io.BytesIO(file.read_bytes()), locale=file.parent.parent.name)


def refreshed(file: Path, collected: Catalog) -> Catalog:
    """A catalogue with exactly the messages there are now; nothing is guessed for one that is new."""
    catalog = read(file)
    catalog.update(collected, no_fuzzy_matching=True)
    return catalog


def untranslated(catalog: Catalog) -> list[str]:
    """The messages that still need a translator."""
    found = []
    for message in catalog:
        strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        if message.id and (message.fuzzy or not all(strings)):
            found.append(message.id if isinstance(message.id, str) else message.id[0])
    return found


def compile_all() -> list[Path]:
    """Compile the catalogue of each language into the file that the program reads; the files written."""
    written = []
    for file in languages():
        output = io.BytesIO()
        write_mo(output, read(file))
        place = file.with_suffix(".mo")
        if not place.is_file() or place.read_bytes() != output.getvalue():
            place.write_bytes(output.getvalue())
        written.append(place)
    return written


def main() -> int:
    """Write what has changed, and tell what still needs a translator."""
    collected = template()
    LOCALES.mkdir(exist_ok=True)
    TEMPLATE.write_text(as_text(collected, template_of_all=True), "utf-8")
    for file in languages():
        catalog = refreshed(file, collected)
        file.write_text(as_text(catalog), "utf-8")
        left = untranslated(catalog)
        print(f"{file.parent.parent.name}: {len(catalog)} messages, {len(left)} without a translation")
        print("".join(f"  {message}\n" for message in left), end="")
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
