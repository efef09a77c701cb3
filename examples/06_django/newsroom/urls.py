"""What can be asked over HTTP."""

from django.urls import path
from stories import views

urlpatterns = [
    path("claims/<str:claim>/", views.claim),
    path("shifts/", views.shifts),
    path("stories/<int:story>/", views.story),
]
