"""The experiment `evidence`: the evidence of every number."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from experiments.config import options
from experiments.config.catalogue import BASELINE
from experiments.config.study import Study
from experiments.kinds.evidence.lever_catalogue import HEAD, cells, lever_entries
from experiments.kinds.evidence.listing import Row, filtered, listed, values
from experiments.kinds.evidence.options import EvidenceOptions
from experiments.kinds.evidence.tables import evidence_page
from experiments.reporting import own_evidence, provenance
from experiments.reporting.frames import write_frames
from experiments.reporting.manifest import head
from experiments.reporting.results import Results, write_manifest
from experiments.runs.dry_run import begins
from experiments.runs.storage.claim import releasing_claims
from experiments.runs.storage.output import Output
from sim.evidence import Ledger
from sim.purchases import price_uses


@releasing_claims()
def run(study: Study) -> Results:
    """Frames `evidence` (a row an entry) and `levers` (a row a lever), and the output folder.

    Raises InputError for a filter that no entry passes.
    """
    chosen = options.read(EvidenceOptions, study.options)
    ledger = study.ledger
    uses = price_uses()
    for reference, paths in provenance.uses(study.scenarios([BASELINE], ledger)).items():
        uses[reference] = [*paths, *uses.get(reference, [])]
    entries = listed(ledger, uses)
    selected = filtered(entries, chosen.evidence)
    output = Output.of(study, chosen)
    begins()
    rows = pd.DataFrame(selected)
    levers = pd.DataFrame([cells(entry) for entry in lever_entries(ledger)], columns=list(HEAD))
    record = {
        "evidence": chosen.evidence.model_dump(),
        "entries": len(rows),
        "documents": _documents(selected, ledger),
    }
    results = Results(output.folder, {"evidence": rows, "levers": levers}, head(study) | record)

    def fill(folder: Path) -> None:
        write_frames({"evidence.csv": rows, "levers.csv": levers}, folder)
        html = evidence_page(rows, levers, own_evidence.section(results.manifest))
        (folder / "evidence.html").write_text(html, encoding="utf-8")
        write_manifest(results.manifest, folder)

    output.write(fill)
    return results


def _documents(rows: Sequence[Row], ledger: Ledger) -> dict[str, str]:
    """Title, issuer and date of each document that entries are quoted from."""
    names = sorted({name for row in rows for name in values(row, "source")})
    sources = {name: ledger.sources[name] for name in names if name in ledger.sources}
    return {
        name: f"{source.title}, {source.issuer}, {source.date}" for name, source in sources.items()
    }
