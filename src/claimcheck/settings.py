"""What a dossier says about itself in `claimcheck.yaml`."""

from __future__ import annotations

from msgspec import Struct

from claimcheck.model import RuleSetting, Verdict

FILE_NAME = "claimcheck.yaml"
FORMAT = 1  # the newest format of dossiers that this version reads


class Settings(Struct, frozen=True, kw_only=True):
    """The settings of a dossier; `vocabulary` is None where all shipped packages are wanted."""

    title: str = ""
    timezone: str = "UTC"
    language: str = "en"
    vocabulary: tuple[str, ...] | None = None
    licence: str = ""
    description: str = ""
    rules: tuple[RuleSetting, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    site: str = ""
    publisher: str = ""
