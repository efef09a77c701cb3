"""A digest of a history at each of its lengths, by which processes compare what they have read."""

from hashlib import blake2b

from positions.store import recorded_to_json

__all__ = ["Chain"]


class Chain:
    """The digest of a growing history, event by event.

    Attributes:
        length: How many events there were.
    """

    def __init__(self):
        self.length = 0
        self._digest = blake2b(digest_size=16)

    def follow(self, history):
        """Take the events that *history* has more, and return the length and digest."""
        for each in history[self.length :]:
            self._digest.update(recorded_to_json(each))
        self.length = len(history)
        return self.length, self._digest.hexdigest()

    @classmethod
    def whole(cls, history):
        """Return the digest of a history at each of its lengths."""
        chain, digests = cls(), {}
        for each in history:
            chain._digest.update(recorded_to_json(each))
            chain.length += 1
            digests[chain.length] = chain._digest.hexdigest()
        return digests
