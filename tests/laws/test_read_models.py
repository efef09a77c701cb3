"""Law 21, for the rows of read models: they differ as the answers do, and say when."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from positions import History, When
from positions.model.when import OPEN_FUTURE, OPEN_PAST
from positions.projections import OpenQuestions, Shifts, Standings, Timelines
from positions.replay.answers import NOTHING, Standing
from positions.testing import cuts, event_logs, with_later
from tests.entangled import entangled_logs
from tests.laws.records import at
from tests.laws.witness import witness

LOGS = st.one_of(event_logs(), event_logs().flatmap(with_later), entangled_logs())


def standing(row):
    """Return where a row says that an actor stands."""
    return Standing(row["kind"], frozenset(row["possible"]))


def by_cell(rows):
    """Return where each actor stands on each claim."""
    return {(row["actor"], row["claim"]): standing(row) for row in rows}


@given(LOGS, cuts(), cuts(), st.data())
def test_law_21_rows_of_standing_differ_as_views_do(log, one, other, data):
    """Law 21: the rows at two cuts, or at two places of the log, differ as `View.diff` says."""
    place = data.draw(st.integers(1, len(log)))
    rows_differ_as_views((History.of(log), one), (History.of(log), other))
    rows_differ_as_views((History.of(log[:place]), {}), (History.of(log), {}))


def rows_differ_as_views(*asked):
    """Hold the rows of two histories, each at a cut, to the difference of their views."""
    before, after = (history.as_of(**cut) for history, cut in asked)
    was, now = (
        by_cell(history.replay(Standings(), **cut).tables["standing"]) for history, cut in asked
    )

    witness(21, before, after)
    assert {cell: (each.old, each.new) for cell, each in before.diff(after).items()} == {
        cell: (was.get(cell, NOTHING), now.get(cell, NOTHING))
        for cell in was.keys() | now.keys()
        if was.get(cell) != now.get(cell)
    }


@given(LOGS, cuts())
def test_law_21_a_row_of_standing_says_what_the_position_says(log, cut):
    """Law 21: column by column, of each actor and claim with a position, and of no other."""
    history = History.of(log)
    view = history.as_of(**cut)

    rows = history.replay(Standings(), **cut).tables["standing"]

    positions = {(each.actor, each.claim): each for each in view.positions()}
    assert positions.keys() == {(row["actor"], row["claim"]) for row in rows}
    for row in rows:
        position = positions[row["actor"], row["claim"]]
        plain = position.to_dict()
        for column in ("kind", "possible", "stance", "deferred_to", "origins", "contested"):
            assert plain[column] == row[column], column
        assert plain["damaged"] == row["damaged"]
        assert [each["id"] for each in plain["statements"]] == row["statements"]
        assert row["dissent"] == [
            {name: each[name] for name in ("actor", "kind", "opposed")} for each in plain["dissent"]
        ]
        last = plain["statements"][-1] if plain["statements"] else {"id": None, "by": None}
        assert (last["id"], last["by"]) == (row["statement"], row["speaker"])
        since = position.since
        assert (since and since.edtf) == row["since"]
        assert (since and since.earliest, since and since.latest) == (
            row["since_earliest"],
            row["since_latest"],
        )


@given(LOGS, cuts())
def test_law_21_rows_of_open_questions_are_those_of_the_view(log, cut):
    """Law 21: what is asked cell by cell is what is asked of all at once."""
    history = History.of(log)
    view = history.as_of(**cut)

    rows = history.replay(OpenQuestions(), **cut).tables["open_questions"]

    witness(21, view, history.as_of())
    assert {
        (row["actor"], row["claim"], row["since"], row["kind"], *row["statements"]) for row in rows
    } == {
        (
            each.actor,
            each.claim,
            each.since.edtf,
            each.standing.kind,
            *(statement.id for statement in each.statements),
        )
        for each in view.open_questions()
    }


def edges(view):
    """Return the first and last instants of all that was said, and those beside them."""
    spoken = [each.statement.said for claim in view.claims for each in view.statements(claim=claim)]
    found = {0, *(each for when in spoken for each in (when.start, when.stop))}
    near = {edge + by for edge in found - {OPEN_PAST, OPEN_FUTURE} for by in (-1, 0, 1)}
    return sorted(near)


def holds(begun, until, instant):
    """Return whether an instant lies within a half-open span, open where it is `None`."""
    return (begun is None or begun <= instant) and (until is None or instant < until)


@given(LOGS, st.data())
def test_law_21_a_row_of_the_timeline_is_the_position_at_each_of_its_instants(log, data):
    """Law 21: joined at an instant, the periods give what the position is as of it."""
    history = History.of(log)
    instant = data.draw(st.sampled_from(edges(history.as_of())))

    rows = history.replay(Timelines()).tables["timeline"]

    found = [row for row in rows if holds(row["valid_from"], row["valid_until"], at(instant))]
    view = history.as_of(When.instant(instant))
    witness(21, view, history.as_of())
    joined = {(row["actor"], row["claim"]): (standing(row), row["stance"]) for row in found}
    assert len(found) == len(joined)
    assert joined == {
        (each.actor, each.claim): (each.standing, each.stance) for each in view.positions()
    }


def spans(row):
    """Return the spans of a row of `shifts`, as aware instants."""
    return [(instant_of(begun), instant_of(until)) for begun, until in row["changed"]]


def instant_of(text):
    """Return an instant in ISO 8601 as an aware datetime; `None` as it is."""
    return None if text is None else datetime.fromisoformat(text)


@given(LOGS, st.data())
def test_law_21_shifts_say_exactly_which_past_answers_changed(log, data):
    """Law 21: an answer as of an instant is another after an event just where its rows say so.

    Where an answer is another without a row, the timeline reads as it did: what has changed are
    refusals and silences, or words that may not count, none of which is a shift. These are in
    `changes`.
    """
    rows = History.of(log).replay(Shifts()).tables["shifts"]
    place = data.draw(st.sampled_from(sorted({row["place"] for row in rows} | {len(log)})))
    before, after = History.of(log[: place - 1]), History.of(log[:place])
    instants = data.draw(st.lists(st.sampled_from(edges(after.as_of())), min_size=3, max_size=3))
    told = {(row["actor"], row["claim"]): spans(row) for row in rows if row["place"] == place}

    witness(21, before.as_of(), after.as_of())
    for instant in instants:
        cut = When.instant(instant)
        changed = before.as_of(cut).diff(after.as_of(cut))
        assert {cell for cell in changed if cell in told} == {
            cell
            for cell, each in told.items()
            if any(holds(begun, until, at(instant)) for begun, until in each)
        }
        for cell in changed.keys() - told.keys():
            assert timeline(before.as_of(), cell) == timeline(after.as_of(), cell)


def timeline(view, cell):
    """Return the shifts of an actor on a claim; none where either is not on record yet."""
    actor, claim = cell
    if actor not in view.actors or claim not in view.claims:
        return ()
    return tuple(view.timeline(actor, claim))
