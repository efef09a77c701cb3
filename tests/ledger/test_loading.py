"""Loading a case: all or nothing, every problem at once, and names wherever they stand."""

from pathlib import Path
from typing import Any

import pytest

import positions
from positions import InvalidCase
from tests.ledger.cases import CASE, kirby_speaks, statement, statement_ids

WRONG = """\
positions: 1
zone: America/New_York
actors:
  kirby: {kind: persona}
  us-state: {kind: body}
mandates:
  - {by: us-state, for: us-stat}
claims:
  visit: {text: He came}
relations:
  - [visit, entails, visti]
identities:
  - {same: [us-state, us-stats]}
statements:
  - {id: a, by: kirby, claim: visit, act: deny, said: 2015-08-14}
  - {id: b, by: us-stats, claim: visit, act: deny, said: 2015-08-15}
  - {id: c, by: us-state, claim: vist, act: deny, said: 2015-08-15}
  - {id: d, by: us-state, claim: visit, act: deny, stance: affirmed, said: 2015-08-15}
  - {id: e, by: us-state, claim: visit, act: deny, said: 2015-08-15, follows: [zz]}
  - {id: f, by: us-state, claim: visit, act: refer, refers_to: us-stats, said: 2015-08-15}
  - {id: g, by: us-state, claim: visit, act: deny, said: 2015-08-15}
  - {id: g, by: us-state, claim: visit, act: deny, said: 2015-08-16}
  - {id: h, by: us-state, claim: visit, act: retract, retracts: zz, said: 2015-08-16}
  - {id: i, by: us-state, claim: visit, act: deny, said: 2015-08-01, follows: [g]}
amendments:
  - {statement: zz, said: 2015-08-13}
voids:
  - {statement: g, claim: visti}
"""


def test_every_problem_is_told_at_once_with_its_place(tmp_path: Path):
    """Unknown names, conflicts and contradictions too, each with file, line and path."""
    path = tmp_path / "wrong.yaml"
    path.write_text(WRONG, encoding="utf-8")
    ledger = positions.open(":memory:")

    with pytest.raises(InvalidCase) as caught:
        ledger.load(path)

    told = [(each.line, each.path, each.why) for each in caught.value.problems]
    expected = [
        (4, "actors.kirby.kind", "person"),
        (7, "mandates[0].for", "there is no actor 'us-stat'; did you mean 'us-state'"),
        (11, "relations[0]", "there is no claim 'visti'; did you mean 'visit'"),
        (13, "identities[0]", "there is no actor 'us-stats'; did you mean 'us-state'"),
        (16, "statements[1].by", "there is no actor 'us-stats'; did you mean 'us-state'"),
        (17, "statements[2].claim", "there is no claim 'vist'; did you mean 'visit'"),
        (18, "statements[3].stance", "`deny` does not go with affirmed"),
        (19, "statements[4].follows", "there is no statement 'zz'"),
        (20, "statements[5].refers_to", "there is no actor 'us-stats'"),
        (22, "statements[7]", "statement 'g' is recorded already with other content"),
        (23, "statements[8].retracts", "there is no statement 'zz'"),
        (24, "statements[9].follows", "both before and after"),
        (26, "amendments[0].statement", "there is no statement 'zz'"),
        (28, "voids[0].claim", "there is no claim 'visti'"),
    ]
    assert [each[0] for each in expected] == [each[0] for each in told]
    for (_, place, sentence), (_, where, why) in zip(expected, told, strict=True):
        assert where.startswith(place)
        assert sentence in why
    assert {str(path)} == {str(each.file) for each in caught.value.problems}
    assert 0 == len(ledger.history())


def problems(case, ledger=None):
    """Return path and sentence of each problem of a case; nothing of it is recorded."""
    ledger = ledger or positions.open(":memory:")
    before = ledger.history()
    with pytest.raises(InvalidCase) as caught:
        ledger.load(case)
    assert before == ledger.history()
    return [(each.path, each.why) for each in caught.value.problems]


def test_what_only_follows_from_another_problem_is_not_told():
    """An actor, claim or statement that is there, but wrong, is not also unknown."""
    case = {
        "positions": 1,
        "actors": {"kirby": {"kind": "persona"}, "us": {"kind": "government"}},
        "claims": {"visit": {"kind": "facts"}, "ban": {}},
        "mandates": [{"by": "kirby", "for": "us"}],
        "statements": [
            {"id": "a", "by": "kirby", "claim": "ban", "act": "deny", "said": "2015"},
            {"id": "b", "by": "us", "claim": "visit", "act": "deny", "said": "2015"},
            {"id": "c", "by": "us", "claim": "ban", "act": "denied", "said": "2015"},
            {
                "id": "d",
                "by": "us",
                "claim": "ban",
                "act": "deny",
                "said": "2015",
                "follows": ["c"],
            },
        ],
        "voids": [{"statement": "c"}],
    }

    assert ["actors.kirby.kind", "claims.visit.kind", "statements[2].act"] == [
        path for path, _ in problems(case)
    ]


def test_a_statement_that_cannot_be_read_has_its_names_looked_up_too():
    """What is wrong beside its act is told at once, save what the document declares."""
    ledger = kirby_speaks()
    case = {
        "positions": 1,
        "actors": {"toner": {"kind": "persona"}},
        "claims": {"hype": {"kind": "fakt"}},
        "statements": [
            {"by": "toner", "claim": "hype", "act": "denie", "said": "2015-08-14"},
            {"by": ["kirby", "kirbi"], "claim": "visit", "act": "denie", "said": "2015-08-14"},
            {"by": "kirby", "claim": "hyper", "act": "denie", "said": "2015-08-14"},
            "a denial",
        ],
    }

    told = dict(problems(case, ledger))

    assert [
        "actors.toner.kind",
        "claims.hype.kind",
        "statements[0].act",
        "statements[1].act",
        "statements[1].by",
        "statements[2].act",
        "statements[2].claim",
        "statements[3]",
    ] == sorted(told)
    assert "did you mean 'kirby'" in told["statements[1].by"]
    assert "did you mean 'hype'" in told["statements[2].claim"]


def rows(*statements) -> dict[str, Any]:
    """Return a case of these statements of Kirby on the visit."""
    whole = [
        {"by": "kirby", "claim": "visit", "act": "deny", "said": "2015-08-14"} | each
        for each in statements
    ]
    return {
        "positions": 1,
        "actors": {"kirby": {}},
        "claims": {"visit": {}, "ban": {}},
        "statements": whole,
    }


def test_a_statement_may_name_one_that_comes_later_in_the_document():
    """What is named is recorded before what names it."""
    case = rows(
        {"id": "a", "follows": ["b"]},
        {"id": "b", "follows": ["c"], "claim": "ban"},
        {"id": "c"},
        {"id": "d", "act": "retract", "retracts": "e", "said": "2015-08-15"},
        {"id": "e"},
    )
    ledger = positions.open(":memory:")
    loaded = ledger.load(case)

    ids = statement_ids(loaded.recorded)
    assert ids.index("c") < ids.index("b") < ids.index("a")
    assert ids.index("e") < ids.index("d")
    assert ["ban/b"] == list(map(str, statement(ledger, "a").follows))
    assert () == ledger.load(case).recorded


def test_a_circle_within_a_document_is_told_with_its_members():
    """Each would have to come before the next."""
    case = rows({"id": "a", "follows": ["b"]}, {"id": "b", "follows": ["a"]}, {"id": "c"})
    ((path, why),) = problems(case)

    assert path in {"statements[0]", "statements[1]"}
    assert "would each have to come before the next" in why
    assert "visit/a" in why
    assert "visit/b" in why


def test_what_names_only_each_other_wrongly_is_told_all_the_same():
    """Two corrections of what the document declares, and has nothing wrong otherwise."""
    case = rows({"id": "a"}, {"id": "b", "claim": "ban", "act": "retract", "retracts": "a"})

    ((path, why),) = problems(case)

    assert "statements[1].retracts" == path
    assert "there is no statement 'a' (on claim 'ban')" in why


def test_a_circle_through_a_retraction_is_told_too():
    """What a retraction withdraws came before it."""
    case = rows({"id": "a", "act": "retract", "retracts": "b"}, {"id": "b", "follows": ["a"]})

    assert "would each have to come before the next" in problems(case)[0][1]


def test_a_name_is_that_of_the_document_first():
    """Where the ledger has one of that id too, the document's is meant; else it is ambiguous."""
    ledger = kirby_speaks()
    case = rows(
        {"id": "a", "claim": "ban"},
        {"id": "x", "claim": "ban", "follows": ["a"], "said": "2015-08-16"},
    )
    ledger.load({name: case[name] for name in ("positions", "statements")})
    assert ["ban/a"] == list(map(str, statement(ledger, "x").follows))

    other = rows({"id": "y", "claim": "ban", "follows": ["a"], "said": "2015-08-17"})
    ((path, why),) = problems({name: other[name] for name in ("positions", "statements")}, ledger)
    assert "statements[0].follows" == path
    assert "the claims ['ban', 'visit'] have one each" in why


def test_an_ambiguous_name_within_a_document_is_told():
    """Two of its claims have a statement of that id."""
    case = rows({"id": "a"}, {"id": "a", "claim": "ban"}, {"id": "b", "follows": ["a"]})

    ((path, why),) = problems(case)

    assert "statements[2].follows" == path
    assert "have one each" in why
    case["statements"][2]["follows"] = ["visit/a"]
    assert positions.open(":memory:").load(case).recorded


def test_loading_is_idempotent_and_counts_what_was_known():
    """What is there already is counted, what is new is recorded, and what is odd is told."""
    ledger = kirby_speaks()
    more = CASE | {
        "statements": [
            *CASE["statements"],
            {
                "id": "c",
                "by": "kirby",
                "claim": "visit",
                "act": "confirm",
                "said": "2015-08-20",
                "reports": [{"outlet": "A Newspaper", "published": "2015-08-19"}],
            },
        ]
    }

    again, loaded = ledger.load(CASE), ledger.load(more)

    assert ((), 9, ()) == (again.recorded, again.known, again.warnings)
    assert ["c"] == statement_ids(loaded.recorded)
    assert loaded.recorded == ledger.history()[-1:]
    assert 9 == loaded.known
    assert 1 == len(loaded.warnings)


def test_a_case_may_speak_of_what_the_ledger_holds():
    """Actors, claims and statements need not be told again; corrections apply."""
    ledger = kirby_speaks()
    loaded = ledger.load(
        {
            "positions": 1,
            "statements": [
                {"id": "c", "by": "kirby", "claim": "ban", "act": "hedge", "said": "2015-08-16"}
            ],
            "amendments": [{"statement": "a", "said": "2015-08-13", "why": "transcript"}],
            "voids": [{"statement": "b", "why": "never said"}],
        }
    )

    assert 3 == len(loaded.recorded)
    assert "2015-08-13" == str(statement(ledger, "a").said)
    assert ["c", "a"] == [each.statement.id for each in ledger.as_of().statements()]


def test_a_conflict_with_the_ledger_is_a_problem_of_the_case():
    """With what differs; nothing else of the case is recorded."""
    case = CASE | {"claims": {"visit": {"text": "Another wording"}, "new": {}}}

    ((path, why),) = problems(case, kirby_speaks())

    assert "claims.visit" == path
    assert "differs in text" in why


def test_every_unknown_name_of_a_statement_is_told_at_once():
    """One that cannot be read, one that can: each name that stands for nothing, at its field."""
    case = {
        "positions": 1,
        "actors": {"us": {}},
        "claims": {"visit": {}},
        "statements": [
            {"by": "uss", "claim": "visit", "act": "denny", "said": "2015"},
            {"by": "us", "claim": "visits", "act": "deny", "said": "2015", "follows": ["zz"]},
            {"id": "a", "by": "us", "claim": "visit", "act": "deny", "said": "2015"},
            {"by": "us", "claim": "visit", "act": "hedge", "said": "2015", "follows": ["no/a"]},
        ],
    }

    with pytest.raises(InvalidCase) as caught:
        positions.open(":memory:").load(case)

    paths = [problem.path for problem in caught.value.problems]
    assert [
        "statements[0].act",
        "statements[0].by",
        "statements[1].claim",
        "statements[1].follows",
        "statements[3].follows",
    ] == sorted(paths)
