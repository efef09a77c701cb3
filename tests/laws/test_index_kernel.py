"""Law 7 in the innermost loops: what is compiled answers as numpy does, on any columns."""

import importlib
import os
import sys

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from positions.model.when import OPEN_FUTURE
from positions.replay.index import kernel
from positions.replay.index.kernel import vectors
from positions.replay.index.keys import Names
from positions.replay.index.outcomes import NO_RECORD
from positions.replay.index.row import HIDDEN, MUTE, PERHAPS, READINGS, ROLED, SPECIAL, Row
from positions.replay.index.sorting import layer_of
from positions.replay.index.spans import Spans
from positions.replay.index.window import Listening

NEVER = 1_000
numbers = st.integers(-20, 20)


@pytest.fixture(scope="module")
def compiled():
    """Return the compiled loops; skip where there are none, and with POSITIONS_TEST_KERNEL fail."""
    if kernel.COMPILED:
        return importlib.import_module("positions.replay.index.kernel.compiled")
    why = "the loops were not compiled when the package was installed"
    if os.environ.get("POSITIONS_TEST_KERNEL"):
        pytest.fail(f"POSITIONS_TEST_KERNEL is set, and {why}")
    pytest.skip(why)


@st.composite
def spans(draw):
    """Return spans of up to six cells, of few rows or of many; and of none."""
    ends = sorted(draw(st.sets(numbers, max_size=12)))
    times = np.array([*ends, NEVER], np.int64)
    place = st.integers(0, len(ends))
    cells = [sorted(draw(st.lists(place, max_size=9))) for _ in range(draw(st.integers(0, 6)))]
    begin = [each for cell in cells for each in cell]

    def column(values, dtype):
        return np.array([draw(values) for _ in begin], dtype)

    return Spans(
        times=times,
        keys=np.cumsum([draw(st.integers(1, 3)) for _ in cells], dtype=np.int64),
        bounds=np.cumsum([0, *map(len, cells)]).astype(np.int32),
        begin=np.array(begin, np.int32),
        plain=column(place, np.int32),
        outcome=column(st.integers(1, 2**16 - 1), np.uint16),
        row=np.cumsum(column(st.integers(1, 2), np.int32), dtype=np.int32),
        lone=column(st.booleans(), np.bool_),
    )


def same(one, other):
    """Return whether two answers are the same columns, of the same kinds."""
    one, other = (each if isinstance(each, tuple) else (each,) for each in (one, other))
    return all(
        mine.dtype == its.dtype and mine.tolist() == its.tolist()
        for mine, its in zip(one, other, strict=True)
    )


@given(spans(), numbers)
def test_law_07_a_cut_through_all_cells_is_the_same_compiled(compiled, some, until):
    """Law 7: the cells in which something is in, and all of them."""
    assert same(vectors.last_at(some, until), compiled.last_at(some, until))
    assert same(vectors.last_everywhere(some, until), compiled.last_everywhere(some, until))


@given(spans(), st.data())
def test_law_07_many_cuts_are_the_same_compiled(compiled, some, data):
    """Law 7: cells each at a cut of its own, any number of them, and what is no cell."""
    cell = st.integers(-1, len(some.keys) - 1)
    asked = data.draw(st.lists(st.tuples(cell, numbers), max_size=150))
    cells, until = (np.array([each[side] for each in asked], np.int64) for side in (0, 1))

    assert same(vectors.last_of(some, cells, until), compiled.last_of(some, cells, until))


@given(st.sets(numbers), st.lists(numbers, max_size=150))
def test_law_07_places_are_the_same_compiled(compiled, there, asked):
    """Law 7: where numbers stand among others, and ids by their names."""
    among, numbers_asked = np.array(sorted(there), np.int64), np.array(asked, np.int64)
    filed, names = Names(tuple(map(str, there))), list(map(str, asked))

    assert same(vectors.places_of(numbers_asked, among), compiled.places_of(numbers_asked, among))
    assert same(vectors.numbers_of(names, filed), compiled.numbers_of(names, filed))


@st.composite
def layers(draw):
    """Return a layer of up to three cells, whose rows are of any tier and crowd."""
    cells = draw(st.sets(st.tuples(st.sampled_from("ab"), st.sampled_from("cd")), max_size=3))
    return layer_of({cell: draw(st.lists(rows(), min_size=1, max_size=6)) for cell in cells})


@st.composite
def rows(draw):
    """Return a row that was disclosed as it was said, or at some other time."""
    start, lasts = draw(numbers), draw(st.integers(1, 9))
    later = draw(st.sampled_from([0, 0, -2, 5]))
    return Row(
        tier=draw(st.integers(1, 4)),
        start=start,
        stop=draw(st.sampled_from([start + lasts, start + lasts, OPEN_FUTURE])),
        disclosed=start + later,
        public=start + later + lasts,
        first=draw(st.integers(0, 9)),
        begin=0,
        outcome=draw(st.sampled_from([1, 2, 4, NO_RECORD])),
        flags=draw(st.sampled_from(FLAGS)),
    )


FLAGS = [0, 0, 0, 0, 0, SPECIAL, READINGS, HIDDEN, MUTE, ROLED, PERHAPS, PERHAPS | ROLED]
ends = st.one_of(numbers, st.just(OPEN_FUTURE))
listenings = st.builds(
    Listening,
    ends,
    st.one_of(st.none(), ends),
    st.sampled_from([MUTE, MUTE | HIDDEN]),
    st.sampled_from([SPECIAL, SPECIAL | READINGS, SPECIAL | READINGS | HIDDEN]),
)


@given(layers(), listenings)
def test_law_07_one_question_is_the_same_compiled(compiled, layer, heard):
    """Law 7: every cell that there is, and what is none."""
    for key in [-1, *layer.cells.tolist(), layer.key("a", "c"), layer.key("b", "d")]:
        assert vectors.word_of(layer, key, heard) == compiled.word_of(layer, key, heard)


def test_a_column_that_is_too_short_is_refused(compiled):
    """What is compiled reads no further than a column reaches."""
    short, others = np.empty(1, np.int64), np.arange(3)

    with pytest.raises(
        ValueError, match="column 3 has 8 bytes in items of 8; it takes 3 items of 8"
    ):
        compiled.loops.places_of(others, others, short)


def test_a_column_of_other_items_is_refused(compiled):
    """Nor does it take four bytes for eight."""
    with pytest.raises(ValueError, match="column 1 has 12 bytes in items of 4"):
        compiled.places_of(np.arange(3, dtype=np.int32), np.arange(3))


def test_a_segment_that_ends_elsewhere_is_refused(compiled):
    """Rows of a file are not looked for outside it, whatever it says of itself."""
    row = Row(1, 0, 1, 0, 1, 0, 0, NO_RECORD, 0)
    layer = evolve(layer_of({("a", "c"): [row]}), bounds=np.array([-5, 1]))

    with pytest.raises(ValueError, match="a segment of the layer does not end where it should"):
        compiled.word_of(layer, layer.key("a", "c"), Listening(9, None, MUTE, SPECIAL))


def test_what_cannot_be_looked_up_is_said(compiled):
    """An id that is no key at all is an error, not a -1."""
    with pytest.raises(TypeError, match="unhashable"):
        compiled.numbers_of([[]], Names(("a",)))


def test_a_table_without_a_free_slot_is_refused(compiled):
    """Looking for what is not there would never end."""
    with pytest.raises(ValueError, match="a table for 2 ids has a power of two of slots, and more"):
        compiled.loops.file_ids(("a", "b"), np.zeros(2, np.int32))


def test_the_columns_of_a_layer_are_by_the_alphabet():
    """What is compiled takes them by their place."""
    layer = layer_of({("a", "c"): [Row(1, 2, 3, 4, 5, 6, 7, NO_RECORD, SPECIAL)]})
    names = ["bounds", "disclosed", "flags", "keys", "outcome", "public", "reach", "start", "stop"]

    columns = [each.tolist() for each in layer.columns]
    assert [getattr(layer, name).tolist() for name in names] == columns


@pytest.fixture
def nothing_compiled(monkeypatch):
    """Let the kernel be imported where nothing was compiled."""
    module = "positions.replay.index.kernel.compiled"
    monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setitem(sys.modules, "positions.replay.index.kernel.loops", None)
    monkeypatch.delattr(kernel, "loops", raising=False)
    yield importlib.reload(kernel)
    monkeypatch.undo()
    importlib.reload(kernel)


def test_numpy_stands_in_where_nothing_was_compiled(nothing_compiled):
    """Whoever has no compiler has the same answers, only later."""
    assert not nothing_compiled.COMPILED
    assert all(
        getattr(nothing_compiled, name) is getattr(vectors, name) for name in vectors.__all__
    )
