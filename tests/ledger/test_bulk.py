"""Loading tables: whole batches, twice is once, what is wrong, and who else writes meanwhile."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import closing, nullcontext
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pytest
from attrs import evolve

import positions
from positions import InvalidTable, OutOfTurn, StatementRecorded
from positions.ledger.bulk import decided, holes, known, pages
from positions.projections import Standings
from tests.ledger.tables import clock, events
from tests.stores import STORES

MAPPING: dict[str, Any] = {
    "statement": {"id": "id", "by": "who", "claim": "claim", "act": "act", "said": "said"},
    "actors": {"by": {"kind": {"constant": "person"}}},
    "claims": {"text": "claim"},
}
WITH_EXTRA = MAPPING | {"statement": MAPPING["statement"] | {"extra": {"x": "x"}}}
COUNT = 60


def rows(count=COUNT, **more):
    """Return a table of so many plain statements."""
    columns = {
        "id": [f"s{number}" for number in range(count)],
        "who": [f"actor{number % 7}" for number in range(count)],
        "claim": [f"claim{number // 9}" for number in range(count)],
        "act": [("confirm", "deny", "abstain")[number % 3] for number in range(count)],
        "said": [f"2015-08-{1 + number % 28:02}" for number in range(count)],
    }
    return pa.table(columns | more)


@pytest.fixture(autouse=True)
def few_are_enough(monkeypatch):
    """Have a stencil made for every form of which there are two rows."""
    monkeypatch.setattr(pages, "_WORTH_IT", 2)


def without_extra(recorded):
    """Return what was recorded, without the user's own fields."""
    stream, event, *more = recorded
    if hasattr(event, "statement"):
        event = evolve(event, statement=evolve(event.statement, extra={}))
    return stream, event, *more


@pytest.fixture
def place(tmp_path):
    """Return the name of a file that is not there yet."""
    return tmp_path / "ledger.db"


@pytest.mark.parametrize("store", STORES)
def test_every_store_takes_tables(store):
    """What is recorded is the same, however the store is asked; twice is once."""
    with positions.open(":memory:", clock=clock) as ledger:
        ledger.load_table(rows(), MAPPING, batch=13)
        expected = events(ledger)

    with STORES[store]() as where, positions.open(where, clock=clock) as ledger:
        first = ledger.load_table(rows(), MAPPING, batch=13)
        again = ledger.load_table(rows(), MAPPING, batch=7)

        assert expected == events(ledger)
        assert ledger.verify().problems == ()
    assert (COUNT, len(expected), 0) == (first.rows, first.recorded, first.known)
    assert (COUNT, 0, COUNT) == (again.rows, again.recorded, again.known)


@pytest.mark.parametrize("store", STORES)
def test_every_store_is_asked_what_is_tied(store):
    """Words of one utterance are held against those that are on record, wherever they are kept."""
    uttered = MAPPING | {"statement": MAPPING["statement"] | {"utterance": "said"}}
    told = []
    for where in (nullcontext(":memory:"), STORES[store]()):
        with where as location, positions.open(location, clock=clock) as ledger:
            ledger.load_table(rows(9), uttered)
            ledger.load_table(rows(30).slice(9), uttered)
            told.append(events(ledger))

    assert told[0] == told[1]


def test_rows_in_bulk_are_batch_record(place):
    """The same events as `batch.record` of the same rows, one by one."""
    with positions.open(":memory:", clock=clock) as ledger:
        with ledger.batch() as batch:
            for row in rows().to_pylist():
                batch.add_actor(row["who"], "person")
                batch.open_claim(row["claim"], row["claim"])
                batch.record(**{"by" if name == "who" else name: row[name] for name in row})
        expected = events(ledger)

    with positions.open(place, clock=clock) as bulk:
        bulk.load_table(rows(), MAPPING)
        assert expected == events(bulk)


def test_progress_is_told_batch_by_batch(place):
    """How many rows were dealt with."""
    told: list[int] = []
    with positions.open(place) as ledger:
        ledger.load_table(rows(), MAPPING, batch=25, progress=told.append)

    assert [25, 50, 60] == told


def test_actors_and_claims_must_be_there_unless_the_mapping_says_as_what(place):
    """Each row that names one that is not is refused; where they are, it is not."""
    mapping = {"statement": MAPPING["statement"]}
    with positions.open(place) as ledger:
        with pytest.raises(InvalidTable) as caught:
            ledger.load_table(rows(9), mapping)
        assert str(caught.value.problems[0]) == (
            "row 1, column 'claim': `claim`: there is no claim 'claim0'"
        )
        ledger.open_claim("claim0", "What")
        with pytest.raises(InvalidTable, match=r"row 9, column 'who': `by`: there is no actor 'a"):
            ledger.load_table(rows(9), mapping)
        for number in range(7):
            ledger.add_actor(f"actor{number}", "person")
        loaded = ledger.load_table(rows(9), mapping)
        again = ledger.load_table(rows(9), mapping)

    assert (9, 0) == (loaded.recorded, again.recorded)


def test_an_actor_that_is_always_the_same_must_be_there_too(place):
    """A constant is looked up as a column is."""
    mapping = MAPPING | {
        "statement": MAPPING["statement"] | {"by": {"constant": "x"}},
        "actors": {},
    }
    with positions.open(place) as ledger:
        with pytest.raises(InvalidTable, match="there is no actor 'x'"):
            ledger.load_table(rows(), mapping)
        ledger.add_actor("x", "person")
        assert ledger.load_table(rows(), mapping).recorded == COUNT + 7


def test_whole_batches_stay_before_a_row_that_is_wrong(place):
    """All that is wrong with its batch is told, and nothing of the batch is recorded."""
    acts = rows().column("act").to_pylist()
    acts[30], acts[35] = "denny", ""
    table = rows(act=acts)
    with positions.open(place, clock=clock) as ledger:
        with pytest.raises(InvalidTable) as caught:
            ledger.load_table(table, MAPPING, batch=20)
        before = events(ledger)
        refused: list[Any] = []
        loaded = ledger.load_table(table, MAPPING, batch=20, refused=refused.append)

    error = caught.value
    assert ([31, 36], 20, len(before)) == (
        [p.row for p in error.problems],
        error.rows,
        error.recorded,
    )
    assert [31, 36] == [each.row for each in refused]
    assert (2, 20) == (loaded.refused, loaded.known)


def test_the_same_id_with_other_content_is_a_conflict(place):
    """On record, or in the same table; the rest of its claim is recorded where it may be."""
    with positions.open(place) as ledger:
        ledger.load_table(rows(9), MAPPING)
        others = rows(9, said=["2015-09-01", *rows(9).column("said").to_pylist()[1:]])
        with pytest.raises(
            InvalidTable, match=r"statement 's0' is recorded already with other con"
        ):
            ledger.load_table(others, MAPPING)
        twice = pa.concat_tables([rows(18).slice(9), rows(18).slice(9, 1), others.slice(0, 1)])
        refused: list[Any] = []
        loaded = ledger.load_table(twice, MAPPING, refused=refused.append)

    assert ([11], 1) == ([each.row for each in refused], loaded.known)


def test_a_claim_that_is_worded_otherwise_is_refused(place):
    """As are all rows that word it so."""
    with positions.open(place) as ledger:
        ledger.load_table(rows(9), MAPPING)
        mapping = MAPPING | {"claims": {"text": "id"}}
        with pytest.raises(InvalidTable) as caught:
            ledger.load_table(rows(18), mapping)

    assert 17 == len(caught.value.problems)
    assert "claim 'claim0' is recorded already with other content" in str(caught.value)


def test_another_writer_may_come_first(place, monkeypatch):
    """The page is decided on anew, on what is on record then."""
    with positions.open(place, clock=clock) as ledger, positions.open(place, clock=clock) as other:
        ledger.load_table(rows(), MAPPING, batch=30)
        before = ledger._journal.append_stored

        def beaten(*given):
            monkeypatch.setattr(ledger._journal, "append_stored", before)
            other.load_table(rows(70).slice(60, 5), MAPPING)
            return before(*given)

        monkeypatch.setattr(ledger._journal, "append_stored", beaten)
        loaded = ledger.load_table(rows(70).slice(60), MAPPING)

        assert (1, 5) == (ledger.retried, loaded.known)
        assert ledger.verify().problems == ()
        assert 70 == sum(hasattr(each.event, "statement") for each in ledger.history())


def test_another_s_first_write_may_fix_another_zone(place, monkeypatch):
    """Then bare dates are read anew, in that one."""
    with positions.open(place, clock=clock) as ledger, positions.open(place, clock=clock) as other:
        prepared = pages.PageReader.prepared

        def beaten(*given):
            monkeypatch.setattr(pages.PageReader, "prepared", prepared)
            other.load({"positions": 1, "zone": "Asia/Tokyo", "actors": {"x": {}}})
            return prepared(*given)

        monkeypatch.setattr(pages.PageReader, "prepared", beaten)
        ledger.load_table(rows(), MAPPING)
        zones = {
            each.event.statement.said.zone
            for each in ledger.history()
            if isinstance(each.event, StatementRecorded)
        }

    assert ({"Asia/Tokyo"}, "Asia/Tokyo") == (zones, ledger.zone)


@pytest.mark.parametrize("where", ["file", ":memory:"])
def test_the_zone_is_that_of_the_mapping_else_of_the_ledger(where, place):
    """The first write fixes that of the ledger; a later mapping may still name its own."""
    with positions.open(place if where == "file" else where) as ledger:
        ledger.load_table(rows(9), MAPPING | {"zone": "Asia/Tokyo"})
        ledger.load_table(rows(18).slice(9), MAPPING)
        ledger.load_table(rows(27).slice(18), MAPPING | {"zone": "Europe/Moscow"})
        view = ledger.as_of()
        zones = [
            {each.statement.said.zone for each in view.statements(claim=f"claim{number}")}
            for number in range(3)
        ]

    assert [{"Asia/Tokyo"}, {"Asia/Tokyo"}, {"Europe/Moscow"}] == zones
    assert "Asia/Tokyo" == ledger.zone


def test_projections_are_written_beside(place):
    """As with every other way to record."""
    with positions.open(place, inline=[Standings()]) as ledger:
        ledger.load_table(rows(), MAPPING, batch=20)
        told = ledger.follow(Standings()).rows("standing")
        expected = {(actor, claim) for actor, claim in ledger.as_of().matrix()}

    assert expected == {(row["actor"], row["claim"]) for row in told}
    assert expected


def test_a_batch_is_not_written_past(place):
    """Nor a ledger that is closed."""
    with (
        positions.open(place) as ledger,
        ledger.batch(),
        pytest.raises(OutOfTurn, match="a batch of this ledger is open"),
    ):
        ledger.load_table(rows(), MAPPING)
    with pytest.raises(OutOfTurn, match="this ledger is closed"):
        ledger.load_table(rows(), MAPPING)


def test_the_curator_is_kept(place):
    """With each event; also where it has quotation marks."""
    with positions.open(place, curator='the "desk"') as ledger:
        ledger.load_table(rows(), MAPPING)
        again = ledger.load_table(rows(), MAPPING)

        assert {'the "desk"'} == {each.curator for each in ledger.history()}
        assert ledger.verify().problems == ()
    assert COUNT == again.known


def test_what_is_damaged_is_not_on_record(place):
    """A statement whose event cannot be read is recorded anew, as a command would."""
    with positions.open(place) as ledger:
        ledger.load_table(rows(), MAPPING)
    damaged(place)
    with positions.open(place) as ledger:
        loaded = ledger.load_table(rows(), MAPPING)

    assert (1, COUNT - 1) == (loaded.recorded, loaded.known)


def damaged(place, stream="claim:claim1", version=4):
    """Damage an event; that of a statement, if nobody says which."""
    import sqlite3  # noqa: PLC0415 - here alone

    with closing(sqlite3.connect(place)) as file:
        file.execute("DROP TRIGGER stored_events_updated")
        file.execute(
            "UPDATE stored_events SET state = substr(state, 1, length(state) - 5) || 'xxxxx' "
            "WHERE originator_id = ? AND originator_version = ?",
            (stream, version),
        )
        file.commit()


def test_odd_rows_are_counted_and_the_first_are_told(place):
    """They are accepted."""
    mapping = MAPPING | {"statement": MAPPING["statement"] | {"reports": [{"published": "p"}]}}
    with positions.open(place) as ledger:
        loaded = ledger.load_table(rows(120, p=["2015-01-01"] * 120), mapping)

    assert (120, 100) == (loaded.odd, len(loaded.warnings))
    assert "row 1: `reports[0].published`: it was published (2015-01-01)" in loaded.warnings[0]


def test_judged_speakers_are_looked_at_closely(place):
    """Two that are one may speak in one utterance: their places in it contradict each other."""
    more = {"u": ["u"] * 9, "n": [str(number) for number in range(9)]}
    mapping = MAPPING | {
        "statement": MAPPING["statement"]
        | {"utterance": "u", "seq": {"column": "n", "number": True}}
    }
    with positions.open(place) as ledger:
        ledger.load_table(rows(9), MAPPING)
        ledger.judge_identity("same", ["actor0", "actor1"])
        ledger.record(
            by="actor0", claim="claim0", act="deny", said="2015-09-20", utterance="u", seq=1
        )
        ledger.load_table(rows(70).slice(63), MAPPING)
        later = rows(9, id=["x"] * 9, who=["actor1"] * 9, said=["2015-01-01"] * 9, **more).slice(
            5, 1
        )
        with pytest.raises(InvalidTable, match="would have to come both before and after"):
            ledger.load_table(later, mapping)


def same_as_one_by_one(place, table, mapping, **recorded):
    """Hold a table, by plain rows and the rest, to each row decided on by itself."""
    found = []
    for where in (":memory:", place):
        with positions.open(where, clock=clock) as ledger:
            ledger.load_table(rows(), MAPPING)
            for name, given in recorded.items():
                getattr(ledger, name)(**given)
            loaded = ledger.load_table(table, mapping, refused=lambda _: None)
            found.append((loaded, events(ledger)))
    assert found[0] == found[1]
    return found[0][0]


def test_rows_that_are_skipped_are_counted(place):
    """Nothing is made of them, nor of the actors that they name."""
    skip = {"skip": {"act": ["abstain"]}}

    loaded = same_as_one_by_one(place, rows(80).slice(60), MAPPING | skip)

    assert (20, 6) == (loaded.rows, loaded.skipped)


def test_a_zone_may_be_a_column(place):
    """Then each row is read by itself."""
    table = rows(80, zone=["UTC", "Asia/Tokyo"] * 40).slice(60)

    loaded = same_as_one_by_one(
        place, table, MAPPING | {"statement": MAPPING["statement"] | {"zone": "zone"}}
    )

    assert 20 < loaded.recorded


def test_several_reports_may_be_of_one_row(place):
    """Then a row is not plain; nor where one report was removed before it was published."""
    times = {"p": ["2015-09-01"] * 80, "r": ["2015-08-30", "2015-09-02"] * 40}
    one = {"published": "p", "removed": "r"}
    for reports in ([one], [{"removed": "r"}], [one, {"outlet": "who"}]):
        mapping = MAPPING | {"statement": MAPPING["statement"] | {"reports": reports}}
        place.unlink(missing_ok=True)
        loaded = same_as_one_by_one(place, rows(80, **times).slice(60), mapping)
        assert (10 if one in reports else 0) == loaded.odd


@pytest.mark.parametrize("much", [1, 1_000], ids=["in streams", "by keys"])
def test_what_was_added_to_a_statement_on_record_does_not_matter(place, monkeypatch, much):
    """Reports, amendments, and what follows it: as first recorded, it is the same."""
    monkeypatch.setattr(known, "_MUCH", much)
    again = same_as_one_by_one(
        place,
        rows(62),
        MAPPING,
        add_report={"statement": "s0", "outlet": "AP"},
        amend={"statement": "s1", "said": "2015-09-01", "why": "a slip"},
        record={
            "id": "after",
            "by": "actor1",
            "claim": "claim1",
            "act": "deny",
            "said": "2015-10",
            "follows": ["s10"],
        },
    )

    assert (2, 60) == (again.recorded, again.known)


def test_cells_of_which_nothing_can_be_made_are_refused(place):
    """Whether they are ids, or the user's own; what can be is recorded as it is."""
    table = rows(
        80,
        who=["Кирби", "Kirby"] * 40,
        score=["0.5", "many", "-0.0", "0", "", "7", "1.5", "1e2"] * 10,
        word=["ö", "", "x", "ж"] * 20,
    ).slice(60)
    extra = {
        "score": {"column": "score", "number": True},
        "word": "word",
        "raw": {"column": "said"},
    }
    by = {"column": "who", "slug": True}
    mapping = MAPPING | {"statement": MAPPING["statement"] | {"by": by, "extra": extra}}

    loaded = same_as_one_by_one(place, table, mapping)

    assert 10 < loaded.refused < 20


def test_bytes_are_no_value(place):
    """In the user's own fields, they are refused."""
    mapping = MAPPING | {"statement": MAPPING["statement"] | {"extra": {"raw": "raw"}}}

    assert 5 == same_as_one_by_one(place, rows(65, raw=[b"x"] * 65).slice(60), mapping).refused


def test_what_is_new_of_an_actor_is_recorded_with_a_statement_that_is_not(place):
    """A row is known if nothing of it is new."""
    named = MAPPING | {"actors": {"by": {"kind": {"constant": "person"}, "names": ["who"]}}}

    loaded = same_as_one_by_one(place, rows(), named)

    assert (7, COUNT - 7) == (loaded.recorded, loaded.known)


def test_what_is_wrong_with_a_claim_refuses_its_rows(place):
    """However plain the statements are; and a word that many rows have wrong."""
    kinds = ["fact"] * 72 + ["fat"] * 18
    acts = ["deny", "denny", "denny"] * 30
    mapping = MAPPING | {"claims": {"text": "claim", "kind": "kind"}}

    first = same_as_one_by_one(place, rows(90, kind=kinds).slice(63), mapping)
    place.unlink()
    second = same_as_one_by_one(place, rows(90, act=acts).slice(63), MAPPING)

    assert (18, 18) == (first.refused, second.refused)


def test_ids_may_be_given_to_some_rows_alone(place):
    """The others get derived ones."""
    ids = [f"s{number}" if number % 4 else "" for number in range(80)]

    assert 20 < same_as_one_by_one(place, rows(80, id=ids).slice(60), MAPPING).recorded


def test_zero_is_written_with_its_sign(place):
    """As -0.0 and 0.0 are equal, and not written alike."""
    mapping = MAPPING | {"statement": MAPPING["statement"] | {"extra": {"x": "x"}}}
    table = rows(70, x=[0.0, -0.0] * 35).slice(60)
    same_as_one_by_one(place, table, mapping)

    with positions.open(place) as ledger:
        told = [
            str(each.event.statement.extra)
            for each in ledger.history()[-8:]
            if isinstance(each.event, StatementRecorded)
        ]

    assert {"0.0", "-0.0"} == {each.partition(":")[2].strip("}')") for each in told}


def test_a_judgement_that_is_damaged_judges_nobody(place):
    """As for everybody who asks."""
    uttered = MAPPING | {"statement": MAPPING["statement"] | {"utterance": "said"}}
    with positions.open(place) as ledger:
        ledger.load_table(rows(9), MAPPING)
        ledger.judge_identity("same", ["actor0", "actor1"])
    damaged(place, "actor:actor0", 2)

    with positions.open(place) as ledger:
        loaded = ledger.load_table(rows(18).slice(9), uttered)

    assert 9 <= loaded.recorded


SLOW = """
import sys, time
import positions
from positions.ledger import bulk
take = bulk.TableLoading._take
def slowly(self, *given, **more):
    take(self, *given, **more)
    print(self.loaded.recorded, flush=True)
    time.sleep(0.2)
bulk.TableLoading._take = slowly
from positions.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_ctrl_c_leaves_whole_batches_and_a_second_run_goes_on(tmp_path):
    """A load that is interrupted and done once more leaves what an uninterrupted one leaves."""
    table, columns = tmp_path / "rows.csv", tmp_path / "columns.yaml"
    pyarrow.csv.write_csv(rows(600), table)
    columns.write_text(
        "statement: {id: id, by: who, claim: claim, act: act, said: said}\n"
        "actors: {by: {kind: {constant: person}}}\nclaims: {text: claim}\n"
    )
    asked = ["load", str(table), "--columns", str(columns), "--batch", "50", "--ledger"]
    broken, whole = tmp_path / "broken.db", tmp_path / "whole.db"
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, *asked, str(broken)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for _ in range(3):
        process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)

    assert 130 == process.returncode
    assert "interrupted; at least" in told
    assert "the same command goes on from there" in told
    with positions.open(broken) as ledger:
        there = sum(hasattr(each.event, "statement") for each in ledger.history())
        assert ledger.verify().problems == ()
    assert there % 50 == 0
    assert 150 <= there < 600
    for place in (broken, whole):
        subprocess.run([sys.executable, "-m", "positions", *asked, str(place)], check=True)
    with positions.open(broken) as one, positions.open(whole) as other:
        expected = [(each.stream, each.event) for each in other.history()]
        assert expected == [(each.stream, each.event) for each in one.history()]


def test_what_is_kept_from_page_to_page_is_bounded(place, monkeypatch):
    """What was forgotten is looked up again, and the events are the same."""
    with positions.open(":memory:", clock=clock) as ledger:
        ledger.load_table(rows(), MAPPING, batch=10)
        expected = events(ledger)
    for room, name in (
        (holes, "_HELD_AT_MOST"),
        (decided, "_SETTLED_AT_MOST"),
        (pages, "_FORMS_AT_MOST"),
    ):
        monkeypatch.setattr(room, name, 1)

    with positions.open(place, clock=clock) as ledger:
        ledger.load_table(rows(x=[str(each) for each in range(COUNT)]), WITH_EXTRA, batch=10)
        found = [without_extra(each) for each in events(ledger)]

    assert [without_extra(each) for each in expected] == found
