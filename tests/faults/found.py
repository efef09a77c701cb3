"""What is in a store in the end, read afresh, and whatever is wrong with it."""

from collections import Counter, defaultdict
from io import BytesIO
from itertools import accumulate

from attrs import frozen

import positions
from positions import History, StatementAmended, StatementRecorded
from positions.store.keys import about
from tests.faults.chain import Chain

__all__ = ["Found", "found", "wrong_answers", "wrong_log"]


Named = tuple[str, str]
"""A claim, and the id of a statement on it or of an amendment."""


@frozen(kw_only=True)
class Found:
    """What a fresh ledger finds in a store.

    Attributes:
        statements: How often each statement was recorded, by (claim, id).
        wordings: How each statement is worded, by (claim, id).
        amendments: How often each amendment was recorded, by (claim, id).
        history: The history.
        chain: The digest of the history at each of its lengths.
        zone: The zone of the ledger.
        problems: What is wrong with the log.
    """

    statements: Counter[Named]
    wordings: dict[Named, str | None]
    amendments: Counter[Named]
    history: History
    chain: dict[int, str]
    zone: str
    problems: list[str]


def found(location):
    """Read the store at *location* as somebody does who has just come."""
    with positions.open(location) as ledger:
        statements, amendments = Counter[Named](), Counter[Named]()
        wordings = {}
        for entry in ledger._journal.log.all():
            match getattr(entry.found, "event", None):
                case StatementRecorded(statement=each):
                    statements[each.claim, each.id] += 1
                    wordings[each.claim, each.id] = each.wording
                case StatementAmended(id=id, statement=each):
                    amendments[each.claim, id] += 1
        history = ledger.history()
        return Found(
            statements=statements,
            wordings=wordings,
            amendments=amendments,
            history=history,
            chain=Chain.whole(history),
            zone=ledger.zone,
            problems=list(wrong_log(ledger)),
        )


def wrong_log(ledger):
    """Yield what is wrong with the log: places, versions, bytes, and the index of keys."""
    log = ledger._journal.log
    last, versions, index = 0, defaultdict[str, int](int), set()
    for entry in log.all():
        if entry.position <= last:
            yield f"position {entry.position} comes after {last}"
        last = entry.position
        versions[entry.stream] += 1
        if entry.version != versions[entry.stream]:
            yield f"{entry.stream}: version {entry.version} instead of {versions[entry.stream]}"
        if isinstance(entry.found, Exception):
            yield f"{entry.stream}: {entry.found}"
            continue
        index |= {(key, entry.stream, entry.version) for key in about(entry.found.event)}
    if versions["ledger"] != 1:
        yield f"it was begun {versions['ledger']} times"
    yield from map(str, ledger.verify().problems)
    if log.keyed is not None:
        reaches = log.keyed.index_reaches()
        if reaches != log.head():
            yield f"the index reaches to {reaches} of {log.head()}"
        if set(log.keyed.select_index()) != index:
            yield "the index is not what rebuilding it gives"


def wrong_answers(location):
    """Yield what is wrong with the answers: laws 1, 5, 6, 7 and 8, on a history that was had so."""
    with positions.open(location) as ledger:
        events = tuple(ledger.history())
        rebuilt = History.of(events, zone=ledger.zone)
        if ledger.as_of().matrix() != rebuilt.as_of().matrix():
            yield "laws 6 and 7: the ledger does not answer as the replay of its events"
        clock = list(accumulate((each.recorded_at for each in events), max))  # it never runs back
        ends = [place for place in range(1, len(events)) if clock[place - 1] < clock[place]]
        for end in ends[:: max(1, len(ends) // 5)]:
            then = ledger.as_of(recorded_by=clock[end - 1]).matrix()
            prefix = History.of(events[:end], zone=ledger.zone)
            if then != prefix.as_of().matrix():
                yield f"law 1: the first {end} events do not answer as recorded by then"
            if prefix.plus(events[end:]).as_of().matrix() != rebuilt.as_of().matrix():
                yield f"law 5: the first {end} events and the rest are not the whole"
        exported, again = BytesIO(), BytesIO()
        ledger.export(exported)
        exported.seek(0)
        with positions.open(":memory:") as other:
            other.import_from(exported)
            other.export(again)
        if exported.getvalue() != again.getvalue():
            yield "law 8: exported, imported and exported again it is not the same"
