"""given/when/then for projections: it passes where it should, fails where it should, says why."""

import pytest

from positions import ActorRegistered, Recorded, StatementRecorded
from positions.errors import UnknownStatement
from positions.projections import Column, Put, RecordedShift, Shifts, Standings, Table
from positions.testing import given

CASE = {
    "positions": 1,
    "actors": {"kirby": {"kind": "person"}, "us": {"kind": "government"}},
    "mandates": [{"by": "kirby", "for": "us"}],
    "claims": {"visit": {"text": "The visit took place"}},
    "statements": [
        {"id": "a", "by": "kirby", "claim": "visit", "act": "deny", "said": "2015-08-14"},
        {"id": "b", "by": "kirby", "claim": "visit", "act": "confirm", "said": "2015-08-17"},
    ],
}
KIRBY, US = {"actor": "kirby", "claim": "visit"}, {"actor": "us", "claim": "visit"}


class Tally:
    """How many events of each kind there were."""

    name = "tally"
    version = 1
    initial: dict[str, int] = {}  # noqa: RUF012 - it is never changed

    def step(self, state: dict[str, int], recorded: Recorded) -> dict[str, int]:
        """Count one more."""
        kind = type(recorded.event).__name__
        return state | {kind: state.get(kind, 0) + 1}


class Turns:
    """How often each actor has changed its mind, over shifts."""

    name = "turns"
    version = 1
    over = "shifts"
    initial = 0
    tables = (Table("turns", (Column("actor"), Column("last")), ("actor",)),)

    def step(self, state: int, shift: RecordedShift) -> int:
        """Count those that are not the first word of an actor."""
        return state + (shift.kind != "initial")

    def rows(self, state: int, shift: RecordedShift):
        """Write what the last one was."""
        del state
        yield Put("turns", {"actor": shift.actor, "last": str(shift.kind)})


class Roles:
    """How often each actor has spoken."""

    name = "roles"
    version = 1
    initial: dict[str, int] = {}  # noqa: RUF012 - it is never changed
    tables = (Table("roles", (Column("actor"), Column("spoke", "integer")), ("actor",)),)

    def step(self, state: dict[str, int], recorded: Recorded) -> dict[str, int]:
        """Count what was said by each."""
        match recorded.event:
            case ActorRegistered(actor=actor):
                return state | {actor.id: 0}
            case StatementRecorded(statement=statement):
                return state | {statement.by: state[statement.by] + 1}
            case _:
                return state

    def rows(self, state: dict[str, int], recorded: Recorded):
        """Write them all, as there are few."""
        del recorded
        for actor, spoke in state.items():
            yield Put("roles", {"actor": actor, "spoke": spoke})


def void_b(ledger):
    """Withdraw the later statement."""
    ledger.void("b", why="never said")


def told(check, *arguments, **columns):
    """Return the sentence with which a check fails."""
    with pytest.raises(AssertionError) as failure:
        check(*arguments, **columns)
    return str(failure.value)


def test_a_state_is_checked_after_a_command_and_at_a_cut():
    """The state is that of a replay, of whatever is on record and in at the cut."""
    (
        given(CASE)
        .projected(Tally())
        .then_state(
            {"ActorRegistered": 2, "ClaimOpened": 1, "MandateGiven": 1, "StatementRecorded": 2}
        )
        .as_of("2015-08-14")
        .then_state(
            {"ActorRegistered": 2, "ClaimOpened": 1, "MandateGiven": 1, "StatementRecorded": 1}
        )
    )
    given(CASE).projected(Turns()).then_state(2).as_of("2015-08-14").then_state(0)


def test_another_state_is_named_by_what_differs_in_it():
    """A mapping differs by key, anything else as a whole."""
    tally = given().projected(Tally()).when(lambda ledger: ledger.add_actor("us"))

    assert (
        "the state of 'tally' (of all that is recorded):\n"
        "  ['ActorRegistered']: expected 2, found 1"
    ) == told(tally.then_state, {"ActorRegistered": 2})
    assert (
        "the state of 'tally' (of all that is recorded):\n"
        "  ['ClaimOpened']: expected 1, not there\n"
        "  ['ActorRegistered']: not expected, found 1"
    ) == told(tally.then_state, {"ClaimOpened": 1})
    assert (
        "the state of 'tally' (as_of 2015-08-14):\n  all of it: expected 3, found "
        "{'ActorRegistered': 1}"
    ) == told(tally.as_of("2015-08-14").then_state, 3)


def test_rows_are_checked_whole_but_by_the_columns_that_matter():
    """Rows are given in any order, by their keys, with whichever other columns are meant."""
    (
        given(CASE)
        .projected(Standings())
        .then_rows("standing", [US | {"kind": "affirmed", "statements": ("b",)}, KIRBY])
        .as_of("2015-08-14")
        .then_rows("standing", [KIRBY | {"kind": "denied"}, US | {"kind": "denied"}])
        .as_of("2015-08-13")
        .then_rows("standing", [])
    )
    given(CASE).projected(Turns()).then_rows(
        "turns", [{"actor": "us", "last": "reversal"}, {"actor": "kirby", "last": "reversal"}]
    )


def test_other_rows_fail_and_are_shown():
    """Missing rows, rows too many and columns that differ are named, and what was found."""
    standing = given(CASE).projected(Standings())

    assert (
        "the rows of 'standing' in 'standing' (of all that is recorded):\n"
        "  actor='us', claim='visit': kind: expected 'denied', found 'affirmed'\n"
        "  actor='iran', claim='visit': expected, but not there\n"
        "  actor='kirby', claim='visit': there, but not expected\n"
        "found:\n"
        "  actor='kirby', claim='visit', kind='affirmed'\n"
        "  actor='us', claim='visit', kind='affirmed'"
    ) == told(
        standing.then_rows,
        "standing",
        [US | {"kind": "denied"}, {"actor": "iran", "claim": "visit"}],
    )
    assert told(standing.as_of("2015-08-13").then_rows, "standing", [US]).endswith(
        "(as_of 2015-08-13):\n  actor='us', claim='visit': expected, but not there\n"
        "found:\n  nothing"
    )


def test_one_row_is_checked():
    """One row is named by its key; the others are not looked at."""
    standing = given(CASE).projected(Standings())

    standing.then_row("standing", **US, kind="affirmed", speaker="kirby")
    assert (
        "the rows of 'standing' in 'standing' (of all that is recorded):\n"
        "  actor='us', claim='visit': kind: expected 'denied', found 'affirmed'"
    ) == told(standing.then_row, "standing", **US, kind="denied")
    assert (
        "the rows of 'standing' in 'standing' (of all that is recorded):\n"
        "  actor='iran', claim='visit': expected, but not there\n"
        "found:\n"
        "  actor='kirby', claim='visit'\n"
        "  actor='us', claim='visit'"
    ) == told(standing.then_row, "standing", actor="iran", claim="visit", kind="denied")


def test_that_there_is_no_row_is_checked():
    """It is named by whichever of its columns."""
    standing = given(CASE).projected(Standings())

    standing.then_no_row("standing", actor="iran").then_no_row("standing", kind="denied")
    assert (
        "the rows of 'standing' in 'standing' (of all that is recorded):\n"
        "  actor='kirby', claim='visit', kind='affirmed': there, but not expected\n"
        "  actor='us', claim='visit', kind='affirmed': there, but not expected"
    ) == told(standing.then_no_row, "standing", kind="affirmed")


def test_what_a_command_changed_is_checked():
    """Rows that are new, that are others than they were, and that are gone."""
    standing = given(CASE).projected(Standings())

    standing.when(void_b).then_changed_rows(
        "standing", changed=[US | {"kind": "denied"}, KIRBY | {"kind": "denied"}]
    ).as_of("2015-08-14").then_changed_rows("standing")
    standing.when(void_b).when(lambda ledger: ledger.void("a", why="never said")).then_changed_rows(
        "standing", removed=[US | {"kind": "denied"}, KIRBY]
    )
    standing.when(
        lambda ledger: ledger.record(by="us", claim="visit", act="deny", said="2015-08-13")
    ).as_of("2015-08-13").then_changed_rows("standing", added=[US | {"kind": "denied"}])


def test_without_a_command_all_rows_are_new():
    """What was given first is what made them."""
    given(CASE).projected(Turns()).then_changed_rows(
        "turns", added=[{"actor": "kirby"}, {"actor": "us"}]
    )


def test_other_changes_fail_and_are_shown():
    """It says what became of each row, and what it was before."""
    roles = given(CASE).projected(Roles())
    changed = roles.when(lambda ledger: ledger.add_actor("iran")).when(
        lambda ledger: ledger.record(by="us", claim="visit", act="deny", said="2015-08-18")
    )

    assert (
        "what changed in the rows of 'roles' in 'roles' (of all that is recorded):\n"
        "  added, actor='iran': expected, but not there\n"
        "  changed, actor='us': spoke: expected 9, found 1\n"
        "found:\n"
        "  changed, actor='us'; spoke: was 0, is 1"
    ) == told(
        changed.then_changed_rows,
        "roles",
        added=[{"actor": "iran"}],
        changed=[{"actor": "us", "spoke": 9}],
    )
    assert (
        "what changed in the rows of 'roles' in 'roles' (recorded_by 2015):\n"
        "  added, actor='iran': expected, but not there\n"
        "found:\n"
        "  nothing"
    ) == told(
        changed.as_of(recorded_by="2015").then_changed_rows, "roles", added=[{"actor": "iran"}]
    )
    assert "found:\n  added, actor='kirby'\n  added, actor='us'" in told(
        roles.then_changed_rows, "roles"
    )


def test_a_command_that_is_refused_fails():
    """There is nothing to check then."""
    with pytest.raises(AssertionError, match="it was refused: UnknownStatement") as failure:
        given(CASE).projected(Tally()).when(lambda ledger: ledger.void("x", why="never said"))

    assert isinstance(failure.value.__cause__, UnknownStatement)


def test_a_check_that_makes_no_sense_is_no_failure():
    """A table, a column or a key that is not there is a mistake of the test's own."""
    standing = given(CASE).projected(Standings())

    with pytest.raises(LookupError, match="no table 'stand'; there are 'standing'"):
        standing.then_rows("stand", [])
    with pytest.raises(LookupError, match="'tally' has no table 'stand'; there are none"):
        given(CASE).projected(Tally()).then_no_row("stand")
    with pytest.raises(ValueError, match="has no column 'stanc'; it has 'actor', 'claim'"):
        standing.then_row("standing", **US, stanc="affirmed")
    with pytest.raises(ValueError, match="by 'actor', 'claim'; actor='us' lacks 'claim'"):
        standing.then_row("standing", actor="us")
    with pytest.raises(ValueError, match="nothing lacks 'actor', 'claim'"):
        standing.then_row("standing")
    with pytest.raises(ValueError, match="two rows of 'standing' are expected at actor='us', cl"):
        standing.then_rows("standing", [US, US | {"kind": "denied"}])


def test_every_row_of_the_feed_is_new():
    """A feed is appended to, by whatever is recorded."""
    given(CASE).projected(Shifts()).when(void_b).then_changed_rows(
        "shifts",
        added=[
            {"place": 7, "statement": "b", "what": "withdrawn", "why": "never said"} | each
            for each in (US, KIRBY)
        ],
    )
