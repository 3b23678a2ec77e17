"""Who gains and who pays: workers, residents, departments, street staff, by scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from experiments.config.outcomes import Outcome
from experiments.kinds.compare import freed
from experiments.kinds.compare.headline import headline
from experiments.kinds.compare.lines import Headline, shown_lines
from experiments.kinds.compare.report.answer import HOURS_FREED, OF_DEPARTMENTS, OWN
from experiments.kinds.compare.report.phrases import change, change_unit, listed
from experiments.kinds.compare.report.problems import PROBLEMS
from experiments.kinds.compare.report.verdict import GAINS, LOSSES, Effect, Verdict, effects
from experiments.language import _, marked
from experiments.reporting import labels
from experiments.reporting.results import Results
from experiments.reporting.table import Cell, Column, Table

PARTIES = {
    HOURS_FREED: marked("workers"),
    OWN: marked("residents with problems that a community can solve"),
    OF_DEPARTMENTS: marked("residents with problems that need departments"),
    Outcome("outside_hours", "residents"): marked("residents who are asked and surveyed"),
    Outcome("department_hours_per_week"): marked("departments"),
    Outcome("outside_hours", "street"): marked("street staff"),
}
"""Those who can gain or pay, by the outcome that says it."""
SENTENCES = (
    (GAINS, marked("With {scenario}, these gain: {parties}.")),
    (LOSSES, marked("With {scenario}, these pay: {parties}.")),
    (
        (Verdict.MIXED,),
        marked("With {scenario}, these gain in some societies and pay in others: {parties}."),
    ),
)


def sentences(results: Results, scenario: str) -> list[str]:
    """Who gains, who pays, and for whom it depends on the society, in a scenario."""
    return texts(_found(results, scenario), scenario)


def pays(results: Results, scenario: str) -> str:
    """Who pays in a scenario, in one sentence."""
    found = _found(results, scenario)
    payers = {one: effect for one, effect in found.items() if effect.verdict in LOSSES}
    if payers:
        return texts(payers, scenario)[0]
    text = _("With {scenario}, nobody pays an amount that matters.")
    if _several(found):
        text = _("With {scenario}, nobody pays an amount that matters in most societies.")
    if _open(found):
        text = _("With {scenario}, who pays cannot be told from these runs.")
    return text.format(scenario=labels.spelled(scenario))


def texts(found: Mapping[Outcome, Effect], scenario: str) -> list[str]:
    """The sentences of these effects."""
    said = []
    for verdicts, text in SENTENCES:
        among = {one: effect for one, effect in found.items() if effect.verdict in verdicts}
        if among:
            named = listed([_party(*each) for each in among.items()], len(PARTIES))
            said.append(_(text).format(scenario=labels.spelled(scenario), parties=named))
    if said:
        return said
    text = _("With {scenario}, nobody gains or pays an amount that matters.")
    if _several(found):
        text = _("With {scenario}, nobody gains or pays an amount that matters in most societies.")
    if _open(found):
        text = _("With {scenario}, who gains and who pays cannot be told from these runs.")
    return [text.format(scenario=labels.spelled(scenario))]


def _found(results: Results, scenario: str) -> dict[Outcome, Effect]:
    """The effects of a scenario on the parties, of those that were compared."""
    silent = (HOURS_FREED,) if freed.refused(results) else ()
    by_party = {one: effects(results, one) for one in PARTIES if one not in silent}
    return {one: every[scenario] for one, every in by_party.items() if scenario in every}


def _several(found: Mapping[Outcome, Effect]) -> bool:
    """Whether effects are over more than one society."""
    return any(one.societies > 1 for one in found.values())


def _open(found: Mapping[Outcome, Effect]) -> bool:
    """Whether some effect has no answer."""
    return any(one.verdict in (Verdict.UNCERTAIN, Verdict.UNKNOWN) for one in found.values())


def _party(one: Outcome, effect: Effect) -> str:
    return _("{party} ({change} {unit})").format(
        party=_(PARTIES[one]), change=change(effect), unit=change_unit(effect.unit)
    )


def tables(results: Results, abreast: int) -> list[Table]:
    """The outcomes of those who are not in the glance, by as many scenarios as fit on a page."""
    by_outcome = {line.outcome: line for line in shown_lines(results)}
    wanted = [one for one in PARTIES if one in by_outcome and one not in (HOURS_FREED, *PROBLEMS)]
    head = headline(results, [by_outcome[one] for one in wanted])
    others = range(1, len(head.scenarios))
    starts = others[::abreast]
    return [_table(head, [0, *others[start - 1 : start - 1 + abreast]]) for start in starts]


def _table(head: Headline, places: Sequence[int]) -> Table:
    names = [labels.spelled(head.scenarios[place]) for place in places]
    table = Table([Column(""), *(Column(name, "number", given=True) for name in names)])
    for line, cells in head.cells.items():
        measured = _("{label}, {unit}").format(label=line.label, unit=head.units[line].short)
        label = Cell(_(PARTIES[line.outcome]), measured)
        table.add(label, *(Cell(cells[place].level, cells[place].below) for place in places))
    return table
