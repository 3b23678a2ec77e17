"""The command `unburden`: one Hydra app that reads the words, then runs the experiment asked for.

Exit codes: 0 done, 1 a failure of ours, 2 the user's words are off, 130 interrupted.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from tempfile import TemporaryDirectory
from typing import Any

from experiments.reports.manifest import versions
from experiments.reports.results import Results
from experiments.words.counts import counted
from experiments.words.notice import say
from experiments.words.refusal import Failed, Refusal, nearest
from experiments.words.study import Study
from sim.settings import SettingsError

FLAGS = {
    "--help", "-h", "--cfg", "-c", "--resolve", "--package", "-p", "--run", "-r", "--multirun",
    "-m", "--shell-completion", "-sc", "--info", "-i", "--version", "--hydra-help",
}  # fmt: skip
SWEEPS = {"-m", "--multirun"}
SHOWS, NARROWS = {"--cfg", "-c"}, {"--package", "-p"}
"""Flags that print the config, and those that say which part of it."""
COMPLETES, ASKED_BY_SHELL = {"--shell-completion", "-sc"}, "COMP_LINE"
"""Flags by which a shell asks what could come next, and the variable in which it does."""
TOLD = 10
"""Failed runs that are told one by one."""
SHOWN = 100
ENDLESS = re.compile(rf"\S{{{2 * SHOWN},}}?(?=:?(?:\s|$))")
"""Words that nobody would read to the end."""


def main() -> None:
    """Entry point of the console script; leaves by the exit codes above."""
    sys.exit(answer(sys.argv[1:]))


def answer(words: Sequence[str]) -> int:
    """Do what the words ask; the exit code. One line on stderr says what is wrong with them."""
    failed = False
    try:
        if "--version" in words:
            print("unburden {unburden}, model {model}".format(**versions()))
            return 0
        for study in studies(words):
            failed |= _failed(import_module(f"experiments.kinds.{study.experiment}").main(study))
    except Refusal as error:
        return _say(_in_a_line(str(error)), 2)
    except SettingsError as error:
        return _say(_in_a_line(str(Refusal(error.path, error.value, error.allowed))), 2)
    except KeyboardInterrupt as stop:
        return _say(str(stop) or "interrupted", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Failed as error:
        return _say(str(error), 1)
    except MemoryError as error:
        return _say(" ".join(f"not enough memory: {error}".split()), 1)
    except Exception:
        return _say(f"a failure of ours\n{traceback.format_exc()}", 1)
    return int(failed)


def _failed(results: Results | None) -> bool:
    """Whether some runs failed; they are told."""
    failed = results.manifest.get("failed", []) if results else []
    if results and failed:
        planned = results.manifest["runs"]["planned"]
        told = f"{len(failed):,} of {counted(planned, 'run')} failed and are left out"
        say(f"{told}; manifest.json names all")
        for line in failed[:TOLD]:
            say(line)
    return bool(failed)


def studies(words: Sequence[str]) -> list[Study]:
    """The studies asked for: one, several with -m, none where Hydra itself gives the answer.

    Raises Refusal if a word is off.
    """
    from experiments.words import grammar
    from experiments.words.compose import compose

    _refuse_flags(words)
    if not any(word.startswith("-") for word in words):
        return [compose(*words)]
    sweep = bool(SWEEPS.intersection(words))
    spoken = [word for word in words if not word.startswith("-")]
    # Without -m flags take arguments, which are no words of ours.
    ours = [word for word in spoken if sweep or "=" in word or word.startswith(("+", "~"))]
    grammar.refuse(ours, several=sweep)
    found = _apart(_answered(words))
    if sweep and not found:
        raise Refusal("-m", " ".join(words), "makes no study: some key has no values")
    return found


def _answered(words: Sequence[str]) -> list[Study]:
    """What Hydra makes of flags: the studies of a sweep, or none, and what is asked for printed."""
    from hydra import main as hydra_main
    from hydra.core.hydra_config import HydraConfig

    from experiments.words import catalogue
    from experiments.words.complaints import COMPLAINTS, as_refusal
    from experiments.words.compose import CONFIG, known, register, study

    register()
    found: list[Study] = []

    def gather(cfg: Any) -> None:
        found.append(study(cfg, list(HydraConfig.get().overrides.task)))

    os.environ["HYDRA_FULL_ERROR"] = "1"
    app = hydra_main(version_base="1.3", config_path=str(catalogue.folder()), config_name=CONFIG)
    complaint = io.StringIO()
    with _spoken(words), contextlib.redirect_stderr(complaint):
        try:
            app(gather)()
        except SystemExit as leaving:
            if leaving.code:
                last = complaint.getvalue().strip().rpartition("\n")[2]
                raise Refusal("command line", " ".join(words), last) from None
        except Refusal:
            raise
        except COMPLAINTS as error:
            raise as_refusal(error, words, known(words)) from error
        except ValueError as error:
            raise Refusal("command line", " ".join(words), str(error)) from error
    return found


def _apart(found: list[Study]) -> list[Study]:
    """Give each study of a sweep an output folder of its own, named by what it varies."""
    common = set.intersection(*(set(one.words) for one in found)) if found else set()
    apart: list[Study] = []
    for one in found:
        own = ",".join(word for word in one.words if word not in common)
        folder = f"{one.choices['output']},{own}" if own else one.choices["output"]
        apart.append(replace(one, choices={**one.choices, "output": folder}))
    return apart


def _refuse_flags(words: Sequence[str]) -> None:
    for word in words:
        flag = word.partition("=")[0]
        if flag.startswith("-") and flag not in FLAGS:
            allowed = nearest(flag, FLAGS) or f"; there are {', '.join(sorted(FLAGS))}"
            raise Refusal("flag", word, f"unknown{allowed}")
    flags = {word.partition("=")[0] for word in words}
    for flag in NARROWS & flags if not SHOWS & flags else ():
        raise Refusal("flag", flag, "is for --cfg job alone")
    queries = [word for word in words if word.startswith("query=")]
    if COMPLETES & flags and ASKED_BY_SHELL not in os.environ:
        for word in queries:
            told = "is for the shell to ask; install=bash says how to let it"
            raise Refusal("query", word.removeprefix("query="), told)


@contextlib.contextmanager
def _spoken(words: Sequence[str]) -> Iterator[None]:
    """Let Hydra read these words; what a sweep of it writes goes to a folder that is dropped."""
    before = sys.argv
    with TemporaryDirectory() as folder:
        sys.argv = ["unburden", *words]
        if SWEEPS.intersection(words):
            plain = [word for word in words if word not in SWEEPS]
            sys.argv = ["unburden", "--multirun", *plain, f"hydra.sweep.dir={folder}"]
        try:
            yield
        finally:
            sys.argv = before


def _in_a_line(text: str) -> str:
    """As a terminal can show it: what would move the cursor or turn the text is spelled out."""
    line = " ".join(text.split()).replace("Input should", "should")
    line = ENDLESS.sub(lambda found: f"{found[0][:SHOWN]}...", line)
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in line)


def _say(line: str, code: int) -> int:
    say(line)
    return code
