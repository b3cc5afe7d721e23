"""The mapping of the inventory's words, `data/cofi.toml`, and of ISO 3166-1 alpha-3 codes to alpha-2 (from CLDR)."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from babel import Locale
from babel.core import get_global

from brep_metrics.i18n import Title
from brep_metrics.shipped import shipped

FILE = shipped("data/cofi.toml")


@cache
def words() -> dict[str, Any]:
    """The tables of `data/cofi.toml` in their own shape."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def country_code(iso3: str) -> str | None:
    """The two-letter code of a country's three-letter code, from CLDR's aliases; None where it is unknown."""
    # The codes that ISO leaves to users have aliases too, but no name.
    codes = get_global("territory_aliases").get(iso3, [])
    return str(codes[0]) if len(codes) == 1 and codes[0] in Locale("en").territories else None


def country_name(code: str) -> Title:
    """CLDR's name of a country in both languages."""
    return Title(Locale("zh").territories.get(code), Locale("en").territories.get(code))
