"""Files that users write: YAML and CSV, a little off, far off, or no text at all."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from tests.fuzz.values import NUMBERS

YAML = (
    "!!python/object/apply:os.system [ls]", "!!set {a}", "!mine 1", "&a [*a]", "&a 1", "*a",
    "<<: {a: 1}", "? [a]\n: b", "{1: 2}", "null: 1", "- a\n- b", "---\na: 1\n---\nb: 2", "--- a",
    "%YAML 1.1\n---\na: 1", "a: 1\na: 2", "a:\n\tb: 1", "a: |\n  text\n", "a: >-\n  text", "'", '"',
    "{", "[", "[" * 40, "{a: " * 40, "a: 'b", "on: 1", "levers: {one_table: {on: yes}}", "# only",
    "2020-01-01", "0o17", "1_000", "1:30", "010", ".inf", "-.nan", "~", "\ufeffa: 1", "\x00",
    "\x07",
    "a: \ud7ff", "\u2028a: 1", "levers: null", "levers: []", "_target_: os.system",
    "levers: {one_table: {_target_: os.system}}", "a: ${assume:overlap}", "a: ${oc.env:HOME}",
)  # fmt: skip
"""Pieces that YAML knows, and plain data do not."""
CSV = ('"', '""', '"a', ",", ",,", ";", "\t", "\r", "\r\n", "\n\n", "\x00", "é", "=1+1", "'", " ")
PIECES: st.SearchStrategy[str] = st.one_of(
    st.sampled_from(
        (*NUMBERS, "true", "false", "null", "", "x", "街道", "${assume:overlap}", "[]", "{}")
    ),
    st.sampled_from((*YAML, *CSV)),
    st.text(max_size=6),
)


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """Some bytes are cut, flipped, put in, taken out, doubled or in disorder; or all are others."""
    data = bytearray(whole)
    for _ in range(draw(st.integers(1, 3))):
        start, end = sorted(draw(st.tuples(*2 * [st.integers(0, len(data))])))
        kind = draw(st.integers(0, 6))
        if kind == 0:
            del data[start:]
        elif kind == 1 and data:
            data[start % len(data)] ^= 1 << draw(st.integers(0, 7))
        elif kind == 2:
            data[start:start] = draw(st.binary(min_size=1, max_size=9))
        elif kind == 3:
            del data[start:end]
        elif kind == 4:
            data[end:end] = data[start:end]
        elif kind == 5:
            data[start:end] = bytes(end - start)
        else:
            data[:] = data[end:] + data[start:end] + data[:start]
    return bytes(data)


@st.composite
def edited(draw: st.DrawFn, text: str, keys: Sequence[str] = ()) -> str:
    """Some words of a text are others, some lines twice, gone, or moved in."""
    lines = text.splitlines()
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, max(0, len(lines) - 1)))
        piece = draw(st.one_of(PIECES, st.sampled_from(keys)) if keys else PIECES)
        kind = draw(st.integers(0, 5))
        if not lines or kind == 0:
            lines.insert(place, piece)
        elif kind == 1:
            key, colon, _ = lines[place].partition(":")
            lines[place] = f"{key}{colon} {piece}"
        elif kind == 2:
            _, comma, rest = lines[place].partition(",")
            lines[place] = f"{piece}{comma}{rest}"
        elif kind == 3:
            lines.insert(place, lines[place])
        elif kind == 4:
            del lines[place]
        else:
            lines[place] = f"  {lines[place]}"
    return "\n".join(lines) + draw(st.sampled_from(("\n", "", "\n\n")))


def written(text: str, keys: Sequence[str] = ()) -> st.SearchStrategy[bytes]:
    """What may stand in a file that should have held this text."""
    whole = text.encode()
    return st.one_of(
        edited(text, keys).map(lambda changed: changed.encode("utf-8", "surrogatepass")),
        edited(text, keys).map(lambda changed: changed.encode("utf-8", "surrogatepass")),
        damaged(whole),
        st.binary(max_size=30),
        st.lists(st.sampled_from(YAML), max_size=3).map(
            lambda pieces: "\n".join(pieces).encode("utf-8", "surrogatepass")
        ),
    )
