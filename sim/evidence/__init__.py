"""The evidence: facts quoted from documents and declared assumptions, loaded from `seeds/`.

Every number of the model has an id. `fact:ID` is printed in a document. `assume:ID` is declared
with a range and a reason, or follows from others by a formula.
"""

from sim.evidence.entries import Assumption, EvidenceError, Fact, Number, Source, quantile
from sim.evidence.ledger import Ledger
from sim.evidence.own import OwnEvidence

__all__ = [
    "Assumption",
    "EvidenceError",
    "Fact",
    "Ledger",
    "Number",
    "OwnEvidence",
    "Source",
    "quantile",
]
