"""Reading `claimcheck.yaml`, which says in which format a dossier is written and how it is to be read."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from claimcheck.load.fields import Fields, shown
from claimcheck.load.folder import File, read_bytes
from claimcheck.load.keys import SETTINGS, VERDICT, did_you_mean
from claimcheck.load.notes import Notes
from claimcheck.load.rulesettings import read_rule_settings
from claimcheck.location import Location
from claimcheck.model import Verdict
from claimcheck.settings import FILE_NAME, FORMAT, Settings
from claimcheck.yamlfile import MapNode, Node, Scalar, read_yaml

PLACE = Location(path=FILE_NAME)
_SITE = re.compile(r"https?://[^\s/?#@<>\"]+(/[^\s?#<>\"]*)?")  # a folder: pages and anchors are put after it


def read_settings(root: Path, packages: Collection[str], notes: Notes) -> Settings | None:
    """The settings, or None where nothing may be read: no file, no format, or a format newer than this version."""
    node = _node(root, notes)
    if node is None:
        return None
    fields = Fields(node, SETTINGS, notes)
    if not _format_fits(fields):
        return None
    return Settings(
        title=fields.text("title"),
        timezone=_timezone(fields),
        language=fields.text("language") or "en",
        vocabulary=_vocabulary(fields, packages),
        licence=fields.text("licence"),
        description=fields.text("description"),
        rules=read_rule_settings(fields),
        verdicts=_verdicts(fields),
        site=_site(fields),
        publisher=fields.text("publisher"),
    )


def dossier_language(root: Path) -> str:
    """The language that the settings name, else English; what is wrong with them is told when they are read."""
    node = _node(root, Notes())
    scalar = node.get("language") if node is not None else None
    return scalar.text if isinstance(scalar, Scalar) and scalar.text else "en"


def _node(root: Path, notes: Notes) -> MapNode | None:
    place = root / FILE_NAME
    if not place.is_file():
        notes.add("NO-DOSSIER", PLACE, f"expected a dossier, found a folder without `{FILE_NAME}`",
                  "run claimcheck in the folder of the dossier, or write "
                  f"a `{FILE_NAME}` that starts with `format: {FORMAT}`")  # fmt: skip
        return None
    data = read_bytes(File(path=FILE_NAME, place=place), notes)
    if data is None:
        return None
    node, problems = read_yaml(data, FILE_NAME)
    notes.take(problems)
    if node is not None and not isinstance(node, MapNode):
        notes.add("WRONG-SHAPE", node.location, f"expected keys such as `format:` and `title:`, found {shown(node)}",
                  f"start it with `format: {FORMAT}`")  # fmt: skip
        return None
    return node


def _format_fits(fields: Fields) -> bool:
    if not fields.wrote("format"):
        fields.error("NO-FORMAT", fields.node.location, "expected `format:`, found none",
                     f"write `format: {FORMAT}` in the first line")  # fmt: skip
        return False
    scalar = fields.scalar("format")
    if scalar is None:
        return False
    if re.fullmatch("[1-9][0-9]{0,8}", scalar.text) and int(scalar.text) > FORMAT:
        fields.error("NEWER-FORMAT", scalar.location,
                     f"this dossier is written in format {scalar.text}, and this version reads format {FORMAT}",
                     "upgrade claimcheck: `git pull` in its checkout, and install from there again")  # fmt: skip
        return False
    if scalar.text != str(FORMAT):
        fields.error("BAD-FORMAT", scalar.location, f"expected the format {FORMAT}, found `{scalar.text}`",
                     f"write `format: {FORMAT}`")  # fmt: skip
        return False
    return True


def _timezone(fields: Fields) -> str:
    scalar = fields.scalar("timezone")
    if scalar is None or scalar.text == "UTC":
        return "UTC"
    import zoneinfo  # costs some milliseconds, and most dossiers are told in one zone

    try:
        zoneinfo.ZoneInfo(scalar.text)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        fields.error("UNKNOWN-TIMEZONE", scalar.location, f"no time zone has the name `{scalar.text}`",
                     did_you_mean(scalar.text, zoneinfo.available_timezones(),
                                  "write such as `Europe/Prague` or `UTC`"))  # fmt: skip
        return "UTC"
    return scalar.text


def _vocabulary(fields: Fields, packages: Collection[str]) -> tuple[str, ...] | None:
    if "vocabulary" not in fields.nodes:
        return None
    found: list[str] = []
    for scalar in fields.scalars("vocabulary"):
        if scalar.text in packages:
            found.append(scalar.text)
        else:
            fields.error("UNKNOWN-PACKAGE", scalar.location, f"no vocabulary package is called `{scalar.text}`",
                         did_you_mean(scalar.text, packages, f"there are {', '.join(sorted(packages))}"))  # fmt: skip
    return tuple(found)


def _site(fields: Fields) -> str:
    """The address of the published pages, without the slash at its end."""
    scalar = fields.scalar("site")
    if scalar is None:
        return ""
    if not _SITE.fullmatch(scalar.text):
        fields.error("BAD-URL", scalar.location, f"expected a web address under `site`, found `{scalar.text}`",
                     "write that of the folder with the pages, such as https://example.org/checks")  # fmt: skip
        return ""
    return scalar.text.rstrip("/")


def _verdicts(fields: Fields) -> tuple[Verdict, ...]:
    node = fields.nodes.get("verdicts")
    if node is None:
        return ()
    if not isinstance(node, MapNode):
        fields.error("WRONG-SHAPE", node.location, f"expected verdicts by name under `verdicts`, found {shown(node)}",
                     "write such as `inaccurate: {label: Inaccurate, meaning: WHEN, rating: 1}`")  # fmt: skip
        return ()
    return tuple(found for name, below in node.entries if (found := _verdict(name, below, fields)) is not None)


def _verdict(name: Scalar, node: Node, outer: Fields) -> Verdict | None:
    if not isinstance(node, MapNode):
        outer.error("WRONG-SHAPE", node.location, f"expected keys of the verdict `{name.text}`, found {shown(node)}",
                    "write such as `{label: Inaccurate, meaning: WHEN, rating: 1}`")  # fmt: skip
        return None
    fields = Fields(node, VERDICT, outer.notes)
    fields.require(*VERDICT.required)
    rating = fields.scalar("rating")
    if rating is not None and not re.fullmatch("[1-9][0-9]?", rating.text):
        fields.error("WRONG-CHOICE", rating.location, f"expected a number from 1 to 99, found `{rating.text}`",
                     "write 1 for the worst verdict, and leave it out for one that is no degree of truth")  # fmt: skip
    outer.adopt(fields)
    if fields.flawed:
        return None
    return Verdict(location=name.location, id=name.text, label=fields.text("label"), meaning=fields.text("meaning"),
                   rating=int(rating.text) if rating else None)  # fmt: skip
