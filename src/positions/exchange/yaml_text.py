"""YAML, of which only what has one meaning is read.

PyYAML's events are composed here, iteratively: its own composer recurses, keeps the last of two
equal keys, and turns `no`, `2015` and `2015-08-14` into other things than text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from positions.exchange.composer import Plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from positions.exchange.composer import Composer

__all__ = ["compose_yaml"]

# libyaml where PyYAML was built with it: some ten times faster, and the same events.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_NO_YAML = re.compile(
    r"[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
    r"|\r(?!\n)"
)
_NAMED_AT_MOST = 20
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_TEXT_TAGS = frozenset({"!", "tag:yaml.org,2002:str"})
_HINTS = {
    "cannot start any token": "; quote a text that begins with it, and indent with spaces",
    "mapping values are not allowed": "; put a text that has ': ' in it between quotes",
    "invalid Unicode character escape code": "; write an emoji itself, or as \\U0001F600",
}


def compose_yaml(text: str, composer: Composer) -> None:
    r"""Compose a YAML text.

    What YAML would silently turn into something else is refused instead: characters that it reads
    as a newline (a lone carriage return, U+0085, U+2028, U+2029) or drops (U+FEFF) unless they are
    written as escapes, keys written twice, merge keys, tags.

    Raises:
        InvalidCase: It is not YAML, or more than the format needs of it.
    """
    _check_characters(text, composer)
    documents = 0
    for event in _events(text, composer):
        line = event.start_mark.line + 1  # type: ignore[union-attr] # parsed events have marks
        match event:
            case yaml.ScalarEvent():
                _scalar(event, line, composer)
            case yaml.MappingStartEvent():
                _check_container(event, "map", line, composer)
                composer.open({}, line, event.anchor)
            case yaml.SequenceStartEvent():
                _check_container(event, "seq", line, composer)
                composer.open([], line, event.anchor)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                composer.close()
            case yaml.AliasEvent():
                if composer.awaits_key:
                    composer.refuse("a key cannot be an alias; write it out", line)
                composer.repeat(event.anchor, line)
            case yaml.DocumentStartEvent():
                documents += 1
                if documents > 1:
                    composer.refuse("a case is one document; a second begins here (`---`)", line)
            case _:
                pass  # the end of the document; the bounds of the stream


def _check_characters(text: str, composer: Composer) -> None:
    whys: list[tuple[str, int]] = []
    for found in _NO_YAML.finditer(text):
        if len(whys) == _NAMED_AT_MOST:
            break
        character = found.group()
        why = (
            f"has U+{ord(character):04X}, which YAML would drop, refuse, or read as a newline; "
            f"leave it out, or write it within double quotes as {_escape(character)}"
        )
        whys.append((why, text.count("\n", 0, found.start()) + 1))
    if whys:
        composer.refuse_characters(whys)


def _escape(character: str) -> str:
    return "\\r" if character == "\r" else f"\\u{ord(character):04X}"


def _events(text: str, composer: Composer) -> Iterator[yaml.Event]:
    """Yield PyYAML's events; what it raises becomes an `InvalidCase`."""
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        parts = [part for part in (error.context, error.problem) if part]
        why = f"is not YAML: {', '.join(parts)}"
        why += next((hint for sign, hint in _HINTS.items() if sign in why), "")
        composer.refuse(why, mark.line + 1 if mark else None)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # PyYAML's own scanner passes escapes on to `chr` unchecked; libyaml's does not.
        composer.refuse(f"is not YAML: {error}", None)


def _scalar(event: yaml.ScalarEvent, line: int, composer: Composer) -> None:
    text, plain = event.value, event.style in {None, ""}
    if event.tag is not None:
        if event.tag not in _TEXT_TAGS:
            composer.problem(f"the tag `{event.tag}` has no meaning here; leave it out", line)
        plain = False
    if composer.awaits_key:
        composer.key(text, line)
        if plain and text == "<<":
            composer.problem("merge keys are not read; write out what is to be merged", line)
    elif not plain:
        composer.scalar(text, line, event.anchor)
    elif text in _NOTHING:
        composer.scalar(None, line, event.anchor)
    else:
        composer.scalar(Plain(text), line, event.anchor)


def _check_container(
    event: yaml.CollectionStartEvent, kind: str, line: int, composer: Composer
) -> None:
    if composer.awaits_key:
        composer.refuse("a key is a text, not a mapping or a list", line)
    if event.tag not in {None, "!", f"tag:yaml.org,2002:{kind}"}:
        composer.problem(f"the tag `{event.tag}` has no meaning here; leave it out", line)
