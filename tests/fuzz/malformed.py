"""Invalid input of every kind: arguments, files, folders, variables. Each is to be refused.

A case says what lies in the working directory, and what is asked for there.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.reporting.frames import write_frames
from experiments.reporting.results import write_manifest
from experiments.runs.storage.inventory import IDENTITY, MAKER

LONG = "a" * 300
Put = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Case:
    """`put` makes the files; `words` is the command line, `variables` its environment."""

    name: str
    words: tuple[str, ...]
    put: Put = lambda: None
    variables: Mapping[str, str] = field(default_factory=dict)


def cases() -> list[Case]:
    """All of them, always in the same order; no two have the same name."""
    found = [
        *_numbers(), *_arguments(), *_objects(), *_scenarios(), *_points(), *_saved(), *_own(),
        *_societies(), *_outputs(), *_variables(),
    ]  # fmt: skip
    return [Case(f"{number}:{one.name}", one.words, one.put, one.variables)
            for number, one in enumerate(found)]  # fmt: skip


WHOLE = ("replications", "territory.communities", "horizon_days", "most_replications")
REAL = ("obligations.overlap", "timeout", "rules.assessment.effort_elasticity", "issues.rate_scale")
NEITHER = (
    "-1", "nan", "inf", "-inf", "1e400", "9" * 30, "x", "''", "[1]", "{a:1}", "true", "'1'",
)  # fmt: skip


def _numbers() -> list[Case]:
    words = [f"{key}={value}" for key in (*WHOLE, *REAL) for value in NEITHER]
    words += [f"{key}=0.5" for key in WHOLE]
    words += ["rules.assessment.effort_elasticity=1000000", "rules.assessment.response_weight=0"]
    words += ["rules.assessment.response_weight=5e-324", "levers.one_table.coverage=1.0000001"]
    return [Case(word[:60], (word,)) for word in words]


ARGUMENTS: tuple[tuple[str, ...], ...] = (
    ("seed=1", "seed=2"),
    ("seed=1", "seed=1"),
    ("territory=street", "territory=community"),
    ("levers.one_table.coverage=1", "levers.one_table={coverage:0.5}"),
    ("-m", "seed=1,2", "seed=3"),
    ("-m", "seed=1,1"),
    ("-m", "seed=1,-1"),
    ("-m", "output=a,a"),
    ("-m", "seed="),
    ("seed=1,2",),
    (f"{LONG}=1",),
    (f"+{LONG}=1",),
    (f"levers.{LONG}.on=true",),
    (f"experiment={LONG}",),
    (f"territory={LONG}",),
    (f"scenarios=[{LONG}]",),
    (f"scenarios=[{LONG}.yaml]",),
    (f"output={LONG}",),
    (f"output=far/off/{LONG}",),
    (f"store={LONG}",),
    (f"store=far/{LONG}",),
    ("experiment=store", f"store={LONG}"),
    (f"societies={LONG}.parquet",),
    ("societies=street",),
    ("societies=0",),
    ("experiment=uncertainty", "societies=reference"),
    ("experiment=uncertainty", "draws=40"),
    ("experiment=sweep", f"points_file={LONG}"),
    ("--config-name", LONG),
    ("--config-dir", LONG),
    ("--package", LONG, "--cfg", "job"),
    ("output=a\x00b",),
    ("\x00",),
    ("seed=\n1",),
    ("seed=\x1b[31m",),
    ("output=\udc80",),
    ("output=",),
    ("output=.",),
    ("output=..",),
    ("output=/",),
    ("output=/proc/x",),
    ("store=/proc/x",),
    ("output=/dev/null",),
    ("output=/dev/null/x",),
    ("store=/dev/null",),
    ("store=a/b", "output=a"),
    ("overwrite=maybe",),
    ("overwrite=1",),
    ("output=[a]",),
    ("output={a:b}",),
    ("output=${oc.env:HOME}",),
    ("_target_=os.system",),
    ("+levers._target_=os.system",),
    ("hydra.run.dir=x",),
    ("~seed",),
    ("executor=threads",),
    ("executor.address=127.0.0.1:1",),
    ("workers=0",),
    ("workers=99999999",),
    ("scenarios=[]",),
    ("scenarios=[one_table,nothing]",),
    ("primary=[nothing]",),
    ("precision=-1",),
    ("interval=z",),
    ("experiment=sweep", "vary={nothing:[1]}"),
    ("experiment=sweep", "vary={seed:[1]}"),
    ("experiment=store", "store=nowhere"),
    ("experiment=evidence", "evidence.grade=certain"),
    ("experiment=evidence", "evidence.id=nothing"),
    ("experiment=verify", "oracle.nothing=1"),
    ("--bogus",),
    ("--config-dir", "nowhere"),
    ("--config-name", "nowhere"),
    ("[" * 40,),
    ("scenarios=" + "[" * 40,),
)


def _arguments() -> list[Case]:
    return [Case(repr(words)[:60], words) for words in ARGUMENTS]


def _listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(path))


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(10_000_000_000)


OBJECTS: dict[str, Callable[[Path], object]] = {
    "a pipe": os.mkfifo,
    "a folder": lambda path: path.mkdir(),
    "a socket": _listening,
    "zeros without end": lambda path: path.symlink_to("/dev/zero"),
    "a terminal": lambda path: path.symlink_to("/dev/tty"),
    "a loop": lambda path: path.symlink_to(path.name),
    "a link to nothing": lambda path: path.symlink_to("nowhere"),
    "10 GB of nothing": _sparse,
    "no text": lambda path: path.write_bytes(b"\xff\xfe\x00\x81" * 9),
    "UTF-16": lambda path: path.write_bytes("levers: {}".encode("utf-16")),
    "control characters": lambda path: path.write_bytes(b"\x00\x01\x1b[31m"),
}
READ: dict[str, tuple[str, ...]] = {
    "mine.yaml": ("scenarios=[mine.yaml]",),
    "mine.parquet": ("societies=mine.parquet",),
    "points.csv": ("experiment=sweep", "points_file=points.csv"),
    "saved.yaml": ("--config-name", "saved"),
    "own/territory/mine.yaml": ("--config-dir", "own", "territory=mine"),
    "own/experiment/mine.yaml": ("--config-dir", "own", "experiment=mine"),
}
"""Files that a command reads."""


def _objects() -> list[Case]:
    def put(path: str, make: Callable[[Path], object]) -> Put:
        def made() -> None:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            make(Path(path))

        return made

    return [
        Case(f"{what} as {path}", words, put(path, make))
        for path, words in READ.items()
        for what, make in OBJECTS.items()
    ]


def _file(path: str, text: str) -> Put:
    def put() -> None:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text, encoding="utf-8")

    return put


SCENARIOS = (
    "", "- a", "1", "levers", "levers: 1", "levers: []", "levers: {nothing: {on: true}}",
    "levers: {one_table: {on: maybe}}", "levers: {one_table: {coverage: 2}}",
    "levers: {one_table: {coverage: .nan}}", "levers: {one_table: {on: true}}\nlevers: {}",
    "seed: 2", "output: x", "overwrite: true", "horizon_days: 2", "nothing: 1",
    "_target_: os.system", "levers: &a {}\nshocks: *a", "levers: !!python/name:os.system",
    "levers: {one_table: {_target_: os.system}}", "{" * 50, "[" * 50, "levers:\n\tone_table: 1",
    "levers: {1: 2}", "departments: {hours_scale: -1}", "departments: {hours_scale: 1e400}",
    "---\na: 1\n---\nb: 2", f"{LONG}: 1",
)  # fmt: skip


def _scenarios() -> list[Case]:
    named = ("-mine.yaml", ".yaml", f"{'b' * 200}.yaml", "a\tb.yaml")
    words = [(f"scenarios=['{name}']", name) for name in named]
    text = "levers: {one_table: {on: true}}"
    return [
        *(Case(text[:50], ("scenarios=[mine.yaml]",), _file("mine.yaml", text))
          for text in SCENARIOS),
        *(Case(f"file {name[:20]!r}", (word,), _file(name, text)) for word, name in words),
    ]  # fmt: skip


POINTS = (
    "", "\n", "overlap\n", "nothing\n1\n", "overlap\nx\n", "overlap\nnan\n", "overlap\ninf\n",
    "overlap\n1e400\n", "overlap,overlap\n0.1,0.2\n", "overlap\n0.1,0.2\n", "overlap,seed\n0.1,1\n",
    "point,overlap\n-1,0.1\n", "point,overlap\n1,0.1\n1,0.2\n", "point,overlap\n1e30,0.1\n",
    "territory.workers\n1.5\n", "levers.one_table.on\nmaybe\n", "overlap\n\x00\n",
    "=1+1\n1\n", f"{LONG}\n1\n", "point\n1\n", "overlap\n-5\n",
)  # fmt: skip


def _points() -> list[Case]:
    words = ("experiment=sweep", "points_file=points.csv")
    return [Case(repr(text[:50]), words, _file("points.csv", text)) for text in POINTS]


SAVED = (
    "experiment: nothing", "experiment: [compare]", "experiment: 1", "overrides: 1",
    "overrides: [nothing]", "overrides: {a: 1}", "nothing: 1", "output: [a]", "output: ''",
    "seed: -1", "seed: x", "hydra: {}", "_target_: os.system", "levers: {one_table: 1}",
    "territory: street", "executor: serial", "output: ${oc.env:HOME}", "- 1", "overwrite: maybe",
    "scenarios: 1", "store: ''",
)  # fmt: skip


def _saved() -> list[Case]:
    return [
        Case(text, ("--config-name", "saved"), _file("saved.yaml", f"{text}\n")) for text in SAVED
    ]


HEAD = "# @package _global_\n"
OWN: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("experiment/mine.yaml", "seed: 1", ("experiment=mine",)),
    ("experiment/mine.yaml", f"{HEAD}seed: 1", ("experiment=mine",)),
    ("experiment/mine.yaml", f"{HEAD}defaults: [nothing]", ("experiment=mine",)),
    ("experiment/mine.yaml", f"{HEAD}defaults: [compare, sweep]", ("experiment=mine",)),
    ("experiment/mine.yaml", f"{HEAD}defaults: [mine]", ("experiment=mine",)),
    ("experiment/mine.yaml", f"{HEAD}defaults: [compare]\nhydra: {{}}", ("experiment=mine",)),
    ("experiment/mine.yaml", f"{HEAD}defaults: [compare]\nnothing: 1", ("experiment=mine",)),
    ("experiment/mine.yaml", f"{HEAD}defaults: [compare]\n_target_: x", ("experiment=mine",)),
    ("experiment/mine.yaml", f"{HEAD}defaults: [{{/levers: x}}]", ("experiment=mine",)),
    ("experiment/compare.yaml", f"{HEAD}defaults: [sweep]", ()),
    ("territory/street.yaml", "workers: 1", ()),
    ("territory/mine.yaml", "workers: -1", ("territory=mine",)),
    ("territory/mine.yaml", "nothing: 1", ("territory=mine",)),
    ("territory/mine.yaml", "defaults: [street]", ("territory=mine",)),
    ("territory/mine.yaml", "hydra: {}", ("territory=mine",)),
    ("executor/mine.yaml", "name: threads", ("executor=mine",)),
    ("executor/mine.yaml", "nothing: 1", ("executor=mine",)),
    (f"territory/{'c' * 240}.yaml", "workers: -1", ()),
)


def _own() -> list[Case]:
    found = []
    for path, text, words in OWN:
        more = words or ("territory=nowhere",)
        found.append(Case(f"{path[:30]} {text[-20:]!r}", ("--config-dir", "own", *more),
                          _file(f"own/{path}", f"{text}\n")))  # fmt: skip
    return found


ORIGINS: tuple[object, ...] = (
    None, "", "{", "[]", "1", "null", "NaN", "{}", '{"format": 1}', "[" * 9999,
    json.dumps({"_target_": "os.system"}), "\x00", LONG,
)  # fmt: skip


def _societies() -> list[Case]:
    """Tables whose metadata, or whose columns, are none of societies."""

    def put(origin: object, columns: Mapping[str, object]) -> Put:
        def made() -> None:
            metadata = None if origin is None else {"unburden": origin}
            table = pa.table(dict(columns)).replace_schema_metadata(metadata)
            pq.write_table(table, "mine.parquet")

        return made

    words = ("societies=mine.parquet",)
    good = {"weight": [0.5, 0.5], "assume:overlap": [0.3, 0.4]}
    made = {"format": 1, "model": "", "evidence": "", "patterns": "", "seed": 1, "command": ""}
    origin = json.dumps({**made, "territory": "street", "waves": [], "names": ["overlap"]})
    columns: tuple[dict[str, object], ...] = (
        {}, {"weight": [1.0]}, {"weight": [], "assume:overlap": []}, {**good, "x": ["a", "b"]},
        {**good, "weight": [1.0, 3.0]}, {**good, "assume:overlap": [[0.3], [0.4]]},
        {**good, "assume:overlap": [9.0, 9.0]}, {**good, "assume:\n": [1.0, 1.0]},
        {**good, f"assume:{LONG}": [1.0, 1.0]},
    )  # fmt: skip
    return [
        *(Case(f"metadata {str(text)[:20]!r}", words, put(text, good)) for text in ORIGINS),
        *(Case(f"columns {str(each)[:40]}", words, put(origin, each)) for each in columns),
    ]


def _left(manifest: object) -> None:
    """A folder as an experiment left it, but for its manifest."""
    Path("out").mkdir()
    write_frames({"rows.csv": pd.DataFrame({"a": [1]})}, Path("out"))
    if isinstance(manifest, dict):
        write_manifest(manifest, Path("out"))
    elif isinstance(manifest, bytes):
        Path("out/manifest.json").write_bytes(manifest)


WHOLE_MANIFEST = {"maker": MAKER, IDENTITY: "0" * 32}
FORGED: dict[str, object] = {
    "none": None,
    "empty": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "deep": b"[" * 100_000,
    "only the maker": json.dumps({"maker": MAKER}).encode(),
    "no checksums of its own": json.dumps({**WHOLE_MANIFEST, "checksums": {}}).encode(),
    "checksums are none": json.dumps({**WHOLE_MANIFEST, "checksums": 1}).encode(),
    "a wrong checksum": json.dumps(
        {**WHOLE_MANIFEST, "checksums": {"manifest.json": "0" * 32}}
    ).encode(),
    "another command": WHOLE_MANIFEST,
    "an earlier version": {"maker": MAKER},
    "no text": b"\xff\xfe",
}


def _outputs() -> list[Case]:
    def put(manifest: object, change: Callable[[], object] = lambda: None) -> Put:
        def made() -> None:
            _left(manifest)
            change()

        return made

    found = [Case(f"manifest: {name}", ("output=out",), put(one)) for name, one in FORGED.items()]
    changes: dict[str, Callable[[], object]] = {
        "a note": lambda: Path("out/notes.txt").write_text("mine"),
        "a pipe": lambda: os.mkfifo("out/pipe"),
        "a table changed": lambda: Path("out/rows.csv").write_text("a\n2\n"),
        "a link": lambda: Path("out/link").symlink_to("/etc"),
        "a table that leads elsewhere": _moved_table,
    }
    found += [
        Case(f"output has {name}", ("output=out", "overwrite=true"), put(WHOLE_MANIFEST, change))
        for name, change in changes.items()
    ]
    objects = ("a pipe", "a socket", "a loop", "zeros without end", "no text")
    for what in objects:
        for key in ("output", "store"):
            found.append(Case(f"{key} is {what}", (f"{key}=there",), _made_there(what)))
    found.append(Case("a pipe for a manifest", ("output=out",), _manifest_pipe))
    return found


def _moved_table() -> None:
    Path("out/rows.csv").rename("rows.csv")
    Path("out/rows.csv").symlink_to("../rows.csv")


def _made_there(what: str) -> Put:
    return lambda: OBJECTS[what](Path("there"))


def _manifest_pipe() -> None:
    Path("out").mkdir()
    os.mkfifo("out/manifest.json")


VARIABLES = (
    ("HYDRA_FULL_ERROR", "1"), ("COLUMNS", "0"), ("COLUMNS", "x"), ("TERM", "\x1b"),
    ("TMPDIR", "/nowhere"), ("HOME", ""), ("XDG_CACHE_HOME", "/dev/null"), ("MPLBACKEND", "none"),
    ("LANG", "xx_YY"), ("COMP_LINE", "unburden "), ("PYTHONHASHSEED", "x"), ("LC_ALL", "C"),
)  # fmt: skip


def _variables() -> list[Case]:
    return [Case(f"{key}={value!r}", ("seed=x",), variables={key: value})
            for key, value in VARIABLES]  # fmt: skip
