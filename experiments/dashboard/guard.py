"""The guard: only pages of this machine reach the dashboard, and none loads from elsewhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

NAMES = ("127.0.0.1", "localhost")
"""Names under which the dashboard is reached."""
ASSETS = "/_solara/cdn/"
POLICY = "; ".join(
    (
        "default-src 'self'",
        # Solara compiles its templates in the browser, and loads what it has compiled as a blob.
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' blob:",
        "frame-ancestors 'none'",
        "form-action 'none'",
        "base-uri 'self'",
    )
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)
FORBIDDEN, MISSING = 403, 404


class Guard:
    """An application that lets requests of pages of this machine through to another one.

    A request under another host name is refused: a page elsewhere whose name was made to point to
    this machine (DNS rebinding) sends its own. So is one that names another origin, as a page
    elsewhere does that opens a WebSocket. Assets that are not installed are missing, where Solara
    would fetch them from elsewhere.
    """

    def __init__(self, application: Application, port: int, assets: Path) -> None:
        self._application = application
        self._hosts = {f"{name}:{port}" for name in NAMES}
        self._assets = assets.resolve()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] not in ("http", "websocket"):
            await self._application(scope, receive, send)
            return
        status = self._refused(scope)
        if status is None:
            await self._application(scope, receive, _with_headers(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            text = [(b"content-type", b"text/plain")]
            await send({"type": "http.response.start", "status": status, "headers": text})
            await send({"type": "http.response.body", "body": b"refused"})

    def _refused(self, scope: Scope) -> int | None:
        """The status of a request that is refused, None for others."""
        named = [(name.lower(), value.decode("latin-1")) for name, value in scope["headers"]]
        hosts = [value for name, value in named if name == b"host"]
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return FORBIDDEN
        for origin in (value for name, value in named if name == b"origin"):
            split = urlsplit(origin)
            if split.scheme != "http" or split.netloc.lower() not in self._hosts:
                return FORBIDDEN
        path = scope["path"]
        if path.startswith(ASSETS):
            file = (self._assets / unquote(path.removeprefix(ASSETS))).resolve()
            if not file.is_relative_to(self._assets) or not file.is_file():
                return MISSING
        return None


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *HEADERS]}
        await send(message)

    return sent
