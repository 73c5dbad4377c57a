"""What all tests share: the flag that writes expected outputs anew, and the comparison with them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from catalogues import compile_all
from hypothesis import HealthCheck, settings

# Nothing here is timed: a slow or loaded machine must never fail a test. In CI the examples are the same in every run.
UNTIMED = [HealthCheck.too_slow, HealthCheck.filter_too_much]
settings.register_profile("untimed", deadline=None, suppress_health_check=UNTIMED)
settings.register_profile("ci", settings.get_profile("untimed"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "untimed")


def pytest_configure() -> None:
    """A checkout that was never installed has no compiled catalogues yet."""
    compile_all()


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
