"""Laws 5, 28, 31 and 33: a ledger in use, in every store, beside the naive model."""

import pytest
from hypothesis import settings

from positions.ledger.journal import Journal
from tests.laws.machine import LedgerBesideTheNaiveModel
from tests.stores import postgres, sqlite, stock

_EXAMPLES = settings().max_examples


def _runs(share):
    return settings(max_examples=max(_EXAMPLES // share, 1), stateful_step_count=20)


class InAFile(LedgerBesideTheNaiveModel):
    """A ledger in an SQLite file."""

    store = staticmethod(sqlite)
    lasting = True


class LookedUp(InAFile):
    """The same, where writers look up single events instead of reading the log."""

    def __init__(self):
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(Journal, "known", lambda self: self.looked_up(self.log.keyed))
        super().__init__()

    def teardown(self):
        """Leave nothing behind."""
        super().teardown()
        self.patch.undo()


class InPostgres(LedgerBesideTheNaiveModel):
    """A ledger in PostgreSQL."""

    store = staticmethod(postgres)
    lasting = True


class InAStockRecorder(LedgerBesideTheNaiveModel):
    """A ledger in a recorder that knows nothing of it."""

    store = staticmethod(stock)
    lasting = True


TestLaw33Machine = LedgerBesideTheNaiveModel.TestCase
TestLaw33Machine.settings = _runs(2)

TestLaw31SQLiteMachine = InAFile.TestCase
TestLaw31SQLiteMachine.settings = _runs(8)

TestLaw05LookedUpMachine = LookedUp.TestCase
TestLaw05LookedUpMachine.settings = _runs(8)

TestLaw31StockMachine = InAStockRecorder.TestCase
TestLaw31StockMachine.settings = _runs(16)

TestLaw31PostgresMachine = InPostgres.TestCase
TestLaw31PostgresMachine.settings = _runs(16)
