"""What results say of the societies that runs were made in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from experiments.config.societies import stale_line
from experiments.language import _, counted, joined, marked
from experiments.reporting import own_evidence
from experiments.reporting.results import Results
from sim.enums import YEAR_DAYS

NAMED = 3
"""Patterns of plausibility that a sentence names."""
OF_A_STREET = marked("the bands are those of a street, so this is no judgement of villages")


def societies(results: Results) -> int:
    """The number of societies that runs were made in; 0 of the reference society alone."""
    used = results.manifest.get("societies")
    return 0 if used is None else int(used["societies"])


def spread(results: Results, text: str) -> str:
    """What marks and bars of a figure over societies are; of one society there is no interval."""
    if societies(results) == 1:
        return _("of one society: mean over its replications, without an interval")
    return _(text)


DRAW = re.compile(r"(?<!\{)\b([Dd])raw(s?)\b")
"""The word; names of placeholders stay as they are."""
CHINESE_DRAW = re.compile("(次|组)?抽样")
"""The same word in Chinese, with its classifier."""
NOUNS = {
    ("d", ""): "society",
    ("d", "s"): "societies",
    ("D", ""): "Society",
    ("D", "s"): "Societies",
}


def named(text: str, manifest: Mapping[str, Any]) -> str:
    """A text on draws, in the language in use.

    Where runs were made in plausible societies, it speaks of societies. Placeholders are filled in
    afterwards. Where the catalogue has the text on draws alone, the word is changed in Chinese.
    """
    if manifest.get("societies") is None:
        return _(text)
    wanted = of_societies(text)
    shown = _(wanted)
    if shown != wanted or (known := _(text)) == text:
        return shown
    return CHINESE_DRAW.sub(lambda found: f"{'个' if found[1] else ''}模拟社会", known)


def of_societies(text: str) -> str:
    """A text on draws, about societies."""
    return DRAW.sub(lambda found: NOUNS[found[1], found[2]], text)


def society_notes(manifest: Mapping[str, Any]) -> list[str]:
    """Sentences: evidence of the user, in how many societies the baseline is plausible, staleness.

    Parameters: the manifest of results. On societies, none for the reference society and for draws.
    """
    own, used = manifest.get("evidence_file"), manifest.get("societies")
    lines = []
    if own is not None:
        summary = own_evidence.summary(own)
        lines.append(_("{file}: {summary}").format(file=own["file"], summary=summary))
    if used is not None:
        lines += [plausible(manifest.get("plausible") or {}), stale(used)]
    return [_("{note}.").format(note=line) for line in lines if line]


def stale(used: Mapping[str, Any]) -> str:
    """What has changed since the file of societies was made; empty if nothing has.

    Parameters: the entry of a manifest. One that does not say what has changed has an English line.
    """
    if "changed" not in used:
        return used["stale"] or ""
    return stale_line(used["file"], used["changed"], used["left_out"])


def plausible(here: Mapping[str, Any]) -> str:
    """In how many societies the baseline is within all bands, and outside of which others are.

    A plausible society is one that was found so by runs of another place, or under other seeds.

    Parameters: the entry of a manifest. One that has no meanings of patterns has an English line.
    """
    if here and not here["judged"]:
        note = _("The societies were found plausible before; not judged here: it takes {n} days")
        return note.format(n=YEAR_DAYS)
    if "meanings" not in here:
        return str(here.get("sentence") or "")
    number = int(here["plausible"])
    many = _(
        "The societies were found plausible before; within all bands here: {n} of {baselines}"
    ).format(n=f"{number:,}", baselines=counted(here["judged"], "baseline"))
    listed = [
        _("{pattern}: {n}").format(pattern=_(here["meanings"][name]), n=f"{count:,}")
        for name, count in here["outside"].items()
    ]
    bands = ""
    if listed:
        more = len(listed) - NAMED
        rest = []
        if more > 0:
            measures = counted(more, "more measure")
            rest = [_("{measures} in some").format(measures=measures)]
        named = joined([*listed[:NAMED], *rest], "statements")
        bands = _("outside a band ({patterns})").format(patterns=named)
    return joined([many, bands, _(OF_A_STREET) if here["rural"] else ""], "statements")
