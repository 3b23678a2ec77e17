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

from experiments.runs.executors.dask_server import HOST, default_config, security, without_http
from unburden.worker import prepare_process


async def _serve(config: dict[str, Any]) -> None:
    distributed: Any = import_module("distributed")
    worker = without_http(distributed.Worker)(
        config["scheduler"],
        name=config["name"],
        nthreads=1,
        host=HOST,
        protocol="tls",
        security=security(config["security"]),
        dashboard=False,
        memory_limit=None,
        local_directory=config["folder"],
        death_timeout=config["timeout"],
    )
    async with worker:
        Path(config["ready"]).touch()
        await worker.finished()


def main() -> None:
    """Work until the scheduler is gone."""
    prepare_process()
    config = json.load(sys.stdin)
    with default_config():
        asyncio.run(_serve(config))
