"""The bytes in a store: a line of an export, sealed with a checksum and its place in its stream.

A damaged disk or a careless hand must not turn one answer silently into another: a flipped bit
within a date is still a date. So each stored event ends with a member `~`, which is eight bytes of
BLAKE2b over the line and the version at which it stands. It finds accidents; it is no signature, as
whoever can write the file can also write a checksum.
"""

from __future__ import annotations

from hashlib import blake2b

__all__ = ["sealed", "unsealed"]

_BYTES = 8
_BEFORE, _AFTER = b',"~":"', b'"}'
_SEAL = b"%b%%b%b" % (_BEFORE, _AFTER)
_LENGTH = len(_BEFORE) + 2 * _BYTES + len(_AFTER)


def sealed(line: bytes, version: int) -> bytes:
    """Return *line*, a JSON object that is not empty, with its checksum as its last member.

    Args:
        line: What is to be stored.
        version: The version at which it is to stand in its stream.
    """
    return line[:-1] + _BEFORE + _checksum(line, version) + _AFTER


def unsealed(data: bytes, version: int) -> bytes:
    """Return the line that was sealed.

    Args:
        data: What is stored.
        version: The version at which it stands in its stream.

    Raises:
        ValueError: it has no checksum, or another than its content and its place give.
    """
    line, seal = data[:-_LENGTH] + b"}", data[-_LENGTH:]
    digest = blake2b(line + b"%d" % version, digest_size=_BYTES)
    if seal == _SEAL % digest.hexdigest().encode():
        return line
    if not seal.startswith(_BEFORE) or not seal.endswith(_AFTER):
        why = "it does not end with a checksum, so that it was not written by this library"
        raise ValueError(why)
    why = f"its checksum is that of other content, or of another place than version {version}"
    raise ValueError(why)


def _checksum(line: bytes, version: int) -> bytes:
    # One call: of two, the second costs more than what it adds.
    return blake2b(line + b"%d" % version, digest_size=_BYTES).hexdigest().encode()
