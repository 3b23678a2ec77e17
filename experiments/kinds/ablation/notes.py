"""How to read the tables of an ablation."""

from __future__ import annotations

from math import factorial

from experiments.language import _, counted, joined, marked
from experiments.reporting.results import Results
from experiments.reporting.society_cells import CELL_NOTE
from experiments.reporting.society_notes import societies, society_notes
from experiments.statistics.contributions import ALONE, LAST, LAST_MINUS_ALONE, SHAPLEY
from experiments.statistics.society_quantiles import SPAN

PAIRS = marked(
    "{replications}. Alone and together: change against the baseline under the same seeds. "
    "Interaction: the effect of both together less the sum of their effects alone; ± is half of a "
    "95 % interval, paired t, simulation error only. Of the pairs whose own interval excludes 0, "
    "the {shown} with the largest interaction are shown. One in twenty pairs without an "
    "interaction is among them by Monte Carlo noise. p and q are corrected over {tests} (all pairs "
    "and outcomes): p by Holm, which bounds the probability of any false finding; q by Benjamini "
    "and Yekutieli, which bounds the share of false findings among the findings."
)
PAIRS_OVER_SOCIETIES = marked(
    "{societies}, {replications} each. Alone and together: median changes against the baseline of "
    "the same society under the same seed. Interaction: the effect of both together less the sum "
    "of their effects alone, in each society; then the median, [5 %, 95 %] of societies, and the "
    "share in which it is for the better (helps) or the worse (hurts) by more than the least "
    "difference that matters. Medians do not add up. Of the pairs whose [5 %, 95 %] exclude 0, the "
    "{shown} with the largest median are shown. p is of a sign test: whether the interaction "
    "is as often above as below 0 over societies. p and q are corrected over {tests} (all pairs "
    "and outcomes), p by Holm, q by Benjamini and Yekutieli. They hold for these societies taken "
    "as a sample of plausible ones."
)
FEWEST = round(1 / SPAN[0])
"""Societies from which 5 and 95 % are more than the outermost ones."""


def of_pairs(results: Results, shown: int) -> str:
    """How to read the tables of pairs."""
    number = societies(results)
    return _(PAIRS_OVER_SOCIETIES if number else PAIRS).format(
        societies=counted(number, "plausible society", "plausible societies"),
        replications=counted(results.manifest["replications"], "replication"),
        tests=counted(int(results.pairs["p_holm"].count()), "test"),
        shown=shown,
    )


def of_contributions(results: Results) -> list[str]:
    """How to read the tables of contributions."""
    manifest = results.manifest
    parts = set(results.ablation["part"])
    lines = _over_societies(results) if societies(results) else _of_one_society(results)
    if ALONE in parts:
        lines.append(_("Alone: the lever without the others of the package."))
    if LAST in parts:
        lines.append(_("Last: what the package loses without the lever."))
    if LAST_MINUS_ALONE in parts:
        lines.append(
            _(
                "Last minus alone: interaction with all other levers. Where its interval excludes "
                "0, the effect of the lever depends on the levers that are there before it."
            )
        )
    if SHAPLEY in parts:
        lines += _shapley(results)
    if not societies(results):
        used = results.ablation.groupby("outcome", sort=False)["replications"].max()
        for name, count in used[(used > 0) & (used < manifest["replications"])].items():
            lines.append(
                _("{outcome}: over {replications}; the others lack a value in some run.").format(
                    outcome=name, replications=counted(count, "replication")
                )
            )
    if manifest["held"]:
        held = _("In every arm, the baseline's too: {paths}.")
        lines.append(held.format(paths=", ".join(manifest["held"])))
    return lines


def _of_one_society(results: Results) -> list[str]:
    return [
        _(
            "{replications}, {subsets}. Change against the baseline under the same seeds; ± is "
            "half of a 95 % interval, paired t: simulation error only. Each interval is for "
            "itself: one in twenty misses its value by Monte Carlo noise."
        ).format(
            replications=counted(results.manifest["replications"], "replication"),
            subsets=_sets(results),
        )
    ]


def _over_societies(results: Results) -> list[str]:
    number, manifest = societies(results), results.manifest
    these = counted(number, "plausible society", "plausible societies")
    few = _("With so few societies intervals are rough: take {fewest} or more.")
    chance = _(
        "Chance of single runs is in the interval as well; share_assumptions in ablation.csv says "
        "how much of the variance of a run's change is between societies."
    )
    if manifest["replications"] == 1:
        chance = _(
            "The interval has chance in it as well as assumptions: each society has one run of "
            "each set."
        )
    runs = _(
        "{societies}, {replications} each, {subsets}. Change against the baseline of the same "
        "society under the same seed, computed in each society."
    ).format(
        societies=these,
        replications=counted(manifest["replications"], "replication"),
        subsets=_sets(results),
    )
    rough = few.format(fewest=FEWEST) if number < FEWEST else ""
    return [joined([runs, _(CELL_NOTE), chance, rough], "sentences"), *society_notes(manifest)]


def _sets(results: Results) -> str:
    levers = counted(len(results.manifest["levers"]), "lever")
    subsets = counted(results.manifest["subsets"], "subset")
    return _("{subsets} of {levers}").format(subsets=subsets, levers=levers)


def _shapley(results: Results) -> list[str]:
    """What Shapley values are, and which of their sums are the package's effect."""
    manifest, number = results.manifest, societies(results)
    levers, orders = len(manifest["levers"]), manifest["orders"]
    if orders == "all":
        text = _(
            "Shapley: what the lever adds to those before it, mean over all {orders:,} orders of "
            "introduction."
        ).format(orders=factorial(levers))
    else:
        text = _(
            "Shapley: what the lever adds to those before it, mean over {orders} a replication. "
            "Orders are drawn anew for each replication, half of them the reverse of the other "
            "half, so that the interval covers the random orders as well as the seeds."
        )
        if number:
            text = _(
                "Shapley: what the lever adds to those before it, mean over {orders} a "
                "replication. Orders are drawn anew for each society and replication, half of them "
                "the reverse of the other half, so that the interval covers the random orders as "
                "well as the seeds."
            )
        text = text.format(orders=counted(orders, "order"))
    if not number:
        sums = _("These values add up to the package's effect.")
        share = _(
            "Share: of the package's effect, empty where its interval contains 0; below 0 or above "
            "100 % where levers work against each other."
        )
        return [joined([text, sums], "sentences"), share]
    sums = _(
        "In each society these values add up to its package's effect. So do their means over "
        "societies, which the column of means and the share are of; medians do not."
    )
    few = _(
        "The value of a single society has the chance of its few orders in it: 5 to 95 % are "
        "wider, and shares that it helps are nearer to one half, than with all orders."
    )
    share = _(
        "Share: mean Shapley value as a share of the package's mean effect, empty where 5 to 95 % "
        "of societies have that effect with both signs; below 0 or above 100 % where levers work "
        "against each other."
    )
    return [joined([text, sums, "" if orders == "all" else few], "sentences"), share]
