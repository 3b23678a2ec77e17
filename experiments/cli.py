"""The command `unburden`: reads its arguments, then runs the experiment that they describe.

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
from typing import TYPE_CHECKING

from experiments import opening
from experiments.config import catalogue, flags, kinds, new, own_code, preflight, user_configs
from experiments.config.errors import InputError, RunError
from experiments.config.flags import Flags
from experiments.config.messages import counted, say
from experiments.config.study import Study
from experiments.language import use
from experiments.runs.compilation import compilation
from experiments.runs.dry_run import rehearse
from experiments.runs.environment import versions
from experiments.runs.storage.claim import releasing_claims
from sim.settings import SettingsError
from sim.version import SourceError
from unburden import signals

if TYPE_CHECKING:
    from experiments.reporting.results import Results

INVALID = 2
DASHBOARD = "dashboard"
LISTED = 10
"""Failed runs or studies that are named one by one."""
SHOWN = 100
TOO_LONG = re.compile(rf"\S{{{2 * SHOWN},}}?(?=:?(?:\s|$))")
"""Text without a space that is too long to show."""


def main() -> None:
    """Entry point of the console script; leaves by the exit codes above."""
    signals.take_over()
    preflight.prepare_command()
    signals.leave(answer(sys.argv[1:]))


def answer(arguments: Sequence[str]) -> int:
    """Do what the arguments say, and return the exit code.

    One line on stderr says what is invalid.
    """
    if arguments[:1] == [new.COMMAND]:
        return _exit_code(partial(new.answer, arguments[1:]))
    if arguments[:1] == [DASHBOARD]:
        from experiments.dashboard.command import answer as serve

        return _exit_code(partial(serve, arguments[1:]))
    if "--version" in arguments:
        return _exit_code(_print_version)
    return _exit_code(partial(_run_all, arguments))


def _print_version() -> int:
    print("unburden {unburden}, model {model}".format(**versions()))
    return 0


def _run_all(arguments: Sequence[str]) -> int:
    """Run every study, after a check of all of them; the worst of their exit codes."""
    preflight.refuse_language()
    given = flags.read(arguments)
    with catalogue.with_user_folder(given.folder), use(given.language):
        return _run_planned(studies(arguments))


def _run_planned(planned: Sequence[Study]) -> int:
    """As `_run_all`, of studies that were read."""
    if _may_run(planned) and any(kinds.options(each.experiment).compiles for each in planned):
        compilation.begin()
    for study in planned:
        kinds.load(study.experiment)
    signals.work()
    if len(planned) > 1:
        for study in planned:
            rehearse(partial(_run, study))
    worst, failed = 0, []
    for study in planned:
        code = _exit_code(partial(_run_one, study))
        worst = max(worst, code)
        if signals.noted():
            return max(worst, signals.code())
        if code:
            failed.append(study.output_folder)
    if failed and len(planned) > 1:
        names = " ".join(failed[:LISTED]) + " ..." * (len(failed) > LISTED)
        say(f"{len(failed):,} of {counted(len(planned), 'study', 'studies')} failed: {names}")
    return worst


def _may_run(planned: Sequence[Study]) -> bool:
    """Whether no study is found invalid at once. Raises InputError or SettingsError for the first.

    What is invalid in another one is said after all of the studies before it are checked.
    """
    if not planned:
        return False
    opening.refuse_early(planned[0])
    try:
        for study in planned[1:]:
            opening.refuse_early(study)
    except (InputError, SettingsError):
        return False
    return True


def _exit_code(action: Callable[[], int]) -> int:
    """What the action returns, or the exit code of what it raises, after a message."""
    try:
        return action()
    except InputError as error:
        for line in str(error).split("\n"):
            say(_one_line(line))
        return INVALID
    except SettingsError as error:
        invalid = InputError(error.path, error.value, error.allowed)
        return _say(_one_line(str(invalid)), INVALID)
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


def _run(study: Study) -> Results | None:
    with releasing_claims(), use(study.language):
        results = kinds.run(study)
        if study.place is not None:
            from experiments.reporting import place_table

            place_table.show(results)
        kinds.show(results)
    return results


def _run_one(study: Study) -> int:
    """Run a study; 1 if some of its runs failed, else 0."""
    return int(_report_failed(_run(study)))


def _report_failed(results: Results | None) -> bool:
    """Whether some runs failed; they are listed on stderr."""
    failed = results.manifest.get("failed", []) if results else []
    if results and failed:
        planned = counted(results.manifest["runs"]["planned"], "run")
        say(f"{len(failed):,} of {planned} failed and are left out; manifest.json names all")
        for line in failed[:LISTED]:
            say(line)
    return bool(failed)


def studies(arguments: Sequence[str]) -> list[Study]:
    """The studies of a command line: one, several with -m, none where it only prints something.

    Raises InputError for an invalid argument.
    """
    given = flags.read(arguments)
    own_code.load(given.code)
    own_code.load_installed()
    with catalogue.with_user_folder(given.folder):
        return _studies(given)


def _studies(given: Flags) -> list[Study]:
    if given.only_help:
        from experiments.config import help_page

        print(help_page.page())
        return []
    if experiment := _experiment_of_help(given):
        from experiments import signatures

        print(signatures.usage(experiment), end="")
        return []
    from experiments.config import hydra, multirun, override_syntax, saved_config
    from experiments.config.compose import compose, place_override

    quoted = tuple(map(override_syntax.readable, given.overrides))
    given = replace(given, overrides=quoted)
    if given.hydra or given.values.get("cfg", flags.JOB) != flags.JOB:
        # Flags of Hydra take arguments, which are no overrides.
        overrides = [each for each in given.overrides if "=" in each or each.startswith(("+", "~"))]
        override_syntax.check(overrides, multirun=given.multirun)
        arguments = given.for_hydra
        if given.asks_help:
            arguments = tuple(each for each in arguments if not place_override([each])[1])
        elif (file := place_override(overrides)[1]) is not None:
            allowed = (
                "Hydra does not read the file of a place; --cfg job shows what follows from it"
            )
            raise InputError("territory", file, allowed)
        folder = () if given.folder is None else (user_configs.KEY, str(given.folder))
        hydra.answer([*arguments, *folder])
        return []
    override_syntax.check(given.overrides, multirun=given.multirun)
    if given.multirun:
        jobs = multirun.jobs(given.overrides)
        planned = multirun.with_own_folders([compose(*job, start=given.start) for job in jobs])
    else:
        planned = [compose(*given.overrides, start=given.start)]
    if given.prints_config:
        package = given.values.get("package")
        print(saved_config.as_yaml(planned[0], resolve=given.resolve, package=package), end="")
        return []
    return [replace(study, arguments=(*given.of_study, *study.arguments)) for study in planned]


def _experiment_of_help(given: Flags) -> str:
    """The experiment whose options `--help` is to list; empty for help on everything."""
    prefix = f"{catalogue.EXPERIMENT}="
    names = [each.removeprefix(prefix) for each in given.overrides if each.startswith(prefix)]
    if (
        not given.asks_help
        or len(names) != 1
        or names[0] not in catalogue.options(catalogue.EXPERIMENT)
    ):
        return ""
    return user_configs.base_experiment(names[0])


def _one_line(text: str) -> str:
    """The text in one line that a terminal can show: control characters become escapes."""
    line = TOO_LONG.sub(lambda match: f"{match[0][:SHOWN]}...", " ".join(text.split()))
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in line)


def _say(line: str, code: int) -> int:
    say(line)
    return code


if __name__ == "__main__":
    main()
