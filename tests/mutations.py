"""Small mutations of the rules of replay, and of the ledger: each has to fail a law.

    python -m tests.mutations              all of them
    python -m tests.mutations R6 log       those of some rules, and of the ledger

Each is applied in a copy of the source, in turn, and the laws that should notice are run against
it. A mutation that no law notices is a hole in the laws; a mutation that no longer applies is out
of date. Both end in exit code 1.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from attrs import frozen
from hatch_build import NAMES, compiled

ROOT = Path(__file__).parents[1]


@frozen
class Mutation:
    """A change of the rules that somebody could make by mistake.

    Attributes:
        rule: The rule that it breaks.
        name: What it does, in words.
        file: Where, below `src/positions`.
        old: The text that is replaced, once.
        new: By what.
        laws: Which tests to run, as `-k` of pytest has it; the first that fails ends the run.
    """

    rule: str
    name: str
    file: str
    old: str
    new: str
    laws: str = "law_33 or (law_07 and test_index)"


MUTATIONS = (
    Mutation(
        "R1",
        "words of uncertain date are out rather than perhaps in",
        "replay/dossier.py",
        "return Truth.NO if start >= until else Truth.MAYBE\n\n\n@frozen",
        "return Truth.NO\n\n\n@frozen",
    ),
    Mutation(
        "R1",
        "what is in reaches to the cut's end inclusive",
        "replay/dossier.py",
        "return Truth.NO if start >= until else Truth.MAYBE\n\n\n@frozen",
        "return Truth.NO if start > until else Truth.MAYBE\n\n\n@frozen",
    ),
    Mutation(
        "R1",
        "undated private words are public from the moment they are spoken",
        "replay/dossier.py",
        "        if self.statement.visibility is Visibility.PUBLIC:\n",
        "        if self.statement.visibility is not None:\n",
    ),
    Mutation(
        "R1",
        "disputed words are in for certain",
        "replay/weighing.py",
        "Authenticity.DISPUTED: Truth.MAYBE",
        "Authenticity.DISPUTED: Truth.YES",
    ),
    Mutation(
        "R2",
        "an amended statement still reads as it was first recorded",
        "replay/dossier.py",
        "        item_of(entry, now, order, roster, before.get(id))",
        "        item_of(entry, entry.first, order, roster, before.get(id))",
    ),
    Mutation(
        "R3",
        "the known order is not closed transitively",
        "replay/order.py",
        "self._after[ref] = frozenset(_reached(ref, self.edges))",
        "self._after[ref] = frozenset(self.edges[ref])",
    ),
    Mutation(
        "R3",
        "what follows may start before what it follows",
        "replay/order.py",
        "starts[later] = max(starts[later], starts[ref])",
        "starts[later] = starts[later]",
    ),
    Mutation(
        "R3",
        "a correction does not follow what it corrects",
        "replay/order.py",
        "        if word.act is Act.CORRECT:\n",
        "        if word.act is Act.RETRACT:\n",
    ),
    Mutation(
        "R4",
        "a word that may be in hides one that is",
        "replay/standing.py",
        "    if not one.sure:\n        return False\n",
        "",
    ),
    Mutation(
        "R4",
        "zero hides what is not zero",
        "replay/standing.py",
        "all(SCORES[stance] != 0 for stance in one.stances)",
        "all(SCORES[stance] == 0 for stance in one.stances)",
    ),
    Mutation(
        "R5",
        "a tier that is only perhaps there hides those below",
        "replay/standing.py",
        "        if any(word.sure for word in present):\n            break",
        "        if present:\n            break",
    ),
    Mutation(
        "R5",
        "words on background weigh like those on the record",
        "replay/weighing.py",
        "return Tier.BACKGROUND if background and item.speaker != actor else Tier.FIRST",
        "return Tier.FIRST",
    ),
    Mutation(
        "R6",
        "what ends as another begins can be the last word",
        "replay/standing.py",
        "stop <= latest_start",
        "stop < latest_start",
    ),
    Mutation(
        "R6",
        "what is known to follow does not count",
        "replay/standing.py",
        "        if followers & certain_refs:\n            continue\n",
        "",
    ),
    Mutation(
        "R7",
        "a retraction withdraws everybody's words",
        "replay/standing.py",
        "    return other.item.speaker == retraction.item.speaker\n",
        "    return True\n",
    ),
    Mutation(
        "R7",
        "what may stand again stands again",
        "replay/standing.py",
        "        if not any(other.sure for other in rest):\n",
        "        if not rest:\n",
    ),
    Mutation(
        "R8",
        "mandates hold at their very end too",
        "replay/roster.py",
        "return self.may_begin <= instant < self.may_end",
        "return self.may_begin <= instant <= self.may_end",
        "law_16 or law_33",
    ),
    Mutation(
        "R8",
        "a chain that may hold at some instant holds",
        "replay/rollup.py",
        "return found.pop() if len(found) == 1 else Truth.MAYBE",
        "return found.pop() if len(found) == 1 else Truth.YES",
    ),
    Mutation(
        "R9",
        "the least senior is heard first",
        "replay/policies.py",
        "for _, together in sorted(ranks.items()) if together",
        "for _, together in sorted(ranks.items(), reverse=True) if together",
    ),
    Mutation(
        "R9",
        "a body is divided only where that is certain",
        "replay/policies.py",
        "possibly = any(len(one.commitments | other.commitments) > 1 for one, other in pairs)",
        "possibly = False",
    ),
    Mutation(
        "R10",
        "a denial of the narrower claim denies the broader",
        "replay/inference.py",
        "carries = stance in (POSITIVE if forward else NEGATIVE)",
        "carries = stance in (POSITIVE | NEGATIVE if forward else NEGATIVE)",
        "law_32",
    ),
    Mutation(
        "R11",
        "a walk-back counts as a softening",
        "replay/answers.py",
        "    if now == 0:\n        return ShiftKind.WALK_BACK\n",
        "",
    ),
    Mutation(
        "R11",
        "after a retraction, the next word is measured from what was retracted",
        "replay/shifts.py",
        "            stands = _stands(same_tier)\n",
        "            stands = before\n",
        "law_11 or law_33",
    ),
    Mutation(
        "R12",
        "a judgement of identity joins nobody",
        "replay/roster.py",
        "        if judgement.verdict is Verdict.SAME:\n",
        "        if judgement.verdict is Verdict.DIFFERENT:\n",
        "law_14 or law_33",
    ),
    Mutation(
        "R13",
        "a paraphrase is believed before the transcript",
        "replay/weighing.py",
        "    for rendering in Rendering:\n",
        "    for rendering in reversed(Rendering):\n",
    ),
    Mutation(
        "log",
        "an amendment is looked up without what it amends",
        "store/catalogue.py",
        "            waiting |= {statement_key(each.statement.id) for each in amendments}\n",
        "",
        "law_05 and sqlite",
    ),
    Mutation(
        "log",
        "who follows a statement is not looked up",
        "store/keys.py",
        "        yield from map(follows_key, event.statement.earlier)\n",
        "",
        "law_05 and sqlite",
    ),
    Mutation(
        "log",
        "a checksum that does not fit is overlooked",
        "store/sealed.py",
        "    if seal == _SEAL % digest.hexdigest().encode():",
        "    if seal and digest:",
        "law_23",
    ),
    Mutation(
        "log",
        "an unreadable event casts doubt on its own claim alone",
        "store/memory.py",
        "event=Unreadable(why=why, tying=tying)",
        "event=Unreadable(why=why)",
        "law_23",
    ),
    Mutation(
        "log",
        "a write whose word was lost is taken for another's",
        "store/log.py",
        "            if self._holds(stored):\n",
        "            if stored is None:\n",
        "law31 and sqlite",
    ),
    Mutation(
        "log",
        "what another has recorded is not followed",
        "ledger/journal.py",
        "        self.follow()\n        return Remembered",
        "        return Remembered",
        "law31 and sqlite",
    ),
    Mutation(
        "log",
        "what a refused command has decided stays in the batch",
        "ledger/draft.py",
        "            del self.events[added:]\n",
        "",
        "law_31",
    ),
    Mutation(
        "index",
        "words that overlap with the last are not looked at",
        "replay/index/window.py",
        "            if read.reach[row] <= latest_start:\n",
        "            if latest_start > OPEN_PAST:\n",
        "law_07 and test_index",
    ),
    Mutation(
        "index",
        "what a new statement is tied to is not made special",
        "replay/index/touched.py",
        "            if any(row.first == known[0] and not row.flags & SPECIAL for row in rows):\n",
        "            if not rows:\n",
        "(law_07 or law_06) and test_index",
    ),
    Mutation(
        "index",
        "a row answers at the cut at which it begins",
        "replay/index/kernel/vectors.py",
        "= spans.begin < np",
        "= spans.begin <= np",
        "law_07 and test_index",
    ),
    Mutation(
        "index",
        "a row that an event has ended is forgotten",
        "replay/index/touched.py",
        "for row in falling if row.begin < place",
        "for row in falling if row.begin > place",
        "(law_07 or law_06) and test_index",
    ),
    Mutation(
        "index",
        "words of a personal capacity count for the body in bulk",
        "replay/index/whole.py",
        "                counts[flags & ALONE != 0] = _NO\n",
        "",
        "law_07 and test_index",
    ),
    Mutation(
        "index",
        "a lower tier goes on answering beside a higher one",
        "replay/index/spanning.py",
        "    return np.minimum(end, np.repeat(_above(layer), np.diff(layer.bounds)), out=end)\n",
        "    return end\n",
        "law_07 and test_index",
    ),
    Mutation(
        "index",
        "what the row before the last leads to is settled, whenever it is over",
        "replay/index/kernel/vectors.py",
        "    settled &= (spans.plain[before] < _after(spans, until)) & ever\n",
        "    settled &= ever\n",
        "law_07 and test_index",
    ),
    Mutation(
        "index",
        "what alone may be in is in",
        "replay/index/kernel/vectors.py",
        "spans.outcome[rows[lone]] | np.uint16(NO_RECORD)",
        "spans.outcome[rows[lone]]",
        "law_07 and test_index",
    ),
    Mutation(
        "index",
        "the last of two that may each be the later one is the answer",
        "replay/index/spanning.py",
        "    outcome[rows] |= layer.outcome[other]\n",
        "",
        "law_07 and test_index",
    ),
    Mutation(
        "index",
        "three that may each be the later one are taken for two",
        "replay/index/spanning.py",
        "    never = special[other] | outlasted(rows, first[other])\n",
        "    never = special[other]\n",
        "law_07 and test_index",
    ),
    Mutation(
        "index",
        "what counts perhaps for a body counts",
        "replay/index/whole.py",
        "np.where(flags & ROLED, np.uint16(SPECIAL), np.uint16(PERHAPS))",
        "np.where(flags & ROLED, np.uint16(SPECIAL), np.uint16(0))",
        "law_07 and test_index",
    ),
    Mutation(
        "index",
        "the role in which something was said settles nothing",
        "replay/index/window.py",
        "if flags & special or (perhaps and flags & ROLED):",
        "if flags & special:",
        "law_07 and test_index",
    ),
    Mutation(
        "index",
        "lookups take what may have been said later for public",
        "replay/index/sheet.py",
        "            known &= outcomes[places] == layer.outcome[rows]\n",
        "",
        "law_07 and test_index",
    ),
    Mutation(
        "index",
        "compiled, a row answers at the cut at which it begins",
        "replay/index/kernel/spans.h",
        "  const int begun = spans->begin[row] < first;\n",
        "  const int begun = spans->begin[row] <= first;\n",
        "law_07 and test_index",
    ),
    Mutation(
        "index",
        "compiled, what the row before the last leads to is not thought of",
        "replay/index/kernel/spans.h",
        "settled ? spans->outcome[row] | spans->outcome[before] : 0",
        "settled ? spans->outcome[row] : 0",
        "law_07 and test_index",
    ),
    Mutation(
        "index",
        "compiled, one question takes what only the fold can read for nothing",
        "replay/index/kernel/layer.h",
        "    if (is_special(layer, heard, row)) return 0;\n",
        "",
        "law_07 and test_index",
    ),
    Mutation(
        "index",
        "compiled, one question takes the first certain word for the last",
        "replay/index/kernel/layer.h",
        "    if (layer->start[row] > latest) latest = layer->start[row];\n",
        "    latest = layer->start[row];\n",
        "law_07 and test_index",
    ),
    Mutation(
        "index",
        "compiled, a cell of many rows is searched beyond the cut",
        "replay/index/kernel/spans.h",
        "half & -(int32_t)(begin[seen] < cut[i].first)",
        "half & -(int32_t)(begin[seen] <= cut[i].first)",
        "law_07 and test_index",
    ),
    Mutation(
        "past",
        "what follows in the tail is not tied to what is in the past",
        "replay/streams.py",
        "return found if self._past is None else [*self._past.followers(ref), *found]",
        "return found",
        "law_05 and test_resuming",
    ),
    Mutation(
        "past",
        "a checkpoint forgets which rows have fallen",
        "replay/index/packing.py",
        "Index.resumed(streams, layer, lambda: _fallen(columns), end)",
        "Index.resumed(streams, layer, list, end)",
        "law_05 and test_resuming",
    ),
    *(
        Mutation("reading", name, f"store/reading/{file}", old, new, "law_05 or law_23")
        for name, file, old, new in (
            (
                "a checksum is compared without the place",
                "seal.h",
                "more, ending(version, more)",
                "more, ending(1, more)",
            ),
            (
                "the last byte of a checksum is not compared",
                "seal.h",
                "return memcmp(line + length - SEAL, seal, SEAL) == 0;",
                "return memcmp(line + length - SEAL, seal, SEAL - 3) == 0;",
            ),
            (
                "a line may be of another stream than its row",
                "cutting.c",
                "length != slots->length[STREAM] || memcmp(name, slots->begin[STREAM]",
                "0 && memcmp(name, slots->begin[STREAM]",
            ),
            (
                "a statement may be of another claim than its stream",
                "cutting.c",
                "memcmp(name + reader->kind_length, slots->begin[CLAIM], (size_t)of_claim) != 0)",
                "0)",
            ),
            (
                "any text is an id",
                "cutting.c",
                "!is_written_with(reader->alphabet, id, of_id, OF_ID))",
                "0)",
            ),
            (
                "half a salt is a salt",
                "cutting.c",
                "of_salt % 2 == 0 && ",
                "",
            ),
            (
                "every line was recorded when the first one was",
                "cutting.c",
                "memcmp(last, slots->begin[RECORDED_AT], (size_t)length) != 0) {",
                "0) {",
            ),
            (
                "words that were amended later are simple",
                "ties.py",
                "again = _common(",
                "again = np.zeros_like(claims, np.bool_) & _common(",
            ),
            (
                "what shares its occasion with other words is simple",
                "ties.py",
                "    again[where[shared]] = True\n",
                "",
            ),
            (
                "the rows of what stands apart keep their places",
                "through.py",
                "layer, fallen = moved(*index.rows(), places)",
                "layer, fallen = index.rows()",
            ),
            (
                "an event that is missing in a stream is not missed",
                "through.py",
                "    if not np.array_equal(",
                "    if False and np.array_equal(",
            ),
            (
                "what was first reported later was public when it was said",
                "through.py",
                "    dated[[*skim.dated]] = ",
                "    dated[[*skim.dated]] = dated[[*skim.dated]] if True else ",
            ),
        )
    ),
)


def outcome(mutation: Mutation) -> tuple[str, float]:
    """Apply *mutation* to a copy of the source, and return what became of it, and how soon."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(ROOT / "src", copy / "src")
        mutated = copy / "src" / "positions" / mutation.file
        text = mutated.read_text(encoding="utf-8")
        if text.count(mutation.old) != 1:
            return "no longer applies", time.monotonic() - started
        mutated.write_text(text.replace(mutation.old, mutation.new), encoding="utf-8")
        is_c = mutated.suffix in {".c", ".h"}
        if is_c and not all(compiled(copy, name) for name in NAMES):
            return "could not be compiled", time.monotonic() - started
        ran = subprocess.run(
            [*PYTEST, "-k", mutation.laws, "tests/laws"],
            check=False,
            cwd=ROOT,
            env=os.environ
            | {
                "HYPOTHESIS_PROFILE": "quick",
                "PYTHONPATH": str(copy / "src"),
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            capture_output=True,
            encoding="utf-8",
        )
    seconds = time.monotonic() - started
    match ran.returncode:
        case 0:
            return "SURVIVED", seconds
        case 1:
            return "killed", seconds
        case _:
            return f"could not be tried: {ran.stdout[-300:]}{ran.stderr[-300:]}", seconds


PYTEST = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:randomly"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the mutations of the rules named in *arguments*, all of them if none is."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutations", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("rules", nargs="*", metavar="RULE", help="such as R6")
    parser.add_argument("--jobs", type=int, default=2, help="mutations at the same time (2)")
    options = parser.parse_args(arguments)
    chosen = [each for each in MUTATIONS if not options.rules or each.rule in options.rules]
    killed = 0
    with ThreadPoolExecutor(max_workers=options.jobs) as pool:
        for mutation, (result, seconds) in zip(chosen, pool.map(outcome, chosen), strict=True):
            killed += result == "killed"
            print(f"{mutation.rule:<4} {result:<9} {seconds:5.1f} s  {mutation.name}", flush=True)
    print(f"{killed} of {len(chosen)} mutations killed")
    return int(killed < len(chosen))


if __name__ == "__main__":
    sys.exit(main())
