"""`unburden dashboard`: serve the dashboard to a browser on this machine."""

from __future__ import annotations

import webbrowser
from collections.abc import Sequence

from experiments.config.errors import InputError, did_you_mean
from experiments.config.messages import say
from experiments.language import LANGUAGES
from experiments.runs.executors.availability import install_command, need
from unburden import signals

COMMAND = "dashboard"
EXTRA = "dashboard"
PORT = 8765
KEYS = ("port", "open", "lang")
USAGE = f"""unburden dashboard [port={PORT}] [open=true] [lang=en]
shows a place day by day in a browser on this machine, with levers and without:
  port=N        the port, 1024 to 65535, or 0 for any that is free ({PORT})
  open=false    do not open a browser; the address is printed
  lang=zh       texts in Chinese at first; each page has a switch
Nothing is reached from other machines, and nothing is loaded from them. Ctrl-C ends it."""


def answer(arguments: Sequence[str]) -> int:
    """Serve until Ctrl-C, which raises KeyboardInterrupt.

    Raises InputError for an invalid argument, a port in use, or a package that is not installed.
    """
    if any(each in ("--help", "-h") for each in arguments):
        print(USAGE)
        return 0
    port, opens, language = _read(arguments)
    need("solara", EXTRA, "unburden", COMMAND)
    from experiments.dashboard.server import ASSETS, Server, listening

    if not ASSETS.is_dir() or not any(ASSETS.iterdir()):
        reason = f"needs solara-assets, which is not installed: {install_command(EXTRA)}"
        raise InputError("unburden", COMMAND, reason)
    sock = listening(port)
    from experiments.dashboard import desk

    signals.work()
    desk.speak(language)
    desk.open_up()
    server = Server(sock)
    server.start()
    try:
        say(f"the dashboard is at {server.address} (Ctrl-C ends it)")
        if opens:
            webbrowser.open(server.address)
        server.wait(signals.noted)
    finally:
        with signals.held():
            server.end()
    if signals.noted():
        raise KeyboardInterrupt
    return 1


def _read(arguments: Sequence[str]) -> tuple[int, bool, str]:
    """Port, whether a browser is opened, and the language. Raises InputError."""
    given: dict[str, str] = {}
    for argument in arguments:
        key, equals, value = argument.partition("=")
        if not equals or key not in KEYS:
            near = did_you_mean(key, KEYS)
            raise InputError(COMMAND, argument, f"takes port=N, open=false and lang=zh alone{near}")
        if key in given:
            raise InputError(key, value, "is given twice")
        given[key] = value
    port = given.get("port", str(PORT))
    number = int(port) if port.isascii() and port.isdigit() and len(port) < 6 else -1
    if number != 0 and not 1024 <= number <= 65535:
        raise InputError("port", port, "should be a whole number from 1024 to 65535, or 0 for any")
    opens = given.get("open", "true")
    if opens not in ("true", "false"):
        raise InputError("open", opens, "should be true or false")
    language = given.get("lang", "en")
    if language not in LANGUAGES:
        raise InputError("lang", language, f"should be {' or '.join(LANGUAGES)}")
    return number, opens == "true", language
