"""A document as it was written: plain data, and the line on which each part of it stands."""

from __future__ import annotations

import codecs
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from attrs import field, frozen

from positions.errors import CaseProblem, InvalidCase, told_of
from positions.exchange.composer import Composer
from positions.exchange.json_text import compose_json, looks_like_json
from positions.exchange.places import steps_of
from positions.exchange.yaml_text import compose_yaml

Lines: TypeAlias = "Mapping[int, Mapping[str | int, int]]"

__all__ = ["Document", "document_at", "document_of_bytes", "document_of_text"]

_BOM = "\ufeff"
_OTHER_ENCODINGS = {
    codecs.BOM_UTF32_LE: "UTF-32",  # before UTF-16, whose mark begins this one
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


@frozen(kw_only=True, eq=False)
class Document:
    """Plain data and where it came from.

    Attributes:
        root: Mappings, lists and scalars; a YAML scalar without quotes is a `Plain`.
        file: The name under which it was read; `None` where it was no file.
        lines: The line of each key, or each index, of each mapping and list, by its identity;
            `None` where there was no text.
        problems: What is wrong with the text itself, such as a key written twice.
    """

    root: Any
    file: str | None = None
    lines: Lines | None = field(default=None, repr=False)
    problems: tuple[CaseProblem, ...] = ()

    def line(self, path: str) -> int | None:
        """Return the line of what *path* names, or of the nearest part that holds it."""
        if self.lines is None:
            return None
        found, holder = 1, self.root
        for step in steps_of(path):
            lines = self.lines.get(id(holder), {})
            if step not in lines:
                break
            found, holder = lines[step], holder[step]
        return found

    def problem(self, path: str, why: str) -> CaseProblem:
        """Return the problem that there is with what *path* names."""
        return CaseProblem(why, path, self.line(path), self.file)


def document_at(source: str | os.PathLike[str] | Mapping[str, Any]) -> Document:
    """Read the document at a path, or take plain data as one.

    Raises:
        InvalidCase: There is no such file, or it cannot be read as a whole.
    """
    if isinstance(source, Mapping):
        return Document(root=source)
    file = os.fspath(source)
    try:
        data = Path(file).read_bytes()
    except (OSError, ValueError) as error:
        why = f"cannot be read: {told_of(error)}"
        raise InvalidCase([CaseProblem(why, "", None, file)]) from None
    return document_of_bytes(data, file=file)


def document_of_bytes(data: bytes, *, file: str | None) -> Document:
    """Read a document from the bytes of a file, which must be UTF-8.

    Raises:
        InvalidCase: It is in another encoding, or neither YAML nor JSON.
    """
    for mark, encoding in _OTHER_ENCODINGS.items():
        if data.startswith(mark):
            _refuse(f"is in {encoding}; save it as UTF-8", 1, file)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
        _refuse(f"is not UTF-8 (byte 0x{byte:02X}); save it as UTF-8", line, file)
    return document_of_text(text, file=file)


def document_of_text(text: str, *, file: str | None) -> Document:
    """Read a document from a text: JSON where it begins as JSON does, else YAML.

    Raises:
        InvalidCase: It is neither.
    """
    text = text.removeprefix(_BOM)
    composer = Composer(file)
    if (file or "").lower().endswith(".json") or looks_like_json(text):
        compose_json(text, composer)
    else:
        compose_yaml(text, composer)
    return Document(
        root=composer.root,
        file=file,
        lines=composer.lines,
        problems=tuple(composer.problems),
    )


def _refuse(why: str, line: int, file: str | None) -> NoReturn:
    raise InvalidCase([CaseProblem(why, "", line, file)]) from None
