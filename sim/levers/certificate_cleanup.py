"""Clean-up of certificates (证明事项)."""

from __future__ import annotations

from collections.abc import Sequence

from sim.enums import Kind
from sim.levers.base import Lever, Place
from sim.levers.registry import lever
from sim.parameters import Share, assume


@lever(
    number=7,
    label="Clean-up of certificates (证明事项)",
    documents=("002",),
    acts_on=("workers", "residents"),
)
class CertificateCleanup(Lever):
    """Communities no longer issue certificates that are not on the list.

    Documents: Residents had to bring repeated certificates, and nobody knew who was to issue
        them (002, Ninghe). Wuqing cut 210 and more; Ninghe abolished five of villages, and a
        community there issues three.
    Mechanism: A share of residents' requests for certificates no longer arises.
    Limits: How often each certificate was asked for is not reported, so the share is assumed.
    """

    cut_share: Share = assume("certificates_cut_share")

    def apply(self, place: Place, communities: Sequence[int]) -> None:
        place.scale_issues(communities, Kind.CERTIFICATE, 1.0 - self.cut_share)
