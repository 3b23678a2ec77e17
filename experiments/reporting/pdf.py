"""A page of the web as PDF, printed by a browser of this machine without a window."""

from __future__ import annotations

import os
import shutil
import subprocess
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
    with TemporaryDirectory(prefix="unburden-") as profile:
        command = [program, *FLAGS, f"--user-data-dir={profile}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--no-sandbox")  # a browser run by root starts in no other way
        command += [f"--print-to-pdf={path.absolute()}", page.absolute().as_uri()]
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
            reason = f"exit code {done.returncode}" if done.returncode else ""
        except (OSError, subprocess.TimeoutExpired) as error:
            reason = str(error).partition("\n")[0]
    if reason or not (path.is_file() and path.read_bytes()[:5] == b"%PDF-"):
        path.unlink(missing_ok=True)
        why = reason or "it wrote none"
        say(f"{path.name} is left out: {Path(program).name} could not print the report ({why})")
