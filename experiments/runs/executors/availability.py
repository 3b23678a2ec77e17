"""Words about executors that cannot be met."""

from __future__ import annotations

import shlex
import socket
from importlib.metadata import requires
from importlib.util import find_spec
from pathlib import Path

from packaging.requirements import Requirement

from experiments.config.errors import InputError

PATIENCE = 10.0
"""Seconds."""


def refuse_address(name: str, address: str | None) -> None:
    """Raises InputError for an address where there is nobody to call."""
    if address is not None:
        raise InputError(
            "executor.address", address, f"none with executor={name}; dask or ray have"
        )


def refuse_silence(address: str) -> None:
    """Raises InputError if nobody listens at host:port; what is no such pair is not tried."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        return
    try:
        socket.create_connection((host, int(port)), PATIENCE).close()
    except (OSError, OverflowError) as error:
        raise InputError("executor.address", address, f"nobody answers there: {error}") from None


def need(package: str, extra: str, key: str, value: str) -> None:
    """Raises InputError if an optional package is not installed."""
    if find_spec(package) is None:
        told = f"needs {package}, which is not installed: {installs(extra)}"
        raise InputError(key, value, told)


def installs(extra: str) -> str:
    """The command that installs an extra: of the checkout where this is one, else its packages."""
    checkout = Path(__file__).parents[3]
    if (checkout / "pyproject.toml").is_file():
        return f"pip install -e {shlex.quote(f'{checkout}[{extra}]')}"
    asked = map(Requirement, requires("unburden") or ())
    wanted = [
        f"{one.name}{one.specifier}"
        for one in asked
        if one.marker is not None and one.marker.evaluate({"extra": extra})
    ]
    return f"pip install {shlex.join(wanted)}"
