"""One table (一张表): enter once, use many times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import Field

from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.levers.resources import LINK, TABLE, Covered, Resource
from sim.parameters import Effort, NotNegative, Share, assume


@lever(
    number=1,
    label="One table (一张表): enter once, use many times",
    documents=("001", "002"),
    acts_on=("departments", "workers"),
)
class OneTable(Lever):
    """Communities keep one pool of data, and connected departments draw their forms from it.

    Documents: Fourteen districts have one (001), without a figure of what it saves. The 75 % of
        Wanghailou are reported of its cockpit (002, `data_cockpit`), so both together are
        compared with it.
    Mechanism: Workers survey all households once, then record changes as they meet them. Three
        savings can be switched off alone: nobody is asked again, nothing unchanged is typed
        again, tables compile themselves.
    Limits: Which departments and items are connected is drawn. Some departments keep their old
        form beside the table.
    """

    ask_once: bool = Field(
        default=True, description="whether nobody is asked again for what the pool has"
    )
    type_once: bool = Field(default=True, description="whether nothing unchanged is typed again")
    export: bool = Field(
        default=True, description="whether tables compile themselves from the pool"
    )
    connected_share: Share = assume("connected_share")
    old_form_share: Share = assume("old_form_share")
    pool_own_share: Share = assume("pool_own_share")
    feed_share: Share = assume("feed_share")
    byproduct_share: Share = assume("byproduct_share")
    source_share: Share = assume("source_share")
    export_minutes: NotNegative = assume("export_minutes")
    adhoc_pool_share: Share = assume("adhoc_pool_share")
    campaign_verify: Share = assume("campaign_verify")
    survey_minutes: Effort = assume("survey_minutes")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        connected = [
            department
            for department in range(place.departments)
            if place.uniform("connected", department) < self.connected_share
        ]
        for department in connected:
            place.connect(department)
            for item in range(place.core_items + place.own_items):
                shared = item < place.core_items
                entity = 64 * department + item - place.core_items
                if shared or place.uniform("pooled", entity) < self.pool_own_share:
                    place.pool_item(department, item)
        place.set_policy(
            communities,
            table=True,
            ask_once=self.ask_once,
            type_once=self.type_once,
            export=self.export,
            old_form_share=self.old_form_share,
            feed_share=self.feed_share,
            byproduct_share=self.byproduct_share,
            source_share=self.source_share,
            export_minutes=self.export_minutes,
            adhoc_pool_share=self.adhoc_pool_share,
            campaign_verify=self.campaign_verify,
        )
        for community in communities:
            place.survey(community, self.survey_minutes)

    def resources(self, covered: Covered) -> Mapping[Resource, float]:
        """A platform for the district, and links of the systems that are connected."""
        return {TABLE: covered.districts, LINK: self.connected_share * covered.departments}
