"""The language of output: texts are written in English, and shown in the language that is in use.

>>> from experiments.language import _, use
>>> with use("zh"):
...     heading = _("Hours freed")
"""

from experiments.language.translation import LANGUAGES, _, marked, now, use

__all__ = ["LANGUAGES", "_", "marked", "now", "use"]
