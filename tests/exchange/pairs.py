"""Logs of many pairs at once, most of them plain and each other one awkward in its own way."""

from datetime import timedelta

from attrs import evolve

from positions import Mandate, Recorded, Statement, StatementRef
from positions.model.actors.actor import Actor
from positions.model.actors.events import ActorRegistered, IdentityJudged, MandateGiven
from positions.model.actors.identity import Judgement
from positions.model.claims.claim import Claim, ClaimRelation
from positions.model.claims.events import (
    ClaimEvent,
    ClaimOpened,
    ClaimsRelated,
    ReportAdded,
    ReportVoided,
    StatementAmended,
    StatementRecorded,
    StatementVoided,
)
from positions.model.claims.report import Report
from positions.testing import pools
from positions.testing.strategies import thrown

__all__ = ["paired_logs"]

_LAST = "a20"
_ACTORS = tuple(f"a{number}" for number in range(21))
_CLAIMS = ("c", "d", "e")
_STATED = (*({"act": "confirm"}, {"act": "deny"}) * 3, {"act": "hedge"}, {"act": "no_response"})
_REPORT = Report(outlet="Wire", published=pools.DAYS[4])

# Each holds what makes a statement say more, or less, than its act and its time.
_TWISTS = (
    *({},) * 20,
    {"visibility": "private"},
    {"visibility": "leaked"},
    {"authenticity": "fabricated"},
    {"authenticity": "disputed"},
    {"capacity": "personal", "on_behalf_of": _LAST},
    {"ground_rule": "on_background", "on_behalf_of": _LAST},
    {"ground_rule": "off_record", "on_behalf_of": _LAST},
    {"on_behalf_of": _LAST},
    {"act": "assert", "stances": ("affirmed",), "mode": "conditional"},
    {"act": "assert", "stances": ("denied",), "mode": "implied"},
    {"act": "assert", "stances": ("affirmed", "probable")},
    {"act": "retract"},
    {"act": "correct", "stances": ("denied",), "utterance": "u", "by": "a4"},
    {"utterance": "u", "by": "a4"},
    *({"utterance": "u", "seq": seq, "by": "a4"} for seq in (1, 2, 3, 1, 2, 3)),
    *({"follows": True},) * 2,
)
_REPORTS = (
    *((),) * 6,
    (_REPORT,),
    (Report(outlet="Gazette", published=pools.DAYS[0]),),
    (Report(outlet="Gazette"),),
    (evolve(_REPORT, stances=("denied",)),),
)


def _log(dice):
    log = []
    now = pools.RECORDED[0]

    def write(kind, id, event):
        log.append(Recorded(stream=f"{kind}:{id}", event=event, recorded_at=now))

    for actor in _ACTORS:
        write("actor", actor, ActorRegistered(actor=Actor(id=actor)))
    for claim in _CLAIMS:
        write("claim", claim, ClaimOpened(claim=Claim(id=claim, text=f"It is {claim}")))
    _link(dice, write)
    said: list[Statement] = []
    for number in range(dice.randrange(20, 60)):
        if now < pools.RECORDED[-1] and not dice.randrange(8):
            now += timedelta(days=1)
        if said and not dice.randrange(5):
            _correct(dice, write, said)
        else:
            said.append(_say(dice, write, said, f"s{number}"))
    return tuple(log)


def _link(dice, write):
    """Have one speak for another, two be the same, and one claim entail another; or not."""
    if dice.randrange(3):
        write("actor", "a0", MandateGiven(id="m", mandate=Mandate(by="a0", body="a1")))
    if dice.randrange(3):
        judgement = Judgement(verdict="same", actors=("a2", "a3"))
        write("actor", "a2", IdentityJudged(id="j", judgement=judgement))
    if dice.randrange(2):
        one, other = dice.sample(_CLAIMS, 2)
        relation = ClaimRelation(claim=one, relation="equivalent", other=other)
        write("claim", one, ClaimsRelated(id="r", relation=relation))


def _say(dice, write, said, id):
    twist = dict(dice.choice(_TWISTS))
    if twist.pop("follows", False) and said:
        before = dice.choice(said)
        twist["follows"] = (StatementRef(before.claim, before.id),)
    statement = Statement(
        **{
            "id": id,
            "by": dice.choice(_ACTORS[:-1]),
            "claim": dice.choice(_CLAIMS),
            "said": dice.choice(pools.SAID),
            **dice.choice(_STATED),
            **twist,
        }
    )
    reports = dice.choice(_REPORTS) if statement.stances else ()
    write("claim", statement.claim, StatementRecorded(statement=statement, reports=reports))
    return statement


def _correct(dice, write, said):
    """Void or amend what was said, or add or void a report of it."""
    old = dice.choice(said)
    event: ClaimEvent
    match dice.randrange(4):
        case 0:
            event = StatementVoided(statement=old.id)
        case 1:
            when = dice.choice(pools.SAID)
            new = evolve(old, said=when)
            event = StatementAmended(id=f"{old.id}-{when.start}", statement=new)
        case 2:
            event = ReportAdded(statement=old.id, report=_REPORT)
        case _:
            event = ReportVoided(statement=old.id, report=_REPORT.id)
    write("claim", old.claim, event)


def paired_logs():
    """Return logs in which twenty actors spoke on three claims, sixty times at most."""
    return thrown(_log)
