"""`init --ci`: the workflow that checks a dossier in every pull or merge request."""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import click

from claimcheck.revision import head_of, origin_of

PLACES = {"github": ".github/workflows/claimcheck.yml", "gitlab": ".gitlab-ci.yml"}
TEMPLATES = Path(__file__).parent.parent / "starter" / "ci"
SOURCE = re.compile(r"git\+(https|ssh|file)://[\w.@:/~%+-]+")


def workflow(kind: str, root: Path, source: str) -> tuple[Path, str]:
    """Where the workflow goes, which is the top of the git checkout, and its text.

    `source` is what pip is to install, or empty: then it is where this program was installed from. Raises UsageError
    where that is not known, or no git URL.
    """
    found = source or installed_from()
    if not found:
        raise click.UsageError(
            "say with --from which git URL to install claimcheck from: git+https://HOST/PATH@REVISION"
        )
    if not SOURCE.fullmatch(found):
        raise click.UsageError(f"--from: expected a git URL such as git+https://HOST/PATH@REVISION, found `{found}`")
    here = root.resolve()
    top = next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)
    below = here.relative_to(top).as_posix()
    if not re.fullmatch(r"[\w./ -]+", below):
        raise click.UsageError(f"the path `{below}` cannot stand in a workflow: rename the folder")
    text = (TEMPLATES / f"{kind}.yml").read_text("utf-8")
    return top / PLACES[kind], text.replace("@SOURCE@", found).replace("@DIRECTORY@", below)


def installed_from() -> str:
    """The git URL, with its revision, that this program was installed from; empty where it is not known.

    Installers note it (`direct_url.json`, PEP 610); of a local checkout it is the address of its `origin`.
    """
    try:
        noted = distribution("claimcheck").read_text("direct_url.json")
    except PackageNotFoundError:
        return ""
    if noted is None:
        return ""
    about = json.loads(noted)
    address = str(about.get("url", ""))
    if "vcs_info" in about:
        return f"git+{address}@{about['vcs_info']['commit_id']}"
    parts = urlsplit(address)
    folder = Path(url2pathname(parts.path)) if parts.scheme == "file" else None
    origin, head = (origin_of(folder), head_of(folder)) if folder is not None and folder.is_dir() else ("", "")
    return f"git+{origin}@{head}" if origin.startswith(("https://", "ssh://")) and head else ""
