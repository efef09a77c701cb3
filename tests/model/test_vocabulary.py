"""The vocabularies of the contract: which act goes with which stance, and what each implies."""

import pytest

from positions import Act, InvalidStatement, PositionKind, Stance, Statement, When
from positions.model.vocabulary import CODES, NEGATIVE, POSITIVE, SCORES, ZERO

SAID = When.parse("2015-08-14")

# The contract's table, typed from it: the acts, what they go with, what they imply.
POSITIVES = "affirmed probable possible"
ZEROS = "uncommitted withheld"
NEGATIVES = "doubtful improbable denied"
ANY = f"{POSITIVES} {ZEROS} {NEGATIVES}"
TABLE = [
    ("assert", ANY, "affirmed"),
    ("confirm support accuse call_for declare_closed", POSITIVES, "affirmed"),
    ("deny reject oppose", NEGATIVES, "denied"),
    ("acknowledge_reports decline_to_confirm deny_knowledge abstain", ZEROS, "uncommitted"),
    ("neither_confirm_nor_deny", ZEROS, "withheld"),
    ("hedge", ANY, "uncommitted"),
    ("inform correct", ANY, "required"),
    ("raise_concern", ANY, None),
    ("refer decline_comment no_response dismiss retract", "", None),
]
ROWS = {act: (goes.split(), implied) for acts, goes, implied in TABLE for act in acts.split()}


def made(act, *stances, **more):
    """Return a statement by that act, with what it cannot do without."""
    refers_to = "state" if act == "refer" else None
    return Statement(
        claim="visit", by="kirby", act=act, said=SAID, stances=stances, refers_to=refers_to, **more
    )


def test_the_table_is_of_every_act():
    """No act is missing from the contract's table, and none is there that is not one."""
    assert set(ROWS) == {str(act) for act in Act}


@pytest.mark.parametrize("stance", [str(stance) for stance in Stance])
@pytest.mark.parametrize("act", ROWS)
def test_an_act_goes_with_the_stances_of_the_table_and_no_others(act, stance):
    """Each pair of the table can be recorded; each other is refused, and the field is named."""
    goes, _ = ROWS[act]
    if stance in goes:
        assert (Stance(stance),) == made(act, stance).stances
        return

    with pytest.raises(InvalidStatement) as caught:
        made(act, stance)

    assert "stance" == caught.value.where
    assert act in caught.value.why
    assert stance in caught.value.why


@pytest.mark.parametrize("act", ROWS)
def test_an_act_without_a_stance_implies_the_one_of_the_table(act):
    """Where none is given the table's is taken; where it has none there is none; or it is asked."""
    _, implied = ROWS[act]
    if implied == "required":
        with pytest.raises(InvalidStatement, match="needs a stance") as caught:
            made(act)
        assert "stance" == caught.value.where
    else:
        assert (() if implied is None else (Stance(implied),)) == made(act).stances


def test_of_several_stances_all_must_go_with_the_act():
    """Coders may differ within what the act allows; one that does not go is named."""
    assert ("probable", "affirmed") == made("confirm", "probable", "affirmed", "probable").stances
    with pytest.raises(InvalidStatement, match="does not go with denied; it goes with affirmed"):
        made("confirm", "affirmed", "denied")


def test_scores_and_codes_are_those_of_the_contract():
    """FactBank's codes, and scores from +3 to -3 whose signs divide the stances."""
    assert [3, 2, 1, 0, 0, -1, -2, -3] == [SCORES[stance] for stance in Stance]
    assert ["CT+", "PR+", "PS+", "Uu", "CTu", "PS-", "PR-", "CT-"] == list(CODES.values())
    assert set(Stance) == POSITIVE | ZERO | NEGATIVE
    assert [POSITIVES, ZEROS, NEGATIVES] == [
        " ".join(stance for stance in Stance if stance in each)
        for each in (POSITIVE, ZERO, NEGATIVE)
    ]


@pytest.mark.parametrize("kind", PositionKind)
def test_a_kind_that_is_a_stance_is_a_commitment(kind):
    """So is a conditional one, which is no stance; nothing else is either."""
    stance = Stance(kind) if kind in set(map(str, Stance)) else None

    assert stance is kind.stance
    assert (stance is not None or str(kind) == "conditional") == kind.is_commitment
