"""The command of a study: no arguments but `--help`; it ends with an exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from experiments.config import preflight
from experiments.config.errors import InputError, RunError
from experiments.config.messages import say
from experiments.runs.storage.claim import releasing_claims
from experiments.studies.grid import folder
from sim.settings import SettingsError
from unburden import signals


class Parser(argparse.ArgumentParser):
    """Reports an error in one line."""

    def error(self, message: str) -> NoReturn:
        say(f"{message}; {self.prog} --help says what it does")
        sys.exit(2)


def command(study: Callable[[], None], description: str | None) -> NoReturn:
    """Run a study after its arguments and its output folder were checked.

    Exit codes are those of `unburden`: 1 a failure, 2 invalid arguments, 130 interrupted,
    143 ended by TERM and 129 by HUP.
    """
    name = Path(sys.argv[0]).stem
    parser = Parser(
        prog=f"python -m experiments.studies.{name}",
        description=description,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    signals.take_over()
    preflight.prepare_command()
    signals.work()
    parser.parse_args()
    try:
        with releasing_claims():
            claimed = folder(name)
            study()
            del claimed
    except (InputError, SettingsError) as error:
        say(str(error))
        sys.exit(2)
    except RunError as error:
        say(str(error))
        sys.exit(1)
    except KeyboardInterrupt as stop:
        say(str(stop) or "interrupted")
        signals.leave(signals.code())
    signals.leave(0)
