"""Fault tolerance, and blame that is not handed down (容错免责、澄清保护)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import Share, assume


@lever(
    number=100,
    label="Fault tolerance, and blame that is not handed down (容错免责、澄清保护)",
    documents=("002",),
    acts_on=("obligations", "workers"),
)
class FaultTolerance(Lever):
    """Honest mistakes are excused, and those above do not clear themselves by blaming below.

    Documents: An essay asks for excuse of mistakes, for clearing of names, and for an end of
        blaming subordinates as a shield (002). It tells of no place that has done it.
    Mechanism: A serious incident here leaves fewer obligations. Fewer criticisms are written, and
        who is not criticised fills nothing in. Fewer forms that will be late are filled in from
        old figures. Fewer traces and logs are kept as cover.
    Limits: Every size is assumed. Nobody becomes careless for want of blame: incidents and late
        forms are as frequent as before. Hearings that clear a name are others' work.
    """

    obligations_cut: Share = assume("blame_obligations_cut")
    criticism_cut: Share = assume("blame_criticism_cut")
    old_figures_cut: Share = assume("blame_old_figures_cut")
    traces_cut: Share = assume("blame_traces_cut")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.scale_policy(
            communities,
            blame=1.0 - self.obligations_cut,
            criticised=1.0 - self.criticism_cut,
            old_figures=1.0 - self.old_figures_cut,
            traces=1.0 - self.traces_cut,
            logs=1.0 - self.traces_cut,
        )
