"""What a dossier says about itself in `claimcheck.yaml`."""

from __future__ import annotations

from dataclasses import dataclass

from claimcheck.model import RuleSetting

FILE_NAME = "claimcheck.yaml"
FORMAT = 1  # the newest format of dossiers that this version reads


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of a dossier; `vocabulary` is None where all shipped packages are wanted."""

    title: str = ""
    timezone: str = "UTC"
    language: str = "en"
    vocabulary: tuple[str, ...] | None = None
    licence: str = ""
    description: str = ""
    rules: tuple[RuleSetting, ...] = ()
