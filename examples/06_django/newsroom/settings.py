"""Settings: one database, in which the read models live beside Django's own tables."""

import os

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("DATABASE", "newsroom.sqlite3"),
    }
}
LEDGER = os.environ.get("LEDGER", "visit.db")

INSTALLED_APPS = ["record", "stories"]
ROOT_URLCONF = "newsroom.urls"
TIME_ZONE = "America/New_York"  # in which the dates of a question are read
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DEBUG = True  # for trying it out on one's own machine, like the key
SECRET_KEY = "no secret: this is an example"  # noqa: S105 - as it says
