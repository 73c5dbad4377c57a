"""The page of commands: each with its own help, as a terminal of 80 columns prints it."""

from __future__ import annotations

from collections.abc import Iterator

import click

from claimcheck.cli.commands import claimcheck

WIDTH = 78  # click leaves free two columns of a terminal of 80
HEAD = """# Commands

Every command with what its `--help` prints. A command without `DIR` works on the dossier around the current folder:
the nearest folder upwards that holds `claimcheck.yaml`. What the exit codes mean stands in
[exit codes](exit-codes.md).
"""


def command_page() -> str:
    """The page, from click's own help."""
    sections = [f"## {path}\n\n```text\n{text}\n```\n" for path, text in helps()]
    return "\n".join([HEAD, *sections])


def helps() -> Iterator[tuple[str, str]]:
    """Each command as it is typed, and its help; groups before what is in them, else in the order of the alphabet."""
    yield from _helps(claimcheck, None, "claimcheck")


def _helps(command: click.Command, parent: click.Context | None, name: str) -> Iterator[tuple[str, str]]:
    context = click.Context(command, parent=parent, info_name=name, terminal_width=WIDTH, **command.context_settings)
    yield context.command_path, command.get_help(context).rstrip()
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            if found is not None and not found.hidden:
                yield from _helps(found, context, below)
