"""Options from which random settings are put together."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st


def pick(*values: Any) -> st.SearchStrategy[Any]:
    """One of some values."""
    return st.sampled_from(values)


SHARE = pick(0.0, 0.3, 0.8, 1.0)


def some(**choices: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of these settings; the rest keep their defaults."""
    return st.fixed_dictionaries({}, optional=choices)


def lever(**choices: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A lever that is on or off."""
    start, coverage = pick(0, 1, 7), pick(0.0, 0.5, 1.0)
    return st.fixed_dictionaries(
        {"on": pick(True, True, False), "start_day": start, "coverage": coverage}, optional=choices
    )


def rule(**choices: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A rule that is on or off."""
    return st.fixed_dictionaries({"on": pick(True, True, False)}, optional=choices)
