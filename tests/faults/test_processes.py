"""Laws 26 and 27 with a few turns and kills; `python -m tests.faults` has many."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.following import followed, followed_over_cuts
from tests.faults.killing import killed
from tests.faults.severing import severed
from tests.faults.sharing import shared, shared_over_cuts, shared_server
from tests.faults.writers import begun_together, raced, written
from tests.stores import KEYED, SHARED, each_store, postgres, sqlite, umadb


@each_store(SHARED)
def test_law_26_writers_on_one_claim(store):
    """Law 26: eight processes on one claim: acknowledged once is stored once, after conflicts."""
    with store() as location:
        outcome = written(location, writers=8, claims=1, turns=6)

        assert () == outcome.problems
        assert (outcome.acknowledged, 0, 0) == (outcome.once, outcome.twice, outcome.missing)
        assert 0 < outcome.retried
        assert 1 < outcome.steps


@each_store(SHARED)
def test_law_26_writers_on_many_claims(store):
    """Law 26: eight processes on many claims: acknowledged once is stored once."""
    with store() as location:
        outcome = written(location, writers=8, claims=16, turns=6)

        assert () == outcome.problems
        assert (outcome.acknowledged, 0, 0) == (outcome.once, outcome.twice, outcome.missing)


@each_store(SHARED)
def test_law_26_the_first_of_eight_fixes_the_zone(store):
    """Law 26: of eight that begin one ledger, each in its zone, one wins; `OtherZone` for all."""
    with store() as location:
        assert [] == list(raced(location))


@each_store(SHARED)
def test_law_26_eight_begin_together(store):
    """Law 26: of eight that begin one ledger together, all are in it, and it is begun once."""
    with store() as location:
        assert [] == list(begun_together(location))


@each_store(KEYED)
def test_law_27_killed_while_writing(store):
    """Law 27: acknowledged is stored, batches are whole, whoever opens it next can go on."""
    with store() as location:
        outcome = killed(location, kills=12, seed=27)

        assert () == outcome.problems
        assert (0, 0, 0) == (outcome.lost, outcome.twice, outcome.partial)
        assert outcome.kills <= 2 * outcome.inside


def test_law_27_killed_while_a_server_writes():
    """Law 27: the same where a write is one call of a server, which goes on without its writer."""
    with umadb() as location:
        outcome = killed(location, kills=12, seed=27, inside=("begun",), of_twenty=3)

        assert () == outcome.problems
        assert (0, 0, 0) == (outcome.lost, outcome.twice, outcome.partial)
        assert 0 < outcome.acknowledged


def whole(outcome, turns):
    """Whether eight writers are in a store once, and both readers were told of each event once."""
    assert () == outcome.problems
    # Of three commands the first has one statement, the second three, the third five.
    assert 8 * sum((1, 3, 5)[turn % 3] for turn in range(turns)) == outcome.acknowledged
    assert (0, 0, 0) == (outcome.lost, outcome.twice, outcome.partial)
    assert (0, 0, 0) == (outcome.missed, outcome.seen_twice, outcome.torn)
    assert outcome.events == outcome.followed
    assert 1 < outcome.steps


def test_law_26_eight_writers_and_two_readers_share_a_file():
    """Law 26 for readers: none lost, none missed, none twice, batches whole at every look."""
    with sqlite() as location:
        whole(shared(location, writers=8, turns=8, seed=26), 8)


def test_law_26_eight_writers_and_two_readers_share_postgresql_over_cuts():
    """Law 26 for readers: as well while the server ends connections of any of them."""
    with postgres() as location:
        outcome = shared_over_cuts(location, writers=8, turns=8, seed=26, cuts=8)

        whole(outcome, 8)
        assert 0 < outcome.strikes


def test_law_26_eight_writers_and_two_readers_share_umadb_over_kills():
    """Laws 26 and 27: as well while the server of UmaDB is killed and started again."""
    outcome = shared_server(writers=8, turns=8, seed=26, kills=5)

    whole(outcome, 8)
    assert 0 < outcome.strikes
    assert 0 < outcome.failures


def test_law_26_eight_writers_and_two_readers_share_umadb():
    """Law 26 for readers: undisturbed, with the follower's rows in a file beside."""
    with umadb() as location, TemporaryDirectory() as folder:
        rows = str(Path(folder) / "rows.db")
        whole(shared(location, writers=8, turns=8, seed=26, into=rows), 8)


def test_law_26_cut_off_by_the_server():
    """Law 26: a writer whose connection the server ends is told what is so."""
    with postgres() as location:
        outcome = severed(location, turns=3, seed=26)

        assert () == outcome.problems
        assert outcome.acknowledged == outcome.once
        assert 0 < outcome.inside


@each_store(KEYED)
def test_a_follower_killed_anywhere_takes_each_event_once(store):
    """Killed inside batches and anywhere, what is kept is a rebuild: each event is in it once."""
    with store() as location:
        outcome = followed(location, kills=12, seed=27)

        assert () == outcome.problems
        assert outcome.events == outcome.rows
        assert 0 < outcome.read
        assert outcome.struck < 2 * outcome.inside


def test_a_follower_cut_off_by_the_server_goes_on():
    """A follower whose connections the server ends loses nothing, and takes nothing twice."""
    with postgres() as location:
        outcome = followed_over_cuts(location, cuts=4, seed=26)

        assert () == outcome.problems
        assert outcome.events == outcome.rows
        assert 4 <= outcome.inside < outcome.struck
