"""The Hypothesis profiles: `ci` unless HYPOTHESIS_PROFILE says otherwise."""

import os

from hypothesis import Phase, settings

# The same examples on every run and every machine: a red build is never luck.
settings.register_profile("ci", deadline=None, derandomize=True, max_examples=100, print_blob=True)
# New examples every night, and many; tests/nightly.py gives each law its time.
settings.register_profile(
    "nightly", deadline=None, derandomize=False, max_examples=10_000, print_blob=True
)
# For looking into a failure at once: the first example found, as it was found.
settings.register_profile(
    "quick",
    deadline=None,
    derandomize=True,
    max_examples=100,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
