"""What documents say of direction without a number, written down before it is run.

Each has its kind: an `outcome` of several rules that could have gone the other way; `assumed`,
where one assumption has this direction and what is looked at is that nothing undoes it;
`prescribed`, where the lever itself sets what is looked at. Only the first says much.
"""

from __future__ import annotations

from experiments.config.catalogue import BASELINE
from experiments.config.outcomes import FREED, Outcome
from experiments.designs.targets import ASSUMED, OUTCOME, PRESCRIBED
from experiments.kinds.validate.claims import Passage, Pattern
from experiments.statistics.paired_differences import BURDEN

LITTLE = 0.25
"""Of an effect; documents say only that it is little, or nothing."""
HALF = 0.5


def hours(*activities: str) -> tuple[Outcome, ...]:
    """Hours a worker-week of these activities."""
    return tuple(Outcome("hours_per_worker_week", one) for one in activities)


def days(group: str) -> tuple[Outcome, ...]:
    """Mean days until solved for good, at most 60 counted."""
    return (Outcome("days_to_resolution_restricted_mean", group),)


def of(measure: str, group: str = "all") -> tuple[Outcome, ...]:
    return (Outcome(measure, group),)


SERVICE = hours("visits", "patrol", "issues", "mediation", "merchant_checks", "activities")
BOARDS, SIGNS = "signboard_removal", "signboards_only"
TABLE, RUNNING = "one_table", "one table, surveyed"
CUTS = "fewer forms, certificates, checks"
DAYS, OBLIGATIONS = "days", "obligations per community"
SHARE = "share"

PATTERNS = (
    Pattern(
        "visits_after_boards", "freed of boards and their issues, workers visit more",
        (Passage("002", 12443, "fewer boards and chat groups, more time for visits"),
         Passage("002", 23434, "a grid worker has more time for visits now"),
         Passage("002", 12330, "time for residents, since obligations went back to departments")),
        OUTCOME, hours("visits"), BOARDS, BASELINE, "up",
        "no more visits: free time is filled with obligations, backlog or slack",
    ),
    Pattern(
        "visits_after_table", "freed of forms by one table, workers visit more",
        (Passage("002", 18841, "grid workers' time and energy go back to service"),),
        OUTCOME, hours("visits"), RUNNING, BASELINE, "up",
        "no more visits: free time is filled with obligations, backlog or slack",
        why="once the survey is done, of which the document tells before",
    ),
    Pattern(
        "service_before_slack", "more of what one table frees goes to residents than to slack",
        (Passage("002", 18841, "grid workers' time and energy go back to service"),
         Passage("001", 1403, "more energy for Party work, governance and service")),
        OUTCOME, SERVICE, RUNNING, BASELINE, "up",
        "more slack than work for residents", less=hours("slack"),
        why="free minutes are visits by a propensity between a fifth and nine tenths",
    ),
    Pattern(
        "signs_alone", "boards alone free less than a quarter of what they do with their issues",
        (Passage("002", 21173, "not only the board has to go, the task behind it as well"),),
        OUTCOME, of(FREED), SIGNS, BOARDS, "down",
        "a quarter or more of the hours come with the boards alone", share=LITTLE,
        why="what a sign itself costs is an assumption; a quarter is our reading of little",
    ),
    Pattern(
        "sooner_after_boards", "freed of boards and their issues, workers solve issues sooner",
        (Passage("002", 21443, "more time to help residents with what troubles them"),),
        OUTCOME, days("own_powers"), BOARDS, BASELINE, "down",
        "issues in a community's own powers take as long or longer", unit=DAYS,
    ),
    Pattern(
        "sooner_after_table", "freed of forms by one table, workers solve issues sooner",
        (Passage("002", 18841, "grid workers' time and energy go back to service"),),
        OUTCOME, days("own_powers"), RUNNING, BASELINE, "down",
        "issues in a community's own powers take as long or longer", unit=DAYS,
    ),
    Pattern(
        "found_after_boards", "freed of boards and their issues, workers find more first",
        (Passage("002", 12865, "ten workers cannot see to their work and find needs in time"),),
        OUTCOME, of("early_discovery_share"), BOARDS, BASELINE, "up",
        "no more of hidden issues are found before somebody complains", unit=SHARE,
        why="told as what is lacking, not as what came of it",
    ),
    Pattern(
        "kept_after_cuts", "with fewer forms, certificates and checks more promises are kept",
        (Passage("002", 14748, "fewer forms, certificates and checks, more time for service"),
         Passage("002", 14802, "residents are more content")),
        OUTCOME, of("satisfaction"), CUTS, BASELINE, "up",
        "no more promises are kept", unit=SHARE,
        why="contentment is not in a run; kept promises stand for it",
    ),
    Pattern(
        "table_pays", "one table frees more than its survey costs, in its first year",
        (Passage("002", 18529, "a month of surveying first"),
         Passage("002", 18810, "three quarters less time on forms after")),
        OUTCOME, of(FREED), TABLE, BASELINE, "up",
        "the survey eats what is freed, or more", less=hours("setup"),
    ),
    Pattern(
        "asked_once", "with one table residents are asked less",
        (Passage("002", 18400, "the same households were asked again and again"),
         Passage("001", 3021, "collected once, used by many")),
        PRESCRIBED, of("burden_hours_per_worker_week", "ask"), RUNNING, BASELINE, "down",
        "as much asking at doors as before",
    ),
    Pattern(
        "beside_old_forms", "beside old forms, one table saves less than a quarter at the desk",
        (Passage("002", 18424, "what was collected had to be typed into each system"),
         Passage("002", 28893, "digital means are to simplify, merge and end forms")),
        PRESCRIBED, of("reporting_desk"), "digital_beside_old_forms", TABLE, "up",
        "a quarter or more of the desk time saved stays saved", share=LITTLE,
        since=(BASELINE, BASELINE),
        why="an essay asks for it; a quarter is our reading of nothing",
    ),
    Pattern(
        "burdens_return", "without a gate obligations are more after three years than right after",
        (Passage("002", 26594, "the least inattention and it comes back"),),
        OUTCOME, of("obligations"), "boards gone, three years", "boards gone, first evening", "up",
        "no more obligations after three years than on the first evening", unit=OBLIGATIONS,
    ),
    Pattern(
        "gate_holds", "behind a gate obligations are no more after three years than right after",
        (Passage("002", 24063, "admission by approval, to make what was reached last"),),
        OUTCOME, of("obligations"), "boards gone and a gate, three years",
        "boards gone and a gate, first evening", "down",
        "more obligations than on the first evening all the same", unit=OBLIGATIONS,
        why="what gets past the gate is held against what loses its purpose and is withdrawn",
    ),
    Pattern(
        "gate_slows", "behind a gate fewer obligations come back",
        (Passage("002", 24063, "admission by approval, to make what was reached last"),),
        PRESCRIBED, of("obligations"), "boards gone and a gate, three years",
        "boards gone, three years", "down",
        "as many come back", unit=OBLIGATIONS,
        since=("boards gone and a gate, first evening", "boards gone, first evening"),
    ),
    Pattern(
        "freed_fades", "without a gate less is freed over three years than in the first",
        (Passage("002", 26594, "the least inattention and it comes back"),),
        OUTCOME, hours(*BURDEN), "boards gone, three years", "boards gone, one year", "up",
        "as much is freed over three years as in the first",
        since=("nothing, three years", "nothing, one year"),
    ),
    Pattern(
        "demand_own", "where own issues are solved sooner, residents ask more",
        (Passage("002", 58903, "a rise in disputes that were mediated is told as good"),),
        ASSUMED, of("issues_raised", "inquiry"), RUNNING, BASELINE, "up",
        "quicker response brings no more inquiries", unit="inquiries", where=days("own_powers")[0],
        why="contacts doubled in another city (reporting_elasticity); documents say it indirectly",
    ),
    Pattern(
        "demand_departments", "where departments solve sooner, residents ask more",
        (Passage("002", 58903, "a rise in disputes that were mediated is told as good"),),
        ASSUMED, of("issues_raised", "inquiry"), "department_evaluation", BASELINE, "up",
        "quicker response brings no more inquiries", unit="inquiries",
        where=days("needs_departments")[0],
        why="contacts doubled in another city (reporting_elasticity); documents say it indirectly",
    ),
    Pattern(
        "alone_takes_longer", "what a community has no powers for takes longer",
        (Passage("002", 8623, "a community's own strength is not enough"),
         Passage("002", 22198, "first to know, and without the means")),
        OUTCOME, days("needs_departments"), BASELINE, "", "up",
        "issues of departments are solved as soon as a community's own", unit=DAYS,
        less=days("own_powers"),
    ),
    Pattern(
        "joint_sooner", "with a joint-response group street offices come sooner",
        (Passage("002", 21961, "the joint round was on the next day"),),
        PRESCRIBED, days("street_powers"), "joint_response", BASELINE, "down",
        "issues of street offices take as long or longer", unit=DAYS,
    ),
    Pattern(
        "joint_spares_chasing", "with a joint-response group workers chase less",
        (Passage("002", 22480, "no more asking one office after the other"),),
        OUTCOME, hours("chasing"), "joint_response", BASELINE, "down",
        "as many hours go into chasing",
    ),
    Pattern(
        "joint_disputes", "with a joint-response group disputes end sooner",
        (Passage("002", 21961, "what failed in the community was settled in the joint round"),),
        ASSUMED, days("dispute"), "joint_response", BASELINE, "down",
        "disputes take as long or longer", unit=DAYS,
    ),
    Pattern(
        "whistle_sooner", "with the whistle departments' issues are solved sooner",
        (Passage("002", 8871, "departments came together, and it worked and was quick"),
         Passage("002", 9422, "decisions on the spot, quicker handling")),
        OUTCOME, days("needs_departments"), "escalation_rights", BASELINE, "down",
        "meetings fill departments, and issues take as long or longer", unit=DAYS,
    ),
    Pattern(
        "whistle_lasts", "with the whistle less comes back",
        (Passage("002", 8590, "driven out today, back tomorrow"),
         Passage("002", 9020, "after the whistle, steps against its return")),
        ASSUMED, of("relapse_share", "needs_departments"), "escalation_rights", BASELINE, "down",
        "as much comes back", unit=SHARE,
    ),
    Pattern(
        "evaluation_sooner", "where streets evaluate them, departments solve sooner",
        (Passage("002", 10006, "the score gives streets' words weight"),),
        ASSUMED, days("needs_departments"), "department_evaluation", BASELINE, "down",
        "issues of departments take as long or longer", unit=DAYS,
    ),
    Pattern(
        "hall_settles", "with a deliberation hall disputes end sooner",
        (Passage("002", 21481, "the hall settled disputes great and small"),
         Passage("000", 1424, "what touches residents is talked over there")),
        OUTCOME, days("dispute"), "deliberation_hall", BASELINE, "down",
        "disputes take as long or longer", unit=DAYS,
    ),
    Pattern(
        "hall_widens", "with a deliberation hall fewer disputes arise",
        (Passage("000", 1384, "more room to share, and less to quarrel over"),),
        ASSUMED, of("issues_raised", "dispute"), "deliberation_hall", BASELINE, "down",
        "as many disputes arise", unit="disputes",
    ),
    Pattern(
        "neighbours_see", "with micro-grids hidden issues are found earlier",
        (Passage("002", 13092, "neighbours collect needs and look for hazards"),),
        ASSUMED, of("early_discovery_share"), "micro_grids", BASELINE, "up",
        "no more of hidden issues are found before somebody complains", unit=SHARE,
    ),
    Pattern(
        "neighbours_mediate", "with micro-grids disputes end sooner",
        (Passage("002", 13489, "a neighbour settled what the head of the community had not"),),
        ASSUMED, days("dispute"), "micro_grids", BASELINE, "down",
        "disputes take as long or longer", unit=DAYS,
    ),
    Pattern(
        "selfcheck_halves", "where merchants check themselves, rounds fall by half or more",
        (Passage("002", 19402, "from every day to once a week"),),
        PRESCRIBED, of("merchant_rounds"), "jiubasan after", "jiubasan before", "down",
        "more than half of the rounds stay", unit="rounds a week", share=HALF,
    ),
    Pattern(
        "selfcheck_frees", "where merchants check themselves, workers visit residents more",
        (Passage("002", 19133, "merchants took most of the time, beside 3,000 households"),),
        OUTCOME, hours("visits"), "jiubasan after", "jiubasan before", "up",
        "no more visits to residents",
    ),
    Pattern(
        "patrol_finds", "prescribed visits and a daily patrol find more first",
        (Passage("002", 47927, "an hour of patrol a day"),
         Passage("002", 48122, "from answering complaints to acting before them")),
        ASSUMED, of("early_discovery_share"), "tiered_visits", BASELINE, "up",
        "no more of hidden issues are found before somebody complains", unit=SHARE,
    ),
    Pattern(
        "cameras_spare", "cameras save more patrol than their alerts cost",
        (Passage("002", 15272, "daily patrols took much time and energy"),
         Passage("002", 15116, "an alert, and the worker goes to the spot")),
        OUTCOME, hours("patrol", "issues"), "patrol_cameras", BASELINE, "down",
        "alerts cost as much as patrols did, or more",
        why="patrol and residents' issues together, as an alert's trip is booked there",
    ),
    Pattern(
        "app_spares", "with an assistant workers answer less after hours",
        (Passage("002", 20348, "the strain of answering round the clock is much relieved"),),
        PRESCRIBED, of("overtime_hours_per_worker_week", "issues"), "resident_app", BASELINE,
        "down", "as many answers after hours",
    ),
    Pattern(
        "app_finds", "with an application issues are solved sooner after they arise",
        (Passage("002", 20548, "workers no longer find issues by their visits alone"),),
        ASSUMED, of("days_from_onset_restricted_mean"), "resident_app", BASELINE, "down",
        "issues take as long from their onset, or longer", unit=DAYS,
    ),
    Pattern(
        "open_flow", "where all steps are open, less is closed on paper only",
        (Passage("002", 20220, "dodging and false closing can be avoided"),),
        PRESCRIBED, of("false_closure_share", "needs_departments"), "transparent_flow", BASELINE,
        "down", "as much is closed on paper", unit=SHARE,
    ),
    Pattern(
        "projects_move", "with secretary projects departments' issues are solved sooner",
        (Passage("002", 16507, "secretaries lead hard issues through"),),
        ASSUMED, days("needs_departments"), "secretary_projects", BASELINE, "down",
        "issues of departments take as long or longer", unit=DAYS,
    ),
    Pattern(
        "funding_repairs", "where residents pay together, repairs come sooner",
        (Passage("002", 49892, "residents paid, and it was soon repaired"),),
        ASSUMED, days("facility"), "resident_funding", BASELINE, "down",
        "repairs take as long or longer", unit=DAYS,
    ),
    Pattern(
        "law_settles", "with legal staff disputes end sooner",
        (Passage("002", 48594, "lawyers help grid workers to settle disputes"),),
        ASSUMED, days("dispute"), "legal_staff", BASELINE, "down",
        "disputes take as long or longer", unit=DAYS,
    ),
)  # fmt: skip
"""Burdens first, then what is to keep them off, then powers, then neighbours and machines."""
