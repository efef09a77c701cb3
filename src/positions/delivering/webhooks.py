"""Delivering over HTTP: a POST for each shift, with its key, signed where a secret is shared."""

from __future__ import annotations

import datetime as dt
import time
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPMessage
from typing import IO, TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import SplitResult, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from positions.delivering.letters import InvalidTarget, Undelivered
from positions.delivering.signing import UnusableSecret, secret_of, signed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from positions.delivering.letters import Letter

__all__ = ["Webhook"]

_PORTS = {"http": 80, "https": 443}
_KEEP_METHOD = frozenset({307, 308})
_WORTH_ANOTHER_TRY = frozenset({408, 425, 429})
_REDIRECTS, _OF_THE_CLIENT, _OF_THE_SERVER = 300, 400, 500


class Webhook:
    """Posts each letter to a URL; it is delivered where the answer is 2xx.

    The body is the shift as JSON, the header `Idempotency-Key` its key. Of answers, 408, 425, 429
    and 5xx are worth another try, after what `Retry-After` says; all others are final. A redirect
    is followed where it is a 307 or 308 to the same scheme, host and port. Proxies are those of the
    environment.

    Args:
        url: Where to, http or https.
        secret: Base64 of at least 24 bytes, with or without `whsec_` before it: what signs each
            letter.
        headers: Headers besides, such as `Authorization`.
        timeout: For how many seconds to wait: to connect, and for each part of the answer.
        clock: Returns the seconds since 1970.

    Raises:
        InvalidTarget: it is no such URL, or no such secret.
    """

    def __init__(
        self,
        url: str,
        *,
        secret: str | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 30.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._host = _checked(url).hostname
        self._url = url
        self._secret = None if secret is None else _secret(secret, url)
        self._headers = dict(headers or {})
        self._timeout = timeout
        self._clock = clock
        self._opener = _opener()

    def __repr__(self) -> str:
        return f"<Webhook to {self._host}>"

    def __call__(self, letter: Letter) -> None:
        """Post a letter.

        Raises:
            Undelivered: it was not accepted.
        """
        body = letter.body
        headers = self._headers | {
            "Content-Type": "application/json",
            "Idempotency-Key": letter.key,
            "User-Agent": "positions",
        }
        if self._secret is not None:
            headers |= signed(self._secret, letter.key, int(self._clock()), body)
        request = Request(self._url, data=body, headers=headers, method="POST")  # noqa: S310 - its scheme was checked
        try:
            with self._opener.open(request, timeout=self._timeout):
                return
        except HTTPError as error:
            with error:
                raise self._refused(error) from None
        except (OSError, HTTPException) as error:
            why = f"no answer: {getattr(error, 'reason', error) or type(error).__name__}"
            raise Undelivered(why) from error

    def _refused(self, error: HTTPError) -> Undelivered:
        code = error.code
        why = f"the answer was {code} {error.reason}".rstrip()
        if _REDIRECTS <= code < _OF_THE_CLIENT:
            return Undelivered(f"{why}, a redirect that is not followed", final=True)
        final = code < _OF_THE_SERVER and code not in _WORTH_ANOTHER_TRY
        return Undelivered(why, final=final, retry_after=self._asked(error.headers))

    def _asked(self, headers: Message) -> float | None:
        """Return how many seconds to wait, by a number or by a date."""
        text = headers.get("Retry-After", "").strip()
        if text.isdecimal():
            return float(text)
        try:
            at = parsedate_to_datetime(text)
        except ValueError:  # none, or not as it is written
            return None
        return max(at.replace(tzinfo=at.tzinfo or dt.UTC).timestamp() - self._clock(), 0.0)


class _SameOrigin(HTTPRedirectHandler):
    """Follows a redirect that keeps the method, to the same scheme, host and port."""

    def redirect_request(  # noqa: PLR0917 - that of urllib
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Request:
        if code not in _KEEP_METHOD or _origin(newurl) != _origin(req.full_url):
            raise HTTPError(req.full_url, code, msg, headers, fp)
        return Request(newurl, data=req.data, headers=req.headers, method="POST")  # noqa: S310 - of the same scheme


def _opener() -> OpenerDirector:
    """Return what speaks HTTP, and nothing else: no files, no FTP."""
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        HTTPHandler(),
        HTTPSHandler(),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
        _SameOrigin(),
    ):
        opener.add_handler(handler)
    return opener


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme)


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise InvalidTarget(url, f"{error}") from None
    why = None
    if parts.scheme not in _PORTS or not parts.hostname or port == 0:
        why = "give a URL of http or https, such as https://example.org/hook"
    elif not url.isascii() or not url.isprintable() or " " in url:
        why = "a URL has no spaces and none but ASCII letters; write the others as %20 and so on"
    elif parts.username is not None:
        why = (
            "no name or password stands in it; give the header Authorization, or sign with a secret"
        )
    if why is not None:
        raise InvalidTarget(url, why)
    return parts


def _secret(text: str, url: str) -> bytes:
    try:
        return secret_of(text)
    except UnusableSecret as error:
        raise InvalidTarget(url, f"{error}") from None
