"""A page of the web as PDF, printed by a browser of this machine without a window."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from experiments.config.errors import InputError
from experiments.config.messages import say

NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge", "msedge",
)  # fmt: skip
"""Programs that print a page from the command line."""
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
"""Where they are on systems that do not name them in PATH."""
SECONDS = 120.0
"""After which printing is given up."""
FLAGS = (
    "--headless=new", "--disable-gpu", "--no-first-run", "--disable-extensions",
    "--no-pdf-header-footer", "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip
"""A page needs no network."""


def browser() -> str | None:
    """The program that prints pages; None where there is none."""
    found = (shutil.which(name) for name in NAMES)
    places = (place for place in PLACES if Path(place).is_file())
    return next(filter(None, (*found, *places)), None)


def refuse_without_browser() -> None:
    """Raises InputError where no browser can print a page."""
    if browser() is None:
        allowed = (
            "takes a Chromium, Chrome or Edge, and none is found; without it print report.html "
            "from any browser"
        )
        raise InputError("pdf", True, allowed)


def write(page: Path, path: Path) -> None:
    """Print a page into a PDF; where the browser fails, one line says so and there is no file.

    Results are not lost for it.

    Parameters: the file of the page; the file to write.
    """
    program = browser()
    if program is None:
        say(f"{path.name} is left out: no browser is found")
        return
    with TemporaryDirectory(prefix="unburden-", ignore_cleanup_errors=True) as profile:
        command = [program, *FLAGS, f"--user-data-dir={profile}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--no-sandbox")  # a browser run by root starts in no other way
        printed = Path(profile) / path.name
        command += [f"--print-to-pdf={printed}", page.absolute().as_uri()]
        reason = _run(command)
        try:
            text = printed.read_bytes()
        except OSError:
            text = b""
    if not reason and text.startswith(b"%PDF-"):
        path.write_bytes(text)
        return
    why = reason or "it wrote none"
    say(f"{path.name} is left out: {Path(program).name} could not print the report ({why})")


def _run(command: Sequence[str]) -> str:
    """Run the browser; why it failed, empty if it did not. None of its processes is left."""
    try:
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
    except OSError as error:
        return error.strerror or "it does not start"
    try:
        code = process.wait(SECONDS)
        return f"exit code {code}" if code else ""
    except subprocess.TimeoutExpired:
        return f"it took longer than {SECONDS:g} seconds"
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the browser and all that it started."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
