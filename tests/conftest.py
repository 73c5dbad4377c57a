"""What all tests share: the flag that writes expected outputs anew, and the comparison with them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Nothing here is timed: a slow or loaded machine must never fail a test. In CI the examples are the same in every run.
UNTIMED = [HealthCheck.too_slow, HealthCheck.filter_too_much]
settings.register_profile("untimed", deadline=None, suppress_health_check=UNTIMED)
settings.register_profile("ci", settings.get_profile("untimed"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden", action="store_true", help="write the expected outputs (.out) anew instead of comparing"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compares a text with the file that holds the expected one, or writes that file if the flag is given."""
    rewrite = bool(request.config.getoption("--rewrite-golden"))

    def compare(expected: Path, found: str) -> None:
        if rewrite:
            expected.write_text(found, "utf-8")
        assert expected.is_file(), f"{expected.name} is missing; write it with --rewrite-golden and read it"
        assert found == expected.read_text("utf-8")

    return compare


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium, started once for all tests that open pages; where there is none they are skipped, in CI they fail."""
    from browsing import require_browser, started

    require_browser()
    with started() as found:
        yield found


@pytest.fixture(scope="session")
def first_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the first dossier, for readers outside the house."""
    return _site(Path(__file__).parent.parent, tmp_path_factory.mktemp("first"))


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a dossier of hostile texts, with the problems in its files."""
    from hostile_dossier import write_hostile

    folder = tmp_path_factory.mktemp("hostile")
    return _site(write_hostile(folder / "dossier"), folder / "pages", "--internal")


def _site(dossier: Path, pages: Path, *options: str) -> Path:
    from claimcheck.cli import run

    run(["report", str(dossier), "--output", str(pages), *options])
    return pages
