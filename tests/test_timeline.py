"""Timelines and pictures of proofs: every record is told, nothing meets, nothing is more exact than its record."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from claimcheck.check import check_dossier
from claimcheck.findings import Report
from claimcheck.report.proofpicture import proof_svg
from claimcheck.report.timeline import timeline_rows, timeline_svg

ROOT = Path(__file__).parent.parent
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def report() -> Report:
    return check_dossier(ROOT)


@pytest.mark.parametrize("width", [360, 1000])
def test_every_record_of_the_first_dossier_is_drawn_or_listed(report: Report, width: int) -> None:
    claims = report.dossier.claims
    root = ET.fromstring(timeline_svg(report, claims, width=width))
    drawn = [group.get("data-claim") for group in root.iter(f"{SVG}g") if group.get("data-claim")]
    rows = timeline_rows(report, claims)
    assert sorted(row.claim.id for row in rows) == sorted(claims)
    assert len(set(drawn)) == len(drawn)
    assert {row.claim.id for row in rows if not row.undated} <= set(drawn)


def test_every_ground_has_a_picture_with_all_its_steps(report: Report) -> None:
    assert report.findings
    for finding in report.findings:
        for ground in (finding.ground, *finding.further):
            root = ET.fromstring(proof_svg(ground))
            assert root.get("role") == "img"
            told = {element.text or "" for element in root.iter(f"{SVG}title")}
            for claim in ground.witnesses:
                assert any(claim.claim.id in title for title in told), claim.claim.id
