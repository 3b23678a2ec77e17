"""Which assumptions an outcome depends on, on the terminal: effects, and shares of variance."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from typing import Any

import pandas as pd
from rich.console import Console
from rich.text import Text

from experiments.config.outcomes import Outcome
from experiments.language import _, bracketed, counted, joined, marked
from experiments.reporting import labels
from experiments.reporting.meanings import meaning, unit
from experiments.reporting.results import Results
from experiments.reporting.table import Column, Table, filled
from experiments.reporting.terminal import console, print_files, print_text
from experiments.statistics.morris import step
from experiments.statistics.sobol import OTHERS, SUM

SHOWN = 10
"""Leading assumptions shown."""
FRAMES = marked("screening"), marked("indices"), marked("answers")
HEAD = ["scenario", "measure", "group"]
Row = Mapping[Any, Any]
DECLARED = marked(
    "All of this is over the declared ranges, in which each assumption is drawn by itself: both "
    "designs need independent inputs. Most such societies are no plausible place, and plausible "
    "ones are no product of ranges, as their assumptions depend on each other. So these effects "
    "and shares do not hold for plausible societies. What moves outcomes there: leaders of "
    "experiment=uncertainty, and experiment=value_of_information."
)
"""Why it is not over plausible societies, and where to look instead."""


def show(results: Results, to: Console | None = None) -> None:
    """Print, for each answer, leading assumptions and their shares of variance; notes; files."""
    to = to or console()
    manifest = results.manifest
    answers: list[Any] = results.answers.to_dict("records")
    for answer in answers:
        to.print(Text(f"\n{title(answer, manifest['of'])}", style="bold"))
        rows = of(results.screening, answer)
        to.print(_leaders(rows.head(SHOWN)).terminal())
        print_text(to, _beyond(rows, answer))
        if "indices" in results.frames:
            count = len(manifest["assumptions"])
            to.print(_shares(of(results.indices, answer), count).terminal())
            print_text(to, _explained(answer))
    to.print()
    for note in notes(manifest):
        print_text(to, note, "dim")
    to.print()
    files = {name: f"{name}.csv" for name in (*FRAMES, *results.frames) if name in results.frames}
    print_files(results.folder, files | {"figures": "figures"})


def of(rows: pd.DataFrame, answer: Row) -> pd.DataFrame:
    """The rows of one answer."""
    return rows[(rows[HEAD] == [answer[name] for name in HEAD]).all(axis=1)]


def title(answer: Row, explained: str) -> str:
    """Name of an answer, and its value at the declared assumptions."""
    outcome = Outcome(answer["measure"], answer["group"])
    change = _("change against the baseline") if explained == "difference" else ""
    digits = labels.decimals(abs(answer["declared"]))
    value = (
        labels.signed(answer["declared"], digits) if change else f"{answer['declared']:.{digits}f}"
    )
    return _("{scenario}: {outcome}, {value} {unit} at the declared assumptions").format(
        scenario=labels.spelled(answer["scenario"]),
        outcome=bracketed(outcome.label, change),
        value=value,
        unit=_(answer["unit"]),
    )


def notes(manifest: Mapping[str, Any]) -> list[str]:
    """How to read the tables, and how large the samples were."""
    used, count = manifest["screening"]["used"], len(manifest["assumptions"])
    effects = _(
        "μ*: mean size of the change in the outcome, in its unit, over the whole range of an "
        "assumption, over {trajectories} through all {assumptions} that are active here, each "
        "drawn from its distribution, in steps of {step:.2g} of it. ± is half of a 95 % interval "
        "(bootstrap over trajectories, rough for few). μ is the mean with its sign: well below μ* "
        "in size, the direction depends on other assumptions. A wide range counts as much as a "
        "large role in the model."
    ).format(
        trajectories=counted(used, "trajectory", "trajectories"),
        assumptions=counted(count, "assumption"),
        step=step(manifest["levels"]),
    )
    noise = _(
        "~: not distinguishable from Monte Carlo noise. The limit is what the largest μ* exceeds "
        "in 5 of 100 cases if no assumption has an effect and the noise of all points is "
        "independent. It is mostly smaller, so some of what is marked may be real."
    )
    lines = [_(DECLARED), effects, noise]
    if "indices" in manifest:
        lines.append(
            _(
                "Shares of the variance of the outcome when all these assumptions vary at once "
                "over their declared ranges. S1 is the share that would vanish if the assumption "
                "were known, ST the share that would remain if all others were known; ST minus S1 "
                "is interaction. Brackets are 95 % intervals (bootstrap over blocks, normal), "
                "which may leave 0 to 100 %. ~ before ST: not above what Monte Carlo noise alone "
                "gives the largest of these in 5 of 100 analyses without any effect (simulated, "
                "from the noise between two seeds at the first points of blocks)."
            )
        )
    lines += _lost(manifest)
    if manifest["replications"] == 1:
        lines.append(_("One replication: every answer contains the noise of a single seed."))
    return lines


def _leaders(rows: pd.DataFrame) -> Table:
    """Leading assumptions by the mean size of their elementary effects."""
    digits = labels.decimals(rows["mu_star"].max())
    records: list[Any] = rows.to_dict("records")
    columns = [
        Column("", "number"), Column("assumption", "name"), Column("μ*", "number"),
        Column("μ", "number"), Column("grade", "name"), Column("range", "name"),
        Column("meaning", "prose"),
    ]  # fmt: skip
    return filled(
        columns,
        (
            (
                str(row["rank"]),
                row["assumption"],
                f"{_mark(row)}{row['mu_star']:.{digits}f} ±{row['mu_star_conf']:.{digits}f}",
                labels.signed(row["mu"], digits),
                _(row["grade"]),
                _("{low:g} to {high:g}").format(low=row["low"], high=row["high"]),
                bracketed(meaning(row["meaning"]), unit(row["unit"])),
            )
            for row in records
        ),
    )


def _beyond(rows: pd.DataFrame, answer: Row) -> str:
    """Number of assumptions with effects above noise, and the size of noise."""
    beyond, idle = int(rows["beyond_noise"].sum()), int((rows["mu_star"] == 0).sum())
    return _(
        "{beyond} of {assumptions} move it by more than noise would, {limit:.3g}; {idle} do not "
        "move it. Standard deviation over seeds {over_seeds:.2g}, {unshared:.2g} where seeds are "
        "equal."
    ).format(
        beyond=beyond,
        assumptions=counted(len(rows), "assumption"),
        limit=rows["noise_limit"].iloc[0],
        idle=idle,
        over_seeds=answer["over_seeds"],
        unshared=answer["unshared"],
    )


def _shares(rows: pd.DataFrame, count: int) -> Table:
    """Kept assumptions by their total share, then all others together."""
    alone = ~rows["assumption"].isin([OTHERS, SUM])
    leaders = rows[alone].sort_values("ST", ascending=False, kind="stable")
    records: list[Any] = pd.concat([leaders, rows[~alone]]).to_dict("records")
    names = {
        OTHERS: _("all {number} others").format(number=count - len(leaders)),
        SUM: _("sum of the first {number}").format(number=len(leaders)),
    }
    table = Table([
        Column("share of the variance over declared ranges, %", "name"), Column("S1", "number"),
        Column("ST", "number"),
        Column("grade", "name"), Column("meaning", "prose"),
    ])  # fmt: skip
    for row in records:
        name = row["assumption"]
        mark = "" if name == SUM else _mark(row)
        known = ["", ""] if name in names else [_(row["grade"]), meaning(row["meaning"])]
        shares = [_bracketed(row, "S1"), mark + _bracketed(row, "ST")]
        table.add(names.get(name, name), *shares, *known)
    return table


def _mark(row: Row) -> str:
    return "" if row["beyond_noise"] else "~"


def _bracketed(row: Row, index: str) -> str:
    if isnan(row[index]):
        return _("none")
    value, low, high = (_percent(row[f"{index}{end}"]) for end in ("", "_low", "_high"))
    return f"{value} [{low}, {high}]"


def _percent(share: float) -> str:
    return labels.signed(100 * share, 0).lstrip("+")


def _explained(answer: Row) -> str:
    """How much of the variance the named assumptions account for together."""
    if not answer["spread"]:
        return _("It does not vary at all.")
    spread = _("Standard deviation over all these assumptions {spread:.2g}, of {blocks} blocks")
    spread = spread.format(spread=answer["spread"], blocks=answer["blocks"])
    if isnan(answer["explained"]):
        return _("{sentence}.").format(sentence=spread)
    value, low, high = (_percent(answer[f"explained{end}"]) for end in ("", "_low", "_high"))
    return _(
        "{spread}; {value} % [{low}, {high}] of the variance would vanish if all named were known; "
        "{noise} % is Monte Carlo noise, which every ST contains."
    ).format(spread=spread, value=value, low=low, high=high, noise=_percent(answer["noise"]))


def _lost(manifest: Mapping[str, Any]) -> list[str]:
    """Trajectories and blocks with infeasible points."""
    lines, reasons = [], set()
    for stage, text in (
        ("screening", marked("{lost} of {drawn} trajectories, replaced")),
        ("indices", marked("{lost} of {drawn} blocks, left out")),
    ):
        count = manifest.get(stage, {"drawn": 0, "used": 0, "infeasible": []})
        reasons.update(count["infeasible"])
        if lost := count["drawn"] - count["used"]:
            lines.append(_(text).format(lost=lost, drawn=count["drawn"]))
    why = joined(sorted(reasons), "statements")
    text = _("With infeasible points ({why}): {lost}.")
    return [text.format(why=why, lost=joined(lines))] if lines else []
