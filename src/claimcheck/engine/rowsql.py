"""The statements that make the rows rules see: which pairs contradict, and how long states last.

Plain SQL that DuckDB and Spark share, over tables that `loading` fills. It is put together of the pieces below, so
that nothing is asked that the records of a dossier cannot answer; no word of a dossier is ever part of it. Every join
has an equality among its keys. Grades are 0 to 3; a missing value is NULL, so what compares with it is not so.
4611686018427387904 is `civil.POS`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

PAIRS = """
CREATE OR REPLACE TABLE pairs AS
WITH met AS (
  SELECT m.relation, m.turned, n."row" AS n, w."row" AS w,
    LEAST(m.grade,
      CASE WHEN m.covers_subject THEN GREATEST(s.same, s.part) ELSE s.same END,
      CASE WHEN n.proceeding <> w.proceeding THEN 1 ELSE 3 END{scope}{value}) AS grade
  FROM meetings AS m
  JOIN base AS n ON n.predicate = m.narrow AND n.polarity = m.narrow_polarity
  JOIN near AS s ON s.x = n.subject
  JOIN base AS w ON w.predicate = m.wide AND w.polarity = m.wide_polarity AND w.subject = s.y
  {near_values}{near_scopes}{kin}
  WHERE n.claim <> w.claim{not_kin}
),
graded AS (
  SELECT relation, CASE WHEN turned THEN w ELSE n END AS a, CASE WHEN turned THEN n ELSE w END AS b, grade FROM met
  {answered}{told}
)
SELECT relation, a, b, MAX(grade) AS grade FROM graded WHERE grade > 0 GROUP BY relation, a, b
"""
"""Pairs of rows by relation (`contradicts`, `excludes`, `entails`, `must-precede`, `happens-once`), apart from time,
with the grade of the best way.

`meetings` holds two kinds of rows. In most, the narrow side must fall under the wide one: in subject (`covers_subject`:
its parts too), value and scope. Where it `meets`, the two are alike: one subject, values and scopes that can be one.
A value counts only where it is carried, that is where both predicates speak of the same kind of value.
"""

_SCOPE = """,
      CASE WHEN w.scope IS NULL OR w.scope = n.scope OR m.meets AND n.scope IS NULL THEN 3
           WHEN NOT n.scoped OR NOT w.scoped THEN 1
           WHEN COALESCE(GREATEST(c.same, c.part, c.whole), 0) = 0 THEN 0
           WHEN m.meets OR c.part = 0 THEN 1
           ELSE c.part END"""
_NEAR_SCOPES = "LEFT JOIN near AS c ON c.x = n.scope AND c.y = w.scope "
_VALUE = """,
      CASE {rivals}
           WHEN NOT m.wide_carries OR w."of" IS NULL OR m.meets AND (NOT m.narrow_carries OR n."of" IS NULL) THEN 3
           WHEN NOT m.narrow_carries OR n."of" IS NULL OR n."of" <> w."of" OR n.unit <> w.unit THEN 0{kinds}
           WHEN n.token = w.token THEN 3
           ELSE 0 END"""
_ENTITY = """
           WHEN w."of" = 'entity' THEN
             COALESCE(CASE WHEN m.covers_value THEN GREATEST(v.same, v.part) ELSE v.same END, 0)"""
_NUMBER = """
           WHEN w."of" = 'number' AND n.token <> w.token THEN
             CASE WHEN NOT m.meets AND w.lo <= n.lo AND n.hi <= w.hi THEN 3
                  WHEN n.hi < w.lo OR w.hi < n.lo THEN 0 ELSE 1 END"""
_DATE = """
           WHEN w."of" = 'date' AND n.token <> w.token THEN
             CASE WHEN NOT m.meets AND w."first" <= n."first" AND n."last" <= w."last" THEN 3
                  WHEN n."last" <= w."first" OR w."last" <= n."first" THEN 0 ELSE 1 END"""
_RIVALS = """WHEN m.relation = 'rivals' THEN
             CASE WHEN NOT m.narrow_carries OR NOT m.wide_carries OR n."of" IS NULL OR w."of" IS NULL
                    OR n."of" <> w."of" OR n.unit <> w.unit OR n.token = w.token THEN 0{kinds}
                  WHEN contains(n.folded, w.folded) OR contains(w.folded, n.folded) THEN 0
                  ELSE 1 END"""
_RIVAL_ENTITIES = """
                  WHEN n."of" = 'entity' THEN
                    CASE WHEN v.same = 1 THEN 1
                         WHEN COALESCE(GREATEST(v.same, v.part, v.whole), 0) > 0 THEN 0 ELSE 3 END"""
_RIVAL_NUMBERS = """
                  WHEN n."of" = 'number' THEN
                    CASE WHEN n.hi + GREATEST(n.slack, w.slack) < w.lo THEN 3
                         WHEN w.hi + GREATEST(n.slack, w.slack) < n.lo THEN 3 ELSE 0 END"""
_RIVAL_DATES = """
                  WHEN n."of" = 'date' THEN
                    CASE WHEN n."last" <= w."first" OR w."last" <= n."first" THEN 3 ELSE 0 END"""
_NEAR_VALUES = "LEFT JOIN near AS v ON v.x = n.value AND v.y = w.value "
_SHARED = 'LEFT JOIN kin AS k ON k.a = n."row" AND k.b = w."row" AND k.shared'
_NOT_KIN = " AND k.a IS NULL"
_TOLD = " UNION ALL SELECT 'must-precede', a, b, grade FROM told"
_ANSWERED = "UNION ALL SELECT 'contradicts', a, b, grade FROM answered"

LASTING = """
CREATE OR REPLACE TABLE "rows" AS
WITH cutter AS (
  SELECT r."row", t.what, x.s1, x.s2, GREATEST(x.s1, r.s1) + 1 AS seen, x.s1 > r.s2 AS surely,
    LEAST(x.cap, t.grade, s.same{value}) AS grade
  FROM base AS r
  JOIN turns AS t ON t.state = r.predicate
  JOIN near AS s ON s.x = r.subject
  JOIN base AS x ON x.predicate = t.event AND x.subject = s.y
  {near_values}{kin}
  WHERE r.persists AND x.polarity = 'affirms' AND x.claim <> r.claim AND x.s2 > r.s1 AND s.same > 0
    AND COALESCE(r.proceeding = x.proceeding, TRUE){not_kin}
),
cut AS (
  SELECT "row",
    MIN(CASE WHEN what = 'ends' THEN seen END) AS seen,
    MIN(CASE WHEN what = 'ends' AND surely AND grade = 3 THEN s2 END) AS recorded,
    MIN(CASE WHEN what = 'starts' AND surely THEN s1 END) AS again,
    MIN(CASE WHEN what = 'starts' AND surely AND grade = 3 THEN s2 + 1 END) AS again_by
  FROM cutter WHERE grade > 0 GROUP BY "row"
),{change}
known AS (
  SELECT b."row", b.moment, b.s1, b.s2, b.w1, b.w2, b.p1, b.p2, b.open_end AND b.persists AS may_be_cut, b.started,
    c.seen, c.recorded, c.again, c.again_by, {changed} AS changed,
    COALESCE(c.recorded <= COALESCE(c.again, c.recorded), FALSE) AS is_known
  FROM base AS b LEFT JOIN cut AS c ON c."row" = b."row"{join_change}
),
presumed AS (
  SELECT "row", moment, s1, s2, w1, w2, may_be_cut, is_known AND started AS is_shown,
    LEAST(p1, COALESCE(seen, p1), COALESCE(changed, p1),
      CASE WHEN is_known OR again IS NULL THEN p1 ELSE s1 + 1 END) AS q1,
    LEAST(p2, COALESCE(recorded + 1, p2), COALESCE(changed, p2),
      CASE WHEN is_known THEN p2 ELSE COALESCE(again_by, p2) END) AS q2
  FROM known
),
stated AS (
  SELECT "row", moment, s1, s2, q1, q2, CASE WHEN is_shown THEN q1 ELSE w1 END AS e1,
    CASE WHEN may_be_cut THEN GREATEST(s2 + 1, LEAST(w2, q2)) ELSE w2 END AS e2
  FROM presumed
),
extended AS (
  SELECT "row", moment, s1, s2, e1, e2, GREATEST(e1, q1) AS l1, GREATEST(e2, q2) AS l2 FROM stated
),
shaped AS (
  SELECT "row" AS numbered, e1, e2, l1, l2, moment AND l1 = e1 AND l2 = e2 AS lasts_moment,
    s1 > -4611686018427387904 AND s2 < 4611686018427387903 AS is_dated
  FROM extended
)
SELECT {columns} FROM shaped AS t JOIN base AS b ON b."row" = t.numbered
"""
"""The rows with their stated ends cut by records, and with the ends they are presumed to have (design section 4).

Where what has one value at a time takes another, it changes, however long it would be presumed to last: all the more
if nobody has recorded the end. `cut` gathers for each state what ends it or begins it again: an end seen possibly
after its start cuts the presumption at once; one certainly after it bounds it, and if no second start lies before,
makes the end of a begun state known. A second start implies an end before it. `change` gathers the opposite records
of states that these change. The last columns stand for written dates, as `rules.times.Written` tells.
"""

_SAME_VALUE = """,
      CASE WHEN r."of" IS NULL OR x."of" IS NULL OR r."of" <> x."of" THEN 3{entity}
           WHEN r.token = x.token THEN 3 ELSE 0 END"""
_SAME_ENTITY = """
           WHEN r."of" = 'entity' THEN COALESCE(v.same, 0)"""
_NEAR_VALUE = "LEFT JOIN near AS v ON v.x = r.value AND v.y = x.value "
_KIN = 'LEFT JOIN kin AS k ON k.a = r."row" AND k.b = x."row" AND k.within'
_CHANGE = """
change AS (
  SELECT r."row", MIN(GREATEST(x.s1, r.s1 + 1)) AS changed
  FROM base AS r
  JOIN pairs AS p ON p.a = r."row" AND p.relation IN ('contradicts', 'rivals')
  JOIN base AS x ON x."row" = p.b
  {kin}
  WHERE CASE WHEN p.relation = 'rivals' AND NOT x.moment THEN r.persists ELSE r.changes END AND x.s2 > r.s1{not_kin}
  GROUP BY r."row"
),"""
_JOIN_CHANGE = ' LEFT JOIN change AS h ON h."row" = b."row"'

NO_PAIRS = "CREATE OR REPLACE TABLE pairs(relation VARCHAR, a BIGINT, b BIGINT, grade BIGINT)"

_NEVER, _ALWAYS = "4611686018427387905", "-4611686018427387905"
DERIVED = {
    "e1": "t.e1", "e2": "t.e2", "l1": "t.l1", "l2": "t.l2", "lasts_moment": "t.lasts_moment",
    "date": "CASE WHEN b.moment AND b.state AND t.is_dated THEN CONCAT(b.s1, ' ', b.s2) END",
    "opens": "CASE WHEN t.is_dated AND NOT b.moment THEN CONCAT(b.s1, ' ', b.s2) ELSE '<' END",
    "opens_on": f"CASE WHEN t.is_dated AND NOT b.moment AND b.s1 = b.s2 THEN b.s1 ELSE {_NEVER} END",
    "opens_last": f"CASE WHEN t.is_dated AND NOT b.moment THEN b.s2 ELSE {_NEVER} END",
    "shuts": "CASE WHEN b.moment THEN '>' ELSE CONCAT(t.e1 - 1, ' ', t.e2 - 1) END",
    "shuts_first": f"CASE WHEN b.moment THEN {_ALWAYS} ELSE t.e1 - 1 END",
    "shuts_on": f"CASE WHEN b.moment OR t.e1 < t.e2 THEN {_ALWAYS} ELSE t.e2 - 1 END",
    "lasting_opens": "CASE WHEN t.is_dated AND NOT t.lasts_moment THEN CONCAT(b.s1, ' ', b.s2) ELSE '<' END",
    "lasting_opens_on": f"CASE WHEN t.is_dated AND NOT t.lasts_moment AND b.s1 = b.s2 THEN b.s1 ELSE {_NEVER} END",
    "lasting_opens_last": f"CASE WHEN t.is_dated AND NOT t.lasts_moment THEN b.s2 ELSE {_NEVER} END",
    "lasting_shuts": "CASE WHEN t.lasts_moment THEN '>' ELSE CONCAT(t.l1 - 1, ' ', t.l2 - 1) END",
    "lasting_shuts_first": f"CASE WHEN t.lasts_moment THEN {_ALWAYS} ELSE t.l1 - 1 END",
    "lasting_shuts_on": f"CASE WHEN t.lasts_moment OR t.l1 < t.l2 THEN {_ALWAYS} ELSE t.l2 - 1 END",
}  # fmt: skip
"""The columns of `rows` that the claim table does not have yet."""

NEEDED = frozenset({
    "row", "claim", "predicate", "polarity", "subject", "proceeding", "scope", "scoped", "of", "unit", "token", "value",
    "folded", "lo", "hi", "slack", "first",
    "last", "cap", "s1", "s2", "w1", "w2", "p1", "p2", "moment", "state", "persists", "changes",
    "open_end", "started",
})  # fmt: skip
"""The columns of the claim table that these statements read."""


class Traits(NamedTuple):
    """What the rows of a dossier have, so that nothing else is asked for.

    `kinds` are the kinds of their values; `kin` whether rows share an event, or claims where one rests on several.
    """

    kinds: frozenset[str]
    scopes: bool
    kin: bool
    changes: bool
    answers: bool
    rivals: bool
    orders: bool


def pairs_sql(has: Traits) -> str:
    """The statement that makes `pairs`."""
    by_kind = (("entity", _ENTITY), ("number", _NUMBER), ("date", _DATE))
    kinds = "".join(piece for kind, piece in by_kind if kind in has.kinds)
    by_kind = (("entity", _RIVAL_ENTITIES), ("number", _RIVAL_NUMBERS), ("date", _RIVAL_DATES))
    rivals = _RIVALS.format(kinds="".join(piece for kind, piece in by_kind if kind in has.kinds)) if has.rivals else ""
    return PAIRS.format(
        scope=_SCOPE if has.scopes else "",
        near_scopes=_NEAR_SCOPES if has.scopes else "",
        value=_VALUE.format(kinds=kinds, rivals=rivals) if has.kinds else "",
        near_values=_NEAR_VALUES if "entity" in has.kinds else "",
        kin=_SHARED if has.kin else "",
        not_kin=_NOT_KIN if has.kin else "",
        answered=_ANSWERED if has.answers else "",
        told=_TOLD if has.orders else "",
    )


def lasting_sql(has: Traits, columns: Iterable[str]) -> str:
    """The statement that makes `rows`, with the columns asked for."""
    kin = {"kin": _KIN if has.kin else "", "not_kin": _NOT_KIN if has.kin else ""}
    entity = "entity" in has.kinds
    wanted = (f'{DERIVED[name]} AS "{name}"' if name in DERIVED else f'b."{name}"' for name in sorted(columns))
    return LASTING.format(
        value=_SAME_VALUE.format(entity=_SAME_ENTITY if entity else "") if has.kinds else "",
        near_values=_NEAR_VALUE if entity else "",
        **kin,
        change=_CHANGE.format(**kin) if has.changes or has.rivals else "",
        changed="h.changed" if has.changes or has.rivals else "CAST(NULL AS BIGINT)",
        join_change=_JOIN_CHANGE if has.changes or has.rivals else "",
        columns=", ".join(wanted),
    )
