"""Rules that say little and use every word of the rule language, for comparing engines."""

from __future__ import annotations

HEAD = """\
id: {id}
title: A rule for comparing engines
severity: note
why: Every word of the rule language must mean the same to every engine.
message: "{{{name}.text}}"
"""

BODIES: dict[str, str] = {
    # Times
    "overlapping": """
match: {a: claim, b: {stated: "true"}}
where: [a.subject same-as b.subject, a overlaps lasting(b)]
""",
    "both-lasting": """
match: {a: claim, b: claim}
where: [a excludes b, lasting(a) overlaps lasting(b)]
""",
    "touching": """
match: {a: {kind: [state, quantity]}, b: {kind: event}}
where: [a.subject is b.subject, lasting(a) touches b]
""",
    "touching-points": """
match: {a: {kind: state}, b: claim}
where: [a.subject is b.subject, a.end touches b.start]
""",
    "put-in-order": """
match: {a: claim, b: claim}
where: [a must-precede b]
""",
    "ring-of-all": """
match: network
""",
    "ring-of-events": """
match: {told: {network: {kind: event, listing: fact}}}
""",
    "ring-of-boats": """
match: {boats: {network: {affirms: [boat-passed, gate-closed, gate-opened, posted, works-begun]}}}
""",
    "coming-before": """
match: {a: {kind: event}, b: {kind: event, polarity: affirms}}
where: [a.subject is b.subject, a before b, a.predicate is not b.predicate]
""",
    "lasting-before": """
match: {a: {kind: state, polarity: affirms}, b: claim}
where: [a.subject is b.subject, lasting(a) before b]
""",
    "agreeing": """
match: {a: claim, b: claim}
where: [a.subject is b.subject, a agrees b, a.listing is assertion]
""",
    "within-days": """
match: {a: {affirms: [gate-closed, posted, works-begun]}, b: {kind: [event, state]}}
where: [a.subject is b.subject, a within P4D of b]
""",
    "within-a-month": """
match: {a: {listing: assertion}, b: claim}
where: [a contradicts b, b within P1M of a.said_on, a.said_on before b]
""",
    "within-the-horizon": """
match: {a: {kind: state}, b: {kind: event}}
where: [a.subject is b.subject, b within horizon(a) of a.start]
""",
    "dates-apart": """
match: {a: {kind: event}, b: {kind: event}}
where: [a same-event b, a.when differs b.when]
""",
    "dates-quite-apart": """
match: {a: claim, b: claim}
where: [a.predicate is b.predicate, a.subject is b.subject, a.when disjoint b.when, dated(a), dated(b) is true]
""",
    "in-march": """
match: {a: {listing: fact}}
where: [a overlaps 2031-03/2031-03-20, a.subject.kind is place]
""",
    "around-a-date": """
match: {a: {kind: event}}
where: [2031-03-10 before a.end, a.start within P10D of 2031-03-15]
""",
    "undated": """
match: {a: claim, b: claim}
where: [dated(a) is false, a.subject is b.subject, a overlaps b]
""",
    "three-in-a-row": """
match: {a: {kind: event}, b: {kind: event}, c: {kind: event}}
where: [a.subject is b.subject, b.subject is c.subject, a before b, b before c]
""",
    "three-close-together": """
match: {a: {kind: event}, b: {kind: event}, c: {kind: [event, state]}}
where: [a.subject is b.subject, b.subject is c.subject, a.predicate is not b.predicate, a before b, c.start before a,
        c within P3D of b]
""",
    "round-in-a-ring": """
match: {a: {kind: event}, b: {kind: event}, c: {kind: event}}
where: [a.subject is b.subject, b.subject is c.subject, a before b, b before c, c within P2D of a]
""",
    "lasting-until": """
match: {a: {kind: state}, b: {kind: event}, c: {kind: event}}
where: [a.subject is b.subject, a.subject is c.subject, lasting(a) overlaps c, a.end before b.start, c before b]
""",
    # Two-valued words
    "told-before": """
match: {a: {listing: [assertion]}, b: claim}
where: [a.subject is b.subject, a.said_on < b.start]
""",
    "told-no-later": """
match: {a: claim, b: claim}
where: [a contradicts b, a.start <= b.end]
""",
    "told-after": """
match: {a: claim, b: claim}
where: [a contradicts b, a.said_on > b.when]
""",
    "told-no-earlier": """
match: {a: claim, b: claim}
where: [a contradicts b, a.when >= b.said_on]
""",
    "one-date": """
match: {a: claim, b: claim}
where: [a.subject is b.subject, a.when = b.when, a.predicate is not b.predicate]
""",
    "lists": """
match: {a: claim, b: claim}
where:
  - a.tags has spring
  - a.subject is b.subject
  - b.predicate in [gate-open, gate-shut, boat-passed, on-post]
""",
    "not-in-lists": """
match: {a: claim, b: claim}
where:
  - a.subject is b.subject
  - a.mode not in [assures, accuses]
  - a.said_to has b.said_by
""",
    "who-said-it": """
match: {a: {official: "true"}, b: {official: "true"}}
where: [a.subject is b.subject, a.authority is b.authority, a.said_by is not b.said_by]
""",
    "one-step-further": """
match: {a: claim, b: claim}
where: [a.subject is b.subject, a.said_by.kind is person, b.said_by.official is true, b.said_by.name is not Branch,
        a.said_by.authority is false]
""",
    "not-inferred": """
match: {a: claim, b: claim}
where:
  - a.subject is b.subject
  - a.mode not in [assures, accuses]
  - b.basis is not inferred
""",
    "parties-apart": """
match: {a: claim, b: claim}
where: [a contradicts b, 'parties(a, b) in ["between authorities", "same authority", "same speaker"]']
""",
    "parties-else": """
match: {a: claim, b: claim}
where: [a contradicts b, 'parties(a, b) is not "between authorities"']
""",
    "what-is-given": """
match: {a: claim, b: claim}
where: [a.subject is b.subject, given(a.scope), given(b.proceeding) is false]
""",
    # Graded words
    "rivalling": """
match: {a: claim, b: claim}
where: [a rivals b]
""",
    "rivalling-in-time": """
match: {a: claim, b: claim}
where: [a rivals b, lasting(a) overlaps lasting(b)]
""",
    "unlike-cases": """
match: {a: claim, b: claim}
where: [a.subject is b.subject, 'unlike(a.proceeding, b.proceeding)', 'unlike(a.value, b.value) is false']
""",
    "filtered-sums": """
match: {a: {adds_up: [parts, both]}}
where: [a.adds_up is not parts]
""",
    "entailing": """
match: {a: claim, b: claim}
where: [a entails b]
""",
    "contradicting": """
match: {a: claim, b: claim}
where: [a contradicts b]
""",
    "excluding": """
match: {a: claim, b: claim}
where: [a excludes b]
""",
    "part-of-it": """
match: {a: {listing: fact}, b: {listing: assertion}}
where: [a.subject part-of b.subject, a.predicate is b.predicate]
""",
    "told-apart": """
match: {a: claim, b: claim}
where: [a not-same b]
""",
    "kept-apart": """
match: {a: {kind: event}, b: {kind: event}}
where: [a.subject is b.subject, a.predicate is b.predicate, 'apart(a, b)']
""",
    "not-kept-apart": """
match: {a: {kind: event}, b: {kind: event}}
where: [a.predicate is b.predicate, a.subject same-as b.subject, 'apart(a, b) is false']
""",
    "entities-told-apart": """
match: {a: claim, b: claim}
where: [a.subject not-same b.subject]
""",
    "one-event": """
match: {a: claim, b: claim}
where: [a same-event b, a overlaps b]
""",
    "same-values": """
match: {a: claim, b: claim}
where: [a.predicate is b.predicate, a.subject same-as b.subject, a.value same-as b.value]
""",
    "values-part-of": """
match: {a: claim, b: claim}
where: [a.predicate is b.predicate, a.subject is b.subject, a.value part-of b.value]
""",
    # Values
    "values-differ": """
match: {a: {polarity: affirms}, b: {polarity: affirms}}
where: [a.predicate is b.predicate, a.subject is b.subject, a.value differs b.value]
""",
    "values-disjoint": """
match: {a: {polarity: affirms}, b: {polarity: affirms}}
where: [a.predicate is b.predicate, a.subject same-as b.subject, a.value disjoint b.value]
""",
    "subjects-differ": """
match: {a: {stated: "true"}, b: {stated: "true"}}
where: [a.source is b.source, a.predicate is b.predicate, a.subject differs b.subject]
""",
    "subjects-disjoint": """
match: {a: {stated: "true"}, b: {stated: "true"}}
where: [a.source is b.source, a.predicate is b.predicate, a.subject disjoint b.subject]
""",
    "fewer": """
match: {a: {predicate: boats-counted}, b: {predicate: boats-counted}}
where: [a.subject is b.subject, a.value + 1 < b.value]
""",
    "no-more": """
match: {a: {predicate: boats-counted}, b: {predicate: boats-counted}}
where: [a.subject is b.subject, a.value <= b.value - 1]
""",
    "one-unit": """
match: {a: {kind: quantity}, b: {kind: quantity, polarity: affirms}}
where: [a.subject is b.subject, a.unit is b.unit]
""",
    "twenty-one": """
match: {a: {value: ["21", "20", one]}}
where: [{any: [a.value = 21, a.value is 20, a.value is one]}]
""",
    "more-than-twenty": """
match: {a: {predicate: boats-counted}}
where: [a.value >= 20, 100 > a.value]
""",
    # Arithmetic on dates
    "set-too-early": """
match: {a: {affirms: reopening-set}, b: {kind: event}}
where: [a.subject is b.subject, a.value - P1M < b.start]
""",
    "weeks-later": """
match: {a: {kind: event}, b: claim}
where: [a.subject is b.subject, a.start + P2W before b]
""",
    "shifted-overlap": """
match: {a: {kind: state}, b: {listing: fact}}
where: [a.subject is b.subject, lasting(a) + P1M overlaps lasting(b)]
""",
    "shifted-whole": """
match: {a: {kind: state}, b: {listing: fact}}
where: [a.subject is b.subject, a + P1W overlaps b]
""",
    "shifted-agrees": """
match: {a: {listing: fact}, b: {kind: event}}
where: [a.subject is b.subject, a.start + P1D agrees b.start]
""",
    "set-differently": """
match: {a: {affirms: reopening-set}, b: {affirms: [reopening-set, closing-set]}}
where: [a.subject is b.subject, a.value differs b.value + P5D]
""",
    # Filters
    "filtered": """
match:
  a: {affirms: [gate-shut, passage-free, costs-money], stated: "true", listing: [assertion, fact], mode: states}
  b: {denies: [passage-free, toll-due, dug-by-machine, gate-open, boat-passed]}
where: [a.subject is b.subject]
""",
    "filtered-more": """
match:
  a: {kind: [state, event, fixed], single: "false", once: "false", own_voice: "true"}
  b: {tags: [canal], mode: [states, assures]}
where: [a.subject is b.subject]
""",
    "filtered-roles": """
match: {a: {role: reason}}
where: [a.listing is fact]
""",
    "filtered-outcomes": """
match: {a: {outcome: [upheld, not-upheld]}}
where: [a.listing is fact]
""",
    "filtered-fields": """
match: {a: {official: "false", basis: [inferred, document]}, b: {capacity: personal}}
where: [a.source is not b.source, a.subject same-as b.subject]
""",
    "filtered-scope": """
match: {a: {scope: in spring, polarity: affirms}, b: {unit: [boats, barges]}}
where: [a.subject same-as b.subject]
""",
    # Alternatives
    "either-way": """
match: {a: claim, b: claim}
where:
  - any: [a contradicts b, [a.subject is b.subject, a.predicate is b.predicate], a same-event b]
  - any: [a overlaps b, lasting(a) overlaps lasting(b), [a before b, {any: [a.listing is fact, b.listing is fact]}]]
""",
    # Unless
    "unless-ended": """
match: {a: {kind: state, polarity: affirms}, b: {polarity: denies}}
where: [a contradicts b, lasting(a) overlaps b]
unless:
  ended:
    kind: event
    polarity: affirms
    where: [ended.subject same-as a.subject, a.start before ended, ended before b]
  again: [again same-event a]
""",
    "unless-either": """
match: {a: {kind: event}, b: {kind: event}}
where: [a.subject is b.subject, a before b]
unless:
  between: [between.subject is a.subject, a before between, between before b]
  told: {listing: assertion, where: [told.subject is b.subject, {any: [told entails a, told overlaps b]}]}
""",
    "unless-alone": """
match: {a: {listing: assertion}}
where: [a.subject.kind is place]
unless:
  borne_out: [borne_out entails a]
""",
    # Counts
    "many-boats": """
match:
  a: {predicate: boats-counted}
  boats: {count: {affirms: boat-passed, polarity: affirms}, where: [boats.subject is a.subject, boats within P5D of a]}
where: [count(boats) >= 2]
""",
    "counted-around": """
match:
  a: {predicate: boats-counted, listing: fact}
  boats: {count: {affirms: boat-passed}, where: [boats.subject same-as a.subject, boats within P30D of a]}
where: [a.value differs count(boats)]
""",
    "few-boats": """
match:
  a: {polarity: affirms, kind: event}
  others: {count: {kind: event}, where: [others.subject is a.subject, {any: [others before a, a before others]}]}
where: [count(others) + 1 < 3, a.predicate is boat-passed]
""",
    # Links
    "reasons": """
match: {a: claim, b: claim, reason: {from: a, relation: gives-reason, to: b}}
where: [a.subject same-as b.subject]
""",
    "ordered-by-link": """
match: {a: claim, b: claim, order: {from: a, relation: before, to: b}}
where: [b before a]
""",
    "answered": """
match: {a: {polarity: denies}, b: {polarity: affirms}, answer: {from: a, relation: answers, to: b}}
where: [a overlaps b]
""",
    "corrected": """
match: {a: claim, b: claim, correction: {from: a, relation: corrects, to: b}}
where: [a.id is not b.id]
""",
    "relied-on": """
match: {act: claim, basis: claim, third: {kind: event}, reliance: {from: act, relation: relies-on, to: basis}}
where: [third.subject is act.subject, third touches act]
""",
    "not-apart": """
match: {a: {stated: "true"}, b: {stated: "true"}}
where: [a contradicts b, "apart(a, b) is false"]
""",
    "linked-events": """
match: {a: claim, b: claim, one: {from: a, relation: same-event, to: b}}
where: [a.text is not b.text, a.polarity is b.polarity]
""",
    "relying": """
match: {a: claim, b: claim}
where: [a relies-on b, bounded(b)]
""",
    "linked-somehow": """
match: {a: claim, b: claim}
where: [{any: [a gives-reason b, a answers b, a corrects b, a retracts b]}, a.subject same-as b.subject]
""",
    "unless-taken-back": """
match: {a: {listing: assertion}}
where: [bounded(a) is false]
unless: {back: [back retracts a], corrected: [{any: [corrected corrects a, corrected gives-reason a]}]}
""",
    # What a reader must grant
    "granted": """
match: {a: claim, b: claim}
where:
  - a contradicts b
  - any: [a.authority is b.authority, [a overlaps b, {hangs_on: "that {a.text} is meant"}], {hangs_on: never mind}]
""",
    "unless-granted": """
match: {a: {kind: event}, b: {kind: event}}
where: [a.subject is b.subject, a before b]
unless: {between: [between.subject is a.subject, between.kind is state, {hangs_on: that it matters}]}
""",
    # Inference
    "was-shut": """
match: {opened: {affirms: gate-opened, polarity: affirms}}
derive: {affirms: gate-shut, subject: opened.subject, start: opened.start - P10D, end: opened.start}
""",
    "is-watched": """
match: {a: {kind: event, official: "true"}, b: {kind: event, polarity: affirms}}
where: [a.subject is b.subject, a before b]
derive: {affirms: off-post, subject: a.subject, start: b.start}
""",
    "no-toll": """
match: {a: {affirms: toll-waived}}
unless:
  imposed: [imposed.subject is a.subject, imposed.predicate is toll-imposed, a before imposed]
derive: {denies: toll-due, subject: a.subject, value: a.value, when: a}
""",
    "passable": """
match: {a: {predicate: boat-passed}, b: {predicate: works-begun}}
where: [a.subject is b.subject]
derive: {affirms: passage-free, subject: a.subject, start: b.start, end: a.end}
""",
    "boats-told-of": """
match:
  a: {predicate: boats-counted, polarity: affirms}
  boats: {count: {affirms: boat-passed, polarity: affirms}, where: [boats.subject is a.subject]}
where: [count(boats) >= 1]
derive: {affirms: boats-counted, subject: a.subject, value: a.value + 2, when: a.when}
""",
    "made-by-hand": """
match: {a: {predicate: first-boat}}
derive: {affirms: dug-by-hand, subject: a.subject, when: a}
""",
    "set-by-the-way": """
match: {a: {predicate: works-begun}}
derive: {affirms: reopening-set, subject: a.subject, value: 2031-05-12, start: a.start}
""",
    "let-through": """
match: {a: {affirms: [gate-shut, flow-stopped]}, b: {affirms: boat-passed}}
where: [a.subject same-as b.subject, a.start before b]
derive: {affirms: gate-opened, subject: a.subject, when: b}
""",
    "toll-over": """
match: {a: {affirms: toll-due}, b: {affirms: [gate-opened, relieved]}}
where: [a.subject same-as b.subject, lasting(a) overlaps b]
derive: {affirms: toll-lifted, subject: a.subject, value: a.value, when: b}
""",
    "concluded": """
match: {a: claim, b: claim}
where: [a contradicts b, lasting(a) overlaps lasting(b), b.id is not ""]
""",
}


def rule_text(rule: str) -> str:
    """A rule as its file would have it."""
    body = BODIES[rule].lstrip()
    name = body.split("match:", 1)[1].lstrip(" {\n").split(":", 1)[0].strip()
    if "network" in body:
        name = "records" if name == "network" else name
        return HEAD.format(id=rule, name=name).replace(".text", ".clash") + body
    return HEAD.format(id=rule, name=name) + body
