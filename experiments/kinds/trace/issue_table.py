"""The life of the traced issue as a table: written, and read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from experiments.kinds.trace.lives import Row
from experiments.reporting.results import Results

SINCE = "days_since_report"
COLUMNS = (
    "scenario", "day", "minute", "happening", "worker", "department", "since", "words", "who",
)  # fmt: skip


def issue_table(rows: Mapping[str, Sequence[Row]], departments: Sequence[str]) -> pd.DataFrame:
    """One row an event; workers by their number in the community, departments by name."""
    records = [{"scenario": name, **row._asdict()} for name, life in rows.items() for row in life]
    frame = pd.DataFrame(records, columns=list(COLUMNS)).astype({"worker": "Int64"})
    frame["department"] = frame["department"].map(dict(enumerate(departments)))
    frame["minute"] = frame["minute"].round(3)
    frame["since"] = frame["since"].round(3)
    return frame.rename(columns={"since": SINCE})


def lives_of(results: Results) -> dict[str, list[Row]]:
    """Rows by scenario, in order; none where the issue never arises."""
    departments = results.manifest["departments"]
    lives: dict[str, list[Row]] = {name: [] for name in results.manifest["scenarios"]}
    records: list[dict[str, Any]] = results.issue.to_dict("records")  # type: ignore[assignment]
    for row in records:
        lives[row["scenario"]].append(
            Row(
                int(row["day"]),
                float(row["minute"]),
                row["happening"],
                None if pd.isna(row["worker"]) else int(row["worker"]),
                None if pd.isna(row["department"]) else departments.index(row["department"]),
                None if pd.isna(row[SINCE]) else float(row[SINCE]),
                row["words"],
                row["who"],
            )
        )
    return lives
