"""The pipeline as a whole: what it says it did not check."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimcheck.check import check_dossier
from claimcheck.report.text import render_text

CLAIMS = """\
entities:
  - {{id: harbour-office, name: Harbour Office, official: true, authority: true}}
  - {{id: witness-7, name: Witness 7, restricted: "{restricted}"}}
sources:
  - {{id: log, title: Harbour log, publisher: harbour-office, published: 2021-05-05}}
evidence:
  - {{id: seen, text: "Witness 7 was in the harbour.", subject: witness-7, affirms: present-at, value: harbour-office,
     when: 2021-05-04, source: log}}
"""


@pytest.mark.parametrize(("restricted", "told"), [("true", True), ("false", False)])
def test_restricted_records_are_printed_and_the_report_says_so(tmp_path: Path, restricted: str, told: bool) -> None:
    (tmp_path / "claimcheck.yaml").write_text("format: 1\ntitle: Harbour\n", "utf-8")
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "log.yaml").write_text(CLAIMS.format(restricted=restricted), "utf-8")
    report = check_dossier(tmp_path)
    assert [problem for problem in report.problems if problem.severity == "error"] == []
    assert any(item.what == "1 restricted record" for item in report.not_checked) is told


def test_the_package_gives_a_dozen_names_for_other_programs() -> None:
    import claimcheck

    assert len(claimcheck.__all__) <= 12
    assert all(getattr(claimcheck, name).__name__ == name for name in claimcheck.__all__)
    assert sorted(name for names in claimcheck._HOMES.values() for name in names) == sorted(claimcheck.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = claimcheck.nothing


def test_a_problem_begins_with_its_place_at_the_start_of_a_line(tmp_path: Path) -> None:
    (tmp_path / "claimcheck.yaml").write_text("format: 1\ntitle: Harbour\n", "utf-8")
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "a.yaml").write_text("claims:\n\t- id: x\n", "utf-8")
    lines = render_text(check_dossier(tmp_path)).splitlines()
    assert any(line.startswith("claims/a.yaml:2:1: YAML-TAB expected blanks") for line in lines)
