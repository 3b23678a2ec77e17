"""Clusters on this machine serve nobody who does not hold their credentials."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import psutil
import pytest
import yaml

from experiments.runs.executors import WorkerPool, worker_pool
from tests.long import long_test

CALL = """
import sys
import distributed
client = distributed.Client(sys.argv[1], timeout="3s")
print(client.submit(sum, (1, 2)).result(timeout=10))
"""
OPEN = """
distributed:
  scheduler:
    dashboard: {status: {task-stream-length: 1}}
    preload: [no_such_module]
  worker:
    preload: [no_such_module]
  comm: {require-encryption: false}
"""
CALL_RAY = """
import ray
import sys
ray.init(address=sys.argv[1], log_to_driver=False)
print(ray.get(ray.remote(lambda: 3).remote()))
"""


@pytest.fixture(scope="module")
def dask() -> Iterator[WorkerPool]:
    """Two workers at work, where settings of the user's would open more."""
    import_module("distributed")
    config: Any = import_module("dask.config")
    with config.set(yaml.safe_load(OPEN)):
        found = worker_pool("dask", 2)
    deadline = time.monotonic() + 60.0
    while len(found._client.nthreads()) < 2:  # type: ignore[attr-defined]
        assert time.monotonic() < deadline
        time.sleep(0.05)
    yield found
    found.shut_down(at_once=False)


def listening() -> list[Any]:
    """Addresses at which this process and those that it started listen."""
    ours = [psutil.Process(), *psutil.Process().children(recursive=True)]
    return [
        one.laddr
        for process in ours
        for one in process.net_connections("inet")
        if one.status == psutil.CONN_LISTEN
    ]


def called(script: str, address: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script, address],
        env={**os.environ, **environment}, capture_output=True, text=True,
    )  # fmt: skip


def test_dask_listens_for_its_own_servers_alone_on_this_machine(dask: WorkerPool) -> None:
    found = listening()
    assert {one.ip for one in found} == {"127.0.0.1"}
    assert len(found) == 3, "a scheduler and two workers"


def test_dask_answers_nobody_without_its_credentials(dask: Any) -> None:
    for port in [one.port for one in listening()]:
        for scheme in ("tcp", "tls"):
            done = called(CALL, f"{scheme}://127.0.0.1:{port}")
            assert done.returncode != 0
            assert done.stdout == ""
    assert dask.executor.submit(sum, (1, 2)).result(60) == 3


def test_another_certificate_is_not_that_of_the_cluster(dask: Any) -> None:
    distributed: Any = import_module("distributed")
    address = dask._cluster.scheduler_address
    with pytest.raises((OSError, TimeoutError)):
        distributed.Client(address, security=distributed.Security.temporary(), timeout="3s")


@long_test("Ray is started")
def test_ray_answers_nobody_without_its_token() -> None:
    found = worker_pool("ray", 1)
    try:
        ray: Any = import_module("ray")
        address = ray.get_runtime_context().gcs_address
        modes = ({"RAY_AUTH_MODE": "disabled"}, {"RAY_AUTH_TOKEN": "0" * 64})
        for mode in modes:
            done = called(CALL_RAY, address, **{"RAY_AUTH_MODE": "token", **mode})
            assert done.returncode != 0
            assert done.stdout == ""
        assert found.executor.submit(sum, (1, 2)).result(60) == 3
    finally:
        found.shut_down(at_once=False)
