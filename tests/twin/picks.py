"""Options from which random settings are put together."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st


def pick(*values: Any) -> st.SearchStrategy[Any]:
    """One of some values."""
    return st.sampled_from(values)


SHARE = pick(0.0, 0.3, 0.8, 1.0)
REACHES: tuple[dict[str, Any], ...] = (
    *({"coverage": share} for share in (0.0, 0.5, 1.0, 1.0)),
    {"coverage": {"old_estate": 0.5, "mixed": 1.0}},
    {"coverage": {"commercial": 1.0, "business": 0.3, "village": 0.5}},
    {"communities": 1},
)
"""Whom a lever reaches; every place has a community."""


def some(**choices: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of these settings; the rest keep their defaults."""
    return st.fixed_dictionaries({}, optional=choices)


def lever(**choices: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A lever that is on or off."""
    switches = {"on": pick(True, True, False), "start_day": pick(0, 1, 7, 11)}
    reach = pick(*REACHES)
    whole = st.fixed_dictionaries(switches, optional=choices)
    return st.tuples(whole, reach).map(lambda parts: parts[0] | parts[1])


def rule(**choices: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A rule that is on or off."""
    return st.fixed_dictionaries({"on": pick(True, True, False)}, optional=choices)
