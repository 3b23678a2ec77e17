"""Servers of Dask on this machine that only answer clients with their credentials."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

HOST = "127.0.0.1"
CREDENTIALS = (
    "tls_ca_file",
    "tls_client_key",
    "tls_client_cert",
    "tls_scheduler_key",
    "tls_scheduler_cert",
    "tls_worker_key",
    "tls_worker_cert",
)


def without_http(kind: type[Any]) -> type[Any]:
    """The class of a server, without the HTTP server that Dask starts beside each."""

    def start_http_server(self: Any, *_: Any, **__: Any) -> None:
        """Start none."""

    closed: type[Any] = type(kind.__name__, (kind,), {"start_http_server": start_http_server})
    return closed


def security(credentials: Mapping[str, str] | None = None) -> Any:
    """Security of a new cluster, or from the credentials of an existing one; TLS is required."""
    kind: Any = import_module("distributed").Security
    if credentials is None:
        return kind.temporary()
    return kind(require_encryption=True, **credentials)


def credentials_of(security: Any) -> dict[str, str]:
    """Its credentials as text."""
    return {name: getattr(security, name) for name in CREDENTIALS}


@contextlib.contextmanager
def default_config() -> Iterator[None]:
    """Dask has its default configuration: the user's files could open more ports."""
    config: Any = import_module("dask.config")
    import_module("distributed")
    with config.set(config.merge(*config.defaults)):
        yield
