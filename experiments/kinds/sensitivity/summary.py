"""What an answer hangs on, on the terminal: the leaders of the screening, and their shares."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from math import isnan
from textwrap import shorten
from typing import Any

import pandas as pd
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from experiments.config.outcomes import Outcome
from experiments.config.plurals import counted
from experiments.reporting import labels
from experiments.reporting.results import Results
from experiments.reporting.terminal import console, print_files
from experiments.statistics.morris import step
from experiments.statistics.sobol import OTHERS, SUM

SHOWN = 10
GAP = 3
"""What a column takes beside its text."""
EDGE = 2
HEAD = ["scenario", "measure", "group"]
Row = Mapping[Any, Any]


def print_sensitivity(results: Results, to: Console | None = None) -> None:
    """For each answer its leading assumptions and their shares of its variance; notes; places."""
    to = to or console()
    manifest = results.manifest
    answers: list[Any] = results.answers.to_dict("records")
    for answer in answers:
        to.print(Text(f"\n{title(answer, manifest['of'])}", style="bold"))
        rows = of(results.screening, answer)
        to.print(_leaders(rows.head(SHOWN), to.width))
        to.print(Text(_beyond(rows, answer)))
        if "indices" in results.frames:
            to.print(_shares(of(results.indices, answer), len(manifest["assumptions"]), to.width))
            to.print(Text(_explained(answer)))
    to.print()
    for note in notes(manifest):
        to.print(Text(note, style="dim"))
    to.print()
    places = {name: f"{name}.csv" for name in ("screening", "indices", "answers")}
    places = {name: file for name, file in places.items() if name in results.frames}
    print_files(results.folder, places | {"figures": "figures"})


def of(rows: pd.DataFrame, answer: Row) -> pd.DataFrame:
    """The rows of one answer."""
    return rows[(rows[HEAD] == [answer[name] for name in HEAD]).all(axis=1)]


def title(answer: Row, explained: str) -> str:
    """Which answer, and what it is at the declared assumptions."""
    one = Outcome(answer["measure"], answer["group"])
    change = " (change against the baseline)" if explained == "difference" else ""
    digits = labels.decimals(abs(answer["declared"]))
    value = (
        labels.signed(answer["declared"], digits) if change else f"{answer['declared']:.{digits}f}"
    )
    return (
        f"{labels.spelled(answer['scenario'])}: {one.words}{change}, "
        f"{value} {answer['unit']} at the declared assumptions"
    )


def notes(manifest: Mapping[str, Any]) -> list[str]:
    """How to read the tables, and what they rest on."""
    used, count = manifest["screening"]["used"], len(manifest["assumptions"])
    steps = f"steps of {step(manifest['levels']):.2g} of it"
    told = [
        "μ*: by how much the answer moves, in its unit, over the whole range of an assumption, "
        f"wherever the others are: mean over {counted(used, 'trajectory', 'trajectories')} through "
        f"all {counted(count, 'assumption')} that act here, each drawn from its distribution, "
        f"in {steps}. ± is half of a 95 % "
        "interval (bootstrap over trajectories, rough for few). μ is the same with its sign: well "
        "below μ* in size, the direction hangs on others. A wide range counts as much as a large "
        "part in the model.",
        "~: not told from chance. The limit is what the largest μ* of so many passes in 5 of 100 "
        "cases if no assumption does a thing and every move brings luck of its own. Most bring "
        "less, so that some of what is marked may be real.",
    ]
    if "indices" in manifest:
        told.append(
            "Shares of the variance of the answer when all these assumptions vary at once. S1 "
            "would go if this one were known, ST would stay if all but this one were known; what "
            "ST has beyond S1 is interplay. Brackets are 95 % intervals (bootstrap over blocks, "
            "normal), which may leave 0 to 100 %. ~ before ST: it is not above what Monte Carlo "
            "noise alone gives the largest of these in 5 of 100 analyses in which none does a "
            "thing (simulated, with the noise between two seeds at the first points of blocks)."
        )
    told += _lost(manifest)
    if manifest["replications"] == 1:
        told.append("One replication: every answer has the luck of a single seed in it.")
    return told


def _leaders(rows: pd.DataFrame, room: int) -> Table:
    digits = labels.decimals(rows["mu_star"].max())
    records: list[Any] = rows.to_dict("records")
    cells = [
        [
            str(row["rank"]),
            row["assumption"],
            f"{_mark(row)}{row['mu_star']:.{digits}f} ±{row['mu_star_conf']:.{digits}f}",
            labels.signed(row["mu"], digits),
            row["grade"],
            f"{row['low']:g} to {row['high']:g}",
            f"{row['meaning']} ({row['unit']})",
        ]
        for row in records
    ]
    return _table(
        ["", "assumption", "μ*", "μ", "grade", "range", "meaning"], cells, {0, 2, 3}, room
    )


def _beyond(rows: pd.DataFrame, answer: Row) -> str:
    """How many assumptions stand out from chance, and what chance is."""
    beyond, idle = int(rows["beyond_chance"].sum()), int((rows["mu_star"] == 0).sum())
    return (
        f"{beyond} of {counted(len(rows), 'assumption')} move it by more than chance would, "
        f"{rows['chance'].iloc[0]:.3g}; {idle} do not move it. Standard deviation of a run over "
        f"seeds {answer['over_seeds']:.2g}, {answer['unshared']:.2g} where seeds are equal."
    )


def _shares(rows: pd.DataFrame, count: int, room: int) -> Table:
    """Kept assumptions by their total share, then what is left."""
    alone = ~rows["assumption"].isin([OTHERS, SUM])
    leaders = rows[alone].sort_values("ST", ascending=False, kind="stable")
    records: list[Any] = pd.concat([leaders, rows[~alone]]).to_dict("records")
    names = {OTHERS: f"all {count - len(leaders)} others", SUM: f"sum of the first {len(leaders)}"}
    cells = []
    for row in records:
        name = row["assumption"]
        mark = "" if name == SUM else _mark(row)
        known = ["", ""] if name in names else [row["grade"], row["meaning"]]
        shares = [_bracketed(row, "S1"), mark + _bracketed(row, "ST")]
        cells.append([names.get(name, name), *shares, *known])
    heads = ["share of the variance, %", "S1", "ST", "grade", "meaning"]
    return _table(heads, cells, {1, 2}, room)


def _mark(row: Row) -> str:
    return "" if row["beyond_chance"] else "~"


def _bracketed(row: Row, index: str) -> str:
    if isnan(row[index]):
        return "none"
    value, low, high = (_percent(row[f"{index}{end}"]) for end in ("", "_low", "_high"))
    return f"{value} [{low}, {high}]"


def _percent(share: float) -> str:
    return labels.signed(100 * share, 0).lstrip("+")


def _explained(answer: Row) -> str:
    """How much of the variance those named account for together."""
    if not answer["spread"]:
        return "It does not vary at all."
    told = (
        f"Standard deviation over all these assumptions {answer['spread']:.2g}, "
        f"of {answer['blocks']} blocks"
    )
    if isnan(answer["explained"]):
        return f"{told}."
    value, low, high = (_percent(answer[f"explained{end}"]) for end in ("", "_low", "_high"))
    return (
        f"{told}; {value} % [{low}, {high}] of the variance would go if all named were known; "
        f"{_percent(answer['noise'])} % is Monte Carlo noise, which every ST contains."
    )


def _lost(manifest: Mapping[str, Any]) -> list[str]:
    """What has points that cannot be."""
    told, reasons = [], set()
    for stage, what in (("screening", "trajectories, replaced"), ("indices", "blocks, left out")):
        count = manifest.get(stage, {"drawn": 0, "used": 0, "cannot_be": []})
        reasons.update(count["cannot_be"])
        if lost := count["drawn"] - count["used"]:
            told.append(f"{lost} of {count['drawn']} {what}")
    why = "; ".join(sorted(reasons))
    return [f"With points that cannot be ({why}): {', '.join(told)}."] if told else []


def _table(
    heads: Sequence[str], cells: Sequence[Sequence[str]], right: Collection[int], room: int
) -> Table:
    """All columns in full but the last, which is shortened to what is left of the room."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for place, head in enumerate(heads):
        table.add_column(head, justify="right" if place in right else "left", no_wrap=True)
    taken = sum(
        max(map(len, column)) + GAP for column in list(zip(heads, *cells, strict=True))[:-1]
    )
    for *first, last in cells:
        table.add_row(*map(Text, first), shorten(last, room - taken - EDGE, placeholder="…"))
    return table
