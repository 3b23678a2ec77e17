"""What is asked: a place, levers, assumptions, and the plausible societies to ask in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from experiments.config import catalogue, societies
from experiments.config.catalogue import BASELINE
from experiments.config.compose import compose
from experiments.config.societies import Societies
from experiments.config.societies_file import read
from experiments.config.study import Study
from experiments.runs.design import Case, Design
from experiments.runs.plan import plan
from sim.settings import Settings
from sim.settings.nested import overlay
from sim.settings.variants import ASSUMPTION

PLACES = ("community", "street", "village", "town")
"""Territories that answer at once; a district or a city takes the command line."""
MOST_SOCIETIES = 8
YEARS = (1, 2, 3)
REFORM = "reform"
"""The name of the scenario with the levers."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the dashboard is to show.

    Attributes
    ----------
    place
        A territory, one of PLACES.
    levers
        Names of the levers that are on in the reform, from the first measured day.
    assumptions
        Ids of assumptions, and the values they have in every society; all others are those of each
        society.
    societies
        How many of the plausible societies, from the first on.
    years
        Years of 250 working days that are measured.
    seed
        Of the study, as `seed=` of the command line.
    """

    place: str = "street"
    levers: tuple[str, ...] = ()
    assumptions: tuple[tuple[str, float], ...] = ()
    societies: int = 3
    years: int = 2
    seed: int = 1


class Pair(NamedTuple):
    """A society without the levers and with them, under one run seed."""

    society: int
    run_seed: int
    baseline: Settings
    reform: Settings


def pair(question: Question, number: int) -> Pair:
    """The runs of one society of a question, counted from 0.

    Raises SettingsError for values that are not allowed.
    """
    study = _study(question.place, question.years)
    found = _societies()
    row = found.points.iloc[[number]]
    moved = {f"{ASSUMPTION}{name}": value for name, value in question.assumptions}
    points = row.assign(**moved)
    tree = study.trees(())[BASELINE]
    switches = {"levers": {name: {"on": True} for name in question.levers}}
    trees = {BASELINE: tree, REFORM: overlay(tree, switches)}
    design = Design(trees, study.ledger, points)
    planned = plan(design, 1, question.seed)
    (society,) = points.index
    without, reform = (design.settings(Case(name, society)) for name in (BASELINE, REFORM))
    return Pair(int(society), planned.seeds[0], without, reform)


def lever_names() -> tuple[str, ...]:
    """Names of all levers that can be switched on, in the order in which they are applied."""
    return tuple(catalogue.registered("levers"))


@lru_cache
def _study(place: str, years: int) -> Study:
    return compose("experiment=compare", f"territory={place}", f"horizon_days={250 * years}")


@lru_cache
def _societies() -> Societies:
    """The first plausible societies of the package."""
    return read(societies.shipped(), _study("street", 1).ledger).first(MOST_SOCIETIES)
