"""Values that a word of the command line, or a file, may give a key."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import strategies as st

NUMBERS = (
    "0", "-0", "-0.0", "0.5", "1", "1.0", "1.5", "2", "7", "1e0", "1e-3", "-1", "-1e-9", "100",
    "1e400", "-1e400", "1e-400", "5e-324", "1.7976931348623157e308", "nan", "NaN", "inf", "-inf",
    "2147483648", "9223372036854775807", "9223372036854775808", "18446744073709551616",
    "1" + "0" * 30, "9" * 5000, "1_000", "010", "0x10", "1:30", ".5", "5.", "+3", "--1", "１２",
    "1e", "1,5", "1/2", "50%",
)  # fmt: skip
OTHERS = (
    "", " ", "null", "~", "true", "True", "yes", "off", "false", "''", '""', "' '", "none", "all",
    "[]", "[1,2]", "[[1]]", "[null]", "[1,a,{b:c}]", "{}", "{a:1}", "{a:{b:[1,{c:2}]}}",
    "{on:true}",
    "{1:2}", "{a:1,a:2}", "{null:1}", "[", "]", "{", "}", "[1", "{a:", "a:b", "(", "[" * 30,
    "[" * 19 + "]" * 19, "{a:" * 15 + "1" + "}" * 15, "{a:" * 25 + "1" + "}" * 25,
    "${seed}", "${assume:overlap}", "${assume:nothing}", "${fact:wanghailou_households}",
    "${fact:}",
    "${assume:}", "${nothing:x}", "${oc.env:HOME}", "${oc.decode:1}", "${hydra:runtime.cwd}", "${",
    "${}", "$", "}${", "${a.b", "${..seed}", "${${seed}}", "a${seed}b", "${assume:overlap}x",
    "\\", "\\\\", '"', "'", "'unclosed", "a'b", "!!python/object:os.system", "!!int 3", "&a", "*a",
    "街道", "\u202eabc", "e\u0301", "😀", "\x00", "a\nb", "a\tb", "\x1b[31m", "\udc80", "a b", " a",
    "a,b", "1,2", "1,1", "range(1,3)", "glob(*)", "choice(1,2)", "int(3)", "str(1)",
    "interval(0,1)",
    "shuffle([1,2])", "sort(1,2)", "@", "a@b", "=", "a=b", "#", "%", "x" * 3000, "_target_",
    "{_target_:os.system}", "[{_target_:os.system}]", "baseline", "one_table", "[one_table]",
    "[one_table,one_table]", "street", "compare", "serial", ".", "..", "a/b",
)  # fmt: skip
PLAIN: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 3, 0.5, -0.0, 1e300, 5e-324, math.nan, math.inf, -math.inf, 10**30,
    2**31, 2**63, 2**64, "", " ", "a", "1", "街道", "\x00", "${assume:overlap}",
    "${assume:nothing}",
    "${seed}", "${", [], {}, [1, 2], [[1]], [None], {"a": 1}, {"a": {"b": [1, {"c": None}]}},
    {"on": True}, {"low": 0, "high": 1}, {"_target_": "os.system"}, {"": 1}, ["one_table"],
    "one_table",
)  # fmt: skip
"""As they are once they have been read."""

TEXTS: st.SearchStrategy[str] = st.one_of(
    st.sampled_from(NUMBERS),
    st.sampled_from(OTHERS),
    st.integers().map(str),
    st.floats().map(repr),
    st.text(st.characters(codec="utf-8"), max_size=12),
    st.text("[]{}(),:'\"\\$ =a1.-", max_size=10),
)
TREES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.sampled_from(PLAIN), st.integers(), st.floats(), st.text(max_size=8)),
    lambda below: st.one_of(
        st.lists(below, max_size=3), st.dictionaries(st.text(max_size=6), below, max_size=3)
    ),
    max_leaves=5,
)
