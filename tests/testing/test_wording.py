"""How values are shown in a failure."""

from positions.model.claims.statement import Question, Statement
from positions.model.extra import Extra
from positions.model.ids import StatementRef
from positions.model.when import When
from positions.testing.wording import differences, listed, shown

STATEMENT = Statement(
    id="a",
    claim="c",
    by="p1",
    act="deny",
    said=When.parse("2015-08-03", zone="Asia/Tokyo"),
    follows=(StatementRef("d", "b"),),
    question=Question(text="Was he here?"),
    extra={"tone": 0.5},
)


def test_a_value_is_shown_by_what_it_says():
    """Fields that hold their defaults are left out, and words are shown as they are written."""
    assert shown(STATEMENT) == (
        "Statement(id='a', claim='c', by='p1', act='deny', said='2015-08-03 in Asia/Tokyo', "
        "stances=['denied'], question=Question(text='Was he here?'), follows=['d/b'], "
        "extra={'tone': 0.5})"
    )
    assert "'2015-08-03'" == shown(When.parse("2015-08-03"))
    assert "3" == shown(3)


def test_values_are_listed_one_a_line():
    """Nothing is listed as nothing."""
    assert "  1\n  2" == listed([1, 2])
    assert "  nothing" == listed([])


def test_differences_are_named_by_field():
    """Only what differs is named, by the path of its field."""
    other = STATEMENT.evolve(
        by="p2", said=When.parse("2015-08-03"), extra=Extra.of({}), question=Question(text="Why?")
    )

    assert [] == list(differences(STATEMENT, STATEMENT))
    assert [
        "by: expected 'p1', found 'p2'",
        "said: expected '2015-08-03 in Asia/Tokyo', found '2015-08-03'",
        "question.text: expected 'Was he here?', found 'Why?'",
        "extra: expected {'tone': 0.5}, found {}",
    ] == list(differences(STATEMENT, other))


def test_values_of_other_kinds_differ_as_a_whole():
    """An event of another kind is named as such."""
    assert ["all of it: expected 1, found 'a'"] == list(differences(1, "a"))


def test_mappings_and_lists_differ_by_key_and_place():
    """What is inside them is named as Python would reach it."""
    assert [
        "the state['a'][1]: expected 2, found 3",
        "the state['b']: expected 1, not there",
        "the state['c']: not expected, found []",
    ] == list(differences({"a": [1, 2], "b": 1}, {"a": [1, 3], "c": ()}, "the state"))
    assert ["[1]: not expected, found 2"] == list(differences([1], [1, 2]))
    assert ["all of it: expected [1], found []"] == list(differences([1], ()))
