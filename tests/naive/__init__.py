"""A second, naive implementation that judges the first and imports nothing of it.

It says the rules of replay (section 5 of the design) a second time, for tiny histories: it makes
every world that the record leaves open, asks where the actor stands in each, and joins the answers.

- `record`: what is on record, R2 and R12
- `order`: which statement is known to follow which, R3
- `voices`: whose words count for whom, R8
- `words`: a statement as one question reads it, R1, R5 and R13
- `worlds`: where somebody stands, R4 to R7
- `policies`: the other ways to hear many voices, R9
- `shifts`: a timeline, R11
- `model`: the door
"""

from tests.naive.model import NaiveRecord

__all__ = ["NaiveRecord"]
