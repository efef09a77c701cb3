"""The plugin that sets the profile of Hypothesis: `ci` unless HYPOTHESIS_PROFILE says otherwise."""

import os

from hypothesis import Phase, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

NO_CONSTANTS = Constants()

# The same examples on every run and every machine: a red build is never luck.
settings.register_profile("ci", deadline=None, derandomize=True, max_examples=200, print_blob=True)
# New examples every night, and many; tests/nightly.py gives each law its time.
settings.register_profile(
    "nightly", deadline=None, derandomize=False, max_examples=10_000, print_blob=True
)
# For looking into a failure at once: the first example found, as it was found.
settings.register_profile(
    "quick",
    deadline=None,
    derandomize=True,
    max_examples=200,
    phases=[Phase.explicit, Phase.generate],
)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "ci")
settings.load_profile(PROFILE)

# Hypothesis also draws the constants of whatever local modules happen to be imported, so that the
# examples of one test would depend on which other tests its worker has run; and to collect them
# takes longer, on a busy machine, than its first examples may. Not by day.
if PROFILE != "nightly":
    providers._get_local_constants = lambda: NO_CONSTANTS
