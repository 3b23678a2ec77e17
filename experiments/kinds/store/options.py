"""Options of the experiment `store`, and the tables that it leaves."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from experiments.config.options import Options


class StoreOptions(Options):
    """Which runs are checked, run again or removed."""

    compiles: ClassVar[bool] = False
    read_first: ClassVar[bool] = False
    check: bool = Field(False, description="Check the stored values of every run.")
    rerun: Annotated[int, Field(ge=0)] = Field(
        0, description="Stored runs to run again and compare with what is stored."
    )
    prune: Literal["old_models", "damaged", "all"] | None = Field(
        None,
        description="What to remove: runs of other versions of the model (old_models), damaged "
        "runs, or all.",
    )
    timeout: None = Field(None, exclude=True)
    evidence: None = Field(None, exclude=True)


OPTIONS = StoreOptions
TABLES = {
    "store": "Stored runs, by version of the model, detail and environment.",
}
