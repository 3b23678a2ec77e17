"""The command `unburden`: one Hydra app that reads the words, then runs the experiment asked for.

Exit codes: 0 done, 1 a run failed, or an internal error, 2 an invalid argument or file, 130
interrupted, 143 ended by TERM and 129 by HUP.
"""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from experiments.config import catalogue, flags, kinds, preflight
from experiments.config.errors import InputError, RunError
from experiments.config.flags import Flags
from experiments.config.messages import say
from experiments.config.plurals import counted
from experiments.config.study import Study
from experiments.reporting.manifest import versions
from experiments.reporting.results import Results
from experiments.runs.dry_run import rehearse
from experiments.runs.storage.claim import releasing_claims
from sim.settings import SettingsError
from sim.version import SourceError
from unburden import signals

INVALID = 2
TOLD = 10
"""Failed runs that are reported one by one."""
SHOWN = 100
ENDLESS = re.compile(rf"\S{{{2 * SHOWN},}}?(?=:?(?:\s|$))")
"""Words that nobody would read to the end."""


def main() -> None:
    """Entry point of the console script; leaves by the exit codes above."""
    signals.take_over()
    preflight.take_over()
    signals.work()
    signals.leave(answer(sys.argv[1:]))


def answer(words: Sequence[str]) -> int:
    """Do what the words ask; the exit code. One line on stderr says what is wrong with them."""
    if "--version" in words:
        return _coded(_version)
    return _coded(partial(_all, words))


def _version() -> int:
    print("unburden {unburden}, model {model}".format(**versions()))
    return 0


def _all(words: Sequence[str]) -> int:
    """Do every study, all of them checked before the first; the worst of their exit codes."""
    asked = studies(words)
    if len(asked) > 1:
        for study in asked:
            rehearse(partial(_main, study))
    worst, failed = 0, []
    for study in asked:
        code = _coded(partial(_done, study))
        worst = max(worst, code)
        if signals.noted():
            return max(worst, signals.code())
        if code:
            failed.append(study.called)
    if failed and len(asked) > 1:
        named = " ".join(failed[:TOLD]) + " ..." * (len(failed) > TOLD)
        say(f"{len(failed):,} of {counted(len(asked), 'study', 'studies')} failed: {named}")
    return worst


def _coded(done: Callable[[], int]) -> int:
    """What it returns, or the exit code of what it raises, which is told."""
    try:
        return done()
    except InputError as error:
        return _say(_in_a_line(str(error)), INVALID)
    except SettingsError as error:
        refusal = InputError(error.path, error.value, error.allowed)
        return _say(_in_a_line(str(refusal)), INVALID)
    except KeyboardInterrupt as stop:
        return _say(str(stop) or "interrupted", signals.code())
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except RunError as error:
        return _say(str(error), 1)
    except SourceError as error:
        return _say(f"internal error: {error}", 1)
    except MemoryError as error:
        return _say(" ".join(f"not enough memory: {error}".split()), 1)
    except Exception:
        return _say(f"internal error\n{traceback.format_exc()}", 1)


def _main(study: Study) -> Results | None:
    with releasing_claims():
        results = kinds.run(study)
        kinds.show(results)
    return results


def _done(study: Study) -> int:
    return int(_failed(_main(study)))


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
    """The studies asked for: one, several with -m, none where something is only to be printed.

    Raises InputError for an invalid argument.
    """
    found = flags.read(words)
    with catalogue.beside(found.folder):
        return _studies(found, words)


def _studies(found: Flags, words: Sequence[str]) -> list[Study]:
    from experiments.config import hydra_app, multirun, override_syntax
    from experiments.config.compose import compose
    from experiments.config.printed_config import shown

    if asked := _asked_about(found):
        from experiments import signatures

        print(signatures.usage(asked), end="")
        return []
    if found.hydras or found.taken.get("cfg", flags.JOB) != flags.JOB:
        # Flags of Hydra's take arguments, which are no words of ours.
        ours = [word for word in found.overrides if "=" in word or word.startswith(("+", "~"))]
        override_syntax.refuse(ours, several=found.several)
        hydra_app.answer(words)
        return []
    override_syntax.refuse(found.overrides, several=found.several)
    if not found.several:
        made = [compose(*found.overrides, start=found.start)]
    else:
        made = [compose(*one, start=found.start) for one in multirun.jobs(found.overrides)]
        made = multirun.apart(made)
    if found.shows:
        print(shown(made[0], resolve=found.resolve, package=found.taken.get("package")), end="")
        return []
    return [replace(one, words=(*found.said, *one.words)) for one in made]


def _asked_about(found: Flags) -> str:
    """The experiment whose options `--help` is to list; empty for help on everything."""
    names = [word.partition("=")[2] for word in found.overrides if word.startswith("experiment=")]
    helps = found.hydras and set(found.hydras) <= {"--help", "-h"}
    return names[0] if helps and len(names) == 1 and names[0] in kinds.names() else ""


def _in_a_line(text: str) -> str:
    """As a terminal can show it: what would move the cursor or turn the text is spelled out."""
    line = " ".join(text.split()).replace("Input should", "should")
    line = ENDLESS.sub(lambda found: f"{found[0][:SHOWN]}...", line)
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in line)


def _say(line: str, code: int) -> int:
    say(line)
    return code


if __name__ == "__main__":
    main()
