"""The functions of the experiments. Made by `python -m experiments.signatures`; do not edit."""

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any, Literal

from experiments.reporting.results import Results
from sim.levers import Lever

__all__ = [
    "ablation",
    "account",
    "calibrate",
    "compare",
    "discover",
    "evidence",
    "export",
    "levers",
    "portfolio",
    "rules",
    "sensitivity",
    "store",
    "sweep",
    "trace",
    "uncertainty",
    "validate",
    "value_of_information",
    "verify",
]

def ablation(
    *overrides: str,
    societies: str | int | PathLike[str] = "ensemble",
    replications: int | None = None,
    package: str | PathLike[str] | Sequence[str | PathLike[str]] = ("headline_package",),
    parts: str | Sequence[str] | None = None,
    outcomes: str | Sequence[str] | None = None,
    permutations: int | Literal["all"] = 10,
    territory: str | PathLike[str] | Mapping[str, Any] = "street",
    warmup_days: int = 250,
    horizon_days: int = 500,
    settings: Mapping[str, Any] | None = None,
    output: str | PathLike[str] | None = None,
    overwrite: bool = False,
    store: str | PathLike[str] = "results",
    seed: int = 1,
    evidence: str | PathLike[str] | None = None,
    executor: str | Mapping[str, Any] = "processes",
    workers: int | None = None,
    timeout: float | None = None,
    lang: Literal["en", "zh"] | None = None,
    **more: Any,
) -> Results:
    """What each lever contributes to a package: alone, last, Shapley value.

    Parameters
    ----------
    *overrides : str
        Overrides as on the command line, such as "territory=community".
    societies : str | int | PathLike[str], default "ensemble"
        Plausible societies (ensemble), the first N of them (a whole number), a file of societies
        (.parquet), or the declared values alone (reference). Ensemble: the first 20.
    replications : int | None, default None
        Runs of each set of levers, under the same seeds for all sets; None: 1 in each society, 20
        with societies=reference.
    package : str | PathLike[str] | Sequence[str | PathLike[str]], default ("headline_package",)
        Scenarios that make up the package, laid one over another.
    parts : str | Sequence[str] | None, default None
        Parts of the analysis: alone, without, shapley, pairs; None is all of them, but pairs only
        for a package of up to 8 levers.
    outcomes : str | Sequence[str] | None, default None
        Outcomes, written measure or measure.group; None is the primary ones.
    permutations : int | Literal["all"], default 10
        Orders of introduction in each society and replication, for more than 6 levers: an even
        number, or all.
    territory : str | PathLike[str] | Mapping[str, Any], default "street"
        The place: the name of a territory, the path of a file, or settings of one.
    warmup_days : int, default 250
        Working days before measurement and before reforms begin.
    horizon_days : int, default 500
        Working days that are measured; a year has 250.
    settings : Mapping[str, Any] | None, default None
        Settings of the model by their paths: {"levers.one_table.coverage": 0.5}. They hold in the
        baseline and in every scenario.
    output : str | PathLike[str] | None, default None
        Folder of tables, figures and report; None: outputs/EXPERIMENT.
    overwrite : bool, default False
        Replace the results of another command in that folder.
    store : str | PathLike[str], default "results"
        Folder of finished runs; a run that is there is not done again.
    seed : int, default 1
        A whole number; the same seed gives the same results.
    evidence : str | PathLike[str] | None, default None
        A YAML file with facts and assumptions of your own, laid over those of the package
        (docs/how-to/evidence.md); None: those of the package alone.
    executor : str | Mapping[str, Any], default "processes"
        Where runs are done: serial, processes, dask or ray.
    workers : int | None, default None
        Processes at most; None: one for each core.
    timeout : float | None, default None
        Seconds that a run may take, without compilation; None: no limit.
    lang : Literal["en", "zh"] | None, default None
        Language of terminal, report and figures: en or zh (Chinese); None: that of the environment
        variable UNBURDEN_LANG, else en. Tables in files are the same in both.
    **more
        The same, each by name: workday={...}, or **{"levers.one_table.coverage": 0.5}.

    Returns
    -------
    Results
        Tables of the output folder:
    .ablation
        What each lever contributes to each outcome: alone, last and as a Shapley value; median,
        90 % and share of societies that gain, of one society means with intervals.
    .pairs
        The interaction of each pair of levers on each outcome, in the same form.
    .subsets
        Outcomes of every run, by set of levers, society and replication.

    Raises
    ------
    InputError
        An argument, a file or a folder is invalid.
    SettingsError
        A setting of the model has a value that is not allowed.
    RunError
        Runs failed, or stored results are damaged.

    Example
    -------
    >>> from unburden import ablation
    >>> results = ablation(territory="community", societies=4, replications=2, permutations=2)
    >>> table = results.ablation
    """

def account(
    *overrides: str,
    societies: str | int | PathLike[str] = "ensemble",
    replications: int | None = None,
    scenarios: str | PathLike[str] | Sequence[str | PathLike[str]] = ...,
    levers: Sequence[Lever] | Mapping[str, Any] = (),
    years: int = 3,
    territory: str | PathLike[str] | Mapping[str, Any] = "street",
    warmup_days: int = 250,
    horizon_days: int = 500,
    settings: Mapping[str, Any] | None = None,
    output: str | PathLike[str] | None = None,
    overwrite: bool = False,
    store: str | PathLike[str] = "results",
    seed: int = 1,
    evidence: str | PathLike[str] | None = None,
    executor: str | Mapping[str, Any] = "processes",
    workers: int | None = None,
    timeout: float | None = None,
    lang: Literal["en", "zh"] | None = None,
    **more: Any,
) -> Results:
    """Where freed time goes over several years, with and without rebound.

    Parameters
    ----------
    *overrides : str
        Overrides as on the command line, such as "territory=community".
    societies : str | int | PathLike[str], default "ensemble"
        Plausible societies (ensemble), the first N of them (a whole number), a file of societies
        (.parquet), or the declared values alone (reference). Ensemble: the first 20.
    replications : int | None, default None
        Runs of each scenario, under the same seeds for all; None: 1 in each society, 10 with
        societies=reference.
    scenarios : str | PathLike[str] | Sequence[str | PathLike[str]]
        Scenarios to compare with the baseline. Default: ("signboard_removal",
        "signboards_with_gate").
    levers : Sequence[Lever] | Mapping[str, Any], default ()
        Levers of Python, each a scenario of its own: [OneTable(connected_share=0.4)]. Without
        scenarios these are all. A mapping is settings of levers instead.
    years : int, default 3
        Years that are followed, of 250 working days each.
    territory : str | PathLike[str] | Mapping[str, Any], default "street"
        The place: the name of a territory, the path of a file, or settings of one.
    warmup_days : int, default 250
        Working days before measurement and before reforms begin.
    horizon_days : int, default 500
        Working days that are measured; a year has 250.
    settings : Mapping[str, Any] | None, default None
        Settings of the model by their paths: {"levers.one_table.coverage": 0.5}. They hold in the
        baseline and in every scenario.
    output : str | PathLike[str] | None, default None
        Folder of tables, figures and report; None: outputs/EXPERIMENT.
    overwrite : bool, default False
        Replace the results of another command in that folder.
    store : str | PathLike[str], default "results"
        Folder of finished runs; a run that is there is not done again.
    seed : int, default 1
        A whole number; the same seed gives the same results.
    evidence : str | PathLike[str] | None, default None
        A YAML file with facts and assumptions of your own, laid over those of the package
        (docs/how-to/evidence.md); None: those of the package alone.
    executor : str | Mapping[str, Any], default "processes"
        Where runs are done: serial, processes, dask or ray.
    workers : int | None, default None
        Processes at most; None: one for each core.
    timeout : float | None, default None
        Seconds that a run may take, without compilation; None: no limit.
    lang : Literal["en", "zh"] | None, default None
        Language of terminal, report and figures: en or zh (Chinese); None: that of the environment
        variable UNBURDEN_LANG, else en. Tables in files are the same in both.
    **more
        The same, each by name: workday={...}, or **{"levers.one_table.coverage": 0.5}.

    Returns
    -------
    Results
        Tables of the output folder:
    .account
        Where freed time goes, by scenario, year and activity, with and without the rebound of
        obligations: means, and over societies medians and 90 %.

    Raises
    ------
    InputError
        An argument, a file or a folder is invalid.
    SettingsError
        A setting of the model has a value that is not allowed.
    RunError
        Runs failed, or stored results are damaged.

    Example
    -------
    >>> from unburden import account
    >>> results = account(territory="community", societies=4, replications=2, years=1)
    >>> table = results.account
    """

def calibrate(
    *overrides: str,
    pool: int = 1200,
    draws: int = 400,
    waves: int = 4,
    declared: int = 300,
    wanted: int = 200,
    replications: int = 2,
    territory: str | PathLike[str] | Mapping[str, Any] = "street",
    warmup_days: int = 250,
    horizon_days: int = 500,
    settings: Mapping[str, Any] | None = None,
    output: str | PathLike[str] | None = None,
    overwrite: bool = False,
    store: str | PathLike[str] = "results",
    seed: int = 1,
    evidence: str | PathLike[str] | None = None,
    executor: str | Mapping[str, Any] = "processes",
    workers: int | None = None,
    timeout: float | None = None,
    lang: Literal["en", "zh"] | None = None,
    **more: Any,
) -> Results:
    """Societies whose baseline is plausible, found by history matching: the ensemble.

    Parameters
    ----------
    *overrides : str
        Overrides as on the command line, such as "territory=community".
    pool : int, default 1200
        Societies of the balanced prior, of which waves and ensemble are taken.
    draws : int, default 400
        Societies that are run in each wave.
    waves : int, default 4
        Waves at most; it stops where the space left does not shrink any more.
    declared : int, default 300
        Draws of the declared ranges that are run to compare with.
    wanted : int, default 200
        Plausible societies of the ensemble; it stops where they are found.
    replications : int, default 2
        Runs of a society whose mean has to be plausible.
    territory : str | PathLike[str] | Mapping[str, Any], default "street"
        The place: the name of a territory, the path of a file, or settings of one.
    warmup_days : int, default 250
        Working days before measurement and before reforms begin.
    horizon_days : int, default 500
        Working days that are measured; a year has 250.
    settings : Mapping[str, Any] | None, default None
        Settings of the model by their paths: {"levers.one_table.coverage": 0.5}. They hold in the
        baseline and in every scenario.
    output : str | PathLike[str] | None, default None
        Folder of tables, figures and report; None: outputs/EXPERIMENT.
    overwrite : bool, default False
        Replace the results of another command in that folder.
    store : str | PathLike[str], default "results"
        Folder of finished runs; a run that is there is not done again.
    seed : int, default 1
        A whole number; the same seed gives the same results.
    evidence : str | PathLike[str] | None, default None
        A YAML file with facts and assumptions of your own, laid over those of the package
        (docs/how-to/evidence.md); None: those of the package alone.
    executor : str | Mapping[str, Any], default "processes"
        Where runs are done: serial, processes, dask or ray.
    workers : int | None, default None
        Processes at most; None: one for each core.
    timeout : float | None, default None
        Seconds that a run may take, without compilation; None: no limit.
    lang : Literal["en", "zh"] | None, default None
        Language of terminal, report and figures: en or zh (Chinese); None: that of the environment
        variable UNBURDEN_LANG, else en. Tables in files are the same in both.
    **more
        The same, each by name: workday={...}, or **{"levers.one_table.coverage": 0.5}.

    Returns
    -------
    Results
        Tables of the output folder:
    .waves
        Societies run in each wave, how many are plausible, and the space left.
    .emulators
        Error of each emulator in runs that it was not fitted to, by wave.
    .checks
        Predicted and run values of these runs.
    .patterns
        Values of each pattern, and the share of societies outside its band, by wave.
    .left_out
        Each pattern in the societies of wave 1 that meet all others.
    .assumptions
        Each assumption before and after, and whether it was narrowed.
    .draws
        Every society that was run, with its patterns and assumptions.

    Raises
    ------
    InputError
        An argument, a file or a folder is invalid.
    SettingsError
        A setting of the model has a value that is not allowed.
    RunError
        Runs failed, or stored results are damaged.

    Example
    -------
    >>> from unburden import calibrate
    >>> results = calibrate(territory="community", draws=100, replications=2)
    >>> table = results.waves
    """

def compare(
    *overrides: str,
    societies: str | int | PathLike[str] = "ensemble",
    replications: int | None = None,
    costs: bool = False,
    scenarios: str | PathLike[str] | Sequence[str | PathLike[str]] = ...,
    levers: Sequence[Lever] | Mapping[str, Any] = (),
    primary: str | Sequence[str] = ...,
    interval: Literal["t", "bca"] = "t",
    precision: float | Mapping[str, float] | None = None,
    most_replications: int = 500,
    author: str | None = None,
    pdf: bool = False,
    territory: str | PathLike[str] | Mapping[str, Any] = "street",
    warmup_days: int = 250,
    horizon_days: int = 500,
    settings: Mapping[str, Any] | None = None,
    output: str | PathLike[str] | None = None,
    overwrite: bool = False,
    store: str | PathLike[str] = "results",
    seed: int = 1,
    evidence: str | PathLike[str] | None = None,
    executor: str | Mapping[str, Any] = "processes",
    workers: int | None = None,
    timeout: float | None = None,
    lang: Literal["en", "zh"] | None = None,
    **more: Any,
) -> Results:
    """Scenarios compared with the baseline, in pairs of runs with the same seed.

    Parameters
    ----------
    *overrides : str
        Overrides as on the command line, such as "territory=community".
    societies : str | int | PathLike[str], default "ensemble"
        Plausible societies (ensemble), the first N of them (a whole number), a file of societies
        (.parquet), or the declared values alone (reference). Ensemble: the first 40.
    replications : int | None, default None
        Runs of each scenario, under the same seeds for all; None: 2 in each society, 60 with
        societies=reference. With precision, the number to start from.
    costs : bool, default False
        Also yuan a year by budget, for an hour freed and for a day of waiting saved: costs.csv,
        ranked, budgets.csv, standard_cost.csv and a figure.
    scenarios : str | PathLike[str] | Sequence[str | PathLike[str]]
        Scenarios to compare with the baseline. Default: ("signboards_only", "signboard_removal",
        "one_table", "escalation_rights", "headline_package").
    levers : Sequence[Lever] | Mapping[str, Any], default ()
        Levers of Python, each a scenario of its own: [OneTable(connected_share=0.4)]. Without
        scenarios these are all. A mapping is settings of levers instead.
    primary : str | Sequence[str]
        With societies=reference: outcomes that are tested as one family (Holm); all others are
        exploratory (false discovery rate). Default: ("hours_freed_per_worker_week",
        "days_to_resolution_restricted_mean.own_powers",
        "days_to_resolution_restricted_mean.needs_departments", "satisfaction",
        "department_hours_per_week").
    interval : Literal["t", "bca"], default "t"
        With societies=reference, method of intervals: paired t, or the BCa bootstrap.
    precision : float | Mapping[str, float] | None, default None
        Half-width to reach in place of a fixed number of replications: of hours freed, such as 0.2,
        or {outcome: half-width}.
    most_replications : int, default 500
        Replications at most, with precision.
    author : str | None, default None
        Who made the report: a name, an institution; None: no such line.
    pdf : bool, default False
        Also report.pdf, on A4; it takes a Chromium, Chrome or Edge on this machine.
    territory : str | PathLike[str] | Mapping[str, Any], default "street"
        The place: the name of a territory, the path of a file, or settings of one.
    warmup_days : int, default 250
        Working days before measurement and before reforms begin.
    horizon_days : int, default 500
        Working days that are measured; a year has 250.
    settings : Mapping[str, Any] | None, default None
        Settings of the model by their paths: {"levers.one_table.coverage": 0.5}. They hold in the
        baseline and in every scenario.
    output : str | PathLike[str] | None, default None
        Folder of tables, figures and report; None: outputs/EXPERIMENT.
    overwrite : bool, default False
        Replace the results of another command in that folder.
    store : str | PathLike[str], default "results"
        Folder of finished runs; a run that is there is not done again.
    seed : int, default 1
        A whole number; the same seed gives the same results.
    evidence : str | PathLike[str] | None, default None
        A YAML file with facts and assumptions of your own, laid over those of the package
        (docs/how-to/evidence.md); None: those of the package alone.
    executor : str | Mapping[str, Any], default "processes"
        Where runs are done: serial, processes, dask or ray.
    workers : int | None, default None
        Processes at most; None: one for each core.
    timeout : float | None, default None
        Seconds that a run may take, without compilation; None: no limit.
    lang : Literal["en", "zh"] | None, default None
        Language of terminal, report and figures: en or zh (Chinese); None: that of the environment
        variable UNBURDEN_LANG, else en. Tables in files are the same in both.
    **more
        The same, each by name: workday={...}, or **{"levers.one_table.coverage": 0.5}.

    Returns
    -------
    Results
        Tables of the output folder:
    .comparison
        Each scenario and measure against the baseline: median over societies, 90 % interval, share
        that gains, what the spread comes from; of one society difference, interval, p-value.
    .freed
        Hours freed at equal delivery: what they come from, and what they are.
    .depends
        Over societies: assumptions that hours freed at equal delivery go with, by rank correlation,
        with the threshold of chance, hours where each is low and high, and its range; or that
        societies are too few to tell.
    .measures
        Measures of every run, by scenario, society, replication and group.
    .series
        Measures of every run, day by day.
    .by_community
        Key outcomes of single communities against the baseline, by name and type: median, 5 and
        95 %; not there of a city, nor of more than 30 communities without names.
    .costs
        With costs=true: yuan a year, for an hour freed, and for a day of waiting saved; ranked.
    .budgets
        With costs=true: yuan a year more than in the baseline, by who pays and what for; of money
        and paid time the means add up to cost_mean of costs.csv.
    .standard_cost
        With costs=true: hours and yuan of reporting by the standard cost model, of the run, and
        what the gap consists of, by department.
    .workers
        Where a scenario changes the number of workers: workers, and upward work of each and of all.
    .fairness
        Groups of residents against the baseline, by type of community, village or community, age,
        applications and list of visits, and the gap of each to all others; not there of a city.
    .city
        A city of districts in all: person-years freed, hours and issues in a year, with the error
        of the sample of streets.
    .covered
        Communities that each lever covers; not there where all are covered.

    Raises
    ------
    InputError
        An argument, a file or a folder is invalid.
    SettingsError
        A setting of the model has a value that is not allowed.
    RunError
        Runs failed, or stored results are damaged.

    Example
    -------
    >>> from unburden import compare
    >>> results = compare(territory="community", societies=4, replications=2)
    >>> table = results.comparison
    """

def discover(
    *overrides: str,
    societies: str | int | PathLike[str] = "ensemble",
    scenarios: str | PathLike[str] | Sequence[str | PathLike[str]] = ("escalation_rights",),
    levers: Sequence[Lever] | Mapping[str, Any] = (),
    draws: int | None = None,
    sampling: Literal["latin", "sobol"] = "latin",
    assumptions: str | Sequence[str] | None = None,
    keep: Mapping[str, Sequence[float | None]] | None = None,
    outcome: str = "days_to_resolution_restricted_mean.needs_departments",
    threshold: float = 0.0,
    observe: str | Sequence[str] = ...,
    territory: str | PathLike[str] | Mapping[str, Any] = "street",
    warmup_days: int = 250,
    horizon_days: int = 500,
    settings: Mapping[str, Any] | None = None,
    output: str | PathLike[str] | None = None,
    overwrite: bool = False,
    store: str | PathLike[str] = "results",
    seed: int = 1,
    evidence: str | PathLike[str] | None = None,
    executor: str | Mapping[str, Any] = "processes",
    workers: int | None = None,
    timeout: float | None = None,
    lang: Literal["en", "zh"] | None = None,
    **more: Any,
) -> Results:
    """Conditions under which a scenario fails, on assumptions or observables (PRIM).

    Parameters
    ----------
    *overrides : str
        Overrides as on the command line, such as "territory=community".
    societies : str | int | PathLike[str], default "ensemble"
        Plausible societies (ensemble), the first N of them (a whole number), a file of societies
        (.parquet), or draws of all assumptions from their ranges (declared). Ensemble: all.
    scenarios : str | PathLike[str] | Sequence[str | PathLike[str]], default ("escalation_rights",)
        Scenarios whose failures are explained.
    levers : Sequence[Lever] | Mapping[str, Any], default ()
        Levers of Python, each a scenario of its own: [OneTable(connected_share=0.4)]. Without
        scenarios these are all. A mapping is settings of levers instead.
    draws : int | None, default None
        With societies=declared: draws of all assumptions; None: 400.
    sampling : Literal["latin", "sobol"], default "latin"
        With societies=declared: Latin hypercube, or Sobol' sequence.
    assumptions : str | Sequence[str] | None, default None
        With societies=declared: assumptions to draw; None: all that have a range.
    keep : Mapping[str, Sequence[float | None]] | None, default None
        With societies=declared, {outcome: [low, high]}: draws whose baseline lies outside are left
        out; None in place of a number: no bound.
    outcome : str, default "days_to_resolution_restricted_mean.needs_departments"
        The outcome that decides: a measure with a better direction.
    threshold : float, default 0.0
        A society, or draw, fails where the gain against the baseline is less than this; at 0, where
        the outcome is worse.
    observe : str | Sequence[str]
        Outcomes of the baseline that a place can know before a reform; each society or draw takes
        one more run for them; [] leaves them out. Default: ("department_load",
        "department_load.busiest", "days_to_resolution_restricted_mean.own_powers",
        "days_to_resolution_restricted_mean.needs_departments", "satisfaction", "backlog",
        "refused_share", "upward_share", "reporting_desk", "forms_missed_share",
        "overtime_hours_per_worker_week").
    territory : str | PathLike[str] | Mapping[str, Any], default "street"
        The place: the name of a territory, the path of a file, or settings of one.
    warmup_days : int, default 250
        Working days before measurement and before reforms begin.
    horizon_days : int, default 500
        Working days that are measured; a year has 250.
    settings : Mapping[str, Any] | None, default None
        Settings of the model by their paths: {"levers.one_table.coverage": 0.5}. They hold in the
        baseline and in every scenario.
    output : str | PathLike[str] | None, default None
        Folder of tables, figures and report; None: outputs/EXPERIMENT.
    overwrite : bool, default False
        Replace the results of another command in that folder.
    store : str | PathLike[str], default "results"
        Folder of finished runs; a run that is there is not done again.
    seed : int, default 1
        A whole number; the same seed gives the same results.
    evidence : str | PathLike[str] | None, default None
        A YAML file with facts and assumptions of your own, laid over those of the package
        (docs/how-to/evidence.md); None: those of the package alone.
    executor : str | Mapping[str, Any], default "processes"
        Where runs are done: serial, processes, dask or ray.
    workers : int | None, default None
        Processes at most; None: one for each core.
    timeout : float | None, default None
        Seconds that a run may take, without compilation; None: no limit.
    lang : Literal["en", "zh"] | None, default None
        Language of terminal, report and figures: en or zh (Chinese); None: that of the environment
        variable UNBURDEN_LANG, else en. Tables in files are the same in both.
    **more
        The same, each by name: workday={...}, or **{"levers.one_table.coverage": 0.5}.

    Returns
    -------
    Results
        Tables of the output folder:
    .discover
        Each scenario: share of societies, or draws, that fail, and how well rules find them.
    .boxes
        Limits of the boxes that hold the failures.
    .variables
        How well each assumption or observable predicts failures.
    .trajectory
        Coverage and density of every box on the way (PRIM).
    .draws
        Each society or draw: gain, whether it fails, and whether the box holds it.
    .points
        Values of the assumptions in each society or draw.
    .observed
        What a place can observe of its baseline, in each society or draw.

    Raises
    ------
    InputError
        An argument, a file or a folder is invalid.
    SettingsError
        A setting of the model has a value that is not allowed.
    RunError
        Runs failed, or stored results are damaged.

    Example
    -------
    >>> from unburden import discover
    >>> results = discover(territory="community", societies=20)
    >>> table = results.discover
    """

def evidence(
    *overrides: str,
    evidence: str | PathLike[str] | Mapping[str, Any] = {"levers": False},
    territory: str | PathLike[str] | Mapping[str, Any] = "street",
    warmup_days: int = 250,
    horizon_days: int = 500,
    settings: Mapping[str, Any] | None = None,
    output: str | PathLike[str] | None = None,
    overwrite: bool = False,
    store: str | PathLike[str] = "results",
    seed: int = 1,
    executor: str | Mapping[str, Any] = "processes",
    workers: int | None = None,
    lang: Literal["en", "zh"] | None = None,
    **more: Any,
) -> Results:
    """Lists what each setting is based on, and the catalogue of levers.

    Parameters
    ----------
    *overrides : str
        Overrides as on the command line, such as "territory=community".
    evidence : str | PathLike[str] | Mapping[str, Any], default {"levers": False}
        Which entries are listed: all, unless one of its keys is set (grade, role, source, lever,
        about, used, id; levers=true lists levers instead). evidence.check=FILE checks a file of
        your own, evidence=FILE lays it over the evidence of the package.
    territory : str | PathLike[str] | Mapping[str, Any], default "street"
        The place: the name of a territory, the path of a file, or settings of one.
    warmup_days : int, default 250
        Working days before measurement and before reforms begin.
    horizon_days : int, default 500
        Working days that are measured; a year has 250.
    settings : Mapping[str, Any] | None, default None
        Settings of the model by their paths: {"levers.one_table.coverage": 0.5}. They hold in the
        baseline and in every scenario.
    output : str | PathLike[str] | None, default None
        Folder of tables, figures and report; None: outputs/EXPERIMENT.
    overwrite : bool, default False
        Replace the results of another command in that folder.
    store : str | PathLike[str], default "results"
        Folder of finished runs; a run that is there is not done again.
    seed : int, default 1
        A whole number; the same seed gives the same results.
    executor : str | Mapping[str, Any], default "processes"
        Where runs are done: serial, processes, dask or ray.
    workers : int | None, default None
        Processes at most; None: one for each core.
    lang : Literal["en", "zh"] | None, default None
        Language of terminal, report and figures: en or zh (Chinese); None: that of the environment
        variable UNBURDEN_LANG, else en. Tables in files are the same in both.
    **more
        The same, each by name: workday={...}, or **{"levers.one_table.coverage": 0.5}.

    Returns
    -------
    Results
        Tables of the output folder:
    .evidence
        Every entry that passes the filter: value, range, unit, grade, source and use.
    .levers
        The catalogue of levers and shocks.

    Raises
    ------
    InputError
        An argument, a file or a folder is invalid.
    SettingsError
        A setting of the model has a value that is not allowed.
    RunError
        Runs failed, or stored results are damaged.

    Example
    -------
    >>> from unburden import evidence
    >>> results = evidence()
    >>> table = results.evidence
    """

def export(
    *overrides: str,
    from_: str | PathLike[str] | None = None,
    table: str | Sequence[str] | None = None,
    format: Literal["csv", "xlsx", "dta"] = "csv",
    territory: str | PathLike[str] | Mapping[str, Any] = "street",
    warmup_days: int = 250,
    horizon_days: int = 500,
    settings: Mapping[str, Any] | None = None,
    output: str | PathLike[str] | None = None,
    overwrite: bool = False,
    store: str | PathLike[str] = "results",
    seed: int = 1,
    evidence: str | PathLike[str] | None = None,
    executor: str | Mapping[str, Any] = "processes",
    workers: int | None = None,
    lang: Literal["en", "zh"] | None = None,
    **more: Any,
) -> Results:
    """The tables of any results, for Excel, Stata or R.

    Parameters
    ----------
    *overrides : str
        Overrides as on the command line, such as "territory=community".
    from_ : str | PathLike[str] | None, default None
        The output folder of an experiment.
    table : str | Sequence[str] | None, default None
        Names of tables; None: all of them.
    format : Literal["csv", "xlsx", "dta"], default "csv"
        Text for R and others (csv), one workbook for Excel (xlsx), or for Stata a file for each
        table (dta).
    territory : str | PathLike[str] | Mapping[str, Any], default "street"
        The place: the name of a territory, the path of a file, or settings of one.
    warmup_days : int, default 250
        Working days before measurement and before reforms begin.
    horizon_days : int, default 500
        Working days that are measured; a year has 250.
    settings : Mapping[str, Any] | None, default None
        Settings of the model by their paths: {"levers.one_table.coverage": 0.5}. They hold in the
        baseline and in every scenario.
    output : str | PathLike[str] | None, default None
        Folder of the files; None: beside the results, named after them.
    overwrite : bool, default False
        Replace the results of another command in that folder.
    store : str | PathLike[str], default "results"
        Folder of finished runs; a run that is there is not done again.
    seed : int, default 1
        A whole number; the same seed gives the same results.
    evidence : str | PathLike[str] | None, default None
        A YAML file with facts and assumptions of your own, laid over those of the package
        (docs/how-to/evidence.md); None: those of the package alone.
    executor : str | Mapping[str, Any], default "processes"
        Where runs are done: serial, processes, dask or ray.
    workers : int | None, default None
        Processes at most; None: one for each core.
    lang : Literal["en", "zh"] | None, default None
        Language of terminal, report and figures: en or zh (Chinese); None: that of the environment
        variable UNBURDEN_LANG, else en. Tables in files are the same in both.
    **more
        The same, each by name: workday={...}, or **{"levers.one_table.coverage": 0.5}.

    Returns
    -------
    Results
        Tables of the output folder:
    .codebook
        Each table, and each of its columns: name in the file, type, meaning, unit, and how many
        values are missing.

    Raises
    ------
    InputError
        An argument, a file or a folder is invalid.
    SettingsError
        A setting of the model has a value that is not allowed.
    RunError
        Runs failed, or stored results are damaged.

    Example
    -------
    >>> from unburden import export
    >>> results = export(from_="outputs/compare")
    >>> table = results.codebook
    """

def levers(
    *overrides: str,
    societies: str | int | PathLike[str] = "ensemble",
    replications: int | None = None,
    costs: bool = False,
    only: str | Sequence[str] | None = None,
    territory: str | PathLike[str] | Mapping[str, Any] = "street",
    warmup_days: int = 250,
    horizon_days: int = 500,
    settings: Mapping[str, Any] | None = None,
    output: str | PathLike[str] | None = None,
    overwrite: bool = False,
    store: str | PathLike[str] = "results",
    seed: int = 1,
    evidence: str | PathLike[str] | None = None,
    executor: str | Mapping[str, Any] = "processes",
    workers: int | None = None,
    timeout: float | None = None,
    lang: Literal["en", "zh"] | None = None,
    **more: Any,
) -> Results:
    """Every lever and shock alone, in one table.

    Parameters
    ----------
    *overrides : str
        Overrides as on the command line, such as "territory=community".
    societies : str | int | PathLike[str], default "ensemble"
        Plausible societies (ensemble), the first N of them (a whole number), a file of societies
        (.parquet), or the declared values alone (reference). Ensemble: the first 20.
    replications : int | None, default None
        Runs of each lever, under the same seeds for all; None: 1 in each society, 20 with
        societies=reference.
    costs : bool, default False
        Also yuan a year by budget, for an hour freed and for a day of waiting saved: costs.csv,
        ranked, budgets.csv, standard_cost.csv and a figure.
    only : str | Sequence[str] | None, default None
        Levers and shocks to run; None is all of them.
    territory : str | PathLike[str] | Mapping[str, Any], default "street"
        The place: the name of a territory, the path of a file, or settings of one.
    warmup_days : int, default 250
        Working days before measurement and before reforms begin.
    horizon_days : int, default 500
        Working days that are measured; a year has 250.
    settings : Mapping[str, Any] | None, default None
        Settings of the model by their paths: {"levers.one_table.coverage": 0.5}. They hold in the
        baseline and in every scenario.
    output : str | PathLike[str] | None, default None
        Folder of tables, figures and report; None: outputs/EXPERIMENT.
    overwrite : bool, default False
        Replace the results of another command in that folder.
    store : str | PathLike[str], default "results"
        Folder of finished runs; a run that is there is not done again.
    seed : int, default 1
        A whole number; the same seed gives the same results.
    evidence : str | PathLike[str] | None, default None
        A YAML file with facts and assumptions of your own, laid over those of the package
        (docs/how-to/evidence.md); None: those of the package alone.
    executor : str | Mapping[str, Any], default "processes"
        Where runs are done: serial, processes, dask or ray.
    workers : int | None, default None
        Processes at most; None: one for each core.
    timeout : float | None, default None
        Seconds that a run may take, without compilation; None: no limit.
    lang : Literal["en", "zh"] | None, default None
        Language of terminal, report and figures: en or zh (Chinese); None: that of the environment
        variable UNBURDEN_LANG, else en. Tables in files are the same in both.
    **more
        The same, each by name: workday={...}, or **{"levers.one_table.coverage": 0.5}.

    Returns
    -------
    Results
        Tables of the output folder:
    .levers
        The effect of each lever or shock on each outcome, against the baseline: median, 90 % and
        share of societies that gain; of one society difference, interval, p-value.
    .costs
        With costs=true: yuan a year, for an hour freed, and for a day of waiting saved; ranked.
    .budgets
        With costs=true: yuan a year more than in the baseline, by who pays and what for; of money
        and paid time the means add up to cost_mean of costs.csv.
    .standard_cost
        With costs=true: hours and yuan of reporting by the standard cost model, of the run, and
        what the gap consists of, by department.
    .workers
        Where a scenario changes the number of workers: workers, and upward work of each and of all.

    Raises
    ------
    InputError
        An argument, a file or a folder is invalid.
    SettingsError
        A setting of the model has a value that is not allowed.
    RunError
        Runs failed, or stored results are damaged.

    Example
    -------
    >>> from unburden import levers
    >>> results = levers(territory="community", societies=4, replications=2)
    >>> table = results.levers
    """

def portfolio(
    *overrides: str,
    societies: str | int | PathLike[str] = "ensemble",
    package: str | PathLike[str] | Sequence[str | PathLike[str]] = ...,
    outcomes: str | Sequence[str] = ...,
    effort: Mapping[str, Any] = {},
    confidence: float = 0.9,
    scales: Mapping[str, float] | None = None,
    draws: int | None = None,
    search: Literal["auto", "enumerate", "nsga2"] = "auto",
    trials: int = 1000,
    population: int = 40,
    territory: str | PathLike[str] | Mapping[str, Any] = "street",
    warmup_days: int = 250,
    horizon_days: int = 500,
    settings: Mapping[str, Any] | None = None,
    output: str | PathLike[str] | None = None,
    overwrite: bool = False,
    store: str | PathLike[str] = "results",
    seed: int = 1,
    evidence: str | PathLike[str] | None = None,
    executor: str | Mapping[str, Any] = "processes",
    workers: int | None = None,
    timeout: float | None = None,
    lang: Literal["en", "zh"] | None = None,
    **more: Any,
) -> Results:
    """Which sets of levers are best for an effort, and which have least regret.

    Parameters
    ----------
    *overrides : str
        Overrides as on the command line, such as "territory=community".
    societies : str | int | PathLike[str], default "ensemble"
        Plausible societies (ensemble), the first N of them (a whole number), a file of societies
        (.parquet), or draws of all assumptions from their ranges (declared). Ensemble: the first
        60.
    package : str | PathLike[str] | Sequence[str | PathLike[str]]
        Scenarios that make up the package, laid one over another. Default: ("signboard_removal",
        "one_table", "escalation_rights", "department_evaluation", "duty_list", "admission_gate",
        "form_cuts").
    outcomes : str | Sequence[str]
        Outcomes to weigh against each other: two at least. Default: ("hours_freed_per_worker_week",
        "days_to_resolution_restricted_mean.needs_departments", "department_load").
    effort : Mapping[str, Any], default {}
        Limits of effort: all, unless its keys are set.
    confidence : float, default 0.9
        Share of societies, or draws, in which a set has to keep within the limits of effort.
    scales : Mapping[str, float] | None, default None
        {outcome: difference}: differences that weigh alike; for outcomes not named, the standard
        deviation of the baseline over societies, or draws.
    draws : int | None, default None
        With societies=declared: draws of all assumptions; None: 30.
    search : Literal["auto", "enumerate", "nsga2"], default "auto"
        All sets (enumerate), a genetic search (nsga2), or by their number.
    trials : int, default 1000
        Sets that nsga2 looks at.
    population : int, default 40
        Sets in a generation of nsga2.
    territory : str | PathLike[str] | Mapping[str, Any], default "street"
        The place: the name of a territory, the path of a file, or settings of one.
    warmup_days : int, default 250
        Working days before measurement and before reforms begin.
    horizon_days : int, default 500
        Working days that are measured; a year has 250.
    settings : Mapping[str, Any] | None, default None
        Settings of the model by their paths: {"levers.one_table.coverage": 0.5}. They hold in the
        baseline and in every scenario.
    output : str | PathLike[str] | None, default None
        Folder of tables, figures and report; None: outputs/EXPERIMENT.
    overwrite : bool, default False
        Replace the results of another command in that folder.
    store : str | PathLike[str], default "results"
        Folder of finished runs; a run that is there is not done again.
    seed : int, default 1
        A whole number; the same seed gives the same results.
    evidence : str | PathLike[str] | None, default None
        A YAML file with facts and assumptions of your own, laid over those of the package
        (docs/how-to/evidence.md); None: those of the package alone.
    executor : str | Mapping[str, Any], default "processes"
        Where runs are done: serial, processes, dask or ray.
    workers : int | None, default None
        Processes at most; None: one for each core.
    timeout : float | None, default None
        Seconds that a run may take, without compilation; None: no limit.
    lang : Literal["en", "zh"] | None, default None
        Language of terminal, report and figures: en or zh (Chinese); None: that of the environment
        variable UNBURDEN_LANG, else en. Tables in files are the same in both.
    **more
        The same, each by name: workday={...}, or **{"levers.one_table.coverage": 0.5}.

    Returns
    -------
    Results
        Tables of the output folder:
    .portfolio
        Each set of levers: outcomes, effort, whether it is non-dominated, and regret.
    .draws
        Outcomes of each set in each society or draw.

    Raises
    ------
    InputError
        An argument, a file or a folder is invalid.
    SettingsError
        A setting of the model has a value that is not allowed.
    RunError
        Runs failed, or stored results are damaged.

    Example
    -------
    >>> from unburden import portfolio
    >>> results = portfolio(territory="community", societies=20)
    >>> table = results.portfolio
    """

def rules(
    *overrides: str,
    themes: str | Sequence[str] | None = None,
    replications: int = 10,
    territory: str | PathLike[str] | Mapping[str, Any] = "street",
    warmup_days: int = 250,
    horizon_days: int = 500,
    settings: Mapping[str, Any] | None = None,
    output: str | PathLike[str] | None = None,
    overwrite: bool = False,
    store: str | PathLike[str] = "results",
    seed: int = 1,
    evidence: str | PathLike[str] | None = None,
    executor: str | Mapping[str, Any] = "processes",
    workers: int | None = None,
    timeout: float | None = None,
    lang: Literal["en", "zh"] | None = None,
    **more: Any,
) -> Results:
    """Each mechanism switched off and on, with the expected direction of its effects.

    Parameters
    ----------
    *overrides : str
        Overrides as on the command line, such as "territory=community".
    themes : str | Sequence[str] | None, default None
        Themes of mechanisms; None is all of them.
    replications : int, default 10
        Runs with each mechanism off and on, under the same seeds.
    territory : str | PathLike[str] | Mapping[str, Any], default "street"
        The place: the name of a territory, the path of a file, or settings of one.
    warmup_days : int, default 250
        Working days before measurement and before reforms begin.
    horizon_days : int, default 500
        Working days that are measured; a year has 250.
    settings : Mapping[str, Any] | None, default None
        Settings of the model by their paths: {"levers.one_table.coverage": 0.5}. They hold in the
        baseline and in every scenario.
    output : str | PathLike[str] | None, default None
        Folder of tables, figures and report; None: outputs/EXPERIMENT.
    overwrite : bool, default False
        Replace the results of another command in that folder.
    store : str | PathLike[str], default "results"
        Folder of finished runs; a run that is there is not done again.
    seed : int, default 1
        A whole number; the same seed gives the same results.
    evidence : str | PathLike[str] | None, default None
        A YAML file with facts and assumptions of your own, laid over those of the package
        (docs/how-to/evidence.md); None: those of the package alone.
    executor : str | Mapping[str, Any], default "processes"
        Where runs are done: serial, processes, dask or ray.
    workers : int | None, default None
        Processes at most; None: one for each core.
    timeout : float | None, default None
        Seconds that a run may take, without compilation; None: no limit.
    lang : Literal["en", "zh"] | None, default None
        Language of terminal, report and figures: en or zh (Chinese); None: that of the environment
        variable UNBURDEN_LANG, else en. Tables in files are the same in both.
    **more
        The same, each by name: workday={...}, or **{"levers.one_table.coverage": 0.5}.

    Returns
    -------
    Results
        Tables of the output folder:
    .rules
        Each expectation: the measure with the mechanism off and on, and the verdict.

    Raises
    ------
    InputError
        An argument, a file or a folder is invalid.
    SettingsError
        A setting of the model has a value that is not allowed.
    RunError
        Runs failed, or stored results are damaged.

    Example
    -------
    >>> from unburden import rules
    >>> results = rules(territory="community", replications=2)
    >>> table = results.rules
    """

def sensitivity(
    *overrides: str,
    societies: Literal["declared"] = "declared",
    scenarios: str | PathLike[str] | Sequence[str | PathLike[str]] = ("one_table",),
    levers: Sequence[Lever] | Mapping[str, Any] = (),
    outcomes: str | Sequence[str] = ("hours_freed_per_worker_week",),
    of: Literal["difference", "level"] = "difference",
    assumptions: str | Sequence[str] | None = None,
    trajectories: int = 10,
    levels: int = 4,
    keep: int = 8,
    samples: int = 128,
    replications: int = 1,
    territory: str | PathLike[str] | Mapping[str, Any] = "street",
    warmup_days: int = 250,
    horizon_days: int = 500,
    settings: Mapping[str, Any] | None = None,
    output: str | PathLike[str] | None = None,
    overwrite: bool = False,
    store: str | PathLike[str] = "results",
    seed: int = 1,
    evidence: str | PathLike[str] | None = None,
    executor: str | Mapping[str, Any] = "processes",
    workers: int | None = None,
    timeout: float | None = None,
    lang: Literal["en", "zh"] | None = None,
    **more: Any,
) -> Results:
    """Which assumptions an outcome depends on over their declared ranges (Morris, Sobol').

    Parameters
    ----------
    *overrides : str
        Overrides as on the command line, such as "territory=community".
    societies : Literal["declared"], default "declared"
        The declared ranges alone: its designs need independent inputs, which plausible societies
        are not. What moves outcomes over these: experiment=uncertainty (leaders) and
        experiment=value_of_information.
    scenarios : str | PathLike[str] | Sequence[str | PathLike[str]], default ("one_table",)
        Scenarios whose outcomes are explained.
    levers : Sequence[Lever] | Mapping[str, Any], default ()
        Levers of Python, each a scenario of its own: [OneTable(connected_share=0.4)]. Without
        scenarios these are all. A mapping is settings of levers instead.
    outcomes : str | Sequence[str], default ("hours_freed_per_worker_week",)
        Outcomes to explain, written measure or measure.group.
    of : Literal["difference", "level"], default "difference"
        What is explained: the difference from the baseline, or the level.
    assumptions : str | Sequence[str] | None, default None
        Assumptions to vary, each by itself over its declared range; None: all that are active in
        these scenarios.
    trajectories : int, default 10
        Trajectories of the Morris screening.
    levels : int, default 4
        Levels of the grid of the screening: an even number, 4 or more.
    keep : int, default 8
        Assumptions that go on to Sobol' indices; 0: screening only.
    samples : int, default 128
        Blocks of the design for Sobol' indices.
    replications : int, default 1
        Runs at each point, under the same seeds for all.
    territory : str | PathLike[str] | Mapping[str, Any], default "street"
        The place: the name of a territory, the path of a file, or settings of one.
    warmup_days : int, default 250
        Working days before measurement and before reforms begin.
    horizon_days : int, default 500
        Working days that are measured; a year has 250.
    settings : Mapping[str, Any] | None, default None
        Settings of the model by their paths: {"levers.one_table.coverage": 0.5}. They hold in the
        baseline and in every scenario.
    output : str | PathLike[str] | None, default None
        Folder of tables, figures and report; None: outputs/EXPERIMENT.
    overwrite : bool, default False
        Replace the results of another command in that folder.
    store : str | PathLike[str], default "results"
        Folder of finished runs; a run that is there is not done again.
    seed : int, default 1
        A whole number; the same seed gives the same results.
    evidence : str | PathLike[str] | None, default None
        A YAML file with facts and assumptions of your own, laid over those of the package
        (docs/how-to/evidence.md); None: those of the package alone.
    executor : str | Mapping[str, Any], default "processes"
        Where runs are done: serial, processes, dask or ray.
    workers : int | None, default None
        Processes at most; None: one for each core.
    timeout : float | None, default None
        Seconds that a run may take, without compilation; None: no limit.
    lang : Literal["en", "zh"] | None, default None
        Language of terminal, report and figures: en or zh (Chinese); None: that of the environment
        variable UNBURDEN_LANG, else en. Tables in files are the same in both.
    **more
        The same, each by name: workday={...}, or **{"levers.one_table.coverage": 0.5}.

    Returns
    -------
    Results
        Tables of the output folder:
    .screening
        Elementary effects of each assumption on each outcome, over its declared range (Morris).
    .indices
        First-order and total Sobol' indices of the assumptions kept, over their declared ranges.
    .answers
        The outcomes at the declared assumptions.

    Raises
    ------
    InputError
        An argument, a file or a folder is invalid.
    SettingsError
        A setting of the model has a value that is not allowed.
    RunError
        Runs failed, or stored results are damaged.

    Example
    -------
    >>> from unburden import sensitivity
    >>> results = sensitivity(territory="community", trajectories=4, samples=128, replications=1)
    >>> table = results.screening
    """

def store(
    *overrides: str,
    check: bool = False,
    rerun: int = 0,
    prune: Literal["old_models", "damaged", "all"] | None = None,
    territory: str | PathLike[str] | Mapping[str, Any] = "street",
    warmup_days: int = 250,
    horizon_days: int = 500,
    settings: Mapping[str, Any] | None = None,
    output: str | PathLike[str] | None = None,
    overwrite: bool = False,
    store: str | PathLike[str] = "results",
    seed: int = 1,
    executor: str | Mapping[str, Any] = "processes",
    workers: int | None = None,
    lang: Literal["en", "zh"] | None = None,
    **more: Any,
) -> Results:
    """Lists, checks and removes stored runs.

    Parameters
    ----------
    *overrides : str
        Overrides as on the command line, such as "territory=community".
    check : bool, default False
        Check the stored values of every run.
    rerun : int, default 0
        Stored runs to run again and compare with what is stored.
    prune : Literal["old_models", "damaged", "all"] | None, default None
        What to remove: runs of other versions of the model (old_models), damaged runs, or all.
    territory : str | PathLike[str] | Mapping[str, Any], default "street"
        The place: the name of a territory, the path of a file, or settings of one.
    warmup_days : int, default 250
        Working days before measurement and before reforms begin.
    horizon_days : int, default 500
        Working days that are measured; a year has 250.
    settings : Mapping[str, Any] | None, default None
        Settings of the model by their paths: {"levers.one_table.coverage": 0.5}. They hold in the
        baseline and in every scenario.
    output : str | PathLike[str] | None, default None
        Folder of tables, figures and report; None: outputs/EXPERIMENT.
    overwrite : bool, default False
        Replace the results of another command in that folder.
    store : str | PathLike[str], default "results"
        Folder of finished runs; a run that is there is not done again.
    seed : int, default 1
        A whole number; the same seed gives the same results.
    executor : str | Mapping[str, Any], default "processes"
        Where runs are done: serial, processes, dask or ray.
    workers : int | None, default None
        Processes at most; None: one for each core.
    lang : Literal["en", "zh"] | None, default None
        Language of terminal, report and figures: en or zh (Chinese); None: that of the environment
        variable UNBURDEN_LANG, else en. Tables in files are the same in both.
    **more
        The same, each by name: workday={...}, or **{"levers.one_table.coverage": 0.5}.

    Returns
    -------
    Results
        Tables of the output folder:
    .store
        Stored runs, by version of the model, detail and environment.

    Raises
    ------
    InputError
        An argument, a file or a folder is invalid.
    SettingsError
        A setting of the model has a value that is not allowed.
    RunError
        Runs failed, or stored results are damaged.

    Example
    -------
    >>> from unburden import store
    >>> results = store()
    >>> table = results.store
    """

def sweep(
    *overrides: str,
    societies: str | int | PathLike[str] = "ensemble",
    replications: int | None = None,
    scenarios: str | PathLike[str] | Sequence[str | PathLike[str]] = ("one_table",),
    levers: Sequence[Lever] | Mapping[str, Any] = (),
    vary: Mapping[str, Any] | None = None,
    sampling: Literal["grid", "list", "latin", "sobol"] = "grid",
    points: int | None = None,
    points_file: str | PathLike[str] | None = None,
    outcomes: str | Sequence[str] | None = None,
    territory: str | PathLike[str] | Mapping[str, Any] = "street",
    warmup_days: int = 250,
    horizon_days: int = 500,
    settings: Mapping[str, Any] | None = None,
    output: str | PathLike[str] | None = None,
    overwrite: bool = False,
    store: str | PathLike[str] = "results",
    seed: int = 1,
    evidence: str | PathLike[str] | None = None,
    executor: str | Mapping[str, Any] = "processes",
    workers: int | None = None,
    timeout: float | None = None,
    lang: Literal["en", "zh"] | None = None,
    **more: Any,
) -> Results:
    """Outcomes over values of any setting or assumption.

    Parameters
    ----------
    *overrides : str
        Overrides as on the command line, such as "territory=community".
    societies : str | int | PathLike[str], default "ensemble"
        Plausible societies (ensemble), the first N of them (a whole number), a file of societies
        (.parquet), or the declared values alone (reference). Ensemble: the first 20.
    replications : int | None, default None
        Runs at each point, under the same seeds for all; None: 1 in each society, 10 with
        societies=reference.
    scenarios : str | PathLike[str] | Sequence[str | PathLike[str]], default ("one_table",)
        Scenarios to run at every point.
    levers : Sequence[Lever] | Mapping[str, Any], default ()
        Levers of Python, each a scenario of its own: [OneTable(connected_share=0.4)]. Without
        scenarios these are all. A mapping is settings of levers instead.
    vary : Mapping[str, Any] | None, default None
        Paths of settings or ids of assumptions, each with a list of values (sampling grid, list) or
        a range {low: 0, high: 1}, with scale: log if wanted (latin, sobol); None for an id: its own
        range. Default: the coverage of one_table.
    sampling : Literal["grid", "list", "latin", "sobol"], default "grid"
        Every combination (grid), row by row (list), Latin hypercube, or Sobol' sequence.
    points : int | None, default None
        Number of points, for latin and sobol; None: 64.
    points_file : str | PathLike[str] | None, default None
        CSV file of points, a column for each path or id, in place of vary.
    outcomes : str | Sequence[str] | None, default None
        Outcomes, written measure or measure.group; None is the primary ones.
    territory : str | PathLike[str] | Mapping[str, Any], default "street"
        The place: the name of a territory, the path of a file, or settings of one.
    warmup_days : int, default 250
        Working days before measurement and before reforms begin.
    horizon_days : int, default 500
        Working days that are measured; a year has 250.
    settings : Mapping[str, Any] | None, default None
        Settings of the model by their paths: {"levers.one_table.coverage": 0.5}. They hold in the
        baseline and in every scenario.
    output : str | PathLike[str] | None, default None
        Folder of tables, figures and report; None: outputs/EXPERIMENT.
    overwrite : bool, default False
        Replace the results of another command in that folder.
    store : str | PathLike[str], default "results"
        Folder of finished runs; a run that is there is not done again.
    seed : int, default 1
        A whole number; the same seed gives the same results.
    evidence : str | PathLike[str] | None, default None
        A YAML file with facts and assumptions of your own, laid over those of the package
        (docs/how-to/evidence.md); None: those of the package alone.
    executor : str | Mapping[str, Any], default "processes"
        Where runs are done: serial, processes, dask or ray.
    workers : int | None, default None
        Processes at most; None: one for each core.
    timeout : float | None, default None
        Seconds that a run may take, without compilation; None: no limit.
    lang : Literal["en", "zh"] | None, default None
        Language of terminal, report and figures: en or zh (Chinese); None: that of the environment
        variable UNBURDEN_LANG, else en. Tables in files are the same in both.
    **more
        The same, each by name: workday={...}, or **{"levers.one_table.coverage": 0.5}.

    Returns
    -------
    Results
        Tables of the output folder:
    .sweep
        Outcomes of each scenario at each point: median and 90 % of societies; of one society means
        with intervals.
    .points
        What is varied, at each point.
    .measures
        Measures of every run, by point, scenario and replication.

    Raises
    ------
    InputError
        An argument, a file or a folder is invalid.
    SettingsError
        A setting of the model has a value that is not allowed.
    RunError
        Runs failed, or stored results are damaged.

    Example
    -------
    >>> from unburden import sweep
    >>> results = sweep(territory="community", societies=4, replications=2)
    >>> table = results.sweep
    """

def trace(
    *overrides: str,
    scenarios: str | PathLike[str] | Sequence[str | PathLike[str]] = ("headline_package",),
    levers: Sequence[Lever] | Mapping[str, Any] = (),
    issue: str | int = "departments",
    community: int | str = 0,
    day: int = 60,
    territory: str | PathLike[str] | Mapping[str, Any] = "street",
    warmup_days: int = 250,
    horizon_days: int = 500,
    settings: Mapping[str, Any] | None = None,
    output: str | PathLike[str] | None = None,
    overwrite: bool = False,
    store: str | PathLike[str] = "results",
    seed: int = 1,
    evidence: str | PathLike[str] | None = None,
    executor: str | Mapping[str, Any] = "processes",
    workers: int | None = None,
    lang: Literal["en", "zh"] | None = None,
    **more: Any,
) -> Results:
    """The life of one issue, and a day of every worker of a community.

    Parameters
    ----------
    *overrides : str
        Overrides as on the command line, such as "territory=community".
    scenarios : str | PathLike[str] | Sequence[str | PathLike[str]], default ("headline_package",)
        Scenarios to trace beside the baseline.
    levers : Sequence[Lever] | Mapping[str, Any], default ()
        Levers of Python, each a scenario of its own: [OneTable(connected_share=0.4)]. Without
        scenarios these are all. A mapping is settings of levers instead.
    issue : str | int, default "departments"
        The issue to follow: its number, or a kind of issue.
    community : int | str, default 0
        The community that is traced: its name, or its number, counted from 0.
    day : int, default 60
        The day of workers that is shown, counted from 1.
    territory : str | PathLike[str] | Mapping[str, Any], default "street"
        The place: the name of a territory, the path of a file, or settings of one.
    warmup_days : int, default 250
        Working days before measurement and before reforms begin.
    horizon_days : int, default 500
        Working days that are measured; a year has 250.
    settings : Mapping[str, Any] | None, default None
        Settings of the model by their paths: {"levers.one_table.coverage": 0.5}. They hold in the
        baseline and in every scenario.
    output : str | PathLike[str] | None, default None
        Folder of tables, figures and report; None: outputs/EXPERIMENT.
    overwrite : bool, default False
        Replace the results of another command in that folder.
    store : str | PathLike[str], default "results"
        Folder of finished runs; a run that is there is not done again.
    seed : int, default 1
        A whole number; the same seed gives the same results.
    evidence : str | PathLike[str] | None, default None
        A YAML file with facts and assumptions of your own, laid over those of the package
        (docs/how-to/evidence.md); None: those of the package alone.
    executor : str | Mapping[str, Any], default "processes"
        Where runs are done: serial, processes, dask or ray.
    workers : int | None, default None
        Processes at most; None: one for each core.
    lang : Literal["en", "zh"] | None, default None
        Language of terminal, report and figures: en or zh (Chinese); None: that of the environment
        variable UNBURDEN_LANG, else en. Tables in files are the same in both.
    **more
        The same, each by name: workday={...}, or **{"levers.one_table.coverage": 0.5}.

    Returns
    -------
    Results
        Tables of the output folder:
    .issue
        What happens to the issue in each scenario, event by event.
    .segments
        What every worker does on the day, minute by minute.

    Raises
    ------
    InputError
        An argument, a file or a folder is invalid.
    SettingsError
        A setting of the model has a value that is not allowed.
    RunError
        Runs failed, or stored results are damaged.

    Example
    -------
    >>> from unburden import trace
    >>> results = trace(territory="community")
    >>> table = results.issue
    """

def uncertainty(
    *overrides: str,
    societies: str | int | PathLike[str] = "ensemble",
    scenarios: str | PathLike[str] | Sequence[str | PathLike[str]] = ...,
    levers: Sequence[Lever] | Mapping[str, Any] = (),
    draws: int | None = None,
    sampling: Literal["latin", "sobol"] = "latin",
    assumptions: str | Sequence[str] | None = None,
    keep: Mapping[str, Sequence[float | None]] | None = None,
    outcomes: str | Sequence[str] = ...,
    territory: str | PathLike[str] | Mapping[str, Any] = "street",
    warmup_days: int = 250,
    horizon_days: int = 500,
    settings: Mapping[str, Any] | None = None,
    output: str | PathLike[str] | None = None,
    overwrite: bool = False,
    store: str | PathLike[str] = "results",
    seed: int = 1,
    evidence: str | PathLike[str] | None = None,
    executor: str | Mapping[str, Any] = "processes",
    workers: int | None = None,
    timeout: float | None = None,
    lang: Literal["en", "zh"] | None = None,
    **more: Any,
) -> Results:
    """How far effects spread over draws of all assumptions.

    Parameters
    ----------
    *overrides : str
        Overrides as on the command line, such as "territory=community".
    societies : str | int | PathLike[str], default "ensemble"
        Plausible societies (ensemble), the first N of them (a whole number), a file of societies
        (.parquet), or draws of all assumptions from their ranges (declared). Ensemble: all.
    scenarios : str | PathLike[str] | Sequence[str | PathLike[str]]
        Scenarios to compare with the baseline. Default: ("signboards_only", "signboard_removal",
        "one_table", "escalation_rights", "headline_package").
    levers : Sequence[Lever] | Mapping[str, Any], default ()
        Levers of Python, each a scenario of its own: [OneTable(connected_share=0.4)]. Without
        scenarios these are all. A mapping is settings of levers instead.
    draws : int | None, default None
        With societies=declared: draws of all assumptions; None: 200.
    sampling : Literal["latin", "sobol"], default "latin"
        With societies=declared: Latin hypercube, or Sobol' sequence.
    assumptions : str | Sequence[str] | None, default None
        With societies=declared: assumptions to draw; None: all that have a range.
    keep : Mapping[str, Sequence[float | None]] | None, default None
        With societies=declared, {outcome: [low, high]}: draws whose baseline lies outside are left
        out; None in place of a number: no bound.
    outcomes : str | Sequence[str]
        Outcomes, written measure or measure.group. Default: ("hours_freed_per_worker_week",
        "days_to_resolution_restricted_mean.own_powers",
        "days_to_resolution_restricted_mean.needs_departments", "satisfaction",
        "department_hours_per_week", "reporting_desk").
    territory : str | PathLike[str] | Mapping[str, Any], default "street"
        The place: the name of a territory, the path of a file, or settings of one.
    warmup_days : int, default 250
        Working days before measurement and before reforms begin.
    horizon_days : int, default 500
        Working days that are measured; a year has 250.
    settings : Mapping[str, Any] | None, default None
        Settings of the model by their paths: {"levers.one_table.coverage": 0.5}. They hold in the
        baseline and in every scenario.
    output : str | PathLike[str] | None, default None
        Folder of tables, figures and report; None: outputs/EXPERIMENT.
    overwrite : bool, default False
        Replace the results of another command in that folder.
    store : str | PathLike[str], default "results"
        Folder of finished runs; a run that is there is not done again.
    seed : int, default 1
        A whole number; the same seed gives the same results.
    evidence : str | PathLike[str] | None, default None
        A YAML file with facts and assumptions of your own, laid over those of the package
        (docs/how-to/evidence.md); None: those of the package alone.
    executor : str | Mapping[str, Any], default "processes"
        Where runs are done: serial, processes, dask or ray.
    workers : int | None, default None
        Processes at most; None: one for each core.
    timeout : float | None, default None
        Seconds that a run may take, without compilation; None: no limit.
    lang : Literal["en", "zh"] | None, default None
        Language of terminal, report and figures: en or zh (Chinese); None: that of the environment
        variable UNBURDEN_LANG, else en. Tables in files are the same in both.
    **more
        The same, each by name: workday={...}, or **{"levers.one_table.coverage": 0.5}.

    Returns
    -------
    Results
        Tables of the output folder:
    .uncertainty
        Quantiles of each outcome and of its change, over societies or draws.
    .pairwise
        Share of societies or draws in which one scenario does better than another.
    .leaders
        Assumptions that move each outcome most.
    .draws
        Outcomes of each scenario in each society or draw.
    .points
        Values of the assumptions in each society or draw.

    Raises
    ------
    InputError
        An argument, a file or a folder is invalid.
    SettingsError
        A setting of the model has a value that is not allowed.
    RunError
        Runs failed, or stored results are damaged.

    Example
    -------
    >>> from unburden import uncertainty
    >>> results = uncertainty(territory="community", societies=20)
    >>> table = results.uncertainty
    """

def validate(
    *overrides: str,
    societies: str | int | PathLike[str] = "ensemble",
    draws: int | None = None,
    sampling: Literal["latin", "sobol"] = "latin",
    assumptions: str | Sequence[str] | None = None,
    keep: Mapping[str, Sequence[float | None]] | None = None,
    checks: str | Sequence[str] | None = None,
    replications: int = 10,
    territory: str | PathLike[str] | Mapping[str, Any] = "street",
    warmup_days: int = 250,
    horizon_days: int = 500,
    settings: Mapping[str, Any] | None = None,
    output: str | PathLike[str] | None = None,
    overwrite: bool = False,
    store: str | PathLike[str] = "results",
    seed: int = 1,
    evidence: str | PathLike[str] | None = None,
    executor: str | Mapping[str, Any] = "processes",
    workers: int | None = None,
    timeout: float | None = None,
    lang: Literal["en", "zh"] | None = None,
    **more: Any,
) -> Results:
    """Documented outcomes and directions, each met or missed.

    Parameters
    ----------
    *overrides : str
        Overrides as on the command line, such as "territory=community".
    societies : str | int | PathLike[str], default "ensemble"
        Plausible societies (ensemble), the first N of them (a whole number), a file of societies
        (.parquet), or draws of all assumptions from their ranges (declared). Ensemble: the first
        100.
    draws : int | None, default None
        With societies=declared: draws of all assumptions; None: 100.
    sampling : Literal["latin", "sobol"], default "latin"
        With societies=declared: Latin hypercube, or Sobol' sequence.
    assumptions : str | Sequence[str] | None, default None
        With societies=declared: assumptions to draw; None: all that have a range.
    keep : Mapping[str, Sequence[float | None]] | None, default None
        With societies=declared, {outcome: [low, high]}: draws whose baseline lies outside are left
        out; None in place of a number: no bound.
    checks : str | Sequence[str] | None, default None
        Names of checks, as validation.csv has them; None is all.
    replications : int, default 10
        Runs of the reference society, which has the declared values.
    territory : str | PathLike[str] | Mapping[str, Any], default "street"
        The place: the name of a territory, the path of a file, or settings of one.
    warmup_days : int, default 250
        Working days before measurement and before reforms begin.
    horizon_days : int, default 500
        Working days that are measured; a year has 250.
    settings : Mapping[str, Any] | None, default None
        Settings of the model by their paths: {"levers.one_table.coverage": 0.5}. They hold in the
        baseline and in every scenario.
    output : str | PathLike[str] | None, default None
        Folder of tables, figures and report; None: outputs/EXPERIMENT.
    overwrite : bool, default False
        Replace the results of another command in that folder.
    store : str | PathLike[str], default "results"
        Folder of finished runs; a run that is there is not done again.
    seed : int, default 1
        A whole number; the same seed gives the same results.
    evidence : str | PathLike[str] | None, default None
        A YAML file with facts and assumptions of your own, laid over those of the package
        (docs/how-to/evidence.md); None: those of the package alone.
    executor : str | Mapping[str, Any], default "processes"
        Where runs are done: serial, processes, dask or ray.
    workers : int | None, default None
        Processes at most; None: one for each core.
    timeout : float | None, default None
        Seconds that a run may take, without compilation; None: no limit.
    lang : Literal["en", "zh"] | None, default None
        Language of terminal, report and figures: en or zh (Chinese); None: that of the environment
        variable UNBURDEN_LANG, else en. Tables in files are the same in both.
    **more
        The same, each by name: workday={...}, or **{"levers.one_table.coverage": 0.5}.

    Returns
    -------
    Results
        Tables of the output folder:
    .validation
        Each check: what documents say, what the model gives, and the verdict.
    .years
        The same by year, where the horizon has two or more.
    .draws
        The value of each check in each society or draw.
    .points
        Values of the assumptions in each society or draw.

    Raises
    ------
    InputError
        An argument, a file or a folder is invalid.
    SettingsError
        A setting of the model has a value that is not allowed.
    RunError
        Runs failed, or stored results are damaged.

    Example
    -------
    >>> from unburden import validate
    >>> results = validate(territory="community", societies=20, replications=2)
    >>> table = results.validation
    """

def value_of_information(
    *overrides: str,
    societies: str | int | PathLike[str] = "ensemble",
    scenarios: str | PathLike[str] | Sequence[str | PathLike[str]] = ...,
    levers: Sequence[Lever] | Mapping[str, Any] = (),
    draws: int | None = None,
    sampling: Literal["latin", "sobol"] = "latin",
    assumptions: str | Sequence[str] | None = None,
    keep: Mapping[str, Sequence[float | None]] | None = None,
    utility: Mapping[str, float] | None = None,
    territory: str | PathLike[str] | Mapping[str, Any] = "street",
    warmup_days: int = 250,
    horizon_days: int = 500,
    settings: Mapping[str, Any] | None = None,
    output: str | PathLike[str] | None = None,
    overwrite: bool = False,
    store: str | PathLike[str] = "results",
    seed: int = 1,
    evidence: str | PathLike[str] | None = None,
    executor: str | Mapping[str, Any] = "processes",
    workers: int | None = None,
    timeout: float | None = None,
    lang: Literal["en", "zh"] | None = None,
    **more: Any,
) -> Results:
    """Which assumptions to measure first, to decide which reform to begin with.

    Parameters
    ----------
    *overrides : str
        Overrides as on the command line, such as "territory=community".
    societies : str | int | PathLike[str], default "ensemble"
        Plausible societies (ensemble), the first N of them (a whole number), a file of societies
        (.parquet), or draws of all assumptions from their ranges (declared). Ensemble: all.
    scenarios : str | PathLike[str] | Sequence[str | PathLike[str]]
        Levers or packages to choose from, one to begin with; doing nothing is always a choice. The
        defaults are single levers, one for each theme of the documents. Default:
        ("signboard_removal", "form_cuts", "one_table", "admission_gate", "duty_list",
        "escalation_rights", "street_powers", "joint_response", "micro_grids",
        "department_evaluation").
    levers : Sequence[Lever] | Mapping[str, Any], default ()
        Levers of Python, each a scenario of its own: [OneTable(connected_share=0.4)]. Without
        scenarios these are all. A mapping is settings of levers instead.
    draws : int | None, default None
        With societies=declared: draws of all assumptions; None: 400.
    sampling : Literal["latin", "sobol"], default "latin"
        With societies=declared: Latin hypercube, or Sobol' sequence.
    assumptions : str | Sequence[str] | None, default None
        With societies=declared: assumptions to draw; None: all that have a range.
    keep : Mapping[str, Sequence[float | None]] | None, default None
        With societies=declared, {outcome: [low, high]}: draws whose baseline lies outside are left
        out; None in place of a number: no bound.
    utility : Mapping[str, float] | None, default None
        {outcome: weight}: the utility of one unit more of an outcome, in hours per worker-week;
        None: 1 for hours_freed_per_worker_week, -1 for hours_per_worker_week.setup, -0.5 for a day
        of days_to_resolution_restricted_mean.own_powers and .needs_departments, -25 for
        department_load (so that a quarter of an hour, half a day and one percentage point, the
        least differences that matter, count the same).
    territory : str | PathLike[str] | Mapping[str, Any], default "street"
        The place: the name of a territory, the path of a file, or settings of one.
    warmup_days : int, default 250
        Working days before measurement and before reforms begin.
    horizon_days : int, default 500
        Working days that are measured; a year has 250.
    settings : Mapping[str, Any] | None, default None
        Settings of the model by their paths: {"levers.one_table.coverage": 0.5}. They hold in the
        baseline and in every scenario.
    output : str | PathLike[str] | None, default None
        Folder of tables, figures and report; None: outputs/EXPERIMENT.
    overwrite : bool, default False
        Replace the results of another command in that folder.
    store : str | PathLike[str], default "results"
        Folder of finished runs; a run that is there is not done again.
    seed : int, default 1
        A whole number; the same seed gives the same results.
    evidence : str | PathLike[str] | None, default None
        A YAML file with facts and assumptions of your own, laid over those of the package
        (docs/how-to/evidence.md); None: those of the package alone.
    executor : str | Mapping[str, Any], default "processes"
        Where runs are done: serial, processes, dask or ray.
    workers : int | None, default None
        Processes at most; None: one for each core.
    timeout : float | None, default None
        Seconds that a run may take, without compilation; None: no limit.
    lang : Literal["en", "zh"] | None, default None
        Language of terminal, report and figures: en or zh (Chinese); None: that of the environment
        variable UNBURDEN_LANG, else en. Tables in files are the same in both.
    **more
        The same, each by name: workday={...}, or **{"levers.one_table.coverage": 0.5}.

    Returns
    -------
    Results
        Tables of the output folder:
    .value
        Value of knowing each assumption, with interval and noise limit, and how to measure.
    .decisions
        Each decision: mean utility, share of societies where it is best, regret.
    .reversals
        Each pair of decisions: how often their order flips, and what it depends on.
    .utilities
        Utility and outcomes of each decision in each society.
    .points
        Values of the assumptions in each society.

    Raises
    ------
    InputError
        An argument, a file or a folder is invalid.
    SettingsError
        A setting of the model has a value that is not allowed.
    RunError
        Runs failed, or stored results are damaged.

    Example
    -------
    >>> from unburden import value_of_information
    >>> results = value_of_information(territory="community", societies=20)
    >>> table = results.value
    """

def verify(
    *overrides: str,
    oracle: str | Mapping[str, Any] = "all",
    replications: int = 30,
    territory: str | PathLike[str] | Mapping[str, Any] = "street",
    warmup_days: int = 250,
    horizon_days: int = 500,
    settings: Mapping[str, Any] | None = None,
    output: str | PathLike[str] | None = None,
    overwrite: bool = False,
    store: str | PathLike[str] = "results",
    seed: int = 1,
    executor: str | Mapping[str, Any] = "processes",
    workers: int | None = None,
    lang: Literal["en", "zh"] | None = None,
    **more: Any,
) -> Results:
    """The compiled model compared with exact solutions of queueing theory.

    Parameters
    ----------
    *overrides : str
        Overrides as on the command line, such as "territory=community".
    oracle : str | Mapping[str, Any], default "all"
        The queueing system with an exact solution; all, or one with its traits.
    replications : int, default 30
        Runs of each oracle.
    territory : str | PathLike[str] | Mapping[str, Any], default "street"
        The place: the name of a territory, the path of a file, or settings of one.
    warmup_days : int, default 250
        Working days before measurement and before reforms begin.
    horizon_days : int, default 500
        Working days that are measured; a year has 250.
    settings : Mapping[str, Any] | None, default None
        Settings of the model by their paths: {"levers.one_table.coverage": 0.5}. They hold in the
        baseline and in every scenario.
    output : str | PathLike[str] | None, default None
        Folder of tables, figures and report; None: outputs/EXPERIMENT.
    overwrite : bool, default False
        Replace the results of another command in that folder.
    store : str | PathLike[str], default "results"
        Folder of finished runs; a run that is there is not done again.
    seed : int, default 1
        A whole number; the same seed gives the same results.
    executor : str | Mapping[str, Any], default "processes"
        Where runs are done: serial, processes, dask or ray.
    workers : int | None, default None
        Processes at most; None: one for each core.
    lang : Literal["en", "zh"] | None, default None
        Language of terminal, report and figures: en or zh (Chinese); None: that of the environment
        variable UNBURDEN_LANG, else en. Tables in files are the same in both.
    **more
        The same, each by name: workday={...}, or **{"levers.one_table.coverage": 0.5}.

    Returns
    -------
    Results
        Tables of the output folder:
    .verify
        Each quantity of each oracle: simulated, exact, and whether they agree.

    Raises
    ------
    InputError
        An argument, a file or a folder is invalid.
    SettingsError
        A setting of the model has a value that is not allowed.
    RunError
        Runs failed, or stored results are damaged.

    Example
    -------
    >>> from unburden import verify
    >>> results = verify(replications=2)
    >>> table = results.verify
    """
