"""The Hypothesis profiles: `ci` unless HYPOTHESIS_PROFILE says otherwise."""

import os

from hypothesis import settings

# The same examples on every run and every machine: a red build is never luck.
settings.register_profile("ci", deadline=None, derandomize=True, max_examples=100, print_blob=True)
# New examples every night, and many; tests/nightly.py gives each law its time.
settings.register_profile(
    "nightly", deadline=None, derandomize=False, max_examples=10_000, print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
