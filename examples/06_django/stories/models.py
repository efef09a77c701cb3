"""What the newsroom keeps itself, beside the read models."""

from django.db import models


class Story(models.Model):
    """A story on a claim."""

    headline = models.TextField()
    claim = models.TextField()
    published = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.headline)
