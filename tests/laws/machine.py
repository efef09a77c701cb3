"""A ledger in use, beside the naive model: whatever is done to it, both answer alike.

It may be closed and opened again, written to by another that has it open as well, and its store may
fail before a write, or after it and before saying so.
"""

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import asdict, fields
from eventsourcing.persistence import IntegrityError, OperationalError
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import positions
from positions import LedgerBusy, PositionsError, StoreFailed
from positions.model.actors.events import IdentityJudged, MandateGiven
from positions.model.claims.events import StatementRecorded
from positions.testing import cuts, judgements, mandates, relations, reports, statements
from tests.laws.records import ends, standing_kinds
from tests.laws.witness import witness
from tests.naive import NaiveRecord
from tests.stores import memory

__all__ = ["LedgerBesideTheNaiveModel"]

ACTORS = {"p1": "person", "p2": "person", "post": "post", "body": "body", "gov": "government"}
CLAIMS = ("c", "d", "e")
NUMBERS = st.integers(0, 7)
RARELY = st.sampled_from([False] * 7 + [True])


def given(value, *left_out):
    """Return the fields of a statement or a report as keyword arguments of a command."""
    found = {
        field.name: getattr(value, field.name)
        for field in fields(type(value))
        if field.name not in left_out
        and getattr(value, field.name) not in (None, "", (), field.default)
    }
    if "stances" in found:
        found["stance"] = list(found.pop("stances"))
    if "question" in found:
        found["question"] = asdict(found["question"])
    if "extra" in found:
        found["extra"] = found["extra"].value
    return found


class LedgerBesideTheNaiveModel(RuleBasedStateMachine):
    """Commands as they come, sensible or not; a command that is refused changes nothing."""

    store = staticmethod(memory)
    lasting = False

    def __init__(self):
        super().__init__()
        self.now = datetime(2016, 1, 1, tzinfo=UTC)
        self.open = ExitStack()
        self.location = self.open.enter_context(self.store())
        self.ledger = self.opened()
        self.other = self.opened() if self.lasting else self.ledger
        self.views = []
        self.said = []

    def opened(self):
        """Return the ledger, opened once more."""
        return self.open.enter_context(positions.open(self.location, clock=self.tick))

    def teardown(self):
        """Leave nothing behind."""
        self.open.close()

    def tick(self):
        """Return the next day: the ledger's own clock."""
        self.now += timedelta(days=1)
        return self.now

    def seen(self, events):
        """Remember what was said."""
        self.said += [
            (event.statement.claim, event.statement.id)
            for event in events
            if isinstance(event, StatementRecorded)
        ]

    def attempt(self, command, *arguments, **more):
        """Do something that may be refused; then all is as it was (law 28)."""
        before = self.ledger.history()
        try:
            events = command(*arguments, **more)
        except PositionsError as error:
            assert not isinstance(error, LedgerBusy)  # noqa: PT017 - whatever else is refused
            assert self.ledger.history() == before
        else:
            assert len(self.ledger.history()) == len(before) + len(events)
            assert self.ledger.history()[: len(before)] == before[:]
            self.seen(events)

    @initialize()
    def people(self):
        """Put the actors and claims on record."""
        with self.ledger.batch() as batch:
            for actor, kind in (*ACTORS.items(), ("other", "body")):
                batch.add_actor(actor, kind)
            for claim in CLAIMS:
                batch.open_claim(claim)
            for by, body in (("p1", "post"), ("p2", "body"), ("post", "body"), ("body", "gov")):
                batch.give_mandate(by, body)

    def made(self, kind):
        """Return the ids of the mandates, or judgements, on record."""
        events: list[Any] = [each.event for each in self.ledger.history()]
        return [event.id for event in events if isinstance(event, kind)]

    def one_of_those_said(self, which):
        """Return the claim and id of a statement on record, or of none."""
        return self.said[which % len(self.said)] if self.said else ("c", "nothing")

    @rule(
        statement=statements(), found=st.lists(reports(), max_size=2), which=NUMBERS, again=RARELY
    )
    def record(self, statement, found, which, again):
        """Record a statement, with reports; rarely under an id that is taken."""
        claim, id = self.one_of_those_said(which)
        fresh = {"id": id if again else f"s{len(self.said)}", "claim": statement.claim}
        fields = given(statement, "id", "claim", "follows", "retracts") | fresh
        if statement.retracts:
            fields |= {"claim": claim, "retracts": id}
        stance = bool(statement.stances)
        fields["reports"] = [given(each) for each in found if stance or not each.stances]
        self.attempt(self.ledger.record, **fields)

    @precondition(lambda self: self.said)
    @rule(statement=statements(), which=NUMBERS)
    def record_after(self, statement, which):
        """Record a statement that is known to follow another, on whatever claim."""
        fields = given(statement, "id", "follows", "retracts") | {"id": f"s{len(self.said)}"}
        earlier = "/".join(self.one_of_those_said(which))
        self.attempt(self.ledger.record, follows=[earlier], **fields)

    @precondition(lambda self: self.said)
    @rule(statement=statements(), which=NUMBERS)
    def amend(self, statement, which):
        """Amend a statement: it was said at another time, by another."""
        claim, id = self.one_of_those_said(which)
        self.attempt(self.ledger.amend, id, claim=claim, said=statement.said, by=statement.by)

    @precondition(lambda self: self.said)
    @rule(which=NUMBERS)
    def void(self, which):
        """Void a statement."""
        claim, id = self.one_of_those_said(which)
        self.attempt(self.ledger.void, id, claim=claim)

    @precondition(lambda self: self.said)
    @rule(which=NUMBERS, report=reports())
    def report(self, which, report):
        """Add a report of a statement."""
        claim, id = self.one_of_those_said(which)
        self.attempt(self.ledger.add_report, id, claim=claim, **given(report))

    @rule(mandate=mandates())
    def mandate(self, mandate):
        """Give a mandate."""
        self.attempt(self.ledger.give_mandate, **given(mandate))

    @precondition(lambda self: self.made(MandateGiven))
    @rule(which=NUMBERS)
    def void_mandate(self, which):
        """Void a mandate."""
        made = self.made(MandateGiven)
        self.attempt(self.ledger.void_mandate, made[which % len(made)])

    @rule(judgement=judgements())
    def judge(self, judgement):
        """Judge who is whom."""
        self.attempt(
            self.ledger.judge_identity, judgement.verdict, judgement.actors, by=judgement.by
        )

    @precondition(lambda self: self.made(IdentityJudged))
    @rule(which=NUMBERS)
    def withdraw(self, which):
        """Withdraw a judgement."""
        made = self.made(IdentityJudged)
        self.attempt(self.ledger.withdraw_identity, made[which % len(made)])

    @rule(relation=relations())
    def relate(self, relation):
        """Relate two claims."""
        self.attempt(self.ledger.relate, relation.claim, relation.relation, relation.other)

    @rule(cut=cuts())
    def look(self, cut):
        """Take a view, to hold it beside what is recorded later."""
        view = self.ledger.as_of(**cut)
        self.views.append((view, view.matrix()))

    @rule(cut=cuts(), include=st.sampled_from([(), ("private", "leaked")]))
    def ask(self, cut, include):
        """Ask both models where everybody stands."""
        naive = NaiveRecord(self.ledger.history())
        asked: dict[str, Any] = {**ends(cut), "include": frozenset(include)}
        view = self.ledger.as_of(**cut)
        witness(33, view)
        for actor in view.actors:
            for claim in view.claims:
                expected = naive.outcomes(actor, claim, **asked)
                actual = view.position(actor, claim, include=include)
                assert standing_kinds(actual) == {str(kind) for kind in expected}

    @invariant()
    def views_never_change(self):
        """A view that is held answers as it did when it was made."""
        for view, matrix in self.views[-2:]:
            assert view.matrix() == matrix

    @precondition(lambda self: self.lasting)
    @rule()
    def reopen(self):
        """Close the ledger and open it again: all is there."""
        before = self.ledger.history()
        self.ledger.close()
        self.ledger = self.opened()
        assert self.ledger.history() == before

    @precondition(lambda self: self.lasting)
    @rule(statement=statements())
    def another_records(self, statement):
        """Another that has the ledger open records something: this one sees it."""
        before = self.ledger.history()
        fields = given(statement, "id", "follows", "retracts") | {"id": f"s{len(self.said)}"}
        try:
            events = self.other.record(**fields)
        except PositionsError as error:
            assert not isinstance(error, LedgerBusy)  # noqa: PT017 - whatever else is refused
            events = ()
        self.seen(events)
        assert self.ledger.history()[: len(before)] == before[:]
        assert len(self.ledger.history()) == len(before) + len(events)
        assert self.other.history() == self.ledger.history()

    @rule(statement=statements())
    def fail_to_write(self, statement):
        """The store fails before it writes: nothing is recorded, and the next command works."""
        before = self.ledger.history()
        fields = given(statement, "id", "follows", "retracts") | {"id": f"s{len(self.said)}"}
        recorder = self.ledger.application.recorder

        def failing(*_, **__):
            why = "disk I/O error"
            raise OperationalError(why)

        recorder.insert_events = failing
        try:
            failed = self.ledger.record(**fields) is None
        except PositionsError as error:
            failed = isinstance(error, StoreFailed)
        finally:
            del recorder.insert_events
        assert self.ledger.history() == before
        self.attempt(self.ledger.record, **fields)
        assert failed == (len(self.ledger.history()) > len(before))

    @rule(statement=statements())
    def lose_the_word(self, statement):
        """The store writes, and its word of it is lost: it is recorded once, and acknowledged."""
        before = self.ledger.history()
        fields = given(statement, "id", "follows", "retracts") | {"id": f"s{len(self.said)}"}
        recorder = self.ledger.application.recorder
        insert = recorder.insert_events

        def losing(*events, **more):
            del recorder.insert_events
            insert(*events, **more)
            why = "the connection was lost, and the retry found it there"
            raise IntegrityError(why)

        recorder.insert_events = losing
        try:
            events = self.ledger.record(**fields)
        except PositionsError:
            events = ()
        vars(recorder).pop("insert_events", None)
        self.seen(events)
        assert len(self.ledger.history()) == len(before) + len(events)
        assert tuple(each.event for each in self.ledger.history()[len(before) :]) == events
