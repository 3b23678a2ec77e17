"""The server: Solara on this machine alone, without anything from elsewhere."""

from __future__ import annotations

import logging
import os
import socket
import sys
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from experiments.config.errors import InputError
from experiments.dashboard.guard import Guard

HOST = "127.0.0.1"
ASSETS = Path(sys.prefix) / "share" / "solara" / "cdn"
"""Where the package solara-assets puts what pages load."""
PAGE = "experiments.dashboard.page"
SETTINGS = {
    "SOLARA_APP": PAGE,
    "SOLARA_ASSETS_PROXY": "true",
    "SOLARA_ASSETS_PROXY_CACHE_DIR": str(ASSETS),
    "SOLARA_MODE": "production",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_SHOW_BANNER": "false",
    "SOLARA_THEME_TITLE": "unburden",
}
BACKLOG = 64
END = 2.0
"""Seconds that the server has to end in."""


def listening(port: int) -> socket.socket:
    """A socket that listens on this machine alone; 0 stands for any free port.

    Raises InputError where the port is in use or not allowed.
    """
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((HOST, port))
        sock.listen(BACKLOG)
    except OSError as error:
        sock.close()
        allowed = f"cannot be used: {(error.strerror or 'error').lower()}; another port is free"
        raise InputError("port", port, allowed) from None
    return sock


class Server:
    """Serves the page from a thread, until it is told to end."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self.port = int(sock.getsockname()[1])
        self.address = f"http://{HOST}:{self.port}/"
        self._server: Any = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to serve."""
        os.environ.update(SETTINGS)  # Solara reads them when it is imported.
        import uvicorn
        from solara.server.starlette import app

        # On its cookie, which needs no more than this machine.
        warnings.filterwarnings("ignore", module=r"solara\.server")
        logging.getLogger("solara").setLevel(logging.ERROR)
        guard: Any = Guard(app, self.port, ASSETS)
        config = uvicorn.Config(guard, log_level="error", access_log=False, ws="auto")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._sock]}, daemon=True
        )
        self._thread.start()

    def wait(self, interrupted: Callable[[], bool]) -> None:
        """Return when the server has ended, or when it is interrupted."""
        assert self._thread is not None
        while self._thread.is_alive() and not interrupted():
            self._thread.join(0.2)

    def end(self) -> None:
        """End the server; pages that are open lose it."""
        if self._server is not None and self._thread is not None:
            # It reports what it cuts off.
            logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
            logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
            self._server.should_exit = self._server.force_exit = True
            self._thread.join(END)
