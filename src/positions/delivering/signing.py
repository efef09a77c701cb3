"""Signatures of letters, by which whoever receives one knows that it comes from here.

They are those of Standard Webhooks 1.0 (https://www.standardwebhooks.com), so that its libraries
verify them: HMAC-SHA256 over the id, the time and the body.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

__all__ = ["UnusableSecret", "secret_of", "signed"]

_PREFIX = "whsec_"
_SHORTEST = 24


class UnusableSecret(Exception):
    """A text is no secret by which something can be signed."""


def secret_of(text: str) -> bytes:
    """Return the bytes of a secret: base64, with or without `whsec_` before it.

    Raises:
        UnusableSecret: it is not, or too short.
    """
    try:
        found = base64.b64decode(text.strip().removeprefix(_PREFIX), validate=True)
    except ValueError:
        found = b""
    if len(found) < _SHORTEST:
        why = (
            f"its secret is base64 of at least {_SHORTEST} bytes, as `openssl rand -base64 32` "
            "makes, and this is not"
        )
        raise UnusableSecret(why)
    return found


def signed(secret: bytes, key: str, at: int, body: bytes) -> dict[str, str]:
    """Return the headers that sign a letter.

    Args:
        secret: What is shared with whoever receives it.
        key: The key of the letter.
        at: When it is sent, in seconds since 1970.
        body: What is sent.
    """
    content = b".".join((key.encode(), str(at).encode(), body))
    digest = hmac.digest(secret, content, hashlib.sha256)
    return {
        "webhook-id": key,
        "webhook-timestamp": str(at),
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }
