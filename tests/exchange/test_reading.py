"""What a case says, as values of the model, and what is wrong with it, all of it and where."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given

from positions.errors import InvalidStatement
from positions.exchange import field_key, parse_case, read_case
from positions.exchange.form import Field, Form
from positions.exchange.places import ROOT, path_of, steps_of
from positions.exchange.reading import Reading
from positions.exchange.scalars import Text
from positions.model.actors.actor import Actor, Name
from positions.model.actors.identity import Judgement
from positions.model.actors.mandate import Mandate
from positions.model.claims.claim import Claim, ClaimRelation
from positions.model.claims.report import Report
from positions.model.claims.statement import Question, Statement
from positions.model.extra import Extra
from positions.model.ids import StatementRef
from positions.model.vocabulary import Act, Stance
from positions.model.when import When
from tests.exchange.documents import TEXTS

WHOLE = Path(__file__).with_name("whole.yaml").read_text(encoding="utf-8")
NEW_YORK = "America/New_York"


def problems(source):
    """Return what is wrong with a case, as `path: why`."""
    case = read_case(source) if isinstance(source, dict) else parse_case(source)
    return [f"{each.path}: {each.why}" for each in case.problems]


def statement(**fields):
    """Return a case of one statement."""
    plain = {"by": "a", "claim": "c", "act": "deny", "said": "2015-08-14"}
    return {"positions": 1, "statements": [plain | fields]}


def entry(**fields):
    """Return the first entry of the case of one statement."""
    case = read_case(statement(**fields))
    assert case.problems == ()
    return case.statements[0].value


def test_a_whole_case_is_read():
    """Every field of the format, as values of the model."""
    case = parse_case(WHOLE, file="visit.yaml", zone="UTC")

    assert case.problems == ()
    assert (case.file, case.title, case.zone) == ("visit.yaml", "The visit", NEW_YORK)
    assert [each.value.actor for each in case.actors] == [
        Actor(id="kirby", kind="person", ids={"viaf": "12"}, note="no"),
        Actor(id="us-state"),
    ]
    assert case.actors[0].value.names == (
        Name(text="John Kirby"),
        Name(text="Джон Кирби", lang="ru", begins=When.parse("2015", zone=NEW_YORK)),
    )
    assert case.mandates[0].value == Mandate(
        by="kirby",
        body="us-state",
        role="spokesperson",
        begins=When.parse("2015-05", zone=NEW_YORK),
        ends=When.parse("2017-01-20", zone=NEW_YORK),
        rank=5,
        source="S",
    )
    assert [each.value for each in case.claims] == [
        Claim(
            id="visit",
            text="He came",
            event=When.parse("2015-07-24/2015-07-26", zone=NEW_YORK),
            about=("soleimani",),
            tags=("ban",),
            note="n",
        ),
        Claim(id="ban", text="ban", kind="legal"),
    ]
    assert [(each.value.relation, each.value.why) for each in case.relations] == [
        (ClaimRelation(claim="ban", relation="presupposes", other="visit"), None),
        (ClaimRelation(claim="ban", relation="contradicts", other="visit"), "so"),
    ]
    assert [each.value for each in case.identities] == [
        Judgement(verdict="same", actors=("kirby", "official-b"), by="desk", why="voice"),
        Judgement(verdict="different", actors=("a", "b")),
    ]
    read = case.statements[0].value
    assert read.statement == Statement(
        id="kirby-0817",
        utterance="briefing-0817",
        seq=2,
        question=Question(by="press", text="Well?"),
        by="kirby",
        role="spokesperson",
        on_behalf_of="us-state",
        to="press",
        claim="visit",
        act="assert",
        stances=("probable", "affirmed"),
        mode="conditional",
        condition="unless it rains",
        said=When.parse("2015-08-17", zone="Asia/Tehran"),
        visibility="private",
        ground_rule="on_background",
        capacity="personal",
        authenticity="disputed",
        wording="cannot confirm",
        note="no",
        extra={"a": [1, 2.5, "yes", True, None, 31, "3", "2015-08-14"], "2015": {}},
    )
    assert read.follows == ("a", StatementRef("ban", "b"))
    assert read.reports == (
        Report(
            outlet="A Newspaper",
            published=When.parse("2015-08-14", zone="Europe/London"),
            lang="en",
            quote="well",
            rendering="verbatim",
            stances=("affirmed",),
            via=("x",),
            archive="u",
            removed=When.parse("2015-09", zone="Europe/London"),
        ),
        Report(
            outlet="Inline",
            published=When.parse("2015-08-18", zone="Asia/Tehran"),
            title="t",
            url="u",
            note="n",
            lang="fa",
        ),
    )
    amendment = case.amendments[0].value
    assert (amendment.statement, amendment.claim, amendment.id) == ("kirby-0817", "visit", "am-1")
    assert amendment.why == "transcript"
    assert amendment.changes == {
        "said": When.parse("2015-08-13", zone=NEW_YORK),
        "stances": (Stance.DENIED,),
        "follows": ("a",),
        "mode": "explicit",
    }
    void = case.voids[0].value
    assert (void.statement, void.claim, void.why) == ("other", "ban", "never said")
    assert case.declared.actors == {"kirby", "us-state"}
    assert case.declared.claims == {"visit", "ban"}
    assert case.declared.statements == {"kirby-0817"}


def test_lines_are_known_for_every_path():
    """A problem that only the ledger sees is placed as well as the loader's own."""
    case = parse_case(WHOLE, file="visit.yaml")

    assert case.line("") == 1
    assert case.line("actors.us-state") == 9
    assert case.line("statements[0].act") == 31
    assert case.line("statements[0].reports[1].via[3]") == 47
    assert case.line("statements[7].act") == 22
    assert str(case.problem("statements[0].by", "who?")) == "visit.yaml:26: statements[0].by: who?"
    assert read_case(statement()).line("statements[0].act") is None


@given(TEXTS)
def test_a_path_names_what_it_was_made_of(key):
    """Whatever a key is, its path can be followed back to it, and can be printed."""
    place = (((ROOT, "extra"), key), 3)

    assert list(steps_of(path_of(place))) == ["extra", key, 3] or not key.isprintable()
    assert path_of(place).isprintable()


def test_plain_data_may_hold_python_values():
    """Enumerations, times, dates, datetimes, whole years, tuples."""
    moment = datetime(2015, 8, 14, 12, tzinfo=UTC)
    read = entry(
        act=Act.ASSERT,
        stance=(Stance.PROBABLE,),
        said=When.parse("2015-08-13"),
        follows=(StatementRef("c", "x"),),
        reports=({"published": date(2015, 8, 14), "removed": moment}, {"published": 2016.0}),
        extra=Extra.of({"a": 1}),
        seq=1.0,
        utterance="u",
    )

    assert read.statement.said == When.parse("2015-08-13")
    assert read.statement.seq == 1
    assert read.statement.extra.value == {"a": 1}
    assert read.reports[0].published == When.parse("2015-08-14")
    assert read.reports[0].removed == When.of(moment)
    assert read.reports[1].published == When.parse("2016")
    assert read.follows == (StatementRef("c", "x"),)


def test_the_zone_is_the_statement_s_else_the_case_s_else_the_ledger_s():
    """A bare date is a day of that zone; a source's dates are of its own."""
    case = statement()

    def zone(case, **options):
        return read_case(case, **options).statements[0].value.statement.said.zone

    assert zone(case) == "UTC"
    assert zone(case, zone="Asia/Tehran") == "Asia/Tehran"
    assert zone(case | {"zone": NEW_YORK}, zone="Asia/Tehran") == NEW_YORK
    assert zone(statement(zone="Europe/Moscow") | {"zone": NEW_YORK}) == "Europe/Moscow"


def test_a_source_without_a_zone_is_read_in_the_case_s():
    """One date does not become two because two statements borrow it."""
    case = statement(zone="Asia/Tehran", reports=[{"source": "s"}])
    case["sources"] = {"s": {"published": "2015-08-14"}}

    report = read_case(case).statements[0].value.reports[0]

    assert report.published == When.parse("2015-08-14")


def test_a_joint_statement_is_one_each_and_one_occasion():
    """They share an utterance, given or made of their content, whoever is named first."""
    one = read_case(statement(by=["a", "b"])).statements
    other = read_case(statement(by=["b", "a"])).statements

    assert [each.value.statement.by for each in one] == ["a", "b"]
    assert [each.path for each in one] == ["statements[0]"] * 2
    utterances = {each.value.statement.utterance for each in (*one, *other)}
    assert len(utterances) == 1
    assert {each.value.statement.id for each in one} == {each.value.statement.id for each in other}
    asked = read_case(statement(by=["a", "b"], question={"text": "?"})).statements
    assert asked[0].value.statement.utterance not in utterances


def test_a_joint_statement_with_an_id_gives_each_speaker_its_own():
    """`<id>.<actor>`, in the utterance that is given."""
    case = read_case(statement(by=["a", "b"], id="x", utterance="u", seq=1))

    assert [each.value.statement.id for each in case.statements] == ["x.a", "x.b"]
    assert {each.value.statement.utterance for each in case.statements} == {"u"}
    assert case.declared.statements == {"x.a", "x.b"}


def test_emptying_a_field_in_an_amendment_takes_it_away():
    """Elsewhere nothing is the same as leaving out; there it is a correction."""
    amended = {"statement": "x", "wording": None, "stance": None, "extra": None, "zone": None}
    case = read_case({"positions": 1, "amendments": [amended]})

    assert case.amendments[0].value.changes == {
        "wording": None,
        "stances": (),
        "extra": Extra(),
    }


WRONG = {
    "a misspelt key": (
        statement(stanec="denied"),
        "statements[0].stanec: 'stanec' is no field of a statement; did you mean `stance`?",
    ),
    "a strange key": (
        {"positions": 1, "zzz": 1},
        "zzz: 'zzz' is no field of a case; its fields are positions, title, zone, sources,",
    ),
    "a key that is no text": (
        {"positions": 1, 5: 1},
        ": the key the number 5 is no field of a case",
    ),
    "a misspelt act": (
        statement(act="denny"),
        "statements[0].act: the text 'denny' is not an act; did you mean `deny`",
    ),
    "an act in capitals": (statement(act="DENY"), "did you mean `deny`"),
    "a strange stance": (
        statement(stance="xyzzy"),
        "statements[0].stance: the text 'xyzzy' is not a stance; use one of affirmed, probable",
    ),
    "a misspelt kind of actor": (
        {"positions": 1, "actors": {"a": {"kind": "persen"}}},
        "actors.a.kind: the text 'persen' is not a kind of actor; did you mean `person`?",
    ),
    "a misspelt zone": (
        {"positions": 1, "zone": "Europe/Mosco"},
        "zone: the text 'Europe/Mosco' is not a time zone; did you mean Europe/Moscow",
    ),
    "a strange zone": ({"positions": 1, "zone": "\0"}, "zone: has a NUL"),
    "a zone like none": (
        {"positions": 1, "zone": "§§"},
        "zone: the text '§§' is not a time zone; use a name like Europe/Moscow",
    ),
    "a wrong date": (
        statement(said="2015-13-01"),
        "statements[0].said: '2015-13-01' is not a time that can be held",
    ),
    "a date that is a truth value": (
        statement(said=True),
        "statements[0].said: expected a time, found true; write it in quotes",
    ),
    "a number where a text should be": (
        statement(note=5),
        "statements[0].note: expected a text, found the number 5; write it in quotes",
    ),
    "a list where a text should be": (
        statement(note=[5]),
        "statements[0].note: expected a text, found a list",
    ),
    "a thing where a text should be": (
        statement(note=object()),
        "statements[0].note: expected a text, found a value of type object",
    ),
    "nothing in a list": (
        statement(follows=[None]),
        "statements[0].follows[0]: expected the id of a statement, found nothing",
    ),
    "a text where a list should be": (
        statement(follows="x"),
        "statements[0].follows: expected a list, found the text 'x'; write it as [ … ]",
    ),
    "a mapping where a list should be": (
        {"positions": 1, "voids": {}},
        "voids: expected a list (`- …`), found a mapping",
    ),
    "a list where a mapping should be": (
        {"positions": 1, "actors": []},
        "actors: expected a mapping (`id: …`), found a list",
    ),
    "a list of sources": (
        {"positions": 1, "sources": []},
        "sources: expected a mapping (`name: …`), found a list",
    ),
    "an actor that is a text": (
        {"positions": 1, "actors": {"a": "Al"}},
        "actors.a: expected an actor (a mapping), found the text 'Al'",
    ),
    "an actor that is a number": (
        {"positions": 1, "actors": {1: {}}},
        "actors: the key the number 1 is no text; write it in quotes",
    ),
    "a source that is a number": (
        {"positions": 1, "sources": {1: {}}},
        "sources: the key the number 1 is no text",
    ),
    "a register that is a number": (
        {"positions": 1, "actors": {"a": {"ids": {1: "x"}}}},
        "actors.a.ids: the key the number 1 is no text",
    ),
    "ids that are none": (
        {"positions": 1, "actors": {"a": {"ids": ["x"]}}},
        "actors.a.ids: expected a mapping such as {wikidata: Q42}, found a list",
    ),
    "an id that is a number": (
        {"positions": 1, "actors": {"a": {"ids": {"x": 1}}}},
        "actors.a.ids.x: expected a text, found the number 1",
    ),
    "a register with NUL": (
        {"positions": 1, "actors": {"a": {"ids": {"\0": "x"}}}},
        'actors.a.ids["\\u0000"]: has a NUL',
    ),
    "an actor of no slug": (
        {"positions": 1, "actors": {"a b": {}}},
        "actors[\"a b\"]: 'a b' is not an id",
    ),
    "a source of no text": ({"positions": 1, "sources": {"a\0": {}}}, "has a NUL"),
    "an actor id of no text": ({"positions": 1, "actors": {"\0": {}}}, "has a NUL"),
    "a name with a bidi control": (
        {"positions": 1, "actors": {"a": {"names": ["\u202eab"]}}},
        "actors.a.names[0]: has U+202E (RIGHT-TO-LEFT OVERRIDE) at offset 0",
    ),
    "a name that is a number": (
        {"positions": 1, "actors": {"a": {"names": [5]}}},
        "actors.a.names[0]: expected a name, found the number 5",
    ),
    "a claim with a bidi control": (
        statement(claim="c\u200e"),
        "statements[0].claim: 'c\\u200e' is not an id",
    ),
    "a claim that is a number": (
        statement(claim=5),
        "statements[0].claim: expected an id, found the number 5",
    ),
    "a reference of three parts": (
        statement(follows=["a/b/c"]),
        "names no statement: write its id, or `<claim>/<id>`",
    ),
    "a reference that is a number": (
        statement(follows=[5]),
        "expected the id of a statement, found the number 5",
    ),
    "nobody spoke": (statement(by=[]), "statements[0].by: expected 1 or more in the list, found 0"),
    "somebody spoke twice": (
        statement(by=["a", "a"]),
        "statements[0].by: 'a' stands in the list twice",
    ),
    "no claim": (
        {"positions": 1, "statements": [{"by": "a", "act": "deny", "said": "2015"}]},
        "statements[0]: a statement needs `claim`",
    ),
    "a half number": (
        statement(seq=1.5, utterance="u"),
        "statements[0].seq: expected a whole number, found the number 1.5",
    ),
    "a text for a number": (
        statement(seq="1", utterance="u"),
        "statements[0].seq: expected a whole number, found the text '1'",
    ),
    "a truth value for a number": (
        statement(seq=True, utterance="u"),
        "seq: expected a whole number, found true",
    ),
    "a number too great": (
        statement(seq=10**50, utterance="u"),
        (
            "statements[0].seq: expected a number from -9007199254740991 to 9007199254740991, "
            "found a value of type int"
        ),
    ),
    "a rank of none": (
        {"positions": 1, "mandates": [{"by": "a", "for": "b", "rank": 0}]},
        "mandates[0].rank: expected a number from 1 to",
    ),
    "a mandate for oneself": (
        {"positions": 1, "mandates": [{"by": "a", "for": "a"}]},
        "mandates[0].for: 'a' needs no mandate to speak for itself",
    ),
    "a mandate that ends first": (
        {"positions": 1, "mandates": [{"by": "a", "for": "b", "from": "2015", "until": "2014"}]},
        "mandates[0].until: ends (2014) before it begins (2015)",
    ),
    "a relation of two": (
        {"positions": 1, "relations": [["a", "entails"]]},
        "relations[0]: expected [claim, relation, claim], found a list of 2",
    ),
    "a strange relation": (
        {"positions": 1, "relations": [["a", "entail", "b"]]},
        "relations[0][1]: the text 'entail' is not a relation; did you mean `entails`?",
    ),
    "both same and different": (
        {"positions": 1, "identities": [{"same": ["a", "b"], "different": ["a", "c"]}]},
        "identities[0]: a judgement of identity has either `same` or `different`",
    ),
    "the same as oneself": (
        {"positions": 1, "identities": [{"same": ["a", "a"]}]},
        "identities[0].same: a judgement of identity is of two or more different actors",
    ),
    "an unknown source": (
        statement(reports=[{"source": "wir"}]) | {"sources": {"wire": {}}},
        "statements[0].reports[0].source: there is no source 'wir'; did you mean `wire`?",
    ),
    "an unknown source of none": (
        statement(reports=[{"source": "wir"}]),
        "statements[0].reports[0].source: there is no source 'wir'; declare it under `sources`",
    ),
    "a report that is a text": (
        statement(reports=["wire"]),
        "statements[0].reports[0]: expected a report (a mapping), found the text 'wire'",
    ),
    "reports in an amendment": (
        {"positions": 1, "amendments": [{"statement": "x", "reports": []}]},
        "'reports' is no field of an amendment; reports are not amended here",
    ),
    "an act taken away": (
        {"positions": 1, "amendments": [{"statement": "x", "act": None}]},
        "amendments[0].act: `act` cannot be taken away; say what it should be",
    ),
    "a stance that does not go": (
        statement(stance="affirmed"),
        "statements[0].stance: `deny` does not go with affirmed; it goes with",
    ),
    "a seq alone": (
        statement(seq=1),
        "statements[0].seq: a place within an utterance needs the `utterance`",
    ),
    "a joint seq alone": (
        statement(seq=1, by=["a", "b"]),
        "statements[0].seq: a place within an utterance needs the `utterance`",
    ),
    "a joint id too long": (statement(id="x" * 199, by=["a", "b"]), "statements[0].id: "),
    "an extra that is a list": (
        statement(extra=[]),
        "statements[0].extra: expected a mapping, found a list",
    ),
    "an extra that is not finite": (
        statement(extra={"a": [float("nan")]}),
        "statements[0].extra.a[0]: nan is no number that JSON can hold",
    ),
    "an extra of too many bits": (
        statement(extra={"a": 2**64}),
        "statements[0].extra.a: the number has more than 64 bits",
    ),
    "an extra that is a date": (
        statement(extra={"a": date(2015, 8, 14)}),
        "statements[0].extra.a: a value of type date cannot be kept",
    ),
    "an extra key that is a number": (
        statement(extra={"a": {1: 2}}),
        "statements[0].extra.a: the key the number 1 is no text",
    ),
    "an extra with NUL": (
        statement(extra={"a": "\0"}),
        "statements[0].extra.a: has a NUL character at offset 0",
    ),
    "a case that is nothing": ({}, ": a case needs `positions`"),
}


@pytest.mark.parametrize(("case", "expected"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_where_it_is(case, expected):
    """One problem, its path, what was found, and what would be right."""
    (found,) = problems(case)

    assert expected in found


NUMBERS = {
    "1e999": "1e999 is no number",
    "-.inf": "-.inf is no number",
    ".nan": ".nan is no number",
    "1e-999": "1e-999 is no number",
    "1e99999999999999999999": "is no number",
    "1e-99999999999999999999": "is no number",
    "0.1000000000000000055": "is no number that can be kept exactly",
    "18446744073709551616": "is no number that can be kept exactly",
    "9" * 500: "9999999999999999999999999999999999999999… is no number",
    "0." + "1" * 500: "is no number",
    "0x" + "f" * 17: "is no number",
}


@pytest.mark.parametrize(("written", "expected"), NUMBERS.items())
def test_numbers_that_cannot_be_kept_exactly_are_refused(written, expected):
    """Also those that would only lose their last digits."""
    spoken = f"{{by: a, claim: c, act: deny, said: 2015, extra: {{n: {written}}}}}"
    text = f"positions: 1\nstatements: [{spoken}]\n"

    (found,) = problems(text)

    assert found.startswith("statements[0].extra.n: ")
    assert expected in found


def test_extra_is_bounded_in_depth():
    """What the model can hold is read; one deeper is a problem."""

    def nested(depth):
        return {} if depth == 1 else {"a": nested(depth - 1)}

    assert entry(extra=nested(31)).statement.extra.value == nested(31)
    assert "is nested deeper than 32" in problems(statement(extra=nested(33)))[0]
    assert "is nested deeper than 32" in problems(statement(extra={"a": [nested(40)]}))[0]


def test_every_problem_is_found_at_once_in_the_order_of_the_document():
    """Of statements, actors, keys and times alike."""
    text = (
        "statements:\n"
        "  - {by: a, claim: c, act: denny, said: 2015-99, stanec: 1}\n"
        "  - {by: a, claim: c, act: inform, said: 2015, seq: 1, refers_to: b, condition: x}\n"
        "actors: {a b: {kind: x}}\n"
        "positions: 1\n"
    )
    case = parse_case(text)

    assert [(each.line, each.path) for each in case.problems] == [
        (2, "statements[0].stanec"),
        (2, "statements[0].act"),
        (2, "statements[0].said"),
        (3, "statements[1].stance"),
        (4, 'actors["a b"].kind'),
        (4, 'actors["a b"]'),
    ]


def test_what_contradicts_itself_in_many_ways_is_told_them_all():
    """Each time without the field that was wrong, as far as that makes sense."""
    wrong = statement(stance="affirmed", seq=1, refers_to="b", retracts="x", condition="y")

    assert [each.split(": ")[0] for each in problems(wrong)] == [
        f"statements[0].{field}"
        for field in ("stance", "seq", "refers_to", "retracts", "condition")
    ]


def test_what_is_missing_is_told_once():
    """Nothing is taken away from a statement to which something must be added."""
    assert problems(statement(act="refer")) == [
        "statements[0].refers_to: `refer` names the actor it points at, and no other act does"
    ]
    assert len(problems(statement(act="inform", stance=None))) == 1


def test_entries_with_problems_are_still_declared():
    """So that nobody is called unknown for a mistake that is reported already."""
    case = read_case(
        {
            "positions": 1,
            "actors": {"a": {"kind": "x"}, 5: {}},
            "claims": {"c": 5},
            "statements": [
                {"id": "s"},
                {"id": "t", "by": ["a", 5]},
                {"id": 5},
                {"id": None},
                "x",
            ],
        }
    )

    assert case.statements == ()
    assert case.declared.actors == {"a"}
    assert case.declared.claims == {"c"}
    assert case.declared.statements == {"s", "t.a"}
    assert read_case({"positions": 1, "actors": [], "statements": 1}).declared.actors == set()
    assert parse_case("x").declared.actors == set()
    assert parse_case("positions: 1\nstatements: [{id: s}]").declared.statements == {"s"}


def test_what_is_odd_is_accepted_with_a_warning():
    """Published before it was said, removed before it was published, a correction of nothing."""
    case = statement(
        reports=[
            {"published": "2015-08-13", "removed": "2015-08-12"},
            {"published": "2015-08-14", "removed": "2015-08-14"},
            {},
        ]
    )
    case["amendments"] = [{"statement": "x", "why": "y"}]

    assert read_case(case).warnings == (
        (
            "statements[0].reports[0].published: "
            "it was published (2015-08-13) before the words were said (2015-08-14)"
        ),
        (
            "statements[0].reports[0].removed: "
            "it was removed (2015-08-12) before it was published (2015-08-13)"
        ),
        "amendments[0]: it changes nothing of 'x'",
    )


def test_field_keys_are_those_of_the_format():
    """The ledger names the field of a case for an attribute of the model."""
    assert [field_key(each) for each in ("role", "body", "begins", "ends", "stances", "by")] == [
        "as",
        "for",
        "from",
        "until",
        "stance",
        "by",
    ]


def raising(*what):
    """Return a form that the model always finds wrong."""

    def make(**_):
        raise InvalidStatement(*what)

    field = Field(key="a", shape=Text(), about="A.")
    return Form(name="x", noun="an x", about="X.", fields=(field,), make=make)


@pytest.mark.parametrize(
    ("what", "place"), [(("is wrong",), ROOT), (("is wrong", "a"), (ROOT, "a"))]
)
def test_what_is_wrong_is_said_once(what, place):
    """Of the whole, if of no field in particular; of a field, even if leaving it out is no cure."""
    reading = Reading(zone="UTC")

    assert raising(*what).read({"a": "b"}, ROOT, reading) is None
    assert [(each.place, each.why) for each in reading.faults] == [(place, "is wrong")]
