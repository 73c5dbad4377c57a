"""Completion in the shell: the script that switches it on, and the ids and names that it offers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click
from click.shell_completion import CompletionItem, get_completion_class

from claimcheck.cli.options import dossier_or_none
from claimcheck.cli.output import say
from claimcheck.exits import Exit

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_CLAIMCHECK_COMPLETE"  # by this click knows that it is asked for words


@click.command()
@click.argument("shell", metavar="[bash|zsh|fish]", required=False, type=click.Choice(SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str | None) -> Exit:
    """Print the script that completes commands, options and ids.

    \b
    bash  eval "$(claimcheck completion bash)"    in ~/.bashrc
    zsh   eval "$(claimcheck completion zsh)"     in ~/.zshrc, after compinit
    fish  claimcheck completion fish | source     in ~/.config/fish/config.fish
    """  # noqa: D301  by this sign click keeps lines apart
    if shell is None:
        raise click.UsageError("for which shell? one of " + ", ".join(SHELLS))
    found = get_completion_class(shell)
    assert found is not None, "click knows these shells"
    # The functions of the script take their name from the program; the checks of `source()` would start a shell.
    made = found(context.find_root().command, {}, "claimcheck", VARIABLE)
    say(made.source_template % made.source_vars())
    return Exit.CLEAN


# What is offered; whatever goes wrong while a person is typing, nothing is offered and nothing printed.


def complete_kinds(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The kinds of records that `list` knows."""
    from claimcheck.listing import KINDS

    return _beginning(incomplete, [(kind, "") for kind in KINDS])


def complete_ids(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids of all records of the dossier."""
    return _beginning(incomplete, [*_records(context, "claims"), *_records(context, "entities"),
                                   *_records(context, "sources"), *_records(context, "predicates")])  # fmt: skip


def complete_entities(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids of entities."""
    return _beginning(incomplete, _records(context, "entities"))


def complete_predicates(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids of predicates, shipped ones too."""
    return _beginning(incomplete, _records(context, "predicates"))


def complete_rules(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids of rules: the names of their files."""
    from claimcheck.rules.rulebook import SHIPPED

    root = dossier_or_none(context.params.get("directory"))
    files = [*SHIPPED.glob("*.yaml"), *((root / "rules").rglob("*.yaml") if root else ())]
    return _beginning(incomplete, [(path.stem, "") for path in files])


def _records(context: click.Context, kind: str) -> list[tuple[str, str]]:
    from claimcheck.load import load_dossier

    root: Path | None = dossier_or_none(context.params.get("directory"))
    if root is None:
        return []
    records = getattr(load_dossier(root), kind)
    return [(name, getattr(one, "name", "") or getattr(one, "title", "")) for name, one in records.items()]


def _beginning(incomplete: str, words: Iterable[tuple[str, str]]) -> list[CompletionItem]:
    return [CompletionItem(word, help=told or None) for word, told in sorted(words) if word.startswith(incomplete)]
