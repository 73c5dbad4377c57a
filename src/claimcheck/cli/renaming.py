"""`rename`: another id for a record, in every file that speaks of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.cli.completing import complete_ids
from claimcheck.cli.options import dossier_at, dossier_option, tell
from claimcheck.cli.output import replace_all, say
from claimcheck.exits import Exit

if TYPE_CHECKING:
    from claimcheck.renaming import Inventory, Kind

KINDS = ("claim", "entity", "source", "predicate")


@click.command()
@click.argument("old", metavar="OLD", required=False, shell_complete=complete_ids)
@click.argument("new", metavar="NEW", required=False)
@dossier_option
@click.option("--kind", type=click.Choice(KINDS), help="Which record, where several have the id.")
@click.option("--dry-run", is_flag=True, help="Print the places, and write nothing.")
def rename(old: str | None, new: str | None, directory: Path | None, kind: Kind | None, dry_run: bool) -> Exit:
    """Give a record another id, wherever it is spoken of.

    References in all files of records, in the rules of the dossier and in claimcheck.yaml are rewritten; texts and
    quotes that hold the same word are not touched, nor is anything else of a file. The record remembers its former id
    under `was`, so findings, accepted ones and reviews stay what they are. (A predicate of the dossier has no `was`:
    findings that compare it show as changed.)

    All files are written or none. Pages under reports/ follow with the next `claimcheck report`.
    """
    from claimcheck.load import load_dossier
    from claimcheck.renaming import edited, plan_renaming, refusal, take_inventory

    root = dossier_at(directory)
    if old is None or new is None:
        raise click.UsageError("which record, and what is it to be called? `claimcheck rename OLD NEW`")
    _check_new(new)
    inventory = take_inventory(root)
    if inventory.problems:
        tell(inventory.problems)
        raise click.ClickException(f"nothing was written: what cannot be read may speak of {old}; mend that first")
    predicates = load_dossier(root).predicates
    chosen = _choose(inventory, old, kind, shipped=old in predicates)
    reason = refusal(inventory, chosen, old, new, predicates)
    if reason:
        raise click.UsageError(reason)
    plan = plan_renaming(root, inventory, chosen, old, new, predicates)
    if plan.problems:
        tell(plan.problems)
        raise click.ClickException("nothing was written")
    files = {root / path: data for path, data in edited(root, plan.edits).items()}
    if dry_run:
        say("".join(f"{place}\n" for place in plan.places))
    else:
        replace_all(files)
    places = f"{len(plan.places)} place{'s' if len(plan.places) != 1 else ''}"
    where = f"{len(files)} file{'s' if len(files) != 1 else ''}"
    say(f"{old} -> {new}: {places} in {where} {'would be ' if dry_run else ''}rewritten.\n")
    return Exit.CLEAN


def _check_new(new: str) -> None:
    from claimcheck.load.fields import SLUG
    from claimcheck.yamlfile.nodes import NULLS

    if not SLUG.fullmatch(new) or new in NULLS:
        raise click.UsageError(f"{new!r} cannot be an id: an id has small letters a-z, digits and hyphens")


def _choose(inventory: Inventory, old: str, kind: Kind | None, *, shipped: bool) -> Kind:
    from claimcheck.renaming import found_kinds, unknown

    kinds = found_kinds(inventory, old)
    if kind is not None and kind not in kinds:
        raise click.UsageError(f"no {kind} of this dossier has the id {old}")
    if not kinds:
        if shipped:
            raise click.UsageError(f"{old} is a predicate of the shipped vocabulary, which keeps its name")
        raise click.UsageError(unknown(inventory, old))
    if kind is None and len(kinds) > 1:
        raise click.UsageError(f"{' and '.join(kinds)} have the id {old}; choose one: --kind {kinds[0]}")
    return kind or kinds[0]
