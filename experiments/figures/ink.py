"""What all figures are drawn in: resolution, colours, and the order of activities."""

from __future__ import annotations

DPI = 150
OKABE_ITO = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#8C8C00")
BASELINE_INK = "#444444"
SEGMENTS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("forms", ("forms",), "#8F3A00"),
    ("traces of work", ("traces",), "#D55E00"),
    ("inspections", ("inspections",), "#E69F00"),
    ("meetings, chat groups", ("meetings",), "#F5CF80"),
    ("chasing departments", ("chasing",), "#CC79A7"),
    ("set-up of the reform", ("setup",), "#6A3D6A"),
    ("residents' matters", ("issues", "mediation", "emergency", "certificates"), "#004C80"),
    ("counter", ("counter",), "#0072B2"),
    ("patrol, merchant checks", ("patrol", "merchant_checks"), "#56B4E9"),
    ("visits to residents", ("visits",), "#009E73"),
    ("events for residents", ("activities",), "#8FD3BE"),
    ("Party work", ("party",), "#777777"),
    ("away", ("away",), "#AAAAAA"),
    ("slack, vacant places", ("slack", "vacant"), "#DDDDDD"),
)
