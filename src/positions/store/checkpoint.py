"""A checkpoint: columns in one file, mapped into memory as they are, and trusted only if whole.

It is derived: what is missing, of another format, or damaged is made anew, and deleting it loses
nothing. The file begins with the format's name and the length of a header in JSON, which lists the
columns with their types, places and checksums, and holds what else is told.
"""

from __future__ import annotations

import mmap
import os
import struct
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["FORMAT", "Checkpoint", "Unusable", "read", "write"]

FORMAT = 2
"""The number of the format, which what the columns mean is part of: it changes with either."""
_MAGIC = b"positions checkpoint\n"
_HEAD = struct.Struct("<IIQ")
"""Format, checksum of the header, length of the header."""
_ALIGNED = 64


class Unusable(Exception):
    """There is no such checkpoint, or it is not to be trusted."""


class _Column(msgspec.Struct, frozen=True):
    name: str
    dtype: str
    offset: int
    length: int
    checksum: int


class _Header(msgspec.Struct, frozen=True):
    columns: list[_Column]
    told: dict[str, Any]


@frozen(eq=False)
class Checkpoint:
    """What a checkpoint holds.

    Attributes:
        told: Plain data.
        columns: Arrays of one dimension, by name; they may be read, not written.
    """

    told: Mapping[str, Any]
    columns: Mapping[str, NDArray[Any]]


def write(path: Path, checkpoint: Checkpoint) -> None:
    """Write a checkpoint in place of what is there: all of it, or nothing.

    Raises:
        OSError: it cannot be written.
    """
    columns: list[_Column] = []
    data: list[bytes | memoryview] = []
    offset = 0
    for name, column in checkpoint.columns.items():
        held = np.ascontiguousarray(column).data.cast("B")
        columns.append(_Column(name, column.dtype.str, offset, len(column), zlib.crc32(held)))
        padding = -len(held) % _ALIGNED
        data += [held, bytes(padding)]
        offset += len(held) + padding
    header = msgspec.json.encode(_Header(columns, dict(checkpoint.told)))
    header += b" " * (-(len(_MAGIC) + _HEAD.size + len(header)) % _ALIGNED)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(_MAGIC + _HEAD.pack(FORMAT, zlib.crc32(header), len(header)) + header)
            file.writelines(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def read(path: Path) -> Checkpoint:
    """Return the checkpoint at *path*, mapped into memory, each checksum compared.

    Raises:
        Unusable: there is none, it is of another format, or it is damaged.
    """
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:  # an empty file cannot be mapped
        raise Unusable(str(error)) from error
    try:
        return _read(mapped)
    except (msgspec.MsgspecError, struct.error, TypeError, ValueError, UnicodeDecodeError) as error:
        raise Unusable(str(error)) from error


def _read(mapped: mmap.mmap) -> Checkpoint:
    begin = len(_MAGIC) + _HEAD.size
    if mapped[: len(_MAGIC)] != _MAGIC:
        why = "it is no checkpoint"
        raise Unusable(why)
    number, checksum, length = _HEAD.unpack(mapped[len(_MAGIC) : begin])
    if number != FORMAT:
        why = f"it is of format {number}, and this release reads format {FORMAT}"
        raise Unusable(why)
    header = mapped[begin : begin + length]
    if zlib.crc32(header) != checksum:
        why = "its header is damaged"
        raise Unusable(why)
    told = msgspec.json.decode(header, type=_Header)
    columns: dict[str, NDArray[Any]] = {}
    for each in told.columns:
        column = np.frombuffer(mapped, each.dtype, each.length, begin + length + each.offset)
        if zlib.crc32(column.data.cast("B")) != each.checksum:
            why = f"its column {each.name!r} is damaged"
            raise Unusable(why)
        columns[each.name] = column
    return Checkpoint(told.told, columns)
