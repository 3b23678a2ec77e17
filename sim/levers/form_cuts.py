"""Fewer papers, meetings, tables, reports and traces (减文、减会、减表、减报、减痕)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.enums import Cadence
from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import Share, assume


@lever(
    number=8,
    label="Fewer papers, meetings, tables, reports and traces (减文、减会、减表、减报、减痕)",
    documents=("000", "002"),
    acts_on=("obligations", "workers"),
)
class FormCuts(Lever):
    """Meetings, work groups, requests, forms and traces are cut, and forms are merged.

    Documents: The five cuts are a district's slogan (002, Xiqing); fewer work groups are
        another's (002, Hedong). The city names too many ledgers and forms among its
        rectifications (000).
    Mechanism: Meetings, chat groups, requests, traces and logs fall by a share. Of forms a
        share ends, useful or not. Others are merged with a form of the same department and
        cadence, which then asks the items of both.
    Limits: No document gives a size. Boards and the tasks behind them are left to
        `signboard_removal`.
    """

    meetings_cut: Share = assume("meetings_cut_share")
    chats_cut: Share = assume("chats_cut_share")
    requests_cut: Share = assume("requests_cut_share")
    traces_cut: Share = assume("traces_cut_share")
    forms_ended: Share = assume("forms_ended_share")
    forms_merged: Share = assume("forms_merged_share")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.scale_policy(
            communities,
            meetings=1.0 - self.meetings_cut,
            chats=1.0 - self.chats_cut,
            requests=1.0 - self.requests_cut,
            traces=1.0 - self.traces_cut,
            logs=1.0 - self.traces_cut,
        )
        numbers = range(place.obligations)
        sorts = [(place.department_of(number), place.cadence_of(number)) for number in numbers]
        ended = [place.uniform("cut", number) < self.forms_ended for number in numbers]
        merged = [place.uniform("merge", number) < self.forms_merged for number in numbers]
        # Some forms end, and some of the rest are merged into the first of their sort.
        for community in communities:
            kept: dict[tuple[int, Cadence], int] = {}
            for number in numbers:
                if not place.is_active(community, number) or place.has_board(community, number):
                    continue
                if ended[number]:
                    place.end_obligation(community, number)
                elif merged[number] and sorts[number] in kept:
                    place.merge(community, kept[sorts[number]], number)
                else:
                    kept[sorts[number]] = number
