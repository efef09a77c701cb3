"""Small mutations of the rules of replay, and of what is faster: each has to fail a law.

Each is applied in a copy of the source, in turn, and the laws that should notice are run against
it. A mutation that no law notices is a hole in the laws.
"""

from tests.mutations.index import INDEX
from tests.mutations.log import LOG
from tests.mutations.reading import READING
from tests.mutations.rules import RULES

__all__ = ["MUTATIONS"]

MUTATIONS = (*RULES, *LOG, *INDEX, *READING)
