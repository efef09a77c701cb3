"""Late facts, one kind each: what a single event changes of the past is in the rows after it."""

import pytest

from positions.projections import Standings, Timelines
from tests.following.folds import filled, is_a_rebuild, models
from tests.stores import memory

LATE = {
    "a statement of an earlier date": lambda ledger: ledger.record(
        by="bob", claim="visit", act="hedge", stance="possible", said="2015-07-01"
    ),
    "an amendment": lambda ledger: ledger.amend("s4", act="decline_to_confirm", why="transcript"),
    "a void": lambda ledger: ledger.void("s4", why="never said"),
    "a mandate": lambda ledger: ledger.give_mandate(by="bob", body="gov"),
    "a mandate amended": lambda ledger: ledger.amend_mandate("m", ends="2015-08-02"),
    "a mandate voided": lambda ledger: ledger.void_mandate("m", why="another of that name"),
    "an identity judged": lambda ledger: ledger.judge_identity("same", ["ann", "cy"], by="desk"),
}


@pytest.mark.parametrize("late", LATE)
def test_a_late_fact_is_in_the_rows_of_who_had_caught_up(late):
    """Each kind of event, recorded alone behind a follower, and each changes some rows."""
    with memory() as location, filled(location) as ledger:
        ledger.add_actor("bob", kind="person")
        ledger.add_actor("cy", kind="person")
        ledger.add_actor("ministry", kind="body")
        ledger.give_mandate(by="ann", body="ministry", id="m")
        ledger.record(by="bob", claim="visit", act="deny", said="2015-08-20")
        follower = ledger.follow(*models())
        follower.catch_up()
        before = [follower.rows(each.name) for each in (Standings(), Timelines())]

        LATE[late](ledger)
        follower.catch_up()

        assert is_a_rebuild(ledger, follower, *models())
        assert before != [follower.rows(each.name) for each in (Standings(), Timelines())]
