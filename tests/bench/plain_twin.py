"""The plain twin over the kernels: the same days of a community, the same books."""

from __future__ import annotations

from statistics import median

from sim.model import GovernanceModel
from tests.bench.row import Measured, Size
from tests.bench.society import clocked, kernels, of_communities
from tests.twin.compare import books_compiled, books_twin, difference
from tests.twin.model import TwinModel

SEED = 1


def twin_ratio(size: Size) -> Measured:
    """Processor time of the twin over that of the kernels, set-up of both left out."""
    settings = of_communities(1, size)
    model = GovernanceModel(settings, SEED)
    model.run()
    seconds = []
    for _ in range(min(size.rounds, 3)):
        twin = TwinModel(settings, SEED)
        plain, _ = clocked(twin.run)
        seconds.append((plain, median(kernels(settings, SEED) for _ in range(3))))
    words = difference(books_compiled(model), books_twin(twin))
    assert words is None, words
    plain, fast = (1e3 * median(one) for one in zip(*seconds, strict=True))
    note = f"a community, ms: {plain:.0f} and {fast:.1f}; the same books and outcomes"
    return Measured(median(one / other for one, other in seconds), note)
