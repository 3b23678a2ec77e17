"""Servers of Dask on this machine: they answer those who hold the credentials, and no others."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

HOST = "127.0.0.1"
SECRETS = (
    "tls_ca_file",
    "tls_client_key",
    "tls_client_cert",
    "tls_scheduler_key",
    "tls_scheduler_cert",
    "tls_worker_key",
    "tls_worker_cert",
)


def closed(kind: type[Any]) -> type[Any]:
    """That kind of server, without the HTTP server that Dask starts beside each."""

    def start_http_server(self: Any, *_: Any, **__: Any) -> None:
        """Nothing is shown to anybody."""

    made: type[Any] = type(kind.__name__, (kind,), {"start_http_server": start_http_server})
    return made


def security(secrets: Mapping[str, str] | None = None) -> Any:
    """Credentials of a new cluster, or those of one that exists; TLS is required."""
    kind: Any = import_module("distributed").Security
    if secrets is None:
        return kind.temporary()
    return kind(require_encryption=True, **secrets)


def secrets(of: Any) -> dict[str, str]:
    """Credentials as text."""
    return {name: getattr(of, name) for name in SECRETS}


@contextlib.contextmanager
def of_this_package() -> Iterator[None]:
    """Settings of Dask are its defaults here: files of the user's could open more ports."""
    config: Any = import_module("dask.config")
    import_module("distributed")
    with config.set(config.merge(*config.defaults)):
        yield
