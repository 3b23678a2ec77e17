"""Which mix of three levers frees most hours for least set-up? Two objectives, with Optuna.

Every trial has the same seed, so that two trials differ by their levers and not by chance.
"""

from __future__ import annotations

import optuna
import pandas as pd

from unburden import evaluate

FREED, SET_UP = "hours_freed_per_worker_week", "hours_per_worker_week.setup"
LEVERS = ("one_table", "signboard_removal", "escalation_rights")
PLACE = ("territory=community", "warmup_days=60", "horizon_days=60")


def package(trial: optuna.Trial) -> tuple[float, float]:
    on = {f"levers.{name}.on": trial.suggest_categorical(name, [False, True]) for name in LEVERS}
    start = trial.suggest_int("start_day", 1, 20)
    values = {**on, "levers.one_table.start_day": start}
    found = evaluate(values, *PLACE, measures=[FREED, SET_UP], seed=7)
    return found[FREED], found[SET_UP]


def main(trials: int = 24) -> pd.DataFrame:
    sampler = optuna.samplers.NSGAIISampler(population_size=8, seed=1)
    study = optuna.create_study(directions=["maximize", "minimize"], sampler=sampler)
    study.optimize(package, n_trials=trials)
    best = [[*trial.params.values(), *trial.values] for trial in study.best_trials]
    table = pd.DataFrame(best, columns=[*LEVERS, "start_day", "freed", "setup"])
    return table.drop_duplicates(["freed", "setup"]).sort_values("freed")


if __name__ == "__main__":
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    print(main().to_string(index=False))
