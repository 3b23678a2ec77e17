"""Names and types of communities beside their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sim.settings.each import VILLAGE
from sim.settings.territory import Territory


def with_names(frame: pd.DataFrame, place: Territory, *, types: bool = False) -> pd.DataFrame:
    """A frame with a column `community`, followed by `name` and `type` where the place has them.

    Of types that are drawn in each run there is none; villages are the same in all.
    """
    each, numbers = place.each, frame["community"]
    kinds = each.types or [VILLAGE if rural else None for rural in place.is_village]
    at = int(frame.columns.get_loc("community")) + 1  # type: ignore[arg-type]
    named = frame.copy()
    if types and any(kinds):
        named.insert(at, "type", [kinds[number] for number in numbers])
    if each.names:
        named.insert(at, "name", [each.names[number] for number in numbers])
    return named


def name_of(settings: Mapping[str, Any], community: int) -> str:
    """A community of the settings in a manifest: "Linhe", else "community 3"."""
    names = settings["territory"].get("each", {}).get("names") or ()
    return str(names[community]) if community < len(names) else f"community {community}"
