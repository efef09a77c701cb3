"""Apply each mutation in turn, and see a law fail. One that no law notices ends in exit code 1.

python -m tests.mutations              all of them
python -m tests.mutations R6 log       those of some rules, and of the ledger
"""

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from tests.mutations import MUTATIONS
from tests.mutations.mutation import outcome


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the mutations of the parts named in *arguments*, all of them if none is."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutations", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parts = dict.fromkeys(each.part for each in MUTATIONS)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"any of {', '.join(parts)}")
    parser.add_argument("--jobs", type=int, default=2, help="mutations at the same time (2)")
    options = parser.parse_args(arguments)
    if unknown := [each for each in options.parts if each not in parts]:
        parser.error(f"no mutations of {', '.join(unknown)}; there are some of {', '.join(parts)}")
    chosen = [each for each in MUTATIONS if not options.parts or each.part in options.parts]
    killed = 0
    with ThreadPoolExecutor(max_workers=options.jobs) as pool:
        for mutation, (result, seconds) in zip(chosen, pool.map(outcome, chosen), strict=True):
            killed += result == "killed"
            print(f"{mutation.part:<8}{result:<9} {seconds:5.1f} s  {mutation.name}", flush=True)
    print(f"{killed} of {len(chosen)} mutations killed")
    return int(killed < len(chosen))


if __name__ == "__main__":
    sys.exit(main())
