"""Checks before the start: installed packages, and addresses that answer."""

from __future__ import annotations

import shlex
import socket
from importlib.metadata import PackageNotFoundError, requires
from importlib.util import find_spec
from pathlib import Path

from packaging.requirements import Requirement

from experiments.config.errors import InputError

TIMEOUT = 10.0
"""Seconds to wait for an answer."""


def refuse_address(name: str, address: str | None) -> None:
    """Raises InputError for an address given to an executor that takes none."""
    if address is not None:
        raise InputError(
            "executor.address",
            address,
            f"not used by executor={name}; only dask and ray take an address",
        )


def refuse_silence(address: str) -> None:
    """Raises InputError if nothing listens at host:port; other addresses are not tried."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        return
    try:
        socket.create_connection((host, int(port)), TIMEOUT).close()
    except (OSError, OverflowError) as error:
        raise InputError("executor.address", address, f"nothing answers there: {error}") from None


def need(package: str, extra: str, key: str, value: str) -> None:
    """Raises InputError if an optional package is not installed."""
    if find_spec(package) is None:
        reason = f"needs {package}, which is not installed: {install_command(extra)}"
        raise InputError(key, value, reason)


def install_command(extra: str) -> str:
    """The command that installs an extra: of the checkout, or else its packages."""
    checkout = Path(__file__).parents[3]
    if (checkout / "pyproject.toml").is_file():
        return f"pip install -e {shlex.quote(f'{checkout}[{extra}]')}"
    try:
        requirements = [Requirement(one) for one in requires("unburden") or ()]
    except PackageNotFoundError:  # A copy of the folders that was not installed.
        return f"pip install 'unburden[{extra}]'"
    packages = [
        f"{package.name}{package.specifier}"
        for package in requirements
        if package.marker is not None and package.marker.evaluate({"extra": extra})
    ]
    return f"pip install {shlex.join(packages)}"
