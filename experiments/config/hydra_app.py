"""What Hydra answers by itself: help, its own config, what a shell may complete."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator, Sequence

from hydra import main as hydra_main

from experiments.config import catalogue, hydra_globals
from experiments.config.compose import CONFIG, known, register
from experiments.config.errors import InputError
from experiments.config.hydra_errors import HYDRA_ERRORS, as_input_error


def answer(words: Sequence[str]) -> None:
    """Let Hydra print what these words ask for. Raises InputError where it cannot."""
    os.environ["HYDRA_FULL_ERROR"] = "1"
    complaint = io.StringIO()
    with hydra_globals.own(), _spoken(words), contextlib.redirect_stderr(complaint):
        register()
        folder = str(catalogue.folder())
        app = hydra_main(version_base="1.3", config_path=folder, config_name=CONFIG)
        try:
            app(lambda _: None)()
        except SystemExit as leaving:
            if leaving.code:
                last = complaint.getvalue().strip().rpartition("\n")[2]
                raise InputError("command line", " ".join(words), last) from None
        except HYDRA_ERRORS as error:
            raise as_input_error(error, words, known(words)) from error
        except ValueError as error:
            raise InputError("command line", " ".join(words), str(error)) from error


@contextlib.contextmanager
def _spoken(words: Sequence[str]) -> Iterator[None]:
    before = sys.argv
    sys.argv = ["unburden", *words]
    try:
        yield
    finally:
        sys.argv = before
