"""`init`: a new dossier, or a worked example of one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import click

from claimcheck.cli.options import MARKER
from claimcheck.cli.output import say, warn, write_file
from claimcheck.cli.schemas import FOLDER, WRITTEN, schema_text
from claimcheck.exits import Exit

STARTER = Path(__file__).parent.parent / "starter"
EMPTY = "reports"  # where pages will go


@click.command()
@click.argument("directory", metavar="[DIR]", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--example", is_flag=True, help="A small worked case about made-up bodies instead.")
@click.option("--ci", type=click.Choice(["github", "gitlab"]), help="Also write the workflow that checks it there.")
@click.option("--from", "source", metavar="URL", default="",
              help="Where that workflow installs claimcheck from: a git URL.")  # fmt: skip
def init(directory: Path | None, example: bool, ci: str | None, source: str) -> Exit:
    """Start a dossier.

    Writes claimcheck.yaml, a first file under claims/ and one under evidence/ that explain themselves, and schemas for
    editors, into DIR or the current folder. With --example it writes a small case about made-up bodies, with findings
    of different grades. With --ci it also writes a workflow, at the top of the git checkout; in a dossier that is
    there already, the workflow alone.

    Nothing is ever overwritten: where a file is in the way, nothing is written, and it ends with 2. A .gitignore that
    is there already is left as it is.
    """
    root = directory or Path()
    planned = _workflow(ci, root, source) if ci else None
    if planned is not None and (root / MARKER).is_file():
        _write_workflow(*planned)
        return Exit.CLEAN
    files = _files("example" if example else "new")
    if (root / ".gitignore").exists():
        del files[".gitignore"]
    _refuse(root, files)
    _write_all(root, files)
    where = "here" if directory is None else f"in {directory}"
    say(f"{'An example' if example else 'A new dossier'} {where}:\n")
    say("".join(f"  {name}\n" for name in files if not name.startswith(f"{FOLDER}/")))
    say(f"  {FOLDER}/  schemas for editors\n")
    if planned is not None:
        _write_workflow(*planned)
    change = "" if directory is None else f"cd {directory}\n  "
    say(f"\nNext:\n  {change}claimcheck check\n")
    if not example:
        say("Then write your own records over the placeholders in claims/ and evidence/.\n")
    outer = next((above for above in root.resolve().parents if (above / MARKER).is_file()), None)
    if outer is not None:
        warn(f"it lies inside the dossier in {outer}; commands take the nearest one")
    return Exit.CLEAN


def _workflow(kind: str, root: Path, source: str) -> tuple[Path, str]:
    from claimcheck.cli.workflows import workflow

    place, text = workflow(kind, root, source)
    if os.path.lexists(place):
        raise click.UsageError(
            f"nothing was written, because {place} exists already; move it away, or add the job to it"
        )
    return place, text


def _write_workflow(place: Path, text: str) -> None:
    write_file(place, text)
    say(f"  {place}  checks every pull or merge request\n")


def _files(kind: str) -> dict[str, str]:
    """The text of each file to write, by its path in the dossier."""
    source = STARTER / kind
    texts = {path.relative_to(source).as_posix(): path.read_text("utf-8") for path in sorted(source.rglob("*.yaml"))}
    schemas = {f"{FOLDER}/{name}.json": schema_text(name) for name in WRITTEN}
    return {**texts, ".gitignore": (STARTER / "gitignore").read_text("utf-8"), **schemas}


def _refuse(root: Path, files: Mapping[str, str]) -> None:
    """End where anything is in the way, naming all of it."""
    if (root / MARKER).exists():
        raise click.UsageError(
            f"{root / MARKER} exists: this is a dossier already; `claimcheck check {root}` checks it"
        )
    there = [name for name in files if os.path.lexists(root / name)]
    there += [name for name in ("claims", "evidence", EMPTY) if (root / name).exists() and not (root / name).is_dir()]
    if there:
        raise click.UsageError(
            f"nothing was written, because {'this exists' if len(there) == 1 else 'these exist'} already: "
            f"{', '.join(str(root / name) for name in there)}; move them away, or name another folder"
        )


def _write_all(root: Path, files: Mapping[str, str]) -> None:
    """Write every file, or take back those already written; a file that appears meanwhile is never overwritten."""
    made: list[Path] = []
    try:
        for name, text in files.items():
            path = root / name
            made += _make_folder(path.parent)
            with path.open("xb") as file:
                made.append(path)
                file.write(text.encode("utf-8"))
        _make_folder(root / EMPTY)
    except OSError as problem:
        _take_back(made)
        told = f"cannot write {problem.filename or root}: {problem.strerror or problem}; nothing was written"
        raise click.ClickException(told) from problem
    except KeyboardInterrupt:
        _take_back(made)
        raise


def _take_back(made: list[Path]) -> None:
    for path in reversed(made):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()


def _make_folder(folder: Path) -> list[Path]:
    """Make a folder with those above it; the ones that were not there, outermost first."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]
