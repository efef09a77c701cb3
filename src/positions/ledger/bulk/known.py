"""What a store's index of keys knows of many statements, asked at once."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from positions.errors import CorruptRecord
from positions.model.actors.events import IdentityJudged
from positions.model.ids import StatementRef
from positions.model.recorded import claim_stream
from positions.store.keys import StatementKeys, follows_key, setting_key
from positions.store.log import told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from positions.ledger.bulk.prepared import Prepared
    from positions.store import Log
    from positions.store.catalogue import Catalogue
    from positions.store.keyed import KeyedRecorder

__all__ = ["Judged", "OnRecord"]

_RECORDED = "StatementRecorded"
_FOLLOWS = (b"f",)
_MUCH, _TIMES = 8, 4
"""So many rows of a page, and of so many times as many events, are much of a stream."""
_BEFORE = b'"event":'
_AFTER = b',"name":"StatementRecorded","recorded_at":'


class Judged:
    """The actors of whom somebody has judged whether they are others.

    Such judgements are few among many events, and the store has no index of them: each part of the
    log is looked through once.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._reached = 0
        self._actors: set[str] = set()

    def actors(self) -> set[str]:
        """Return them, as of now."""
        recorder = self._log.application.recorder
        head = self._log.head()
        while page := told(
            lambda: recorder.select_notifications(
                self._reached,
                _PAGE,
                stop=head,
                topics=(IdentityJudged.__name__,),
                inclusive_of_start=False,
            )
        ):
            for each in page:
                found = self._log.opened(each)
                if not isinstance(found, Exception) and isinstance(found.event, IdentityJudged):
                    self._actors.update(found.event.judgement.actors)
            self._reached = page[-1].id
        self._reached = max(self._reached, head)
        return self._actors


_PAGE = 1_000


class OnRecord:
    """Tells of the statements of a page whether they are on record, and what is beside them.

    It lives as long as the catalogue, and sees the log as that does: the version of a stream is
    read before any of its events.
    """

    def __init__(
        self, log: Log, recorder: KeyedRecorder, catalogue: Catalogue, judged: Judged
    ) -> None:
        self._log = log
        self._recorder = recorder
        self._catalogue = catalogue
        self._judged = judged

    def look_up(self, streams: Iterable[str]) -> None:
        """Read the versions of streams."""
        self._catalogue.look_up_versions(streams)

    def recorded(self, prepared: Prepared, without: set[int]) -> tuple[set[int], set[int]]:
        """Return the rows that are on record, and those of whose id something else is."""
        asked: dict[tuple[bytes, str], list[int]] = {}
        key_of = StatementKeys()
        version = self._catalogue.version
        there = {
            claim: stream
            for claim in set(prepared.claims)
            if claim is not None and version(stream := claim_stream(claim))
        }
        if not there:
            return set(), set()
        alike = self._alike_in_streams(prepared, there, without)
        for at, (claim, id) in enumerate(zip(prepared.claims, prepared.ids, strict=True)):
            if claim in there and id is not None and at not in without and at not in alike:
                asked.setdefault((key_of[id], there[claim]), []).append(at)
        other, told_first = set[int](), set[int]()
        mapper = self._log.mapper
        for key, stored in told(lambda: list(self._recorder.select_filed(asked))):
            rows = asked[key, str(stored.originator_id)]
            try:
                line = mapper.line(stored) if stored.topic == _RECORDED else b""
            except CorruptRecord:
                continue
            start = line.find(_BEFORE) + len(_BEFORE)
            for at in rows:
                if not line or at in told_first:
                    other.add(at)
                    continue
                told_first.add(at)  # what came later under that id changes nothing
                same = line.startswith((prepared.bodies[at] or b"") + _AFTER, start)
                (alike if same else other).add(at)
        return alike, other - alike

    def _alike_in_streams(
        self, prepared: Prepared, there: Mapping[str, str], without: set[int]
    ) -> set[int]:
        """Return rows that are on record, of claims of whose streams the page tells much.

        To read such a stream whole costs less than to look up its events one by one. That no other
        event of that id stands before need not be asked: no ledger writes two.
        """
        rows: defaultdict[str, list[int]] = defaultdict(list)
        for at, claim in enumerate(prepared.claims):
            if claim is not None and claim in there and at not in without:
                rows[claim].append(at)
        alike, mapper = set[int](), self._log.mapper
        for claim, places in rows.items():
            stream = there[claim]
            if len(places) < _MUCH or self._catalogue.version(stream) > _TIMES * len(places):
                continue
            bodies = {prepared.bodies[at]: at for at in places}
            for stored in told(partial(self._recorder.select_events, stream)):
                if stored.topic == _RECORDED:
                    with suppress(CorruptRecord):
                        line = mapper.line(stored)
                        start = line.find(_BEFORE) + len(_BEFORE)
                        found = bodies.get(line[start : line.rfind(_AFTER)])
                        alike.update(() if found is None else (found,))
        return alike

    def followed(self, prepared: Prepared, without: set[int]) -> set[int]:
        """Return the rows whose statement is said to be earlier than one that is on record."""
        if next(iter(told(lambda: list(self._recorder.select_by_kind(_FOLLOWS)))), None) is None:
            return set()
        return self._used(
            prepared, without, lambda claim, id, _: [follows_key(StatementRef(claim, id))]
        )

    def spoken_beside(
        self, prepared: Prepared, utterances: list[tuple[str | None, bool]], without: set[int]
    ) -> set[int]:
        """Return the rows in whose utterance something on record was said beside them."""
        judged = self._judged.actors()
        speakers = prepared.speakers
        apart = {at for at, each in enumerate(speakers) if each in judged} if judged else set[int]()

        def keys(claim: str, _: str, at: int) -> list[bytes]:
            utterance, place = utterances[at]
            speaker = speakers[at]
            if utterance is None or speaker is None:
                return []
            settings = [(utterance, speaker, claim)]
            more = [(utterance, speaker, None)] if place else []
            return [setting_key(each) for each in (*settings, *more)]

        return apart | self._used(prepared, without, keys)

    def _used(
        self, prepared: Prepared, without: set[int], keys: Callable[[str, str, int], list[bytes]]
    ) -> set[int]:
        asked: dict[bytes, list[int]] = {}
        for at, (claim, id) in enumerate(zip(prepared.claims, prepared.ids, strict=True)):
            if claim is not None and id is not None and at not in without:
                for key in keys(claim, id, at):
                    asked.setdefault(key, []).append(at)
        used = told(lambda: self._recorder.select_used(asked)) if asked else set[bytes]()
        return {at for key in used for at in asked[key]}
