"""The one shortcut of the naive model, judged by code that takes none."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from positions.model.claims.statement import Statement
from positions.model.ids import StatementRef
from positions.model.when import Truth, When
from tests.naive.words import Tier, Word
from tests.naive.worlds import standing

NAMES = "abcd"


@st.composite
def worlds(draw):
    """Draw words that are all in, in times narrowed by a known order."""
    names = NAMES[: draw(st.integers(0, len(NAMES)))]
    before: dict[str, set[str]] = {}
    spans = {}
    for place, name in enumerate(names):
        earlier = draw(st.sets(st.sampled_from(names[:place]))) if place else set()
        before[name] = earlier.union(*(before[each] for each in earlier))
        start = draw(st.integers(0, 4))
        spans[name] = start, start + draw(st.integers(1, 4))
    words = []
    for name in names:
        start = max(spans[each][0] for each in before[name] | {name})
        stop = min(spans[each][1] for each in names if name in before[each] | {each})
        if start >= stop:
            continue
        act = draw(st.sampled_from(["assert", "retract"]))
        statement = Statement(
            id=name,
            claim="c",
            by=draw(st.sampled_from(["p1", "p2"])),
            act=act,
            said=When(text="a time", zone="UTC", start=start, stop=stop),
            retracts=draw(st.sampled_from([None, *names[: names.index(name)]]))
            if act == "retract"
            else None,
        )
        words.append((statement, before[name]))
    kept = {statement.id for statement, _ in words}
    return [
        Word(
            ref=statement.ref,
            statement=statement,
            speaker=statement.by,
            stances=statement.stances,
            included=Truth.YES,
            tier=Tier.FIRST,
            before=frozenset(StatementRef("c", each) for each in earlier & kept),
            time=(statement.said.start, statement.said.stop),
            stop=statement.said.stop,
        )
        for statement, earlier in words
    ]


def can_be(order):
    """Say whether instants can be found at which the words were said in this order."""
    instant = 0
    for place, word in enumerate(order):
        instant = max(instant, word.time[0])
        if instant >= word.stop or any(each.ref in word.before for each in order[place:]):
            return False
    return True


def at_the_end_of(order):
    """Return the word that stands after an order: each retraction takes away what it withdraws."""
    rest = list(order)
    while rest and rest[-1].is_retraction:
        last = rest.pop()
        rest = [word for word in rest if not last.withdraws(word)]
    return rest[-1] if rest else None


@given(worlds())
def test_orders_made_from_their_end_miss_nothing(words):
    """What can stand is what stands at the end of a feasible permutation of all the words."""
    orders = [order for order in permutations(words) if can_be(order)]

    assert standing(frozenset(words)) == {at_the_end_of(order) for order in orders}
