"""`unburden new KIND NAME`: files to start from, copied from templates with the name filled in."""

from __future__ import annotations

import keyword
import re
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from experiments.config import catalogue
from experiments.config.errors import InputError, did_you_mean
from experiments.config.own_code import FLAG
from sim.levers import registry
from sim.levers.source import OURS

COMMAND = "new"
FOLDER = Path(__file__).parents[1] / "templates"
"""A folder for each kind; a file in it ends in `.txt`, which is left out of its copy's name."""
END = ".txt"
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
USAGE = "unburden new KIND NAME"
KINDS = {
    "lever": "a reform of your own, with its parameters and a test",
    "measure": "a number that every run is to give, with a test",
    "figure": "a figure of an experiment, with a test",
    "place": "your district: a place file and a table of communities",
    "evidence": "your facts and assumptions, laid over those of the package",
    "scenario": "a scenario file: levers, shocks and policies together",
    "study": "an experiment file: an experiment with options of your own",
}
"""Kinds by what they are for."""
NEXT = {
    "lever": (
        "python -m pytest test_{name}.py",
        "unburden {flag} {name}.py 'scenarios=[{name}]' territory=community societies=4",
    ),
    "measure": (
        "python -m pytest test_{name}.py",
        "unburden {flag} {name}.py 'scenarios=[one_table]' territory=community societies=4",
    ),
    "figure": (
        "python -m pytest test_{name}.py",
        "unburden {flag} {name}.py 'scenarios=[one_table]' territory=community societies=4",
    ),
    "place": ("unburden territory={name}.yaml societies=4",),
    "evidence": (
        "unburden experiment=evidence evidence.check={name}.yaml",
        "unburden evidence={name}.yaml territory=community societies=4",
    ),
    "scenario": ("unburden 'scenarios=[{name}.yaml]' territory=street societies=4",),
    "study": ("unburden --config-dir . experiment={name}",),
}
"""Commands to go on with, by kind."""


def kinds() -> dict[str, str]:
    """Kinds that have templates, and what each is for."""
    return {name: text for name, text in KINDS.items() if (FOLDER / name).is_dir()}


def answer(arguments: Sequence[str]) -> int:
    """Write the files and say what to do next; without arguments list the kinds.

    Raises InputError where there is no such kind, the name is not allowed, or a file is there.
    """
    if not arguments or arguments[0] in ("--help", "-h"):
        print(usage())
        return 0
    kind, *rest = arguments
    if kind not in kinds():
        close = did_you_mean(kind, kinds()) or f"; there are {', '.join(kinds())}"
        raise InputError(f"{COMMAND} KIND", kind, f"no such kind{close}")
    if len(rest) != 1:
        allowed = f"takes one name, as in unburden new {kind} my_{kind}"
        raise InputError(f"{COMMAND} {kind} NAME", " ".join(rest), allowed)
    name = rest[0]
    _check_name(kind, name)
    written = write(kind, name, Path())
    print(f"wrote {', '.join(map(str, written))}; next:")
    if any("pytest" in command for command in NEXT[kind]) and find_spec("pytest") is None:
        print("    python -m pip install pytest")  # make demo alone leaves it out
    for command in NEXT[kind]:
        print(f"    {command.format(name=name, flag=FLAG)}")
    return 0


def usage() -> str:
    """What the command takes, a line for each kind."""
    width = max(map(len, kinds())) + 2
    lines = "\n".join(f"  {kind:<{width}}{text}" for kind, text in kinds().items())
    return f"{USAGE}\nwrites files to start from into this folder. Kinds:\n{lines}"


def write(kind: str, name: str, folder: Path) -> list[Path]:
    """Copy the templates of a kind into a folder; the paths of the copies.

    Raises InputError where one of the files is there already, or cannot be written; none of them
    is then left.
    """
    words = _words(name)
    texts: dict[Path, str] = {}
    templates = sorted(
        (FOLDER / kind).rglob(f"*{END}"), key=lambda path: ("test_" in path.name, path)
    )
    for template in templates:
        name_of_copy = str(template.relative_to(FOLDER / kind)).removesuffix(END)
        for word, value in words.items():
            name_of_copy = name_of_copy.replace(f"{{{word}}}", value)
        texts[folder / name_of_copy] = _filled(template.read_text("utf-8"), words)
    for path in texts:
        if path.exists() or path.is_symlink():
            raise InputError(f"{COMMAND} {kind}", name, f"{path} is there already; rename one")
    made: list[Path] = []
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                made.append(path)
                file.write(text)
    except BaseException as error:
        # All of them or none, also where it is interrupted.
        for path in made:
            path.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        allowed = f"cannot be written: {error.strerror or error}"
        raise InputError(f"{COMMAND} {kind}", name, allowed) from None
    return made


def _words(name: str) -> Mapping[str, str]:
    """What stands for a name in templates: as it is, as a class, as a label."""
    label = name.replace("_", " ")
    camel = "".join(part.capitalize() for part in name.split("_"))
    return {"name": name, "Name": camel, "label": label[:1].upper() + label[1:]}


def _filled(text: str, words: Mapping[str, str]) -> str:
    for word, value in words.items():
        text = text.replace(f"{{{{{word}}}}}", value)
    return text


def _check_name(kind: str, name: str) -> None:
    """Raises InputError for a name that the kind could not have."""
    key = f"{COMMAND} {kind}"
    if not NAME.fullmatch(name):
        allowed = f"should be lower-case letters, digits and single _, such as my_{kind}"
        raise InputError(key, name, allowed)
    if kind not in ("lever", "measure", "figure"):
        return
    if name in sys.stdlib_module_names or keyword.iskeyword(name) or name in OURS:
        raise InputError(key, name, f"is a name of Python's or of unburden; say my_{name}")
    if kind == "lever" and (registry.part_of(name) or name in catalogue.options("scenario")):
        raise InputError(key, name, f"unburden has a scenario of this name; say my_{name}")
    if kind == "measure":
        from sim.measures.registry import MEASURES

        if name in MEASURES:
            raise InputError(key, name, f"unburden has a measure of this name; say my_{name}")
