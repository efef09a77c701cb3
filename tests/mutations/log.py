"""Mutations of the log: what is looked up, believed, followed and refused."""

from tests.mutations.mutation import Mutation

LOG = (
    Mutation(
        "log",
        "an amendment is looked up without what it amends",
        "store/catalogue.py",
        "            waiting |= {statement_key(each.statement.id) for each in amendments}\n",
        "",
        "law_05 and sqlite",
    ),
    Mutation(
        "log",
        "who follows a statement is not looked up",
        "store/keys.py",
        "        yield from map(follows_key, event.statement.earlier)\n",
        "",
        "law_05 and sqlite",
    ),
    Mutation(
        "log",
        "a checksum that does not fit is overlooked",
        "store/sealed.py",
        "    return data[-_SEAL:] == _FORM % digest.hexdigest().encode()",
        "    return data[-_SEAL:].startswith(_BEFORE)",
        "law_23",
    ),
    Mutation(
        "log",
        "an unreadable event casts doubt on its own claim alone",
        "store/memory.py",
        "event=Unreadable(why=why, tying=tying)",
        "event=Unreadable(why=why)",
        "law_23",
    ),
    Mutation(
        "log",
        "a write whose word was lost is taken for another's",
        "store/log.py",
        "            if self._holds(stored):\n",
        "            if stored is None:\n",
        "law31 and sqlite",
    ),
    Mutation(
        "log",
        "what another has recorded is not followed",
        "ledger/journal.py",
        "        self.follow()\n        return Remembered",
        "        return Remembered",
        "law31 and sqlite",
    ),
    Mutation(
        "log",
        "what a refused command has decided stays in the batch",
        "ledger/draft.py",
        "            del self.events[added:]\n",
        "",
        "law_31",
    ),
)
