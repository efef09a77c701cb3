"""The door: where a ledger is kept, its zone and clock, batches, and several threads at once."""

import threading
from datetime import UTC, datetime

import pytest

import positions
from positions import (
    Conflict,
    History,
    InvalidStatement,
    InvalidWhen,
    Matrix,
    PositionsError,
    UnknownActor,
    UnsupportedLocation,
)
from positions.ledger import OutOfTurn
from tests.ledger.cases import CASE, kirby_speaks, statement, statement_ids, ticking


@pytest.mark.parametrize("location", ["", "postgresql://x", "mysql://x/y", None, b"visit.db"])
def test_where_no_ledger_can_be_kept_is_refused(location):
    """With the place that was named, and what would be right."""
    with pytest.raises(UnsupportedLocation, match="no ledger can be kept at") as caught:
        positions.open(location)

    assert location == caught.value.location
    assert isinstance(caught.value, ValueError)


def test_a_ledger_is_a_context_manager():
    """What was taken from it stays as it was after it is closed."""
    with kirby_speaks() as ledger:
        view = ledger.as_of()
        assert "<Ledger at ':memory:', zone America/New_York>" == repr(ledger)

    assert "denied" == view.position("us-state", "visit").kind


# --- zone


def test_a_bare_date_is_read_in_the_zone_that_was_given():
    """Tokyo's 14 August begins at 15:00 UTC on the 13th."""
    ledger = positions.open(":memory:", zone="Asia/Tokyo")
    ledger.open_claim("visit")
    ledger.add_actor("kirby")
    ledger.record(id="a", by="kirby", claim="visit", act="deny", said="2015-08-14")

    assert datetime(2015, 8, 13, 15, tzinfo=UTC) == statement(ledger, "a").said.earliest
    assert "no_record" == ledger.as_of("2015-08-13").position("kirby", "visit").kind
    assert "denied" == ledger.as_of("2015-08-14").position("kirby", "visit").kind
    assert "denied" == ledger.as_of("2015-08-14", zone="UTC").position("kirby", "visit").kind


def test_the_first_case_gives_the_zone_where_none_was_given():
    """A later case of another zone reads its own dates in it, and changes the ledger's no more."""
    ledger = kirby_speaks()
    assert "America/New_York" == ledger.zone

    ledger.load(
        {
            "positions": 1,
            "zone": "Europe/Moscow",
            "statements": [
                {"id": "m", "by": "russia", "claim": "visit", "act": "deny", "said": "2015-08-14"}
            ],
        }
    )

    assert "America/New_York" == ledger.zone == ledger.history().zone
    assert datetime(2015, 8, 13, 21, tzinfo=UTC) == statement(ledger, "m").said.earliest
    assert datetime(2015, 8, 14, 4, tzinfo=UTC) == statement(ledger, "a").said.earliest


def test_the_first_write_fixes_the_zone():
    """After a command in UTC, a case cannot bring another one."""
    ledger = positions.open(":memory:")
    assert "UTC" == ledger.zone
    ledger.add_actor("us")

    ledger.load(CASE)

    assert "UTC" == ledger.zone
    assert "America/New_York" == statement(ledger, "a").said.zone


def test_a_case_that_records_nothing_fixes_no_zone():
    """Nor does one that cannot be loaded, or that a broken clock kept out."""
    ticks = iter([datetime(2015, 8, 19), datetime(2015, 8, 19, tzinfo=UTC)])  # noqa: DTZ001
    ledger = positions.open(":memory:", clock=lambda: next(ticks))
    ledger.load({"positions": 1, "zone": "Asia/Tokyo"})
    with pytest.raises(positions.InvalidCase):
        ledger.load({"positions": 1, "zone": "Asia/Tokyo", "actors": {"us": {"kind": "x"}}})
    with pytest.raises(InvalidStatement, match="clock returns aware instants"):
        ledger.load({"positions": 1, "zone": "Asia/Tokyo", "actors": {"us": {}}})
    assert ("UTC", 0) == (ledger.zone, len(ledger.history()))

    ledger.load(CASE)

    assert "America/New_York" == ledger.zone


def test_a_case_without_a_zone_is_read_in_the_ledgers():
    """Bare dates of commands and cases are read alike."""
    ledger = positions.open(":memory:", zone="Asia/Tokyo")
    ledger.load({name: value for name, value in CASE.items() if name != "zone"})

    assert datetime(2015, 8, 13, 15, tzinfo=UTC) == statement(ledger, "a").said.earliest


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc"])
def test_a_zone_that_does_not_exist_is_an_error(zone):
    """When the ledger is opened, when it is asked, and beside a date."""
    with pytest.raises(InvalidWhen):
        positions.open(":memory:", zone=zone)
    ledger = kirby_speaks()
    with pytest.raises(InvalidWhen):
        ledger.as_of(zone=zone)


# --- clock and curator


def test_what_is_recorded_tells_when_and_by_whom():
    """One instant and one curator for all events of a write, and a salt for each."""
    ledger = kirby_speaks(clock=ticking(), curator="desk")
    ledger.add_name("kirby", "Rear Admiral Kirby")
    history = ledger.history()

    assert {"desk"} == {each.curator for each in history}
    assert len(history) == len({each.salt for each in history})
    assert [1] * 12 + [2] == [each.recorded_at.day for each in history]
    assert {"claim:visit", "claim:ban", "actor:kirby", "actor:us-state", "actor:russia"} == {
        each.stream for each in history
    }


def test_without_a_clock_it_is_now():
    """The machine's clock, aware."""
    before = datetime.now(UTC)
    recorded = kirby_speaks().history()[0]

    assert before <= recorded.recorded_at <= datetime.now(UTC)


def test_a_view_keeps_its_answers_while_the_ledger_grows():
    """A view and a history are of the moment at which they were made."""
    ledger = kirby_speaks()
    view, history = ledger.as_of(), ledger.history()
    before, length = view.matrix(), len(history)

    ledger.record(by="kirby", claim="visit", act="confirm", said="2015-08-20")
    ledger.add_actor("iran")

    assert before == view.matrix()
    assert "iran" not in view.actors
    assert length == len(history)
    assert "affirmed" == ledger.as_of().position("us-state", "visit").kind
    assert history is not ledger.history()
    assert ledger.history() is ledger.history()


# --- batches


def test_a_batch_is_recorded_as_one():
    """Nothing of it is seen before it ends, and all of it has one instant."""
    ledger = kirby_speaks(clock=ticking())
    length = len(ledger.history())
    with ledger.batch() as batch:
        batch.add_actor("iran", "government")
        batch.open_claim("hype", "It is hype")
        events = batch.record(id="h", by="iran", claim="hype", act="assert", said="2015-08-17")
        assert length == len(ledger.history())

    recorded = ledger.history()[length:]
    assert events[0] == recorded[-1].event
    assert [3, {2}] == [len(recorded), {each.recorded_at.day for each in recorded}]


def test_an_error_inside_a_batch_records_nothing_of_it():
    """Neither a refused command nor any other error leaves half a batch."""
    ledger = kirby_speaks()
    before = ledger.history()

    def unknown(batch):
        batch.record(by="nobody", claim="visit", act="deny", said="2015-08-17")

    def interrupted(_):
        raise KeyboardInterrupt

    def write(fail):
        with ledger.batch() as batch:
            batch.add_actor("iran")
            fail(batch)

    for fail, error in ((unknown, UnknownActor), (interrupted, KeyboardInterrupt)):
        with pytest.raises(error):
            write(fail)

    assert before == ledger.history()
    assert () == ledger.find("iran")


def test_a_command_refused_inside_a_batch_leaves_nothing_behind():
    """Whoever goes on after the error goes on as if it had not been tried (law 28)."""
    ledger = kirby_speaks()
    length = len(ledger.history())
    with ledger.batch() as batch:
        batch.record(id="c", by="kirby", claim="ban", act="hedge", said="2015-08-17")
        for by, follows in ((["kirby", "nobody"], []), (["kirby"], ["d"])):
            with pytest.raises(PositionsError):
                batch.record(
                    id="d", by=by, claim="ban", act="deny", said="2015-08-18", follows=follows
                )
        with pytest.raises(InvalidStatement, match="both before and after"):
            batch.record(
                id="d", by="kirby", claim="ban", act="deny", said="2015-08-16", follows=["c"]
            )
        batch.record(id="d", by="kirby", claim="ban", act="deny", said="2015-08-18", follows=["c"])

    assert ["c", "d"] == statement_ids(ledger.history()[length:])
    assert History.of(ledger.history()).as_of().matrix() == ledger.as_of().matrix()


def test_while_a_batch_is_open_all_is_written_to_it():
    """Past it nothing is written; once it is over it takes no more, and the ledger does again."""
    ledger = kirby_speaks()
    before = ledger.history()
    with ledger.batch() as batch:
        for write in (
            lambda: ledger.add_actor("iran"),
            lambda: ledger.load(CASE),
            lambda: ledger.batch().__enter__(),
        ):
            with pytest.raises(OutOfTurn, match="a batch of this ledger is open"):
                write()
    with pytest.raises(OutOfTurn, match="this batch is over"):
        batch.add_actor("iran")

    assert before == ledger.history()
    assert ledger.add_actor("iran")


def test_a_batch_sees_what_it_holds():
    """Within it, names are known and conflicts found, as on record."""
    ledger = kirby_speaks()
    with ledger.batch() as batch:
        batch.record(id="c", by="kirby", claim="ban", act="hedge", said="2015-08-17")
        batch.amend("c", said="2015-08-16", why="transcript")
        batch.give_mandate("us-state", "russia", id="odd")
        batch.void_mandate("odd")
        with pytest.raises(Conflict):
            batch.record(id="c", by="kirby", claim="ban", act="deny", said="2015-08-17")
        assert () == batch.record(id="c", by="kirby", claim="ban", act="hedge", said="2015-08-17")

    assert "2015-08-16" == str(statement(ledger, "c").said)


# --- threads


def test_several_threads_record_and_ask_and_nothing_is_lost():
    """Each write is there once, each thread sees its own, and replay agrees with the record."""
    ledger = kirby_speaks()
    length, threads, each = len(ledger.history()), 4, 12
    start = threading.Barrier(threads)
    failures = []

    def work(number):
        try:
            start.wait()
            for turn in range(each):
                id = f"t{number}-{turn}"
                if turn % 3:
                    ledger.record(id=id, by="kirby", claim="ban", act="hedge", said="2015-08-17")
                    assert id in {one.statement.id for one in ledger.as_of().statements()}
                else:
                    with ledger.batch() as batch:
                        batch.add_actor(id, "person")
                        batch.record(id=id, by=id, claim="visit", act="deny", said="2015-08-17")
                    assert "denied" == ledger.as_of().position(id, "visit").kind
        except BaseException as error:  # noqa: BLE001 - told to the main thread
            failures.append(error)

    workers = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert [] == failures
    assert length + threads * each * 4 // 3 == len(ledger.history())
    assert History.of(ledger.history()).as_of().matrix() == ledger.as_of().matrix()


def test_a_view_may_be_shared_between_threads():
    """All of them get the same answers, while another thread records."""
    ledger = kirby_speaks()
    view = ledger.as_of()
    expected = view.matrix()
    answers: list[Matrix] = []

    def ask():
        answers.extend(view.matrix() for _ in range(5))

    workers = [threading.Thread(target=ask) for _ in range(3)]
    for worker in workers:
        worker.start()
    for turn in range(10):
        ledger.record(id=f"n{turn}", by="kirby", claim="visit", act="confirm", said="2015-08-18")
    for worker in workers:
        worker.join()

    assert [expected] * 15 == answers
