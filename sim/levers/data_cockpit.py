"""Data cockpit (数据驾驶舱)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.levers.resources import COCKPIT, Covered, Resource
from sim.parameters import Effort, NotNegative, Share, assume


@lever(
    number=25,
    label="Data cockpit (数据驾驶舱)",
    documents=("002",),
    acts_on=("workers",),
)
class DataCockpit(Lever):
    """The community's own base of data: found again, asked once, made into tables by key words.

    Documents: Workers survey all households in a month; then any table takes minutes, and what
        departments made of the data comes back (002, Wanghailou). The document credits the
        cockpit with the whole cut in reporting.
    Mechanism: After the survey, workers reuse what they have, ask nobody again and make tables
        by key words.
    Limits: That it reaches no department's system by itself is assumed: what departments want
        typed is still typed, unless `one_table` is on. With both there is one survey, by
        whichever starts first.
    """

    reuse: Share = assume("cockpit_reuse")
    byproduct_share: Share = assume("byproduct_share")
    export_minutes: NotNegative = assume("export_minutes")
    adhoc_pool_share: Share = assume("adhoc_pool_share")
    campaign_verify: Share = assume("campaign_verify")
    survey_minutes: Effort = assume("survey_minutes")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.set_policy(
            communities,
            cockpit=True,
            cockpit_reuse=self.reuse,
            cockpit_byproduct=self.byproduct_share,
            cockpit_export=float(self.export_minutes),
            cockpit_requests=self.adhoc_pool_share,
            cockpit_verify=self.campaign_verify,
        )
        for community in communities:
            place.survey(community, self.survey_minutes)

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """One in each community."""
        return {COCKPIT: covered.communities}
