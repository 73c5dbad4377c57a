"""Pictures of derivations: every step is there and fits a telephone, and what is weak or absent looks so."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from claimcheck.check import check_dossier
from claimcheck.extents import Grade
from claimcheck.findings import Ground, Proof
from claimcheck.report.proofpicture import proof_svg
from pictures import SVG, boxes, collisions, ids, outside, root_of

ROOT = Path(__file__).parent.parent
WORDS = st.text(alphabet=st.sampled_from("abc WM漢ا<&\"'\u202e\u0301"), min_size=1, max_size=200)


def ground(proof: Proof, grade: Grade = Grade.CERTAIN) -> Ground:
    return Ground(
        fingerprint="0" * 16, content_hash="", rule="two-dates", title="One event, two dates", why="", severity="error",
        grade=grade, timing="undetermined", parties="", message="", depends_on=(), settle=(), proof=proof, witnesses=(),
    )  # fmt: skip


def derived(*sources: Proof, sentence: str = "it follows", grade: Grade = Grade.CERTAIN) -> Proof:
    return Proof(kind="derived", sentence=sentence, by="rule", sources=sources, grade=grade)


LEAVES = st.builds(
    lambda kind, words: Proof(kind=kind, sentence=words, claim="c"), st.sampled_from(["stated", "absent"]), WORDS
)
PROOFS = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda some, words: derived(*some, sentence=words), st.lists(inner, min_size=1, max_size=4), WORDS
    ),
    max_leaves=12,
)


@given(PROOFS, st.sampled_from([280, 340, 700]))
def test_no_two_texts_meet_however_deep_it_goes(proof: Proof, width: int) -> None:
    svg = proof_svg(ground(derived(proof)), width=width)
    root = root_of(svg)
    assert collisions(root) == []
    assert outside(root) == []
    assert len(ids(svg)) == len(set(ids(svg)))


def test_kinds_and_grades_have_shapes_and_strokes() -> None:
    stated = Proof(kind="stated", sentence="the gate was shut", claim="shut-1")
    absent = Proof(kind="absent", sentence="no record of an end was found", by="persists until-ended")
    still = derived(stated, absent, sentence="it was still shut", grade=Grade.PRESUMED)
    root = root_of(proof_svg(ground(still, Grade.POSSIBLE)))
    steps = {one.get("class"): one for one in root.iter(f"{SVG}g") if str(one.get("class")).startswith("step")}
    assert list(steps) == ["step stated certain", "step absent certain", "step conclusion possible"]
    assert steps["step absent certain"].find(f"{SVG}polygon") is not None
    frame = steps["step conclusion possible"].find(f"{SVG}rect")
    assert frame is not None
    assert frame.get("stroke-dasharray") == "1.5 3"
    told = [box.text for box in boxes(root)]
    assert [text.split(" · ")[0] for text in told[::2]] == ["stated", "searched", "so"]


def test_premises_stand_above_what_follows_from_them() -> None:
    first, second = (Proof(kind="stated", sentence=text, claim=text) for text in ("one", "two"))
    root = root_of(proof_svg(ground(derived(derived(first, sentence="three"), derived(second, sentence="four")))))
    places = {box.text: box.top for box in boxes(root)}
    assert places["one"] < places["three"] < places["One event, two dates"]
    assert places["two"] < places["four"] < places["One event, two dates"]


def test_every_ground_of_the_first_dossier_has_a_picture_with_all_its_records() -> None:
    report = check_dossier(ROOT)
    assert report.findings
    for finding in report.findings:
        for one in (finding.ground, *finding.further):
            root = root_of(proof_svg(one))
            assert root.get("role") == "img"
            told = {element.text or "" for element in root.iter(f"{SVG}title")}
            for witness in one.witnesses:
                assert any(witness.claim.id in title for title in told), witness.claim.id
