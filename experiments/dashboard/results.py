"""What the levers change: hours freed, days until solved, the working week."""

from __future__ import annotations

from html import escape

import numpy as np
import solara

from experiments.config.outcomes import Outcome
from experiments.dashboard import drawing
from experiments.dashboard.answer import DEPARTMENTS, OWN, SOLVED, VISITS, Answer, median
from experiments.dashboard.component import markup, spoken
from experiments.dashboard.question import Question
from experiments.language import _, counted
from experiments.reporting.labels import signed


@spoken
def Results(answer: Answer) -> None:
    """Hours freed and other changes, a dot a society."""
    question = answer.question
    levers = bool(question.levers)
    with solara.Div(classes=["card"]):
        markup(f"<h2>{_('What the levers change')}</h2>", "heading")
        if not levers:
            markup(f"<p>{_('No lever is on: switch one on to see what it frees.')}</p>", "hint")
            _table(answer, levers)
            _assumed(answer)
            return
        _freed(answer)
        _assumed(answer)
        for title, group in (
            (_("Days until solved, own powers"), OWN),
            (_("Days until solved, departments"), DEPARTMENTS),
        ):
            _days(answer, title, Outcome(SOLVED, group))
        _table(answer, levers)
        _command(question)


@spoken
def Week(answer: Answer, levers: bool) -> None:
    """Where the working week goes, mean over societies."""
    rows = [(_(label), colour, before, after) for label, colour, before, after in answer.week()]
    labels = [_("without the levers"), *([_("with the levers")] if levers else [])]
    with solara.Div(classes=["card"]):
        title = _("Where the week goes, hours per worker")
        picture = drawing.week(rows, labels, title)
        items = "".join(
            f"<li><span class='box' style='background:{colour}'></span>{escape(label)} "
            f"<b>{before:.1f}</b>{f' → <b>{after:.1f}</b>' if levers else ''}</li>"
            for label, colour, before, after in rows
        )
        note = _("Mean over societies; overtime is included.")
        markup(f"<h2>{title}</h2>{picture}<ul class='legend'>{items}</ul>", "week")
        markup(f"<p class='note'>{note}</p>")


def _freed(answer: Answer) -> None:
    title = _("Hours freed per worker and week, at equal delivery")
    middle = median(answer.freed)
    picture = drawing.dots(answer.freed, middle, title, 4.0)
    markup(
        f"<h3>{title}: <b data-part='freed' data-value='{middle!r}'>{signed(middle)}</b></h3>"
        f"{picture}"
    )
    before, after = answer.levels(VISITS)
    text = _("Visits to residents: {before:.1f} hours, then {after:.1f} (medians).")
    markup(f"<p>{text.format(before=median(before), after=median(after))}</p>")


def _assumed(answer: Answer) -> None:
    """What the numbers are, beside the answer."""
    text = _(
        "Numbers are of {societies}, simulated and not measured. Most inputs are assumptions with "
        "a range: unburden experiment=evidence lists them."
    )
    societies = counted(len(answer.found), "society", "societies")
    markup(f"<p class='note'>{text.format(societies=societies)}</p>", "assumed")


def _days(answer: Answer, title: str, outcome: Outcome) -> None:
    changes = [value for value in answer.changes(outcome) if not np.isnan(value)]
    if len(changes) < len(answer.found):
        markup(f"<h3>{title}</h3><p class='note'>{_('some society has no such value')}</p>")
        return
    middle = median(changes)
    picture = drawing.dots(changes, middle, title, 2.0)
    markup(f"<h3>{title}: <b>{signed(middle)}</b></h3>{picture}", outcome.group)


def _table(answer: Answer, levers: bool) -> None:
    """The same in numbers."""
    head = [_("society"), *([_("hours freed")] if levers else [])]
    head += [_("days, own powers"), _("days, departments")]
    rows = []
    for one in answer.found:
        cells = [str(one.number + 1), *([signed(one.freed)] if levers else [])]
        for group in (OWN, DEPARTMENTS):
            before, after = (
                side.measures[Outcome(SOLVED, group)] for side in (one.baseline, one.reform)
            )
            cells.append(_level(before) + (f" → {_level(after)}" if levers else ""))
        rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    heads = "".join(f"<th scope='col'>{each}</th>" for each in head)
    markup(f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>", "table")
    note = _("At most the first 60 days of each issue are counted, solved or not.")
    markup(f"<p class='note'>{note}</p>")


def _level(value: float) -> str:
    return "-" if np.isnan(value) else f"{value:.1f}"


def _command(question: Question) -> None:
    """The command that gives the same numbers, where one does."""
    if len(question.levers) != 1 or question.assumptions:
        return
    place = "" if question.place == "street" else f" territory={question.place}"
    days = "" if question.years == 2 else f" horizon_days={250 * question.years}"
    (lever,), societies = question.levers, question.societies
    line = f"unburden 'scenarios=[{lever}]' replications=1 societies={societies}{place}{days}"
    markup(f"<p class='note'>{_('The same on the command line:')}<br><code>{line}</code></p>")
