"""Options of the experiment `export`, and the tables that it leaves."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field, create_model

from experiments.config.options import Names, Options, Path

FROM = "from"
"""A keyword of Python, where the option is `from_`."""


# A class statement cannot have a field of this name.
_FROM: dict[str, Any] = {
    FROM: (Path | None, Field(None, description="The output folder of an experiment."))
}
From: Any = create_model("From", __base__=Options, **_FROM)


class ExportOptions(From):
    """Which tables are written, and how."""

    compiles: ClassVar[bool] = False
    read_first: ClassVar[bool] = False
    table: Names | None = Field(None, description="Names of tables; null: all of them.")
    format: Literal["csv", "xlsx", "dta"] = Field(
        "csv",
        description="Text for R and others (csv), one workbook for Excel (xlsx), or for Stata a "
        "file for each table (dta).",
    )
    output: Path | None = Field(
        None, description="Folder of the files; null: beside the results, named after them."
    )
    timeout: None = Field(None, exclude=True)

    @property
    def results(self) -> str | None:
        """The folder of results."""
        folder: str | None = getattr(self, FROM)
        return folder


OPTIONS: type[ExportOptions] = ExportOptions
TABLES = {
    "codebook": "Each table, and each of its columns: name in the file, type, meaning, unit, and "
    "how many values are missing.",
}
