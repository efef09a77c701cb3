"""Logs of much that is plain: many words of few people, most of them tied to nothing.

`positions.testing.event_logs` draws what is entangled. These are what a column index is for, with
enough in between that it must leave to the fold.
"""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from positions import Mandate, Report, Statement, When
from positions.model.actors.actor import Actor
from positions.model.actors.events import (
    ActorRegistered,
    IdentityJudged,
    MandateAmended,
    MandateGiven,
    MandateVoided,
)
from positions.model.actors.identity import Judgement
from positions.model.claims.claim import Claim
from positions.model.claims.events import (
    ClaimOpened,
    ReportAdded,
    StatementAmended,
    StatementRecorded,
    StatementVoided,
)
from positions.model.recorded import Recorded, actor_stream, claim_stream
from positions.testing.strategies import thrown
from tests.laws.records import at, spoken

__all__ = ["near_edges", "plain_logs"]

START = datetime(2015, 9, 1, tzinfo=UTC)
PERSONS = ("ann", "ben", "cyd")
BODIES = ("desk", "ministry", "state")
CLAIMS = ("c", "d")
SAID = [When.parse(f"2015-08-{day:02}") for day in range(1, 9)]
COARSE = [*map(When.parse, ("2015-08", "2015-08-02/2015-08-05", "../2015-08-03", "2015-08-06/.."))]
BOUNDS = [None, None, *SAID, When.parse("2015-08"), When.parse("2015-08-03T12:00Z")]
COMMITTED = [("confirm", ()), ("deny", ()), ("hedge", ()), ("assert", ("probable",))]
ACTS = [*COMMITTED * 3, ("assert", ("probable", "affirmed")), ("decline_comment", ())]


def plain_logs():
    """Return logs of up to thirty statements and what was done to them."""
    return thrown(_log)


def near_edges(log):
    """Return cuts at where times of *log* start or stop, or a microsecond beside."""
    edges = sorted({0, *(edge for each in spoken(log) for edge in _edges(each))})
    recorded = sorted({each.recorded_at for each in log}) or [START]
    near = st.builds(
        lambda edge, by: at(edge + by - 1), st.sampled_from(edges), st.sampled_from((-1, 0, 1))
    )
    clocks = {"as_of": near, "known_by": near, "recorded_by": st.sampled_from(recorded)}
    return st.fixed_dictionaries({}, optional=clocks)


def _edges(entry):
    whens = [entry.now.said, *(each.published for each in entry.standing_reports if each.published)]
    return [edge for when in whens for edge in (when.start, when.stop) if abs(edge) < 2**61]


class _Desk:
    """Who records, one event a time, now and then an hour later."""

    def __init__(self, dice):
        self.dice = dice
        self.log = []
        self.said = []
        self.moment = START

    def write(self, stream, event):
        if self.dice.random() < 0.3:
            self.moment += timedelta(hours=1)
        self.log.append(Recorded(stream=stream, event=event, recorded_at=self.moment))


def _log(dice):
    desk = _Desk(dice)
    for id in (*PERSONS, *BODIES):
        desk.write(actor_stream(id), ActorRegistered(actor=Actor(id=id)))
    for claim in CLAIMS:
        desk.write(claim_stream(claim), ClaimOpened(claim=Claim(id=claim, text=claim)))
    moves = [_say] * 12 + [_amend, _void, _report, _mandate, _mandate, _end_mandate]
    if dice.random() < 0.2:
        moves.append(_judge)
    for step in range(dice.randrange(30)):
        dice.choice(moves)(desk, step)
    return tuple(desk.log)


def _statement(desk, id):
    dice = desk.dice
    act, stances = dice.choice(ACTS)
    more = {}
    if stances or act != "decline_comment":
        more["mode"] = dice.choice(["explicit"] * 6 + ["implied", "conditional"])
    for field, values in {
        "ground_rule": ["on_record"] * 7 + ["on_background", "off_record"],
        "capacity": ["official"] * 9 + ["personal"],
        "visibility": ["public"] * 9 + ["private"],
        "authenticity": ["genuine"] * 14 + ["disputed", "fabricated"],
        "utterance": [None] * 7 + ["briefing"],
        "role": [None] * 5 + ["spokesperson"],
        "on_behalf_of": [None] * 14 + ["desk"],
    }.items():
        more[field] = dice.choice(values)
    said = dice.choice(SAID * 3 + COARSE)
    by = dice.choice(PERSONS * 3 + BODIES)
    return Statement(
        id=id, claim=dice.choice(CLAIMS), by=by, act=act, stances=stances, said=said, **more
    )


def _published(dice):
    stances = dice.choice([()] * 5 + [("probable",)])
    return Report(outlet=dice.choice("xyz"), published=dice.choice([None, *SAID]), stances=stances)


def _say(desk, step):
    statement = _statement(desk, f"s{step}")
    readable = statement.stances and statement.act != "decline_comment"
    reports = (_published(desk.dice),) if readable and desk.dice.random() < 0.3 else ()
    desk.said.append(statement)
    event = StatementRecorded(statement=statement, reports=reports)
    desk.write(claim_stream(statement.claim), event)


def _amend(desk, step):
    if desk.said:
        old = desk.dice.choice(desk.said)
        new = _statement(desk, old.id).evolve(claim=old.claim)
        desk.write(claim_stream(old.claim), StatementAmended(id=f"m{step}", statement=new))


def _void(desk, step):
    del step
    if desk.said:
        old = desk.dice.choice(desk.said)
        desk.write(claim_stream(old.claim), StatementVoided(statement=old.id))


def _report(desk, step):
    del step
    if desk.said:
        old = desk.dice.choice(desk.said)
        if old.stances:
            event = ReportAdded(statement=old.id, report=_published(desk.dice))
            desk.write(claim_stream(old.claim), event)


def _mandate(desk, step):
    dice = desk.dice
    by, body = dice.choice(
        [(each, "desk") for each in PERSONS] + [("desk", "ministry"), ("ministry", "state")] * 2
    )
    begins, stop = dice.choice(BOUNDS), dice.choice(BOUNDS)
    if begins is not None and stop is not None and begins.start >= stop.start:
        stop = None
    role = dice.choice([None, "spokesperson"])
    mandate = Mandate(by=by, body=body, begins=begins, ends=stop, role=role)
    desk.write(actor_stream(by), MandateGiven(id=f"g{step}", mandate=mandate))


def _end_mandate(desk, step):
    given = [each for each in desk.log if isinstance(each.event, MandateGiven)]
    if given:
        old = desk.dice.choice(given)
        if desk.dice.random() < 0.5:
            desk.write(old.stream, MandateVoided(mandate=old.event.id))
        else:
            now = Mandate(by=old.event.mandate.by, body=old.event.mandate.body)
            event = MandateAmended(id=f"n{step}", target=old.event.id, mandate=now)
            desk.write(old.stream, event)


def _judge(desk, step):
    one, other = desk.dice.sample(PERSONS, 2)
    judgement = Judgement(verdict="same", actors=(one, other))
    desk.write(actor_stream(one), IdentityJudged(id=f"j{step}", judgement=judgement))
