"""Answers in JSON, each a query of Django's own database: nothing is replayed here."""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from record.models import Period, Shift, Standing

import positions
from stories.models import Story

MOMENT = dt.timedelta(microseconds=1)
PAGE = 25
FEED = ("place", "actor", "claim", "statement", "what", "kind", "old", "new", "recorded_at", "why")


def now(claim: str) -> dict[str, str]:
    """Return where each actor stands on a claim."""
    return dict(Standing.objects.filter(claim=claim).values_list("actor", "kind"))


def then(claim: str, instant: dt.datetime) -> dict[str, str]:
    """Return where each actor stood on a claim at an instant, as is known today."""
    return dict(Period.at(instant).filter(claim=claim).values_list("actor", "kind"))


def claim(request: HttpRequest, claim: str) -> JsonResponse:
    """Where everybody stands on a claim; with `?as_of=2015-08-14`, at the end of that day."""
    asked = request.GET.get("as_of")
    try:
        end = asked and positions.When.parse(asked, zone=settings.TIME_ZONE).latest
    except positions.InvalidWhen as error:
        return JsonResponse({"error": "InvalidWhen", "detail": str(error)}, status=400)
    found = then(claim, end - MOMENT) if isinstance(end, dt.datetime) else now(claim)
    return JsonResponse({"claim": claim, "as_of": asked, "positions": found})


def shifts(request: HttpRequest) -> JsonResponse:
    """What has changed since `?after=`, the `place` of the last one had; whole events at a time."""
    after = request.GET.get("after", "0")
    if not (after.isascii() and after.isdigit()):
        why = f"after: {after!r} is not the `place` of a shift"
        return JsonResponse({"error": "InvalidPlace", "detail": why}, status=400)
    found = Shift.objects.filter(place__gt=int(after))
    places = list(found.values_list("place", flat=True)[:PAGE])
    page = found.filter(place__lte=max(places, default=0))
    return JsonResponse({"shifts": list(page.values(*FEED))})


def story(request: HttpRequest, story: int) -> JsonResponse:
    """A story, and who stands elsewhere since it was published."""
    del request
    found = get_object_or_404(Story, pk=story)
    before, since = then(found.claim, found.published), now(found.claim)
    changed = {
        actor: {"then": before.get(actor, "no_record"), "now": kind}
        for actor, kind in since.items()
        if kind != before.get(actor, "no_record")
    }
    return JsonResponse({"headline": found.headline, "claim": found.claim, "changed": changed})
