"""A worker of a local cluster of Dask: a process with one thread, TLS, and no HTTP server.

It reads on its standard input where the scheduler is and the credentials, which are nowhere else.
"""

from __future__ import annotations

import asyncio
import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from experiments.runs.executors.dask_server import HOST, closed, of_this_package, security
from unburden.worker import settle


async def _serve(told: dict[str, Any]) -> None:
    distributed: Any = import_module("distributed")
    worker = closed(distributed.Worker)(
        told["scheduler"],
        name=told["name"],
        nthreads=1,
        host=HOST,
        protocol="tls",
        security=security(told["security"]),
        dashboard=False,
        memory_limit=None,
        local_directory=told["folder"],
        death_timeout=told["patience"],
    )
    async with worker:
        Path(told["up"]).touch()
        await worker.finished()


def main() -> None:
    """Work until the scheduler is gone."""
    settle()
    told = json.load(sys.stdin)
    with of_this_package():
        asyncio.run(_serve(told))
