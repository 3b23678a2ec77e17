"""Components of the page, whose texts are in the language that is their first argument."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import reacton.ipyvuetify as v
import solara

from experiments.language import use

ACCENT = "#0072B2"


def spoken(function: Callable[..., Any]) -> Callable[..., Any]:
    """A component that takes the language first, and shows its texts in it."""

    @wraps(function)
    def shown(language: str, *args: Any, **kwargs: Any) -> Any:
        with use(language):
            return function(*args, **kwargs)

    component: Callable[..., Any] = solara.component(shown)
    return component


def markup(text: str, name: str = "") -> None:
    """HTML of the dashboard's own, which has no text of a user's; tests find it by its name."""
    solara.HTML(unsafe_innerHTML=text, attributes={"data-part": name} if name else None)


def switch(label: str, value: bool, on_value: Callable[[bool], None], name: str = "") -> Any:
    """A switch with a label of its own; the space bar turns it."""
    return v.Switch(
        label=label, v_model=value, on_v_model=on_value, color=ACCENT, hide_details=True,
        dense=True, inset=True, class_=name,
    )  # fmt: skip


def tick(label: str, value: bool, on_value: Callable[[bool], None], name: str = "") -> Any:
    """A box to tick."""
    return v.Checkbox(
        label=label, v_model=value, on_v_model=on_value, color=ACCENT, hide_details=True,
        dense=True, class_=name,
    )  # fmt: skip


def slider(
    label: str,
    name: str,
    value: float,
    bounds: tuple[float, float],
    on_value: Callable[[Any], None],
    step: float = 1,
) -> Any:
    """A slider in a group that has its name, which sliders of Vuetify do not tell.

    Whole numbers where its step is one.
    """

    def moved(number: float) -> None:
        on_value(int(number) if step == 1 else float(number))

    low, high = bounds
    inside = v.Slider(
        label=label, v_model=value, on_v_model=moved, min=low, max=high, step=step,
        thumb_label=False, hide_details=True, color=ACCENT,
    )  # fmt: skip
    group = {"role": "group", "aria-label": name}
    return v.Html(tag="div", attributes=group, children=[inside])
