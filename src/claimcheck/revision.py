"""The files of a dossier as they stood at another revision in git, read without touching the checkout."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

READ = ("claimcheck.yaml", "claims", "evidence", "rules")
"""What a check reads; of other files only that they exist."""


class RevisionError(Exception):
    """A revision cannot be read; the sentence says why and what to do."""


class _Blob(NamedTuple):
    path: PurePosixPath
    mode: str
    name: str


def write_revision(root: Path, revision: str, target: Path) -> str:
    """Write the dossier at `root` as it stood at a revision into an empty folder; the full name of the commit.

    Nothing of the repository is changed: objects are read, nothing is checked out. Where the dossier did not exist
    yet, the folder stays empty. Raises RevisionError where there is no git, no repository or no such revision.
    """
    commit = _commit(root, revision)
    prefix = _run(root, ["rev-parse", "--show-prefix"]).decode("utf-8", "surrogateescape").rstrip("\n")
    listing = _run(root, ["ls-tree", "-r", "-z", "--full-tree", commit, "--", *([prefix] if prefix else [])])
    blobs = list(_blobs(listing, prefix))
    wanted = [blob for blob in blobs if blob.path.parts[0] in READ]
    contents = dict(zip((blob.path for blob in wanted), _contents(root, wanted), strict=True))
    for blob in blobs:
        _write(target / blob.path, blob.mode, contents.get(blob.path, b""))
    return commit


def user_name(root: Path) -> str:
    """The name that git would sign a commit with here, or empty where there is none, or no git."""
    return _told(root, ["config", "user.name"])


def origin_of(root: Path) -> str:
    """The address that a checkout was cloned from, or empty where there is none, or no git."""
    return _told(root, ["remote", "get-url", "origin"])


def head_of(root: Path) -> str:
    """The commit that is checked out, or empty where there is none, or no git."""
    return _told(root, ["rev-parse", "--verify", "--quiet", "HEAD"])


def _told(root: Path, arguments: list[str]) -> str:
    try:
        found = _try(root, arguments)
    except RevisionError:
        return ""
    return (found or b"").decode("utf-8", "replace").strip()


def _commit(root: Path, revision: str) -> str:
    if revision.startswith("-") or not revision.strip():
        raise RevisionError(f"`{revision}` is no revision: name a branch, a tag or a commit, such as `origin/main`")
    if _try(root, ["rev-parse", "--git-dir"]) is None:
        raise RevisionError(f"{root} is in no git repository that can be read here, so there is no `{revision}`")
    found = _try(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"])
    if found is not None:
        return found.decode().strip()
    if _run(root, ["rev-parse", "--is-shallow-repository"]).strip() == b"true":
        raise RevisionError(
            f"this is a shallow clone, and `{revision}` is not in it: fetch it first, such as with "
            "`git fetch --depth=1 origin main:refs/remotes/origin/main`, or clone with the whole history"
        )
    raise RevisionError(f"git knows no revision `{revision}`: `git fetch` may bring it, `git branch -a` lists branches")


def _blobs(listing: bytes, prefix: str) -> Iterator[_Blob]:
    for line in listing.split(b"\0"):
        if not line:
            continue
        about, _, path = line.partition(b"\t")
        mode, kind, name = about.decode().split()
        if kind == "blob":
            yield _Blob(PurePosixPath(os.fsdecode(path)).relative_to(prefix), mode, name)


def _contents(root: Path, blobs: Sequence[_Blob]) -> Iterator[bytes]:
    if not blobs:
        return
    output = _run(root, ["cat-file", "--batch"], "".join(f"{blob.name}\n" for blob in blobs).encode())
    place = 0
    for _ in blobs:
        head = output.index(b"\n", place)
        words = output[place:head].split()
        if len(words) != 3:  # a clone without all its objects names the one that it lacks
            raise RevisionError("this clone does not hold the files of that revision: fetch them, or clone it whole")
        size = int(words[2])
        yield output[head + 1 : head + 1 + size]
        place = head + size + 2


def _write(place: Path, mode: str, data: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    if mode == "120000" and data:
        place.symlink_to(os.fsdecode(data))
    else:
        place.write_bytes(data)


def _run(root: Path, arguments: list[str], given: bytes = b"") -> bytes:
    done = _start(root, arguments, given)
    if done.returncode:
        raise RevisionError(f"git {arguments[0]} failed: {done.stderr.decode('utf-8', 'replace').strip()}")
    return done.stdout


def _try(root: Path, arguments: list[str]) -> bytes | None:
    done = _start(root, arguments)
    return None if done.returncode else done.stdout


def _start(root: Path, arguments: list[str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        return subprocess.run(  # noqa: S603  arguments are a list, and a revision never begins with a hyphen
            ["git", "-C", str(root), *arguments],  # noqa: S607  the git of the user
            input=given, capture_output=True, check=False, env=environment,
        )  # fmt: skip
    except FileNotFoundError:
        raise RevisionError("there is no `git` on this machine, so no other revision can be read") from None
