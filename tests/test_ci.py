"""What a repository takes in to be checked at every change: the action, the GitLab job, the hooks, `init --ci`."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from claimcheck.cli import run as run_command
from claimcheck.cli import workflows
from test_baseline import LETTER, PAPERS, REFUSAL, commit, git, write

ROOT = Path(__file__).parent.parent
SOURCE = "git+https://git.example.org/desk/claimcheck.git@0123456"
BARE = re.compile(r"(pip|pipx|uv|uvx)\b[^\n]*\binstall\b[^\n]*\sclaimcheck\b(?![./])")
in_ci = pytest.mark.skipif(os.environ.get("CI") != "true", reason="installs from the package index: set CI=true")


def load(text: str) -> Any:
    return yaml.safe_load(text.replace("\non:", "\n'on':"))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A clone of a repository whose main branch is clean, with the refusal on the branch that is checked out."""
    origin = write(tmp_path / "origin", evidence__papers=PAPERS, claims__letter=LETTER)
    git(origin, "init", "-q", "-b", "main")
    commit(origin, "main", "a clean dossier")
    git(tmp_path, "clone", "-q", str(origin), str(tmp_path / "clone"))
    clone = write(tmp_path / "clone", evidence__refusal=REFUSAL)
    commit(clone, "branch", "the refusal")
    return clone


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder that looks like an environment in which this program is installed."""
    folder = tmp_path / "temp" / "claimcheck" / "bin"
    folder.mkdir(parents=True)
    for name, arguments in (("claimcheck", "-m claimcheck"), ("python", "")):
        script = f'#!/bin/sh\nexec "{sys.executable}" {arguments} "$@"\n'
        (folder / name).write_text(script, "utf-8")
        (folder / name).chmod(0o755)
    return folder


def shell(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    given = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "CI_"))}
    return subprocess.run(["bash", "-e", "-o", "pipefail", "-c", script], cwd=folder, env={**given, **environment},
                          capture_output=True, text=True, check=False)  # fmt: skip


# The action


def action() -> dict[str, Any]:
    about: dict[str, Any] = load((ROOT / "action.yml").read_text("utf-8"))
    return about


def run_action(repository: Path, installed: Path, **inputs: str) -> tuple[int, str, dict[str, str]]:
    """Run the steps of the action that are scripts, with its inputs and the environment GitHub would give them."""
    about = action()
    values = {name: inputs.get(name.replace("-", "_"), entry["default"]) for name, entry in about["inputs"].items()}
    output = installed.parent.parent / "output"
    output.write_text("", "utf-8")
    [step] = [step for step in about["runs"]["steps"] if step.get("id") == "check"]
    given = {key: _filled(text, values, inputs.get("base", "")) for key, text in step["env"].items()}
    done = shell(step["run"], repository, RUNNER_TEMP=str(installed.parent.parent), GITHUB_OUTPUT=str(output),
                 GITHUB_STEP_SUMMARY=str(output.with_name("summary.md")), **given)  # fmt: skip
    told = dict(line.split("=", 1) for line in output.read_text("utf-8").splitlines())
    return done.returncode, done.stdout + done.stderr, told


def _filled(text: str, values: dict[str, str], base: str) -> str:
    match = re.fullmatch(r"\$\{\{ (?:inputs\.([\w-]+)|(github\.base_ref)) \}\}", text)
    assert match, text
    return base if match[2] else values[match[1]]


def test_the_action_fails_on_a_new_finding_and_shows_its_place(repository: Path, installed: Path) -> None:
    code, out, told = run_action(repository, installed, base="main")
    assert (code, told["exit-code"]) == (1, "1")
    assert "::warning file=evidence/refusal.yaml,line=2" in out
    log = json.loads((repository / told["sarif"]).read_text("utf-8"))
    assert [one["baselineState"] for one in log["runs"][0]["results"]] == ["new"]
    assert "1 finding to look at" in (installed.parent.parent / "summary.md").read_text("utf-8")


def test_the_action_passes_where_main_has_the_finding_already(repository: Path, installed: Path) -> None:
    git(repository, "push", "-q", "origin", "branch:other")
    git(repository, "fetch", "-q")
    assert run_action(repository, installed, base="other")[0] == 0
    assert run_action(repository, installed, fail_on="never")[0] == 0
    assert run_action(repository, installed)[0] == 1  # nothing known: no pull request, and no baseline/


def test_the_action_fetches_the_branch_that_a_shallow_clone_lacks(
    repository: Path, installed: Path, tmp_path: Path
) -> None:
    git(repository, "push", "-q", "origin", "branch")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth=1", "-b", "branch", (tmp_path / "origin").as_uri(), str(shallow))
    assert run_action(shallow, installed, base="main")[0] == 1


def test_the_action_says_2_where_not_all_could_be_checked(repository: Path, installed: Path) -> None:
    write(repository, claims__bad="claims:\n  - {id: x}\n")
    code, out, told = run_action(repository, installed, base="main")
    assert (code, told["exit-code"]) == (2, "2")
    assert "::error file=claims/bad.yaml" in out


def test_a_branch_name_is_never_run_as_a_command(repository: Path, installed: Path) -> None:
    code, _, _ = run_action(repository, installed, base="$(touch pwned)")
    assert code != 0
    assert not (repository / "pwned").exists()


def test_the_action_installs_from_its_own_checkout() -> None:
    [step] = [step for step in action()["runs"]["steps"] if step.get("id") == "install"]
    assert '"$GITHUB_ACTION_PATH"' in step["run"]


# GitLab


@pytest.mark.parametrize("made", [False, True], ids=["template", "init"])
def test_the_gitlab_job_fails_on_a_new_finding(made: bool, repository: Path, installed: Path, tmp_path: Path) -> None:
    if made:
        assert run_command(["init", "--ci", "gitlab", "--from", SOURCE, str(repository)]) == 0
        job = load((repository / ".gitlab-ci.yml").read_text("utf-8"))["claimcheck"]
        given = {key: text for key, text in job["variables"].items() if key != "GIT_DEPTH"}
    else:
        whole = load((ROOT / "ci" / "gitlab.yml").read_text("utf-8"))
        job, given = whole["claimcheck"], {**whole["variables"], "CLAIMCHECK_SOURCE": SOURCE}
        (repository / ".claimcheck-venv").symlink_to(installed.parent)
    script = "\n".join(line for line in job["script"] if "pip install" not in line and "venv " not in line)
    done = shell(script, repository, CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main",
                 PATH=f"{installed}:{os.environ['PATH']}", **given)  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "Against origin/main" in done.stdout
    for name in job["artifacts"]["reports"].values():
        assert (repository / name).stat().st_size


def test_the_gitlab_job_says_what_is_missing(repository: Path) -> None:
    first = load((ROOT / "ci" / "gitlab.yml").read_text("utf-8"))["claimcheck"]["script"][0]
    done = shell(first, repository, CLAIMCHECK_SOURCE="")
    assert (done.returncode, "set CLAIMCHECK_SOURCE" in done.stderr) == (2, True)


# init --ci


@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_init_writes_a_workflow_at_the_top_of_the_checkout(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(tmp_path, "init", "-q")
    below = tmp_path / "cases" / "first case"
    assert run_command(["init", "--ci", kind, "--from", SOURCE, str(below)]) == 0
    place = tmp_path / workflows.PLACES[kind]
    text = place.read_text("utf-8")
    assert load(text)
    assert SOURCE in text
    assert "cases/first case" in text
    assert "@" + "SOURCE" not in text
    assert run_command(["init", "--ci", kind, "--from", SOURCE, str(below)]) == 2
    assert "exists already" in capsys.readouterr().err
    assert place.read_text("utf-8") == text


def test_init_adds_a_workflow_to_a_dossier_that_is_there(repository: Path) -> None:
    before = (repository / "claimcheck.yaml").read_bytes()
    assert run_command(["init", "--ci", "github", "--from", SOURCE, str(repository)]) == 0
    assert (repository / "claimcheck.yaml").read_bytes() == before
    assert not (repository / "claims/first-statement.yaml").exists()


def test_the_workflow_that_init_writes_runs(repository: Path, installed: Path) -> None:
    assert run_command(["init", "--ci", "github", "--from", SOURCE, str(repository)]) == 0
    steps = load((repository / ".github/workflows/claimcheck.yml").read_text("utf-8"))["jobs"]["claimcheck"]["steps"]
    script = steps[-1]["run"]
    path = f"{installed}:{os.environ['PATH']}"
    assert shell(script, repository, PATH=path, DIRECTORY=".", BASE_BRANCH="main").returncode == 1
    git(repository, "push", "-q", "origin", "branch:other")
    git(repository, "fetch", "-q")
    assert shell(script, repository, PATH=path, DIRECTORY=".", BASE_BRANCH="other").returncode == 0


@pytest.mark.parametrize("source", ["claimcheck", "git+https://x/y $(id)", "https://x/y", "git+https://x/y\nz"])
def test_only_a_git_url_is_taken(source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["init", "--ci", "github", "--from", source, str(tmp_path)]) == 2
    assert "git+https://" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_where_it_was_installed_from_is_read(monkeypatch: pytest.MonkeyPatch, repository: Path) -> None:
    class Installed:
        def __init__(self, noted: str | None) -> None:
            self.noted = noted

        def read_text(self, _name: str) -> str | None:
            return self.noted

    def installed(noted: dict[str, Any] | None) -> str:
        text = None if noted is None else json.dumps(noted)
        monkeypatch.setattr(workflows, "distribution", lambda _name: Installed(text))
        return workflows.installed_from()

    address = "https://git.example.org/desk/claimcheck.git"
    assert installed({"url": address, "vcs_info": {"vcs": "git", "commit_id": "abc"}}) == f"git+{address}@abc"
    assert installed(None) == ""
    assert installed({"url": repository.as_uri(), "dir_info": {}}) == ""  # its origin is a folder of this machine
    git(repository, "remote", "set-url", "origin", address)
    head = git(repository, "rev-parse", "HEAD").strip()
    assert installed({"url": repository.as_uri(), "dir_info": {}}) == f"git+{address}@{head}"


def test_nothing_tells_anyone_to_install_by_bare_name() -> None:
    files = [ROOT / name for name in ("action.yml", ".pre-commit-hooks.yaml", "README.md", "ci/gitlab.yml")]
    files += [path for folder in ("src", "docs") for path in (ROOT / folder).rglob("*")
              if path.suffix in (".md", ".yml", ".yaml", ".py", ".j2") and "_build" not in path.parts]  # fmt: skip
    assert len(files) > 50
    assert [str(path) for path in files if BARE.search(path.read_text("utf-8"))] == []


# Hooks


def test_the_hooks_run_commands_that_there_are() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    for hook in hooks:
        assert run_command([*hook["entry"].split()[1:], "--help"]) == 0
        files = re.compile(hook["files"])
        assert files.search("claims/letter.yaml")
        assert files.search("cases/one/claimcheck.yaml")
        assert not files.search("README.md")


@in_ci
def test_the_hook_stops_a_commit_that_brings_a_finding(repository: Path, tmp_path: Path) -> None:
    source = tmp_path / "source"
    git(tmp_path, "clone", "-q", str(ROOT), str(source))
    for name in (".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    shutil.rmtree(source / "src")
    shutil.copytree(ROOT / "src", source / "src", ignore=shutil.ignore_patterns("__pycache__"))
    git(source, "add", "-A")
    git(source, "commit", "-q", "--allow-empty", "-m", "as it stands")
    head = git(source, "rev-parse", "HEAD").strip()
    config = {"repos": [{"repo": str(source), "rev": head, "hooks": [{"id": "claimcheck"}]}]}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), "utf-8")
    git(repository, "add", "-A")
    home = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-m", "pre_commit", "run", "--all-files"]
    done = subprocess.run(command, cwd=repository, env=home, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout
    assert "assurance-not-kept" in done.stdout
    (repository / "evidence/refusal.yaml").unlink()
    git(repository, "add", "-A")
    done = subprocess.run(command, cwd=repository, env=home, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


# From end to end, through baseline/ and through a revision


@pytest.mark.parametrize("mode", ["baseline", "revision"])
def test_branches_of_a_repository(mode: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write(tmp_path / "dossier", evidence__papers=PAPERS, claims__letter=LETTER)
    git(root, "init", "-q", "-b", "main")
    check = ["check", str(root), "--quiet", *(["--baseline-ref", "main"] if mode == "revision" else [])]
    accept = ["baseline", "accept", "--dossier", str(root), "--by", "Desk", "--note", "known"]
    assert run_command(check[:3]) == 0
    commit(root, "main", "a clean dossier")
    capsys.readouterr()

    write(root, evidence__refusal=REFUSAL)
    assert run_command(check) == 1
    told = capsys.readouterr().out
    assert told.startswith("evidence/refusal.yaml:2:5: new certain assurance-not-kept ")
    assert told.count("\n") == 1

    if mode == "baseline":
        assert run_command(accept) == 0
    commit(root, "main", "the refusal is on record")
    assert run_command(check) == 0

    git(root, "checkout", "-q", "-B", "moved")
    (root / "evidence/sea").mkdir()
    git(root, "mv", "evidence/refusal.yaml", "evidence/sea/Отказ 1.yaml")
    moved = root / "evidence/sea/Отказ 1.yaml"
    renamed = moved.read_text("utf-8").replace("id: refused", "id: refused-at-sea\n    was: refused")
    moved.write_text(f"# a comment\n\n{renamed}", "utf-8")
    assert run_command(check) == 0

    git(root, "checkout", "-q", "-f", "-B", "edited", "main")
    write(root, evidence__refusal=REFUSAL.replace("2021-07-08", "2021-07-09"))
    capsys.readouterr()
    assert run_command(check) == 1
    assert capsys.readouterr().out.startswith("evidence/refusal.yaml:2:5: changed certain assurance-not-kept ")
    assert run_command(accept) == 0
    assert run_command(check) == 0  # though main still has the other date

    git(root, "checkout", "-q", "-f", "-B", "removed", "main")
    git(root, "clean", "-fdq")
    (root / "evidence/refusal.yaml").unlink()
    assert run_command(check) == 0
    assert run_command([*check[:2], *check[3:]]) == 0
    assert "Gone" in capsys.readouterr().out
