"""What pictures show as presumed never lasts longer than what the engines presume."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

from claimcheck.civil import POS
from claimcheck.dates import parse_edtf
from claimcheck.engine.naive import _Search
from claimcheck.engine.naive_meaning import Meaning, Row
from claimcheck.engine.naive_rows import concluded, first_rows, lasting
from claimcheck.load import load_dossier
from claimcheck.model import Dossier
from claimcheck.presumption import Presumptions
from claimcheck.rules import load_rulebook
from generator import VOCABULARY, as_text, make_dossier

ROOT = Path(__file__).parent.parent
SEEDS = int(os.environ.get("CLAIMCHECK_EXAMPLES", "50"))
FERRIES = """
predicates:
  - {id: pier-closed, kind: state, persists: until-ended,
     label: {en: {affirms: "{subject} is closed", denies: "{subject} is open"}}}
  - {id: pier-flooded, kind: state, persists: until-changed,
     label: {en: {affirms: "{subject} is flooded", denies: "{subject} is dry"}}}
  - {id: guarded-pier, kind: state, persists: P10D,
     label: {en: {affirms: "{subject} is watched", denies: "{subject} is not watched"}}}
  - {id: shut, kind: event, starts: pier-closed,
     label: {en: {affirms: "{subject} was shut", denies: "{subject} was not shut"}}}
  - {id: opened, kind: event, ends: pier-closed,
     label: {en: {affirms: "{subject} was opened", denies: "{subject} was not opened"}}}
entities:
  - {id: pier, name: the pier}
  - {id: port, name: the port office}
sources:
  - {id: log, title: Log of the port, publisher: port}
defaults: {subject: pier, source: log}
"""


def made(tmp_path: Path, text: str) -> Dossier:
    (tmp_path / "claimcheck.yaml").write_text("format: 1\ntitle: A made-up port\n", "utf-8")
    (tmp_path / "evidence").mkdir(exist_ok=True)
    (tmp_path / "evidence" / "all.yaml").write_text(text, "utf-8")
    dossier = load_dossier(tmp_path)
    assert not [problem for problem in dossier.problems if problem.severity == "error"], dossier.problems
    return dossier


def until(dossier: Dossier, claim: str) -> dict[str, int]:
    return {one.predicate: one.until for one in Presumptions(dossier).of(dossier.claims[claim])}


def day(text: str) -> int:
    return parse_edtf(text).window.lo


def test_what_an_event_began_lasts_until_the_day_of_its_recorded_end(tmp_path: Path) -> None:
    dossier = made(tmp_path, FERRIES + """
evidence:
  - {id: shut-1, affirms: shut, text: told, when: 2001-03-01}
  - {id: opened-1, affirms: opened, text: told, when: 2001-05-09}
""")  # fmt: skip
    assert until(dossier, "shut-1") == {"pier-closed": day("2001-05-09") + 1}
    assert until(dossier, "opened-1") == {}


def test_with_no_record_of_an_end_nothing_bounds_it(tmp_path: Path) -> None:
    dossier = made(tmp_path, FERRIES + "evidence: [{id: shut-1, affirms: shut, text: told, when: 2001-03-01}]\n")
    assert until(dossier, "shut-1") == {"pier-closed": POS}


def test_a_state_that_changes_is_over_with_the_first_opposite_record(tmp_path: Path) -> None:
    dossier = made(tmp_path, FERRIES + """
evidence:
  - {id: wet, affirms: pier-flooded, text: told, when: 2001-03-01}
  - {id: dry, denies: pier-flooded, text: told, when: 2001-03-20}
  - {id: closed-1, affirms: pier-closed, text: told, when: 2001-03-01}
  - {id: open-1, denies: pier-closed, text: told, when: 2001-03-20}
""")  # fmt: skip
    assert until(dossier, "wet") == {"pier-flooded": day("2001-03-20")}
    assert until(dossier, "closed-1") == {"pier-closed": POS}, "what needs an act to end stands against a denial"


def test_a_length_of_time_ends_it_and_a_second_beginning_leaves_nothing_to_presume(tmp_path: Path) -> None:
    dossier = made(tmp_path, FERRIES + """
evidence:
  - {id: seen, affirms: guarded-pier, text: told, when: 2001-03-01}
  - {id: shut-1, affirms: shut, text: told, when: 2001-03-01}
  - {id: shut-2, affirms: shut, text: told, when: 2001-04-01}
""")  # fmt: skip
    assert until(dossier, "seen") == {"guarded-pier": day("2001-03-11")}
    assert until(dossier, "shut-1") == {}
    assert until(dossier, "shut-2") == {"pier-closed": POS}


def rows_by_claim(dossier: Dossier) -> dict[tuple[str, str], Row]:
    """The rows as the naive engine has them once its inference rules have concluded what they can."""
    meaning = Meaning(dossier=dossier)
    rows = first_rows(meaning)
    more = []
    for rule in load_rulebook(dossier, examples=False).rules:
        if rule.derive is not None:
            for one in _Search(rule=rule, rows=rows, meaning=meaning).matches():
                row = concluded(rule.id, rule.derive, one.scene, one.match.witnesses, one.match.grade)
                more += [] if row is None else [row]
    rows = lasting([*rows, *more], meaning)
    return {(row.claims[0], row.predicate): row for row in rows if len(row.claims) == 1 and row.affirmed}


def compare(dossier: Dossier) -> tuple[int, int]:
    """How many presumed ends there are, and how many are those of the naive engine; none is later."""
    rows, presumptions = rows_by_claim(dossier), Presumptions(dossier)
    told = same = 0
    for claim in dossier.claims.values():
        for one in presumptions.of(claim):
            judge = rows[claim.id, one.predicate].lasting.end_earliest
            assert one.until <= judge, (claim.id, one, judge)
            told, same = told + 1, same + (one.until == judge)
    return told, same


def test_never_longer_than_the_naive_engine_on_made_up_dossiers(tmp_path: Path) -> None:
    text = as_text([make_dossier(Random(seed), f"d{seed}") for seed in range(SEEDS)])
    told, same = compare(made(tmp_path, VOCABULARY + text))
    assert told > SEEDS // 4
    assert same > told * 0.7, (told, same)


def test_never_longer_than_the_naive_engine_on_the_first_dossier() -> None:
    told, same = compare(load_dossier(ROOT))
    assert told
    assert same > told * 0.7, (told, same)
