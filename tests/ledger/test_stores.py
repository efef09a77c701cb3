"""What the public names promise, kept in every store there is."""

import threading
from contextlib import ExitStack
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

import positions
from positions import (
    Conflict,
    History,
    InvalidImport,
    InvalidWhen,
    OtherZone,
    UnknownActor,
)
from positions.ledger import OutOfTurn, exporting
from tests.ledger.cases import CASE, statement, statement_ids, ticking
from tests.stores import LASTING, STORES, each_store

SEED = Path(__file__).parents[2] / "seeds" / "soleimani-moscow-2015.yaml"


def kirby_speaks(location, **how):
    """Return a ledger at *location* into which the small record was loaded."""
    ledger = positions.open(location, **how)
    ledger.load(CASE)
    return ledger


def exported(ledger):
    """Return the export of a ledger."""
    file = BytesIO()
    ledger.export(file)
    return file.getvalue()


# --- one ledger


@each_store()
def test_the_seed_is_loaded_and_asked(store):
    """What the front page shows is so in every store: the same answers as without any store."""
    with store() as location, positions.open(location) as ledger:
        loaded = ledger.load(SEED)
        again = ledger.load(SEED)
        view = ledger.as_of("2015-08-14")
        plain = History.of(ledger.history(), zone=ledger.zone).as_of("2015-08-14")

        assert (len(loaded.recorded), 0) == (len(ledger.history()), len(again.recorded))
        assert plain.matrix() == view.matrix()
        assert "denied" == view.position("russia", "visit").kind
        assert view.position("russia", "visit").explain()
        assert ledger.find("Сулеймани")
        assert ledger.verify()


@each_store()
def test_commands_record_or_refuse(store):
    """Each yields its events, or an error that leaves nothing behind; asking twice is once."""
    with store() as location, kirby_speaks(location) as ledger:
        before = ledger.history()
        said = {"by": "kirby", "claim": "visit", "said": "2015-08-17"}
        with pytest.raises(Conflict):
            ledger.record(id="a", **said, act="confirm")
        with pytest.raises(UnknownActor):
            ledger.record(**said | {"by": "nobody"}, act="deny")
        assert before == ledger.history()

        (recorded,) = ledger.record(id="c", **said, act="confirm")
        assert () == ledger.record(id="c", **said, act="confirm")
        ledger.amend("c", act="hedge", why="transcript")
        ledger.void("b", why="never said")
        ledger.add_report("a", outlet="An Agency", published="2015-08-14")

        assert recorded == ledger.history()[len(before)].event
        assert "hedge" == statement(ledger, "c").act
        assert "no_record" == ledger.as_of().position("russia", "visit").kind
        assert History.of(ledger.history()).as_of().matrix() == ledger.as_of().matrix()
        assert ledger.verify()


@each_store()
def test_a_batch_is_whole_or_is_not(store):
    """All of it has one instant; an error within it leaves nothing in the store."""
    with store() as location, kirby_speaks(location, clock=ticking()) as ledger:
        before = ledger.history()

        def failing():
            with ledger.batch() as batch:
                batch.add_actor("iran")
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            failing()
        assert before == ledger.history()

        with ledger.batch() as batch:
            batch.add_actor("iran", "government")
            batch.record(id="h", by="iran", claim="visit", act="deny", said="2015-08-17")
        new = ledger.history()[len(before) :]
        assert (2, 1) == (len(new), len({each.recorded_at for each in new}))


@each_store()
def test_a_view_is_pinned(store):
    """It answers as it did when it was made, whatever is recorded later."""
    with store() as location, kirby_speaks(location) as ledger:
        view = ledger.as_of()
        before = view.matrix()
        ledger.record(by="kirby", claim="visit", act="confirm", said="2015-08-20")

        assert before == view.matrix()
        assert "affirmed" == ledger.as_of().position("kirby", "visit").kind


@each_store()
def test_the_clock_and_the_curator_are_kept(store):
    """To the microsecond; each event has a salt of its own."""
    moment = datetime(2016, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
    with store() as location, kirby_speaks(location, clock=lambda: moment, curator="дёж") as ledger:
        history = ledger.history()
        lines = exported(ledger)

        assert {(moment, "дёж")} == {(each.recorded_at, each.curator) for each in history}
        assert len(history) == len({each.salt for each in history})
        assert len(history) + 1 == lines.count('"curator":"дёж"'.encode())


@each_store()
def test_a_closed_ledger_is_out_of_turn(store, tmp_path):
    """Whatever is asked of it; closing twice is closing once, and nothing is emptied by asking."""
    target = tmp_path / "kept.jsonl"
    target.write_bytes(b"kept")
    with store() as location:
        ledger = kirby_speaks(location)
        view = ledger.as_of()
        ledger.close()
        ledger.close()

        for ask in (
            ledger.as_of,
            ledger.history,
            ledger.catch_up,
            ledger.verify,
            lambda: ledger.find("kirby"),
            lambda: ledger.add_actor("iran"),
            lambda: ledger.load(CASE),
            lambda: ledger.batch().__enter__(),
            lambda: ledger.export(target),
            lambda: ledger.import_from(BytesIO(b"")),
        ):
            with pytest.raises(OutOfTurn, match="closed"):
                ask()
        assert b"kept" == target.read_bytes()
        assert "denied" == view.position("russia", "visit").kind


@each_store()
def test_several_threads_write_to_one_ledger_and_ask_it(store):
    """Each write is there once, and each thread sees its own."""
    threads, each = 2, 10
    start = threading.Barrier(threads)
    failures = []

    def work(ledger, number):
        try:
            start.wait()
            for turn in range(each):
                id = f"t{number}-{turn}"
                ledger.record(id=id, by="kirby", claim="ban", act="hedge", said="2015-08-17")
                assert id in {one.statement.id for one in ledger.as_of().statements()}
        except BaseException as error:  # noqa: BLE001 - told to the main thread
            failures.append(error)

    with store() as location, kirby_speaks(location) as ledger:
        length = len(ledger.history())
        workers = [threading.Thread(target=work, args=(ledger, n)) for n in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

        assert [] == failures
        assert length + threads * each == len(ledger.history())
        assert ledger.verify()


# --- the zone


@each_store(LASTING)
def test_the_first_write_fixes_the_zone(store):
    """Opening it with another is an error; opening it with none, or its own, gives its own."""
    with store() as location:
        with positions.open(location) as ledger:
            assert "UTC" == ledger.zone
            ledger.load(CASE)
            assert "America/New_York" == ledger.zone
        with pytest.raises(OtherZone, match="America/New_York") as caught:
            positions.open(location, zone="Europe/Moscow")
        assert ("Europe/Moscow", "America/New_York") == (caught.value.zone, caught.value.own)
        for zone in (None, "America/New_York"):
            with positions.open(location, zone=zone) as ledger:
                assert "America/New_York" == ledger.zone == ledger.history().zone


@each_store(LASTING)
def test_the_first_write_fixes_the_zone_of_all_who_have_it_open(store):
    """Who opened it with another zone, before there was any, can write nothing."""
    with store() as location, ExitStack() as stack:
        first = stack.enter_context(positions.open(location, zone="Asia/Tokyo"))
        other = stack.enter_context(positions.open(location, zone="Europe/Moscow"))
        third = stack.enter_context(positions.open(location))
        first.add_actor("kirby")

        with pytest.raises(OtherZone):
            other.add_actor("russia")
        third.load(CASE)
        assert "Asia/Tokyo" == third.zone
        assert "America/New_York" == statement(third, "a").said.zone


@each_store(LASTING)
def test_where_nothing_was_written_any_zone_will_do(store):
    """Opening alone fixes nothing, and a zone that does not exist is an error."""
    with store() as location:
        with pytest.raises(InvalidWhen):
            positions.open(location, zone="Mars/Olympus")
        for zone in ("Asia/Tokyo", "Europe/Moscow"):
            with positions.open(location, zone=zone) as ledger:
                assert zone == ledger.zone


# --- several


@each_store(LASTING)
def test_what_was_recorded_is_there_when_it_is_opened_again(store):
    """The same events, the same answers; and it is written on."""
    with store() as location:
        with kirby_speaks(location) as ledger:
            history, matrix = ledger.history(), ledger.as_of().matrix()
        with positions.open(location) as ledger:
            assert (history, matrix) == (ledger.history(), ledger.as_of().matrix())
            assert () == ledger.load(CASE).recorded
            ledger.record(id="c", by="kirby", claim="ban", act="hedge", said="2015-08-17")
        with positions.open(location) as ledger:
            assert ["a", "b", "c"] == statement_ids(ledger.history())


@each_store(LASTING)
def test_two_open_ledgers_follow_each_other(store):
    """Each sees what the other has recorded, and is refused what contradicts it."""
    with store() as location, kirby_speaks(location) as one, positions.open(location) as other:
        said = {"claim": "ban", "act": "hedge", "said": "2015-08-17"}
        for turn, (writer, reader) in enumerate([(one, other), (other, one)] * 2):
            writer.record(id=f"n{turn}", by="kirby", **said)
            assert f"n{turn}" in statement_ids(reader.history())
            with pytest.raises(Conflict):
                reader.record(id=f"n{turn}", by="russia", **said)
            assert () == reader.record(id=f"n{turn}", by="kirby", **said)
        with one.batch() as batch:  # decided anew, as the other comes first
            batch.record(id="mine", by="kirby", **said)
            other.record(id="first", by="kirby", **said)

        assert ["first", "mine"] == statement_ids(one.history())[-2:]
        assert 1 == one.retried
        assert one.history() == other.history()
        assert one.verify()


# --- export and import


@each_store()
@pytest.mark.parametrize("into", STORES.values(), ids=STORES)
def test_law_08_from_any_store_into_any_other(store, into):
    """Law 8: identical bytes, and the same answers; importing twice is importing once."""
    with ExitStack() as stack:
        source = stack.enter_context(kirby_speaks(stack.enter_context(store()), curator="desk"))
        source.amend("a", said="2015-08-13", why="transcript")
        target = stack.enter_context(positions.open(stack.enter_context(into())))
        lines = exported(source)

        imported = target.import_from(BytesIO(lines))
        again = target.import_from(BytesIO(lines))

        count = lines.count(b"\n")
        assert (count, 0) == (imported.recorded, imported.known)
        assert (0, count) == (again.recorded, again.known)
        assert lines == exported(target)
        assert source.history() == target.history()
        assert source.as_of().matrix() == target.as_of().matrix()
        assert target.verify()


@each_store()
def test_an_import_beside_other_content_changes_nothing(store):
    """It says which line is another; so does a line that is no event, or of another zone."""
    with kirby_speaks(":memory:") as source, store() as location:
        lines = exported(source)
        with kirby_speaks(location) as ledger:
            before = exported(ledger)
            with pytest.raises(InvalidImport, match="line 1: the ledger holds another event"):
                ledger.import_from(BytesIO(lines))
            assert before == exported(ledger)
    with store() as location, positions.open(location) as ledger:
        for wrong, why in ((lines[:-9], "damaged"), (lines + b"{}\n", "expected")):
            with pytest.raises(InvalidImport, match=why):
                ledger.import_from(BytesIO(wrong))
        assert 0 == len(ledger.history())
    with store() as location, positions.open(location, zone="Asia/Tokyo") as ledger:
        with pytest.raises(InvalidImport, match="Asia/Tokyo"):
            ledger.import_from(BytesIO(lines))
        assert 0 == len(ledger.history())


@each_store()
def test_an_export_of_nothing_is_imported_as_nothing(store):
    """Not even the zone is fixed by it."""
    with store() as location:
        with positions.open(location) as ledger:
            imported = ledger.import_from(BytesIO(b""))
            assert (0, 0) == (imported.recorded, imported.known)
        with positions.open(location, zone="Asia/Tokyo") as ledger:
            assert "Asia/Tokyo" == ledger.zone


@each_store()
def test_an_interrupted_import_goes_on(store, monkeypatch):
    """Whole batches are there; the next attempt passes them by, and records the rest."""
    monkeypatch.setattr(exporting, "BATCH", 5)
    reached = []

    def interrupted(lines):
        reached.append(lines)
        if lines == 10:
            raise KeyboardInterrupt

    with kirby_speaks(":memory:") as source, store() as location:
        lines = exported(source)
        with positions.open(location) as ledger:
            with pytest.raises(KeyboardInterrupt):
                ledger.import_from(BytesIO(lines), interrupted)
            assert lines.splitlines()[:10] == exported(ledger).splitlines()

            imported = ledger.import_from(BytesIO(lines), reached.append)
            assert (13, 10) == (imported.recorded + imported.known, imported.known)
            assert [5, 10, 5, 10, 13] == reached
            assert lines == exported(ledger)
            ledger.add_actor("iran")
            assert ledger.verify()
