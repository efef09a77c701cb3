"""Deciding on a page of a table: what is plain on all of it at once, the rest in a draft.

A statement is plain if whether it can be recorded depends on no other: nothing is on record of that
id, it follows and withdraws nothing, and nobody spoke in its utterance on the same claim. All that
is on the claim of one that is not goes into the draft with it, so that the draft sees what it would
have seen had each row been a command of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from positions.errors import InvalidStatement, PositionsError, UnknownActor, UnknownClaim
from positions.exchange import field_key
from positions.exchange.tables.bound import cells
from positions.ledger import recording
from positions.ledger.bulk.decided import Decided, Settled
from positions.ledger.bulk.meeting import crowded, twice, unlike
from positions.model.recorded import claim_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from positions.exchange.tables.problems import RowProblem
    from positions.exchange.tables.rows import Entries, RowReader
    from positions.ledger.bulk.known import OnRecord
    from positions.ledger.bulk.prepared import Prepared
    from positions.ledger.draft import Draft

__all__ = ["Deciding"]


class Deciding:
    """Decides on the pages of one table."""

    def __init__(self, reader: RowReader) -> None:
        self._reader = reader
        self._settled = Settled()
        statement = reader.statement
        self._makers: list[tuple[str, tuple[int, ...]]] = [
            (key, _places([statement[key], *tree.values()]))
            for key, tree in reader.actors.items()
            if key in statement
        ]
        if reader.claims is not None:
            self._makers.append(("claim", _places([statement["claim"], *reader.claims.values()])))
        self._made = {key for key, _ in self._makers}

    def settle(self, decided: Decided) -> None:
        """Remember what was decided on a page, now that it is recorded."""
        self._settled.add(decided)

    def on(
        self, prepared: Prepared, begun: Callable[[], Draft], on_record: OnRecord | None
    ) -> Decided:
        """Decide on a page.

        Args:
            prepared: The page.
            begun: Returns a draft, upon what is known.
            on_record: Tells of many statements whether they are on record; where it is `None`,
                each row is decided on by itself.
        """
        makers = [self._met(prepared, key, places) for key, places in self._makers]
        if on_record is None:
            return self._once(prepared, begun(), set(range(len(prepared.rows))), set(), makers)[0]
        known = twice(prepared)
        apart = self._apart(prepared, on_record, known)
        draft = begun()
        apart |= self._unnamed(prepared, draft, apart)
        while True:
            apart = self._with_claims(prepared, apart)
            decided, more = self._once(prepared, draft, apart, known - apart, makers)
            if not more:
                return decided
            apart |= more
            draft = begun()

    def _met(
        self, prepared: Prepared, key: str, places: tuple[int, ...]
    ) -> tuple[str, list[tuple[Any, ...]], dict[int, tuple[Any, ...]]]:
        """Return what is said of an actor or a claim in each row, and where that is new."""
        columns = [prepared.column(place) for place in places]
        said = list(zip(*columns, strict=True)) if columns else [()] * len(prepared.rows)
        last = len(said) - 1
        first = dict(zip(reversed(said), range(last, -1, -1), strict=True))
        settled = self._settled.entries
        new = {at: each for each, at in first.items() if (key, each) not in settled}
        return key, said, new

    def _apart(self, prepared: Prepared, on_record: OnRecord, known: set[int]) -> set[int]:
        """Return the rows that are not plain, and add those that are on record to *known*."""
        bodies, claims = prepared.bodies, prepared.claims
        apart = (
            {at for at, body in enumerate(bodies) if body is None} if None in bodies else set[int]()
        )
        apart |= unlike(prepared)
        on_record.look_up(claim_stream(each) for each in set(claims) if each is not None)
        alike, other = on_record.recorded(prepared, apart | known)
        known |= alike
        apart |= other
        apart |= on_record.followed(prepared, apart | known)
        if prepared.utterances is not None:
            apart |= crowded(prepared, prepared.utterances)
            apart |= on_record.spoken_beside(prepared, prepared.utterances, apart | known)
        return apart

    def _unnamed(self, prepared: Prepared, draft: Draft, apart: set[int]) -> set[int]:
        """Return the rows that name actors, or claims, of which none is on record yet."""
        missing: set[int] = set()
        actors = set(prepared.named)
        for key, column in prepared.actors.items():
            if key not in self._made:
                actors.update(each for each in set(column) if each is not None)
        unknown = {each for each in actors - self._settled.actors if not _is_there(draft, each)}
        if unknown & prepared.named:
            return set(range(len(prepared.rows)))
        for key, column in prepared.actors.items():
            if unknown and key not in self._made:
                missing.update(at for at, each in enumerate(column) if each in unknown)
        if "claim" not in self._made:
            claims = set(prepared.claims) - self._settled.claims - {None}
            absent = {each for each in claims if draft.claim(str(each)).first is None}
            if absent:
                missing.update(at for at, each in enumerate(prepared.claims) if each in absent)
        return missing - apart

    def _with_claims(self, prepared: Prepared, apart: set[int]) -> set[int]:
        """Return these rows, and all on the same claims."""
        if not apart:
            return apart
        if "follows" in self._reader.statement:  # a name alone may be that of any statement
            return set(range(len(prepared.rows)))
        claims = {prepared.claims[at] for at in apart} - {None}
        return apart | {at for at, each in enumerate(prepared.claims) if each in claims}

    def _once(
        self,
        prepared: Prepared,
        draft: Draft,
        apart: set[int],
        known: set[int],
        makers: Sequence[tuple[str, list[tuple[Any, ...]], dict[int, tuple[Any, ...]]]],
    ) -> tuple[Decided, set[int]]:
        """Decide on the rows in their order; return also those that must be decided on apart."""
        decided, more = Decided(known=len(known)), set[int]()
        step = _Step(self._reader, prepared, draft, decided)
        new = {at for _, _, each in makers for at in each}
        for at in sorted(apart | new):
            if at in apart:
                step.whole_row(at)
            elif not step.entries(at):
                for _, said, first in makers:
                    if at in first:
                        more.update(row for row, each in enumerate(said) if each == first[at])
            elif at in known and decided.events.get(at):
                decided.known -= 1
        rows = range(len(prepared.rows))
        if not more:
            decided.plain = (
                [at for at in rows if at not in apart and at not in known]
                if apart or known
                else list(rows)
            )
            refused = {at for at in apart if at in step.refused}
            for key, said, first in makers:
                decided.entries.update((key, said[at]) for at in first if at not in refused)
        decided.claims = {each for each in set(prepared.claims) if each is not None}
        decided.claims -= {prepared.claims[at] or "" for at in step.refused}
        decided.actors = {each for column in prepared.actors.values() for each in column if each}
        decided.actors -= {
            column[at] or "" for column in prepared.actors.values() for at in step.refused
        }
        return decided, more - apart


class _Step:
    """The rows of one page, one after the other."""

    def __init__(
        self, reader: RowReader, prepared: Prepared, draft: Draft, decided: Decided
    ) -> None:
        self._reader = reader
        self._prepared = prepared
        self._draft = draft
        self._decided = decided
        self.refused: set[int] = set()

    def entries(self, at: int) -> bool:
        """Put on record the actors and the claim of a row whose statement is plain.

        Return whether that can be done; if not, nothing is.
        """
        entries = self._read(at)
        if entries.problems:
            return False
        try:
            self._record(at, entries, statements=False)
        except PositionsError:
            return False
        return True

    def whole_row(self, at: int) -> None:
        """Decide on all of a row."""
        entries = self._read(at)
        problems = list(entries.problems)
        if not problems:
            try:
                if not self._record(at, entries, statements=True):
                    self._decided.known += 1
            except PositionsError as error:
                problems = [self._problem(at, error)]
            else:
                self._decided.odd += entries.odd
        if problems:
            self.refused.add(at)
            self._decided.refused += 1
            self._decided.problems += problems

    def _read(self, at: int) -> Entries:
        return self._reader.read(self._prepared.page, self._prepared.rows[at])

    def _record(self, at: int, entries: Entries, *, statements: bool) -> int:
        """Decide on the entries of a row, all or none, and return how many events that yields."""
        draft = self._draft
        before = len(draft.events)
        with draft.whole():
            for actor in entries.actors:
                recording.add_actor(draft, actor)
            if entries.claim is not None:
                recording.open_claim(draft, entries.claim)
            for entry in entries.statements if statements else ():
                recording.record(draft, entry)
        new = draft.events[before:]
        if new:
            self._decided.events[at] = new
        return len(new)

    def _problem(self, at: int, error: PositionsError) -> RowProblem:
        name, why = None, str(error)
        match error:
            case InvalidStatement(where=str() as where):
                name, why = field_key(where), error.why
            case UnknownActor(id=id):
                column = self._prepared.actors
                name = next((key for key, each in column.items() if each[at] == id), None)
            case UnknownClaim():
                name = "claim"
            case _:
                pass
        prepared = self._prepared
        return self._reader.problem(prepared.page, prepared.rows[at], name, why)


def _places(sources: Iterable[object]) -> tuple[int, ...]:
    """Return the places of the columns of which something is made."""
    found = (place for cell in cells(list(sources)) for place in cell.places)
    return tuple(dict.fromkeys(found))


def _is_there(draft: Draft, actor: str) -> bool:
    return draft.actor(actor).actor is not None
