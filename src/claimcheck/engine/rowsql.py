"""The statements that make the rows rules see: which pairs contradict, and how long states last.

Plain SQL that DuckDB and Spark share, over tables that `loading` fills; nothing from a dossier is ever part of it.
Every join has an equality among its keys. Grades are 0 to 3; a missing value is NULL, so what compares with it is not
so. 4611686018427387904 is `civil.POS`.
"""

from __future__ import annotations

PAIRS = """
CREATE OR REPLACE TABLE pairs AS
WITH met AS (
  SELECT
    m.relation, m.turned, n."row" AS n, w."row" AS w, m.grade,
    CASE WHEN m.covers_subject THEN GREATEST(s.same, s.part) ELSE s.same END AS by_subject,
    CASE WHEN n.proceeding <> w.proceeding THEN 1 ELSE 3 END AS by_proceeding,
    CASE
      WHEN w.scope IS NULL OR w.scope = n.scope OR (m.meets AND n.scope IS NULL) THEN 3
      WHEN n.scoped AND w.scoped THEN
        CASE WHEN COALESCE(GREATEST(c.same, c.part, c.whole), 0) = 0 THEN 0
             WHEN m.meets OR c.part = 0 THEN 1
             ELSE c.part END
      ELSE 1
    END AS by_scope,
    CASE
      WHEN NOT m.wide_carries OR w."of" IS NULL THEN 3
      WHEN m.meets AND (NOT m.narrow_carries OR n."of" IS NULL) THEN 3
      WHEN NOT m.narrow_carries OR n."of" IS NULL OR n."of" <> w."of" OR n.unit <> w.unit THEN 0
      WHEN w."of" = 'entity' THEN
        COALESCE(CASE WHEN m.covers_value THEN GREATEST(v.same, v.part) ELSE v.same END, 0)
      WHEN w."of" = 'number' THEN
        CASE WHEN n.lo = w.lo AND n.hi = w.hi THEN 3
             WHEN NOT m.meets AND w.lo <= n.lo AND n.hi <= w.hi THEN 3
             WHEN n.hi < w.lo OR w.hi < n.lo THEN 0 ELSE 1 END
      WHEN w."of" = 'date' THEN
        CASE WHEN n."first" = w."first" AND n."last" = w."last" THEN 3
             WHEN NOT m.meets AND w."first" <= n."first" AND n."last" <= w."last" THEN 3
             WHEN n."last" <= w."first" OR w."last" <= n."first" THEN 0 ELSE 1 END
      WHEN n.value = w.value THEN 3
      ELSE 0
    END AS by_value
  FROM meetings AS m
  JOIN base AS n ON n.predicate = m.narrow AND n.polarity = m.narrow_polarity
  JOIN near AS s ON s.x = n.subject
  JOIN base AS w ON w.predicate = m.wide AND w.polarity = m.wide_polarity AND w.subject = s.y
  LEFT JOIN near AS v ON v.x = n.value AND v.y = w.value
  LEFT JOIN near AS c ON c.x = n.scope AND c.y = w.scope
  WHERE n.claim <> w.claim
    AND NOT EXISTS (SELECT 1 FROM kin WHERE kin.a = n."row" AND kin.b = w."row" AND kin.shared)
),
graded AS (
  SELECT relation, CASE WHEN turned THEN w ELSE n END AS a, CASE WHEN turned THEN n ELSE w END AS b,
         LEAST(grade, by_subject, by_proceeding, by_scope, by_value) AS grade
  FROM met
  UNION ALL
  SELECT 'contradicts', a, b, grade FROM answered
)
SELECT relation, a, b, MAX(grade) AS grade FROM graded WHERE grade > 0 GROUP BY relation, a, b
"""
"""Pairs of rows by relation (`contradicts`, `excludes`, `entails`), apart from time, with the grade of the best way.

`meetings` holds two kinds of rows. In most, the narrow side must fall under the wide one: in subject (`covers_subject`:
its parts too), value and scope. Where it `meets`, the two are alike: one subject, values and scopes that can be one.
A value counts only where it is carried, that is where both predicates speak of the same kind of value.
"""

LASTING = """
CREATE OR REPLACE TABLE "rows" AS
WITH cutter AS (
  SELECT r."row", t.what, x.s1, x.s2, GREATEST(x.s1, r.s1) + 1 AS seen, x.s1 > r.s2 AS surely,
    LEAST(x.cap, t.grade, s.same,
      CASE WHEN r."of" IS NULL OR x."of" IS NULL OR r."of" <> x."of" THEN 3
           WHEN r."of" = 'entity' THEN COALESCE(v.same, 0)
           WHEN r.token = x.token THEN 3 ELSE 0 END) AS grade
  FROM base AS r
  JOIN turns AS t ON t.state = r.predicate
  JOIN near AS s ON s.x = r.subject
  JOIN base AS x ON x.predicate = t.event AND x.subject = s.y AND x.polarity = 'affirms'
  LEFT JOIN near AS v ON v.x = r.value AND v.y = x.value
  WHERE r.persists AND x.claim <> r.claim AND x.s2 > r.s1 AND s.same > 0
    AND COALESCE(r.proceeding = x.proceeding, TRUE)
    AND NOT EXISTS (SELECT 1 FROM kin WHERE kin.a = r."row" AND kin.b = x."row")
),
change AS (
  SELECT r."row", MIN(GREATEST(x.s1, r.s1 + 1)) AS changed
  FROM base AS r
  JOIN pairs AS p ON p.a = r."row" AND p.relation = 'contradicts'
  JOIN base AS x ON x."row" = p.b
  WHERE r.changes AND x.s2 > r.s1
    AND NOT EXISTS (SELECT 1 FROM kin WHERE kin.a = r."row" AND kin.b = x."row")
  GROUP BY r."row"
),
cut AS (
  SELECT "row",
    MIN(CASE WHEN what = 'ends' THEN seen END) AS seen,
    MIN(CASE WHEN what = 'ends' AND surely AND grade = 3 THEN s2 END) AS recorded,
    MIN(CASE WHEN what = 'starts' AND surely THEN s1 END) AS again,
    MIN(CASE WHEN what = 'starts' AND surely AND grade = 3 THEN s2 + 1 END) AS again_by
  FROM cutter WHERE grade > 0 GROUP BY "row"
),
known AS (
  SELECT b.*, c.seen, c.recorded, c.again, c.again_by, h.changed,
    COALESCE(c.recorded <= COALESCE(c.again, c.recorded), FALSE) AS is_known
  FROM base AS b LEFT JOIN cut AS c ON c."row" = b."row" LEFT JOIN change AS h ON h."row" = b."row"
),
presumed AS (
  SELECT *,
    LEAST(p1, COALESCE(seen, p1), COALESCE(changed, p1),
      CASE WHEN is_known OR again IS NULL THEN p1 ELSE s1 + 1 END) AS q1,
    LEAST(p2, COALESCE(recorded + 1, p2), COALESCE(changed, p2),
      CASE WHEN is_known THEN p2 ELSE COALESCE(again_by, p2) END) AS q2
  FROM known
),
stated AS (
  SELECT *,
    CASE WHEN is_known AND started THEN q1 ELSE w1 END AS f1,
    CASE WHEN open_end AND persists THEN GREATEST(s2 + 1, LEAST(w2, q2)) ELSE w2 END AS f2
  FROM presumed
),
extended AS (
  SELECT *, GREATEST(f1, q1) AS l1, GREATEST(f2, q2) AS l2 FROM stated
),
shaped AS (
  SELECT *, moment AND l1 = f1 AND l2 = f2 AS lasts_moment FROM extended
)
SELECT *, f1 AS e1, f2 AS e2,
  CASE WHEN moment OR s1 <= -4611686018427387904 THEN '<' ELSE CONCAT(s1, ' ', s2) END AS opens,
  CASE WHEN moment OR f2 >= 4611686018427387904 THEN '>' ELSE CONCAT(f1 - 1, ' ', f2 - 1) END AS shuts,
  CASE WHEN lasts_moment OR s1 <= -4611686018427387904 THEN '<' ELSE CONCAT(s1, ' ', s2) END AS lasting_opens,
  CASE WHEN lasts_moment OR l2 >= 4611686018427387904 THEN '>' ELSE CONCAT(l1 - 1, ' ', l2 - 1) END AS lasting_shuts
FROM shaped
"""
"""The rows with their stated ends cut by records, and with the ends they are presumed to have (design section 4).

`cut` gathers for each state what ends it or begins it again: an end seen possibly after its start cuts the presumption
at once; one certainly after it bounds it, and if no second start lies before, makes the end of a begun state known. A
second start implies an end before it. `change` gathers the opposite records of states that these change. `opens` and
`shuts` are words for the written dates of the start and of the last second, no two of them alike for moments.
"""


