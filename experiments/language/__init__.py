"""The language of output: texts are written in English, and shown in the language that is in use.

>>> from experiments.language import _, use
>>> with use("zh"):
...     heading = _("Hours freed")
"""

from experiments.language.brackets import bracketed
from experiments.language.lists import joined
from experiments.language.percent import in_percent
from experiments.language.translation import (
    LANGUAGES,
    TAGS,
    VARIABLE,
    Translated,
    _,
    counted,
    marked,
    now,
    plural,
    use,
)
from experiments.language.wrapping import breadth, fill, padded, wrapped

__all__ = [
    "LANGUAGES", "TAGS", "VARIABLE", "Translated", "_", "bracketed", "breadth", "counted", "fill",
    "in_percent", "joined", "marked", "now", "padded", "plural", "use", "wrapped",
]  # fmt: skip
