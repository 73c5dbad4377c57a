"""What `claimcheck.yaml` says about single rules: off, another severity, and exceptions, each with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from claimcheck.load.fields import NO_NULL, Fields, shown
from claimcheck.load.ids import Ids
from claimcheck.load.keys import EXCEPTION, RULE_SETTING
from claimcheck.load.notes import Notes
from claimcheck.model import RuleException, RuleSetting
from claimcheck.yamlfile import ListNode, MapNode, Scalar

SEVERITIES = ("error", "warning", "note")
SETTING = "write such as `{off: WHY}`, `{severity: note, reason: WHY}` or `{except: [...]}`"
EXCEPT = "write such as `except: [{claims: [one, other], reason: WHY}]`"


def read_rule_settings(fields: Fields) -> tuple[RuleSetting, ...]:
    """The settings under `rules`, by the names of the rules."""
    node = fields.nodes.get("rules")
    if node is None:
        return ()
    if not isinstance(node, MapNode):
        fields.error("WRONG-SHAPE", node.location,
                     f"expected rules and their settings under `rules`, found {shown(node)}",
                     "write such as `rules: {two-dates: {off: WHY}}`")  # fmt: skip
        return ()
    found = [_setting(name, below, fields) for name, below in node.entries if isinstance(below, MapNode)]
    for _, below in node.entries:
        if not isinstance(below, MapNode) and not below.flawed:
            fields.error("WRONG-SHAPE", below.location, f"expected a setting with its reason, found {shown(below)}",
                         SETTING)  # fmt: skip
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.rule, one.location)))


def _setting(name: Scalar, node: MapNode, fields: Fields) -> RuleSetting | None:
    below = Fields(node, RULE_SETTING, fields.notes)
    severity = below.choice("severity", SEVERITIES)
    off = below.text("off")
    reason = off or below.text("reason")
    kinds = [key for key in ("off", "severity", "except") if below.wrote(key)]
    exceptions = tuple(_exceptions(below))
    if below.flawed:
        pass
    elif not kinds:
        below.error("WRONG-SHAPE", node.location,
                    f"expected `off`, `severity` or `except` for `{name.text}`, found none", SETTING)  # fmt: skip
    elif "off" in kinds and len(kinds) > 1:
        below.error("WRONG-SHAPE", node.location,
                    f"`{name.text}` is switched `off`, and has `{kinds[1]}` beside it, which then says nothing",
                    f"leave out `off` or `{kinds[1]}`")  # fmt: skip
    elif "severity" in kinds and not reason:
        below.error("MISSING-KEY", node.location, f"the setting of `{name.text}` has no `reason`",
                    "add `reason:` and say why")  # fmt: skip
    if below.flawed:
        return None
    return RuleSetting(location=name.location, rule=name.text, off=bool(off), severity=severity, reason=reason,
                       exceptions=exceptions)  # fmt: skip


def _exceptions(setting: Fields) -> Iterator[RuleException]:
    """The exceptions that can be read; one that cannot is noted, and the setting and the others stand."""
    notes = setting.notes
    node = setting.nodes.get("except")
    if node is None or node.flawed:
        return
    if not isinstance(node, ListNode):
        notes.add("WRONG-SHAPE", node.location, f"expected a list under `except`, found {shown(node)}", EXCEPT)
        return
    if not node.items:
        notes.add("EMPTY-VALUE", node.location, "expected an item under `except`, found none", NO_NULL)
    for item in node.items:
        if isinstance(item, MapNode):
            below = Fields(item, EXCEPTION, notes)
            below.require(*EXCEPTION.required)
            one = RuleException(location=item.location, claims=below.texts("claims"), reason=below.text("reason"))
            if not below.flawed:
                yield one
        elif not item.flawed:
            notes.add("WRONG-SHAPE", item.location,
                      f"expected claims and a reason under `except`, found {shown(item)}", EXCEPT)  # fmt: skip


def named_claims(settings: Iterable[RuleSetting], claims: Ids, notes: Notes) -> tuple[RuleSetting, ...]:
    """The settings with the present ids of the claims in exceptions; one with an id that nobody has is left out."""
    return tuple(replace(setting, exceptions=tuple(_named(setting.exceptions, claims, notes))) for setting in settings)


def _named(exceptions: Iterable[RuleException], claims: Ids, notes: Notes) -> Iterator[RuleException]:
    for one in exceptions:
        present = [name if claims.has(name) else min(claims.renamed.get(name, [""])) for name in one.claims]
        unknown = [name for name, found in zip(one.claims, present, strict=True) if not found]
        for name in unknown:
            notes.take([claims.unknown(Scalar(text=name, location=one.location), notes.lost("claim"))])
        if not unknown:
            yield replace(one, claims=tuple(sorted(set(present))))
