"""Who may ask: the page of this program, in the browser of who began it, and nobody else on this machine or beyond.

The address that the command prints has a token; it is exchanged once for a cookie that scripts cannot read and other
sites cannot send.  A name that is not this machine's own is refused (so that no site can have its name point here),
and so is what another site's page asks for.
"""

from __future__ import annotations

import asyncio
import secrets
import traceback
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NAMES = ("127.0.0.1", "localhost")
"""What this machine calls itself; the port is what the browser sees, and may be that of a tunnel."""
MOST_SENT = 1_000_000
"""Bytes of a question."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
AGAIN = "Open the address that `optimiser serve` has printed."


@dataclass(frozen=True)
class Guard:
    """Stands before an application."""

    application: ASGIApp
    token: str
    cookie: str
    """Its name: browsers do not tell the ports of a machine apart."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let it through, or refuse it."""
        if scope["type"] == "lifespan":
            await self.application(scope, receive, send)
            return
        if scope["type"] != "http":
            raise RuntimeError(f"nothing is spoken here but http, and not {scope['type']}")

        begun: list[Message] = []

        async def sent(message: Message) -> None:
            begun.append(message)
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        answer = self._refusal(scope) or self._entry(scope)
        if answer is None and not self._known(scope):
            answer = PlainTextResponse(f"This page is not for everybody. {AGAIN}\n", 403)
        try:
            await (answer or self.application)(scope, receive, sent)
        except asyncio.CancelledError:
            if not begun:
                await PlainTextResponse("The program has ended.\n", 503)(scope, receive, sent)
        except Exception:  # which the page has been told of; the program goes on
            traceback.print_exc()

    def _refusal(self, scope: Scope) -> Response | None:
        """What is refused whoever asks."""
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        if host.rpartition(":")[0] not in NAMES and host not in NAMES:
            return PlainTextResponse(f"This machine is not called so. {AGAIN}\n", 421)
        asking = scope["method"] not in ("GET", "HEAD")
        if (origin is not None or asking) and origin != f"http://{host}":
            return PlainTextResponse("Pages of other sites are not answered.\n", 403)
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none") and not _entering(scope):
            return PlainTextResponse("Pages of other sites are not answered.\n", 403)
        if asking:
            length = headers.get("content-length", "")
            if not length.isascii() or not length.isdigit():
                return PlainTextResponse("The question has no length.\n", 411)
            if int(length) > MOST_SENT:
                return PlainTextResponse("The question is too long.\n", 413)
            if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
                return PlainTextResponse("Questions are JSON.\n", 415)
        return None

    def _entry(self, scope: Scope) -> Response | None:
        """The cookie for the token."""
        if not _entering(scope):
            return None
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if not _equal(given, self.token):
            return PlainTextResponse(f"This token is not valid. {AGAIN}\n", 403)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self.cookie, self.token, httponly=True, samesite="strict", path="/")
        return answer

    def _known(self, scope: Scope) -> bool:
        try:
            cookies = SimpleCookie(Headers(scope=scope).get("cookie", ""))
        except CookieError:
            return False
        return self.cookie in cookies and _equal(cookies[self.cookie].value, self.token)


def _entering(scope: Scope) -> bool:
    return scope["method"] == "GET" and scope["path"] == "/" and b"token=" in scope["query_string"]


def _equal(given: str, token: str) -> bool:
    return secrets.compare_digest(given.encode(), token.encode())
