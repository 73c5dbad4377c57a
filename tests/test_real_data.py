"""Collections that others have published, whose conflicts were counted without this program, checked by it.

They are looked for under `data` in $CLAIMCHECK_SHARED, else next to this repository. What is expected here is worked
out from the collections themselves, by comparing years as numbers. Of `wd50k` births and deaths are checked only where
a subject has two of them or died before birth; all the others are checked whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest

import realdata
from claimcheck.check import check_loaded
from claimcheck.findings import Report
from claimcheck.load import load_dossier
from realdata import DATA, Dated, Played, Sheet, Spell, Term, Years

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"no collections in {DATA}: set CLAIMCHECK_SHARED to the folder that holds data/"
)
Pair = frozenset[str]


def checked(sheet: Sheet, root: Path) -> Report:
    return check_loaded(load_dossier(sheet.write(root)))


def pairs(report: Report, rule: str, *grades: str) -> set[Pair]:
    """The claims of each match of a rule, of these grades or of any."""
    return {
        frozenset(witness.claim.id for witness in ground.witnesses)
        for finding in report.findings
        for ground in (finding.ground, *finding.further)
        if ground.rule == rule and ground.grade.word in (grades or ("certain", "presumed", "possible"))
    }


def told(report: Report) -> Counter[tuple[str, str]]:
    return Counter((finding.ground.rule, finding.ground.grade.word) for finding in report.findings)


def codes(report: Report) -> Counter[str]:
    return Counter(problem.code for problem in report.problems)


# --- players and their teams, 24,448 facts of which 4,860 were made wrong


@pytest.fixture(scope="module")
def facts() -> dict[str, Played]:
    return realdata.footballdb("player_team_year_rockit_25.db")


@pytest.fixture(scope="module")
def football(facts: Mapping[str, Played], tmp_path_factory: pytest.TempPathFactory) -> Report:
    return checked(realdata.football_dossier(facts), tmp_path_factory.mktemp("football"))


def of_one_player(facts: Mapping[str, Played]) -> Iterator[tuple[str, Played, str, Played]]:
    """All pairs of facts about one player, a birth before a team."""
    players: dict[str, list[str]] = defaultdict(list)
    for own, fact in facts.items():
        players[fact.player].append(own)
    for ids in players.values():
        for a, b in combinations(sorted(ids, key=lambda own: not facts[own].born), 2):
            yield a, facts[a], b, facts[b]


def test_a_user_can_ask_for_one_team_in_a_year(facts: Mapping[str, Played], football: Report) -> None:
    teams = [(a, x, b, y) for a, x, b, y in of_one_player(facts) if not x.born and x.what != y.what]
    shared = {frozenset((a, b)) for a, x, b, y in teams if x.first <= y.last and y.first <= x.last}
    assert len(shared) == 6541
    assert pairs(football, "one-team-a-year") == shared


def test_the_shipped_rule_finds_the_teams_that_must_overlap(facts: Mapping[str, Played], football: Report) -> None:
    teams = [(a, x, b, y) for a, x, b, y in of_one_player(facts) if not x.born and x.what != y.what]
    overlapping = {frozenset((a, b)) for a, x, b, y in teams if x.first < y.last and y.first < x.last}
    assert len(overlapping) == 6439  # the other 102 share no more than one year
    found = {pair for pair in pairs(football, "two-values", "certain") if not any(facts[own].born for own in pair)}
    assert found == overlapping


def test_a_user_can_ask_for_birth_before_playing(facts: Mapping[str, Played], football: Report) -> None:
    late = {frozenset((a, b)) for a, x, b, y in of_one_player(facts) if x.born and not y.born and x.first >= y.first}
    assert len(late) == 1917
    assert pairs(football, "born-before-playing") == late


def test_two_years_of_birth(facts: Mapping[str, Played], football: Report) -> None:
    births = [(a, x, b, y) for a, x, b, y in of_one_player(facts) if x.born and y.born]
    unlike = {frozenset((a, b)) for a, x, b, y in births if x.what != y.what}
    redated = {frozenset((a, b)) for a, x, b, y in births if x.first != y.first}  # the rest differ in a sign alone
    assert (len(unlike), len(redated)) == (1504, 1345)
    found = pairs(football, "two-values", "certain")
    assert {pair for pair in found if all(facts[own].born for own in pair)} == unlike
    assert pairs(football, "two-dates", "certain") == redated


def test_nothing_else_is_told_of_players(football: Report) -> None:
    assert len(football.findings) == 6541 + 1917 + 1504
    assert football.failed == ()
    assert {problem.severity for problem in football.problems} <= {"warning", "hint"}


# --- 617 people in office, whose terms nobody disputes


@pytest.fixture(scope="module")
def terms() -> list[Term]:
    return [*realdata.congress("legislators-current.yaml")[1], *realdata.congress("executive.yaml")[1]]


def names() -> dict[str, tuple[str, str]]:
    return {**realdata.congress("legislators-current.yaml")[0], **realdata.congress("executive.yaml")[0]}


def test_terms_on_record_make_no_finding(terms: list[Term], tmp_path: Path) -> None:
    _, members = realdata.congress("legislators-current.yaml")
    assert (len(members), len(realdata.successions(members))) == (2792, 76)
    presidents = [term for term in terms if term.seat == "prez"]
    following = sum(any(term.end == other.start for other in presidents) for term in presidents)
    assert following == 68  # 46 of them to another person
    report = checked(realdata.congress_dossier(names(), terms), tmp_path)
    assert len(report.dossier.claims) == 617 + 6 * (2792 + 131)
    assert told(report) == {}
    assert codes(report) == {}


def test_what_is_said_of_a_handover_is_certain_only_when_it_fails(terms: list[Term], tmp_path: Path) -> None:
    handovers = realdata.successions(terms)
    assert len(handovers) == 76 + 46 + 31
    people = {term.person for pair in handovers for term in pair}
    theirs = [term for term in terms if term.person in people]
    numbers = {term: number for number, term in enumerate(theirs)}
    sheet = realdata.congress_dossier(names(), theirs)

    def say(own: str, term: Term, polarity: str, when: str) -> None:
        subject, value = sheet.entity("person", term.person), sheet.entity("seat", term.seat)
        sheet.claims.append({"id": own, "subject": subject, polarity: "holds-office", "value": value, "when": when,
                             "text": own, "said_by": "collector"})  # fmt: skip

    for number, (one, other) in enumerate(handovers):
        say(f"gone-{number}", one, "denies", str(date.fromisoformat(one.end) + timedelta(days=1)))
        say(f"came-{number}", other, "affirms", other.start)
        say(f"wrong-{number}", one, "denies", str(date.fromisoformat(one.start) + timedelta(days=1)))
    report = checked(sheet, tmp_path)
    wrong = {frozenset((f"wrong-{n}", f"office-{numbers[one]}")) for n, (one, _) in enumerate(handovers)}
    found = pairs(report, "affirmed-and-denied", "certain")
    assert {pair for pair in found if any(own.startswith("office") for own in pair)} == wrong
    assert {own for pair in pairs(report, "affirmed-and-denied") for own in pair if own.startswith("gone")} == set()
    assert {rule for rule, _ in told(report)} == {"affirmed-and-denied"}


# --- 1,500 facts in ten relations, each with a twin of a wrong date


@pytest.fixture(scope="module")
def twins() -> dict[str, Dated]:
    return realdata.factbench()


@pytest.fixture(scope="module")
def factbench(twins: Mapping[str, Dated], tmp_path_factory: pytest.TempPathFactory) -> Report:
    return checked(realdata.factbench_dossier(twins), tmp_path_factory.mktemp("factbench"))


def apart(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[1] < other[0] or other[1] < one[0]


def test_a_wrong_date_is_found_where_no_year_is_shared(twins: Mapping[str, Dated], factbench: Report) -> None:
    wrong = {frozenset((own, f"wrong-{own}")) for own, fact in twins.items() if apart(fact.years, fact.wrong)}
    assert (len(wrong), len(twins)) == (1172, 1500)
    assert pairs(factbench, "two-dates") == pairs(factbench, "two-dates", "certain") == wrong


def test_a_year_of_handover_is_never_certain(twins: Mapping[str, Dated], factbench: Report) -> None:
    whose: dict[tuple[str, str], list[str]] = defaultdict(list)
    for own, fact in twins.items():
        if fact.relation in realdata.ONE_AT_A_TIME:
            whose[fact.relation, getattr(fact, realdata.ONE_AT_A_TIME[fact.relation][0])].append(own)
    which = {own: getattr(fact, realdata.ONE_AT_A_TIME[fact.relation][1])
             for own, fact in twins.items() if fact.relation in realdata.ONE_AT_A_TIME}  # fmt: skip
    shared = [
        pair
        for ids in whose.values()
        for pair in combinations(ids, 2)
        if which[pair[0]] != which[pair[1]] and not apart(*(twins[own].years for own in pair))
    ]
    assert len(shared) == 43 + 29
    one_year = {
        frozenset(f"state-{own}" for own in pair)
        for pair in shared
        if len({*twins[pair[0]].years, *twins[pair[1]].years}) == 1
    }
    assert pairs(factbench, "two-values", "certain", "presumed") == set()
    assert pairs(factbench, "two-values") == one_year
    assert {rule for rule, _ in told(factbench)} == {"two-dates", "two-values"}


# --- births, deaths and spells whose days lost their precision: subjects with two of a kind, and what ends too early


def reversed_spell(spell: Spell) -> bool:
    return int(spell.start) > int(spell.end)


@pytest.fixture(scope="module")
def lives() -> list[Spell]:
    spells = realdata.wd50k()
    assert len(spells) == 46900
    births = {spell.subject: int(spell.start) for spell in spells if spell.property == "P569"}
    several = Counter((spell.subject, spell.property) for spell in spells)
    kept = {subject for (subject, name), n in several.items() if n > 1 and name in ("P569", "P570")}
    kept |= {one.subject for one in spells if one.property == "P570" and births.get(one.subject, 0) > int(one.start)}
    return [one for one in spells
            if reversed_spell(one) or (one.property in ("P569", "P570") and one.subject in kept)]  # fmt: skip


@pytest.fixture(scope="module")
def wd50k(lives: list[Spell], tmp_path_factory: pytest.TempPathFactory) -> Report:
    return checked(realdata.lives_dossier(lives), tmp_path_factory.mktemp("lives"))


def days(spell: Spell) -> tuple[int, int]:
    """The first and the last day that a record of this precision may mean, counted; see `with_precision`."""
    year, month, day = int(spell.start[:-4]), int(spell.start[-4:-2]), int(spell.start[-2:])
    if (month, day) in ((1, 1), (0, 0), (0, 1)):
        first, last = (year, year) if year % 100 else (max(year - 99, 1), year + 99)
        return date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal()
    if day:
        return date(year, month, day).toordinal(), date(year, month, day).toordinal()
    after = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1).toordinal(), after.toordinal() - 1


def of_one_subject(lives: Iterable[Spell], *names: str) -> Iterator[tuple[str, tuple[int, int], str, tuple[int, int]]]:
    """Pairs of dates of one subject, of the two properties, in years that a `date` can hold."""
    told: dict[tuple[str, str], list[tuple[str, tuple[int, int]]]] = defaultdict(list)
    for number, spell in enumerate(lives):
        if spell.property in names and not spell.start.startswith("-"):
            told[spell.subject, spell.property].append((f"d{number}", days(spell)))
    for (subject, name), dates in told.items():
        if name == names[0]:
            others = combinations(dates, 2) if len(names) == 1 else (
                (one, other) for one in dates for other in told.get((subject, names[1]), ()))  # fmt: skip
            for (a, x), (b, y) in others:
                yield a, x, b, y


@pytest.mark.parametrize(("name", "every", "clashing"), [("P569", 352, 252), ("P570", 344, 238)])
def test_two_births_and_two_deaths(lives: list[Spell], wd50k: Report, name: str, every: int, clashing: int) -> None:
    dates = list(of_one_subject(lives, name))
    clash = {frozenset((a, b)) for a, x, b, y in dates if apart(x, y)}
    ids = {f"d{number}" for number, spell in enumerate(lives) if spell.property == name}
    assert (len(dates), len(clash)) == (every, clashing)
    assert {pair for pair in pairs(wd50k, "two-dates", "certain") if pair <= ids} == clash
    assert {pair for pair in pairs(wd50k, "two-dates") if pair <= ids} == clash


def test_death_before_birth(lives: list[Spell], wd50k: Report, tmp_path: Path) -> None:
    early = [(a, b) for a, x, b, y in of_one_subject(lives, "P569", "P570") if y[1] < x[0]]
    assert early == []  # where a year that ends with 00 may stand for a century, no death is sure to come first
    assert pairs(wd50k, "order-broken") == set()
    # Were those the years that they look like, 21 would be.
    exact = [spell for spell in lives if spell.property in ("P569", "P570") and not spell.start.startswith("-")]
    years = {f"d{number}": int(spell.start[:4]) for number, spell in enumerate(exact)}
    clash = {
        frozenset((f"d{a}", f"d{b}"))
        for (a, x), (b, y) in combinations(enumerate(exact), 2)
        if x.subject == y.subject and x.property != y.property
        and (years[f"d{a}"] > years[f"d{b}"] if x.property == "P569" else years[f"d{b}"] > years[f"d{a}"])
    }  # fmt: skip
    assert len(clash) == 21
    report = checked(realdata.lives_dossier(exact, centuries=False), tmp_path)
    assert pairs(report, "order-broken", "certain") == pairs(report, "order-broken") == clash


def test_what_ends_before_it_starts_is_told_and_takes_part_in_nothing(lives: list[Spell], wd50k: Report) -> None:
    backwards = {f"d{number}" for number, spell in enumerate(lives) if reversed_spell(spell)}
    early = {f"d{n}" for n, spell in enumerate(lives) if spell.start.startswith("-") and f"d{n}" not in backwards}
    assert len(backwards) == 1166
    assert codes(wd50k) == {"START-AFTER-END": 1166, "BAD-DATE": len(early)}
    assert {record for record, _ in wd50k.dossier.skipped} == {f"claim {own}" for own in backwards | early}
    assert not backwards & {own for rule in wd50k.rules_run for pair in pairs(wd50k, rule) for own in pair}


# --- players once more: 4,787 spells, a third of which nobody knows the end


def test_teams_that_share_a_year_at_the_edge_are_never_certain(tmp_path: Path) -> None:
    rows = realdata.yago_teams()
    players: dict[str, list[tuple[str, Years]]] = defaultdict(list)
    for own, row in rows.items():
        if not row.last or row.first <= row.last:
            players[row.player].append((own, row))
    both = [(a, x, b, y) for known in players.values() for (a, x), (b, y) in combinations(known, 2) if x.team != y.team]
    # Who began with one team while with another was with both then, however long that went on.
    lasts = {own: row.last or row.first for own, row in rows.items()}
    sure = {frozenset((a, b)) for a, x, b, y in both if x.first < lasts[b] and y.first < lasts[a]}
    known = {frozenset((a, b)) for a, x, b, y in both if x.last and y.last and frozenset((a, b)) in sure}
    assert (len(rows), len(known)) == (4787, 1012)  # one of the 1,013 pairs of the file ends before it starts
    report = checked(realdata.teams_dossier(rows), tmp_path)
    assert codes(report) == {"START-AFTER-END": 16}
    assert pairs(report, "two-values", "certain", "presumed") == sure
    assert {rule for rule, _ in told(report)} == {"two-values"}
