"""Timelines: every record is told, no two texts meet, and nothing is drawn more exact than it is on record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.check import check_dossier
from claimcheck.dates import parse_edtf
from claimcheck.extents import Grade
from claimcheck.findings import Finding, Ground, Proof, Report, Witness, all_new
from claimcheck.model import Claim
from claimcheck.report.timeline import timeline_file, timeline_parts, timeline_rows, timeline_svg
from claimcheck.timeline import claims_around
from pictures import boxes, collisions, entry, ids, marks, outside, root_of, signs
from small_world import claim, dossier

ROOT = Path(__file__).parent.parent
HOSTILE = '<script>alert(1)</script> & "quotes" \' \u202egnp.exe\u202c \x1b[31m \x00 ]]> &lt; <!-- -->'


def report_of(claims: Sequence[Claim], pairs: Sequence[tuple[int, int, Grade]] = ()) -> Report:
    """A report of some claims with a finding for each pair of their places."""
    findings = [
        Finding(
            sides=tuple((claims[place].id,) for place in (one, other)), further=(), group="",
            ground=Ground(
                fingerprint=f"{number:016x}", content_hash="", rule="two-dates", title="Two dates", why="", grade=grade,
                severity="error", timing="undetermined", parties="", message="", depends_on=(), settle=(),
                proof=Proof(kind="derived", sentence="so"),
                witnesses=tuple(Witness(role=role, claim=claims[place]) for role, place in (("a", one), ("b", other))),
            ),
        )
        for number, (one, other, grade) in enumerate(pairs)
    ]  # fmt: skip
    return Report(dossier=dossier(claims), tracked=all_new(findings), standings=(), problems=(), not_checked=(),
                  rules_run=())  # fmt: skip


# Layout

DATES = ("2018", "2018-08", "2018-08-13", "2018-08-13T10:30", "1999", "[2018-01-02..2018-03-04]", "2018-03/2018-05",
         "2018-03-01/..", "2017/", "../2016-02", "201X", "2018-21", "2018-08~", "unknown")  # fmt: skip
WORDS = st.text(alphabet=st.sampled_from("abc WMщЖ漢字ا<&\"'\u202e\u0301\u00ad-."), min_size=1, max_size=160)


@st.composite
def made_claims(draw: st.DrawFn) -> list[Claim]:
    found = []
    for number in range(draw(st.integers(1, 14))):
        fact = draw(st.booleans())
        kind = draw(st.sampled_from(["closed", "shut", "unsafe", "ground"]))
        found.append(
            claim(
                f"c{number}", draw(WORDS), listing="fact" if fact else "", predicate=kind,
                polarity=draw(st.sampled_from(["affirms", "denies"])),
                when=draw(st.sampled_from(["", *DATES])), said_on=draw(st.sampled_from(["", *DATES[:7]])),
            )
        )  # fmt: skip
    return found


@given(st.data(), made_claims(), st.sampled_from([320, 360, 500, 640, 1280]))
def test_no_two_texts_meet_and_none_leaves_the_picture(data: st.DataObject, claims: list[Claim], width: int) -> None:
    places = st.integers(0, len(claims) - 1)
    pairs = data.draw(st.lists(st.tuples(places, places, st.sampled_from([Grade.CERTAIN, Grade.POSSIBLE])), max_size=9))
    report = report_of(claims, [pair for pair in pairs if pair[0] != pair[1]])
    svg = timeline_svg(report, report.dossier.claims, width=width, title="A bridge")
    root = root_of(svg)
    assert collisions(root) == []
    assert outside(root) == []
    assert len(ids(svg)) == len(set(ids(svg)))
    rows = timeline_rows(report, report.dossier.claims)
    assert sorted(row.claim.id for row in rows) == sorted(report.dossier.claims)
    for row in rows:
        assert bool(row.date) != bool(row.undated)
        if not row.undated:
            assert entry(root, row.claim.id) is not None


@pytest.mark.parametrize("count", [1, 3, 30, 200])
@pytest.mark.parametrize("width", [360, 1000])
def test_few_and_many_records_have_room(count: int, width: int) -> None:
    claims = [
        claim(f"c{number:03}", "It was shut, and opened again in the evening of that day. " * 3, predicate="shut",
              when=f"{1990 + number % 30}-0{1 + number % 9}-11", listing="fact" if number % 3 else "")
        for number in range(count)
    ]  # fmt: skip
    pairs = [(n, (n * 7 + 3) % count, Grade.CERTAIN) for n in range(count) if n != (n * 7 + 3) % count]
    report = report_of(claims, pairs)
    root = root_of(timeline_svg(report, report.dossier.claims, width=width))
    assert collisions(root) == []
    assert outside(root) == []
    assert len({one.get("data-claim") for one in root.iter() if one.get("data-claim")}) == count


def test_parts_for_paper_hold_each_record_once_on_one_scale() -> None:
    claims = [claim(f"c{n:03}", predicate="shut", when=f"2018-0{1 + n % 9}-03", listing="fact") for n in range(70)]
    report = report_of(claims)
    parts = timeline_parts(report, report.dossier.claims, rows=30)
    drawn = [one.get("data-claim") for part in parts for one in root_of(part).iter() if one.get("data-claim")]
    assert [sum(one.get("data-claim") is not None for one in root_of(part).iter()) for part in parts] == [30, 30, 10]
    assert sorted(str(name) for name in drawn) == sorted(report.dossier.claims)
    ticks = [[(box.left, box.text) for box in boxes(root_of(part)) if box.text.endswith("2018") and box.top < 45]
             for part in parts]  # fmt: skip
    assert ticks[0] == ticks[1] == ticks[2]
    assert len({name for part in parts for name in ids(part)}) == sum(len(ids(part)) for part in parts)


# Time as it is on record


def moment(text: str) -> int:
    return parse_edtf(text).window.lo


def test_bounds_stand_where_the_dates_are() -> None:
    report = report_of(
        [
            claim("all", predicate="shut", listing="fact", when="2018"),
            claim("month", predicate="shut", listing="fact", when="2018-08"),
            claim("one-of", predicate="shut", listing="fact", when="[2018-02-03..2018-04-05]"),
            claim("span", predicate="closed", listing="fact", when="2018-03/2018-10"),
            claim("no", predicate="closed", listing="fact", when="2018-06", polarity="denies"),
        ]
    )
    root = root_of(timeline_svg(report, report.dossier.claims, width=1200))
    (whole,) = marks(entry(root, "all"), "window")
    year = moment("2018"), moment("2019")

    def x(text: str) -> float:
        return whole[0] + (moment(text) - year[0]) / (year[1] - year[0]) * (whole[1] - whole[0])

    close = pytest.approx
    assert marks(entry(root, "month"), "window") == [close((x("2018-08-01"), x("2018-09-01")), abs=0.05)]
    assert marks(entry(root, "one-of"), "window") == [close((x("2018-02-03"), x("2018-04-06")), abs=0.05)]
    span = entry(root, "span")
    assert marks(span, "start") == [close((x("2018-03-01"), x("2018-04-01")), abs=0.05)]
    assert marks(span, "core") == [close((x("2018-04-01"), x("2018-10-01")), abs=0.05)]
    assert marks(span, "end") == [close((x("2018-10-01"), x("2018-11-01")), abs=0.05)]
    assert marks(entry(root, "no"), "core") == [close((x("2018-06-01"), x("2018-07-01")), abs=0.05)]
    assert signs(entry(root, "month")) == [], "no sign says on which day of the month it was"


def test_an_open_side_has_an_arrow_and_a_day_a_sign() -> None:
    report = report_of(
        [
            claim("open", predicate="closed", listing="fact", when="2018-03-01/.."),
            claim("before", predicate="closed", listing="fact", when="../2016-02-01"),
            claim("on-day", predicate="order", listing="fact", when="2017-08-13"),
            claim("said", predicate="shut", when="2016-08-01/2017-08-05", said_on="2018-01-01"),
        ]
    )
    root = root_of(timeline_svg(report, report.dossier.claims, width=1200))
    arrows = {name: [one for one in entry(root, name).iter() if one.get("class") == "open"]
              for name in ("open", "before", "on-day", "said")}  # fmt: skip
    assert {name: len(found) for name, found in arrows.items()} == {"open": 1, "before": 1, "on-day": 0, "said": 0}
    assert signs(entry(root, "on-day")) == ["event"]
    assert signs(entry(root, "said")) == ["said"]
    assert len(marks(entry(root, "said"), "core")) == 1, "the time it speaks of stands beside"


def test_what_is_presumed_is_not_drawn_like_what_is_recorded() -> None:
    report = report_of(
        [
            claim("shut-1", predicate="shut", listing="fact", when="2018-03-01"),
            claim("open-1", predicate="reopened", listing="fact", when="2018-06-01"),
        ]
    )
    root = root_of(timeline_svg(report, report.dossier.claims, width=1200))
    assert len(marks(entry(root, "shut-1"), "presumed")) == 1
    assert marks(entry(root, "shut-1"), "core") == []
    assert marks(entry(root, "open-1"), "presumed") == []
    notes = {row.claim.id: row.notes for row in timeline_rows(report, report.dossier.claims)}
    assert notes["shut-1"] == ("presumed so until 1 Jun 2018: the Old Bridge is closed",)
    assert "presumed, not recorded" in {box.text for box in boxes(root)}


def test_a_broken_axis_says_so_and_keeps_one_scale() -> None:
    dates = ["1990-01-01", "1990-02-01", "1990-03-01", "2020-01-01", "2020-02-01", "2020-03-01"]
    report = report_of([claim(f"c{n}", predicate="shut", listing="fact", when=f"{date}/{date[:-2]}25")
                        for n, date in enumerate(dates)])  # fmt: skip
    root = root_of(timeline_svg(report, report.dossier.claims, width=1200))
    told = " ".join(box.text for box in boxes(root))
    assert "leaves out the time from" in told
    assert [one for one in root.iter() if one.get("class") == "break"]
    widths = [right - left for n in range(6) for left, right in [marks(entry(root, f"c{n}"), "core")[0]]]
    assert max(widths) - min(widths) < 0.1
    even = report_of([claim(f"c{n}", predicate="shut", listing="fact", when=f"{1990 + n}") for n in range(9)])
    assert "leaves out" not in timeline_svg(even, even.dossier.claims, width=1200)


# What stands in it


def test_conflicts_join_their_sides_and_say_how_sure_they_are() -> None:
    claims = [claim(f"c{n}", predicate="shut", listing="fact", when=f"2018-0{n + 1}") for n in range(4)]
    report = report_of(claims, [(0, 2, Grade.CERTAIN), (1, 3, Grade.POSSIBLE)])
    root = root_of(timeline_svg(report, report.dossier.claims, width=360))
    joined = {str(one.get("data-finding")): one for one in root.iter() if one.get("data-finding")}
    assert sorted(joined) == ["0" * 16, "0" * 15 + "1"]
    lines = [next(one for one in joined[name] if one.tag.endswith("line")) for name in sorted(joined)]
    assert [line.get("stroke-dasharray") for line in lines] == [None, "1.5 3"]
    rows = timeline_rows(report, report.dossier.claims)
    assert [(row.claim.id, row.findings) for row in rows] == [("c0", (1,)), ("c1", (2,)), ("c2", (1,)), ("c3", (2,))]


def test_what_has_no_date_is_listed_with_the_reason() -> None:
    report = report_of(
        [
            claim("always", predicate="ground", listing="fact"),
            claim("unknown", predicate="shut", listing="fact", when="unknown"),
            claim("turned", predicate="closed", listing="fact", when="2018-05/2018-03"),
            claim("unsaid", predicate="shut"),
        ]
    )
    rows = {row.claim.id: row.undated for row in timeline_rows(report, report.dossier.claims)}
    assert rows == {
        "always": "holds whatever the date",
        "turned": "its end is dated before its beginning",
        "unknown": "no date on record",
        "unsaid": "no date on record",
    }
    told = " ".join(box.text for box in boxes(root_of(timeline_svg(report, report.dossier.claims))))
    assert all(words in told for words in rows.values())


def test_hostile_texts_are_inert_and_one_picture_keeps_apart_from_another() -> None:
    report = report_of([claim("c", HOSTILE, predicate="shut", when="2018", said_on="2018-03-04")])
    svg = timeline_svg(report, ["c"], title=HOSTILE)
    root = root_of(svg)
    assert not [one for one in root.iter() if one.tag.endswith(("script", "a", "image", "foreignObject"))]
    assert not any(sign in svg for sign in "\u202e\u202c\x1b\x00")
    assert (root.get("role"), len(str(root.get("aria-labelledby")).split())) == ("img", 2)
    other = timeline_svg(report, ["c"], title="Another")
    assert not set(ids(svg)) & set(ids(other))
    assert svg == timeline_svg(report, ["c", "c", "not-there"], title=HOSTILE)
    assert root_of(timeline_file(report, ["c"], width=600, title=HOSTILE).split("\n", 1)[1]) is not None


def test_a_word_of_a_hundred_thousand_letters_is_cut_in_the_picture_and_whole_in_the_list() -> None:
    report = report_of([claim("c", "w" * 100_000, predicate="shut", when="2018", said_on="2018-03-04")])
    root = root_of(timeline_svg(report, ["c"], width=360))
    assert outside(root) == []
    assert max(len(box.text) for box in boxes(root)) < 200
    assert timeline_rows(report, ["c"])[0].text == "w" * 100_000


# The first dossier


@pytest.fixture(scope="module")
def first() -> Report:
    return check_dossier(ROOT)


@pytest.mark.parametrize("width", [360, 1000])
def test_the_first_dossier_has_room(first: Report, width: int) -> None:
    for subject in ("semenova", "kz-authorities"):
        claims = claims_around(first, subject)
        assert len(claims) > 5
        root = root_of(timeline_svg(first, claims, width=width))
        assert collisions(root) == []
        assert outside(root) == []
