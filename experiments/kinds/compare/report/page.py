"""The report of a comparison: one HTML file without other files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from experiments.config.least_difference import ABSOLUTE, RELATIVE
from experiments.costs import tables as costs
from experiments.kinds.compare import fairness
from experiments.kinds.compare.headline import title
from experiments.kinds.compare.notes import assumed
from experiments.kinds.compare.report import appendices, parties, unknown
from experiments.kinds.compare.report.answer import Answer
from experiments.kinds.compare.report.answers import answers, lead
from experiments.kinds.compare.report.glance import glance
from experiments.kinds.compare.report.phrases import HOURS
from experiments.kinds.compare.report.verdict import AGAINST, MOST
from experiments.kinds.compare.society_notes import few
from experiments.language import _, joined
from experiments.reporting.figures import shown
from experiments.reporting.labels import spelled
from experiments.reporting.page import fold, heading, page, paragraph
from experiments.reporting.results import Results
from experiments.reporting.society_notes import societies
from experiments.reporting.workforce import workforce_notes

ABREAST = 5
"""Scenarios beside the baseline in one table of a printed page."""
OF_BASELINE = ("where_the_hours_go", "closing_curves")
OF_CHANGES = ("hours_freed", "flow_of_freed_hours", "time_spent_less")
OF_PARTIES = ("fairness", "yuan")
OF_UNKNOWN = ("what_it_depends_on",)


def report(results: Results, folder: Path, author: str = "") -> str:
    """The page, with the figures of that output folder inside it.

    Parameters: results; the folder with their figures; who has the page made, for its head.
    """
    said = answers(results)
    first = lead(results)
    figures, asks = shown(results, folder), len(results.manifest["scenarios"]) > 1
    asked = question(results)
    return page(
        asked,
        [
            heading(asked, 1),
            paragraph(_("{note}.").format(note=title(results)), "quiet"),
            paragraph(_byline(results, author), "quiet"),
            *_answer(results, said, first),
            heading(_("Scenarios at a glance") if asks else _("The baseline at a glance")),
            glance(results).html(cards=True),
            *(paragraph(note) for note in workforce_notes(results)),
            *(_support(said, figures) if asks else _alone(figures)),
            *_parties(results, first, figures),
            heading(_("What is not known, and what to measure first")),
            *(paragraph(text) for text in unknown.paragraphs(results, first) if text),
            *_take(figures, OF_UNKNOWN),
            heading(_("All results")),
            paragraph(_("Open a heading to read it; on paper all are open."), "quiet"),
            *appendices.of_results(results, ABREAST),
            *_others(figures),
            *appendices.of_evidence(results),
        ],
    )


def question(results: Results) -> str:
    """The question that a comparison answers."""
    names = results.manifest["scenarios"][1:]
    if not names:
        return _("How is the working week spent, and how soon are residents' problems solved?")
    if len(names) == 1:
        return _(
            "How much time is freed with {scenario}, where does it go, and are residents' problems "
            "solved sooner?"
        ).format(scenario=spelled(names[0]))
    return _(
        "How much time is freed with {n} scenarios, where does it go, and are residents' problems "
        "solved sooner?"
    ).format(n=len(names))


def _byline(results: Results, author: str) -> str:
    """Author, day, version."""
    manifest = results.manifest
    day = datetime.fromisoformat(manifest["created"]).date().isoformat()
    versions = manifest["versions"]
    made = _("{day}, unburden {version}, model {model}").format(
        day=day, version=versions["unburden"], model=versions["model"]
    )
    return _("{author}, {made}").format(author=author, made=made) if author else made


def _answer(results: Results, said: Iterable[Answer], first: str) -> list[str]:
    """The box with the answer."""
    parts = [heading(one.question, 3) + paragraph(one.lead) for one in said]
    if not parts:
        return []
    least = {"hours": ABSOLUTE[HOURS], "days": ABSOLUTE["days"]}
    if societies(results) == 1:
        note = _(
            "Frees, sooner, later: the mean change is more than matters ({hours} hours a week, "
            "{days} days). This is one society: others may differ, by how much is not known."
        ).format(**least)
    elif societies(results):
        note = _(
            "A gain is a change for the better by more than matters: {hours} hours a week, {days} "
            "days, {other} % of other amounts. Frees, sooner, later: in the median society and in "
            "at least {most} %, and the other way in fewer than {against} %."
        ).format(
            **least,
            other=f"{100 * RELATIVE:g}",
            most=f"{100 * MOST:g}",
            against=f"{100 * AGAINST:g}",
        )
    else:
        note = _(
            "Frees, sooner, later: the mean change is more than matters ({hours} hours a week, "
            "{days} days), and its 95 % interval is on one side of 0."
        ).format(**least)
    pays = parties.pays(results, first)
    parts.append(heading(_("Who pays?"), 3) + paragraph(pays))
    sure = _(
        "This is a simulation, no measurement: {assumed} of its {n} numbers are assumed. At equal "
        "delivery: as if every form that is asked for were delivered."
    ).format(**assumed(results.manifest))
    cautions = few(societies(results)) if societies(results) > 1 else []
    notes = (paragraph(text, "quiet") for text in (sure, joined([note, *cautions], "sentences")))
    inner = "\n".join([heading(_("The answer")), *parts, *notes])
    return [f'<section class="answer">{inner}</section>']


def _support(said: Iterable[Answer], figures: dict[str, str]) -> list[str]:
    """What each answer rests on: sentences, and one figure."""
    parts: list[str] = []
    for one in said:
        figure = _take(figures, [next((name for name in one.figures if name in figures), "")])
        if one.more or figure:
            parts += [heading(one.question), *(paragraph(text) for text in one.more), *figure]
    return parts


def _alone(figures: dict[str, str]) -> list[str]:
    """What there is to see of a baseline alone; figures of changes would be empty."""
    _take(figures, OF_CHANGES)
    return _take(figures, OF_BASELINE)


def _take(figures: dict[str, str], names: Iterable[str]) -> list[str]:
    """Figures of these names, which are then no longer among the others."""
    return [figures.pop(name) for name in names if name in figures]


def _parties(results: Results, first: str, figures: dict[str, str]) -> list[str]:
    """Who gains and who pays; nothing of a baseline alone."""
    if not first:
        return []
    return [
        heading(_("Who gains, and who pays?")),
        *(paragraph(text) for text in parties.sentences(results, first)),
        *(table.html(cards=True) for table in parties.tables(results, ABREAST)),
        *_groups(results),
        *([] if costs.costs(results).empty else [costs.ranked(results).html()]),
        *_take(figures, OF_PARTIES),
    ]


def _groups(results: Results) -> list[str]:
    """What becomes of groups of residents, whose days count from another moment."""
    texts = fairness.texts(results)
    about = _(
        "By group of residents, days count from the onset of an issue, known or not; in the answer "
        "they count from its report."
    )
    return [paragraph(text) for text in (about, *texts)] if texts else []


def _others(figures: dict[str, str]) -> list[str]:
    return [fold(heading(_("Further figures")), *figures.values())] if figures else []
