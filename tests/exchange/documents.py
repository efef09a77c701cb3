"""Documents of the case format, drawn from its declaration, and ways to spoil them."""

import copy

from hypothesis import strategies as st

from positions.exchange.form import Form
from positions.exchange.forms import CASE
from positions.exchange.free import Free
from positions.exchange.scalars import Id, NameText, StatementName, Text, Version, Whole, Word
from positions.exchange.sections import Borrowing, Rows, Sources, Table, Triple
from positions.exchange.shapes import Either, ListOf, Texts
from positions.exchange.times import Time, Zone

IDS = st.sampled_from(["a", "b", "c", "visit", "us-state", "v2.1_x", "0"])
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
NAMES = st.sampled_from(["John", "Сулеймани", "قاسم سليماني", "🙂", "no", "1"])
TIMES = st.sampled_from(["2015-08-14", "2015-08", 2015, "2015-08-03/2015-08-09", "2015?", ".."])
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(
        [1, 1.0, 2015.0, -1, 0, "", "a", "a\n", "a/b", "a/b/c", "-", "\0", " ", "\u202e"]
    ),
    st.sampled_from(["assert", "Deny", "affirmed", "person", "fact", "entails", "same", "public"]),
    st.text(max_size=3),
    st.lists(st.sampled_from(["a", "b", "c", 1, None]), max_size=3),
    st.dictionaries(st.sampled_from(["a", "text", "by", "source"]), st.just("x"), max_size=2),
)


def documents():
    """Return documents of the case format, right in their structure."""
    return _of(CASE)


@st.composite
def spoiled_documents(draw):
    """Return documents in which something was put, taken out or renamed."""
    document = copy.deepcopy(draw(documents()))
    for _ in range(draw(st.integers(1, 3))):
        holders = list(_holders(document))
        holder = draw(st.sampled_from(holders))
        steps = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        how = draw(st.sampled_from(["put", "take", "add"]))
        if how == "add" or not steps:
            if isinstance(holder, dict):
                keys = st.sampled_from(["zone", "by", "stance", "id", "claim", "note", "a\n", ""])
                holder[draw(keys)] = draw(JUNK)
            else:
                holder.append(draw(JUNK))
        elif how == "put":
            holder[draw(st.sampled_from(steps))] = draw(JUNK)
        else:
            del holder[draw(st.sampled_from(steps))]
    return document


def _holders(value):
    if isinstance(value, dict | list):
        yield value
        for each in list(value.values()) if isinstance(value, dict) else list(value):
            yield from _holders(each)


_BY_SHAPE = {
    Text: lambda _: TEXTS,
    NameText: lambda _: NAMES,
    Id: lambda _: IDS,
    StatementName: lambda _: IDS | st.just("visit/a"),
    Word: lambda shape: st.sampled_from(list(shape.members)),
    Whole: lambda _: st.integers(1, 9),
    Version: lambda _: st.just(1),
    Zone: lambda _: st.sampled_from(["UTC", "Europe/Moscow", "Nowhere/Land"]),
    Time: lambda _: TIMES,
    Free: lambda _: st.dictionaries(TEXTS, st.none() | st.booleans() | st.integers() | TEXTS),
    Texts: lambda _: st.dictionaries(TEXTS, TEXTS, max_size=2),
    ListOf: lambda shape: st.lists(
        _of(shape.item), min_size=shape.fewest, max_size=shape.fewest + 1, unique=shape.unique
    ),
    Either: lambda shape: _of(shape.one) | _of(shape.compound),
    Rows: lambda shape: st.lists(_of(shape.item), max_size=2),
    Table: lambda shape: st.dictionaries(IDS, st.none() | _of(shape.form), max_size=2),
    Sources: lambda shape: st.dictionaries(TEXTS, st.none() | _of(shape.form), max_size=2),
    Borrowing: lambda shape: _of(shape.form),
    Triple: lambda shape: (
        st.tuples(*(_of(each.shape) for each in shape.form.fields[:3])).map(list) | _of(shape.form)
    ),
}


def _of(shape):
    return _form(shape) if isinstance(shape, Form) else _BY_SHAPE[type(shape)](shape)


def _form(form):
    required = {each.key: _of(each.shape) for each in form.fields if each.required}
    optional = {}
    for each in form.fields:
        if each.required or each.key in form.one_of:
            continue
        optional[each.key] = st.none() | _of(each.shape) if each.emptied else _of(each.shape)
    drawn = st.fixed_dictionaries(required, optional=optional)
    if not form.one_of:
        return drawn
    one = st.one_of(
        [
            st.fixed_dictionaries({each.key: _of(each.shape)})
            for each in form.fields
            if each.key in form.one_of
        ]
    )
    return st.tuples(drawn, one).map(lambda both: both[0] | both[1])
