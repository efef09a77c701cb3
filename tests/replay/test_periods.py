"""Examples of periods, and of what an event is said to touch."""

from datetime import UTC, datetime

from positions import History, Recorded
from positions.model.actors.actor import Actor
from positions.model.actors.events import ActorRegistered
from positions.model.recorded import Unreadable
from positions.replay.effects import Effects
from tests.replay.records import view_of, words

NOON = datetime(2015, 8, 14, 12, tzinfo=UTC)


def test_what_was_said_at_an_instant_is_in_from_there_on():
    """Between a denial and a confirmation, each at an instant, nothing is unsettled."""
    view = view_of(
        [
            words("ann visit deny 2015-08-14T12:00:00.000000Z", id="denies"),
            words("ann visit confirm 2015-08-14T13:00:00.000000Z", id="confirms"),
        ]
    )

    denied, affirmed = view.periods("ann", "visit")

    assert ("denied", "affirmed") == (denied.standing.kind, affirmed.standing.kind)
    assert NOON == denied.valid_from
    assert NOON.replace(hour=13) == denied.valid_until == affirmed.valid_from
    assert affirmed.valid_until is None


def test_a_period_gives_itself_as_plain_data():
    """Where it is open, there is no instant."""
    view = view_of([words("ann visit deny ../2015-08-14", id="denies")])

    first, last = (each.to_dict() for each in view.periods("ann", "visit"))

    assert (None, "2015-08-14T23:59:59.999999+00:00") == (
        first["valid_from"],
        first["valid_until"],
    )
    assert ("unsettled", ["denied", "no_record"]) == (first["kind"], first["possible"])
    assert ("2015-08-14T23:59:59.999999+00:00", None) == (last["valid_from"], last["valid_until"])
    assert ("denied", ["denies"]) == (last["kind"], [each["id"] for each in last["statements"]])


def test_what_cannot_be_read_may_touch_everybody():
    """On every claim on which anybody has spoken, whoever has, and all they speak for."""
    with_words = view_of(
        [words("ann visit deny 2015-08-14"), words("bob ban deny 2015-08-14")],
        mandates=[{"by": "ann", "for": "ministry"}],
    )
    log = [*with_words._record.streams.events]
    unreadable = Recorded(stream="actor:ann", event=Unreadable(why="-"), recorded_at=NOON)
    registered = Recorded(
        stream="actor:cy", event=ActorRegistered(actor=Actor(id="cy")), recorded_at=NOON
    )
    history = History.of([registered, *log, unreadable])
    effects = Effects(history._streams)

    touched = [effects.at(place) for place in range(len(history))]

    assert {} == touched[0]
    assert {"visit": {"ann", "ministry"}, "ban": {"bob"}} == touched[-1]
