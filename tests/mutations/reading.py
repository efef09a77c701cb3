"""Mutations of how a long log is read through, in C and in Python."""

from tests.mutations.mutation import Mutation

LAWS = "test_reading_through or test_skimming"

READING = tuple(
    Mutation("reading", name, f"store/reading/{file}", old, new, LAWS)
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
)
