"""The bytes in a store: a line of an export, sealed with a checksum and its place in its stream.

A damaged disk or a careless hand must not turn one answer silently into another: a flipped bit
within a date is still a date. So each stored event ends with a member `~`, which is eight bytes of
BLAKE2b over the line and the version at which it stands. It finds accidents; it is no signature, as
whoever can write the file can also write a checksum.
"""

from __future__ import annotations

from hashlib import blake2b

from positions.store.pending import Kept

__all__ = ["is_sealed", "line_in", "sealed", "unsealed"]

_BYTES = 8
_BEFORE, _AFTER = b',"~":"', b'"}'
_FORM = b"%b%%b%b" % (_BEFORE, _AFTER)
_SEAL = len(_BEFORE) + 2 * _BYTES + len(_AFTER)
"""How many bytes the seal of a line has, which stands in place of its last one."""


def sealed(line: bytes, version: int) -> bytes:
    """Return *line*, a JSON object that is not empty, with its checksum as its last member.

    Args:
        line: What is to be stored.
        version: The version at which it is to stand in its stream.
    """
    return line[:-1] + _BEFORE + _checksum(line, version) + _AFTER


# With what is hashed a line ends that stands at a version: the same ones come again and again.
_ends: Kept[int, bytes] = Kept(lambda version: b"}%d" % version, 65_536)


def is_sealed(data: bytes, version: int) -> bool:
    """Say whether *data* is a line with the checksum of its content and its place."""
    digest = blake2b(data[:-_SEAL] + _ends[version], digest_size=_BYTES)
    return data[-_SEAL:] == _FORM % digest.hexdigest().encode()


def line_in(data: bytes) -> bytes:
    """Return the line of what is sealed, which somebody has looked at."""
    return data[:-_SEAL] + b"}"


def unsealed(data: bytes, version: int) -> bytes:
    """Return the line that was sealed.

    Args:
        data: What is stored.
        version: The version at which it stands in its stream.

    Raises:
        ValueError: it has no checksum, or another than its content and its place give.
    """
    if is_sealed(data, version):
        return line_in(data)
    seal = data[-_SEAL:]
    if not seal.startswith(_BEFORE) or not seal.endswith(_AFTER):
        why = "it does not end with a checksum, so that it was not written by this library"
        raise ValueError(why)
    why = f"its checksum is that of other content, or of another place than version {version}"
    raise ValueError(why)


def _checksum(line: bytes, version: int) -> bytes:
    # One call: of two, the second costs more than what it adds.
    return blake2b(line + b"%d" % version, digest_size=_BYTES).hexdigest().encode()
