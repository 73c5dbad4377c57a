"""`schema`: JSON Schemas for editors and for programs that read the output."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from claimcheck.cli.options import dossier_or_none
from claimcheck.cli.output import say, write_file
from claimcheck.exits import Exit

Schema = dict[str, object]
FOLDER = ".claimcheck/schema"  # in a dossier; the modelines of its files point there
WRITTEN = ("settings", "files", "rules", "reviews")  # what people write, and editors check
NAMES = ("findings", "verification", *WRITTEN)


@click.command()
@click.argument("name", metavar=f"[{'|'.join(NAMES)}]", type=click.Choice(NAMES), required=False)
@click.option("--output", metavar="DIR", type=click.Path(file_okay=False, path_type=Path),
              help="Write all schemas, or the one named, as files into this folder.")  # fmt: skip
def schema(name: str | None, output: Path | None) -> Exit:
    """Print a JSON Schema, or write them all for an editor.

    \b
    settings      claimcheck.yaml
    files         the files of records, under claims/ and evidence/
    rules         a rule, under rules/
    reviews       a file of reviews, under reviews/
    findings      what `check --format json` prints (the default)
    verification  what `verify --format json` prints

    Editors with the YAML language server complete keys, choices and predicates in a file whose first line names its
    schema:

    \b
    # yaml-language-server: $schema=../.claimcheck/schema/files.json

    `claimcheck init` writes these lines, and the schemas into .claimcheck/schema. After an upgrade refresh them with
    `claimcheck schema --output .claimcheck/schema`. Run in a dossier, its own predicates are proposed too.
    """  # noqa: D301  by this sign click keeps lines apart
    if output is None:
        say(schema_text(name or "findings"))
        return Exit.CLEAN
    written = sum(write_file(output / f"{one}.json", schema_text(one)) for one in ((name,) if name else NAMES))
    say(f"{written} schemas written to {output}.\n" if written != 1 else f"1 schema written to {output}.\n")
    return Exit.CLEAN


def schema_text(name: str) -> str:
    """A schema as indented JSON with a final newline."""
    makers: Mapping[str, Callable[[], Schema]] = {
        "findings": _findings, "verification": _verification, "settings": _settings, "files": _files,
        "rules": _rules, "reviews": _reviews,
    }  # fmt: skip
    return json.dumps(makers[name](), ensure_ascii=False, indent=2) + "\n"


def _findings() -> Schema:
    from claimcheck.report.schema import findings_schema

    return findings_schema()


def _verification() -> Schema:
    from claimcheck.report.schema import verification_schema

    return verification_schema()


def _settings() -> Schema:
    from claimcheck.load import load_vocabulary
    from claimcheck.load.schema import settings_schema

    return settings_schema({one.package for one in load_vocabulary()[0].values()})


def _files() -> Schema:
    from claimcheck.load import load_dossier, load_vocabulary
    from claimcheck.load.schema import file_schema

    root = dossier_or_none(None)
    return file_schema(load_dossier(root).predicates if root else load_vocabulary()[0])


def _rules() -> Schema:
    from claimcheck.rules.schema import rule_schema

    return rule_schema()


def _reviews() -> Schema:
    from claimcheck.load.schema import reviews_schema

    return reviews_schema()
