"""Scenarios that do not differ from the baseline in any measure, and why."""

from __future__ import annotations

from collections.abc import Hashable
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from experiments.config.switched_off_rules import missing_rules, rule_phrase
from experiments.language import marked
from experiments.language.phrase import Phrase, counting, joining, phrase
from experiments.runs.plan import Plan
from sim.coverage import active_levers, recruits_by_lever, switched_on
from sim.districts import divided
from sim.settings import Settings
from sim.streams import stream_keys

KEY = "without_effect"
"""Entry of a manifest with these lines, as `recorded_texts` has it."""


class Equal:
    """Whether all measures of a scenario equal the baseline's, in every run that both have.

    `scenarios` has the answer by scenario, for those with a run in common with the baseline.
    """

    def __init__(self, baseline: str) -> None:
        self.scenarios: dict[str, bool] = {}
        self._baseline = baseline
        self._digests: dict[Hashable, bytes] = {}

    def add(self, scenario: str, case: Hashable, values: npt.NDArray[np.float64]) -> None:
        """Add a run; that of the baseline in the same case comes first."""
        digest = blake2b(values.tobytes(), digest_size=16).digest()
        if scenario == self._baseline:
            self._digests[case] = digest
        elif case in self._digests:
            same = self._digests[case] == digest
            self.scenarios[scenario] = same and self.scenarios.get(scenario, True)


def reasons(plan: Plan, scenario: str, baseline: str) -> Phrase:
    """One line for a scenario that is equal to the baseline."""
    changed, before = plan.settings(scenario), plan.settings(baseline)
    table = plan.table[plan.table["scenario"] == scenario]
    runs = phrase(marked("its 1 run"))
    if len(table) > 1:
        runs = phrase(marked("all {runs}"), runs=counting(len(table), "run"))
    same = marked("scenario {scenario}: every measure equals the baseline's in {runs}")
    summary = phrase(same, scenario=scenario, runs=runs)
    if changed.canonical() == before.canonical():
        return phrase(marked("{summary}, as all settings are"), summary=summary)
    seeds = [int(seed) for seed in table["seed"].unique()]
    ordered = [path for path in switched_on(changed) if path not in switched_on(before)]
    why = (_reason(path, changed, seeds) for path in ordered)
    return joining([summary, *why], "statements")


def _reason(path: str, settings: Settings, seeds: list[int]) -> Phrase:
    parts = [part for seed in seeds for part in divided(settings, seed)]
    places = max(part.settings.territory.communities for part in parts)
    if not any(path in _covering(part, seed) for part, seed in parts):
        return phrase(marked("{path} covers no community"), path=path)
    people = [recruits_by_lever(part, stream_keys(seed)).get(path) for part, seed in parts]
    if all(count is not None and sum(count) == 0 for count in people):
        text = marked(
            "{path} brings nobody to any of {communities}: whom it brings is drawn, and all draws "
            "gave 0"
        )
        if places == 1:
            text = marked(
                "{path} brings nobody to the one community: whom it brings is drawn, and all draws "
                "gave 0"
            )
        return phrase(text, path=path, communities=counting(places, "community", "communities"))
    if missing := missing_rules(switched_on(settings)[path], settings):
        return rule_phrase(path, missing)
    return phrase(marked("{path} changes nothing that is measured in this place"), path=path)


def _covering(settings: Settings, seed: int) -> set[str]:
    """Paths of the levers and shocks that reach some community."""
    active = active_levers(settings, stream_keys(seed))
    return {each.path for each in active if each.communities}
