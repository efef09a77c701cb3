"""Each command answers its question, for people, and ends with 1 where the answer is no."""

import textwrap

import pytest

import positions
from tests.cli.conftest import ROOT


def dedented(text):
    """Return a text as it stands in a test, without the indent of the test."""
    return textwrap.dedent(text).lstrip("\n")


def test_replay_shows_who_stands_where(type_, case):
    """Governments come first; a dissent within is noted; the cut is said."""
    expected = """
        Who stands where, as of 2020-01-03, as known by 2020-01-03 (Europe/Moscow)

        deal: There is a deal
          actor   position  since       on the words of  note
          land    denied    2020-01-03  agency           dissent
          agency  denied    2020-01-03  agency
          office  affirmed  2020-01-02  office
        """
    typed = type_(
        "replay", case, "--claim", "deal", "--as-of", "2020-01-03", "--known-by", "2020-01-03"
    )

    assert (0, dedented(expected), "") == (typed.code, typed.out, typed.err)


def test_replay_of_one_actor_lists_its_claims(type_, case):
    """What is open is listed with all that is possible; a proposal is supported, not affirmed."""
    expected = """
        Who stands where, as of 2020-01-05 (Europe/Moscow)

        guest
          claim      position  since                     on the words of
          deal       denied    2020-01-05                guest
          sanctions  supports  2020-01-05                guest
          signed     affirmed  2020-01-02 to 2020-01-05  guest
        """

    assert dedented(expected) == type_("replay", case, "--actor", "guest", "--as-of=2020-01-05").out


def test_replay_shows_conditions(type_, case):
    """A condition is noted beside the position it belongs to."""
    expected = """
        Who stands where, by all that is on record

        sanctions: There should be sanctions
          actor  position     since       on the words of  note
          land   conditional  2020-01-05  aide             if they cheat
          aide   conditional  2020-01-05  aide             if they cheat
          guest  supports     2020-01-05  guest
        """

    assert dedented(expected) == type_("replay", case, "--claim", "sanctions").out


def test_replay_infers_where_asked(type_, case):
    """What follows from another claim is an answer, and says from which."""
    asked = ("replay", case, "--claim", "deal", "--as-of", "2020-01-04")

    assert "clerk" not in type_(*asked).out
    assert "  clerk   affirmed" in type_(*asked, "--infer").out
    assert "inferred from signed" in type_(*asked, "--infer").out
    assert "inferred from signed" in type_(*asked, "--infer", "--actor", "clerk").out


def test_replay_hears_the_most_senior_within_a_window(type_, case):
    """`--window` counts days back from the cut."""
    question = ("replay", case, "--claim", "deal", "--actor", "land", "--as-of", "2020-01-03")
    senior = (*question, "--policy", "most_senior", "--format", "json")

    assert ["affirmed"] == [each["kind"] for each in type_(*senior).answer]
    assert ["denied"] == [each["kind"] for each in type_(*senior, "--window", "0.5").answer]


def test_a_window_keeps_to_the_cells_on_record(type_, case):
    """With a window and no single cell asked for, there are no cells of `no_record`."""
    asked = ("replay", case, "--policy", "most_senior", "--window", "1", "--format", "json")
    kinds = {each["kind"] for each in type_(*asked, "--as-of", "2020-01-03").answer}

    assert kinds
    assert "no_record" not in kinds


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("replay", "--claim", "signed", "--as-of", "2019"), "Nobody is on record."),
        (("replay", "--actor", "clerk", "--as-of", "2019"), "Nobody is on record."),
        (("explain", "--claim", "signed", "--as-of", "2019"), "Nobody is on record."),
        (("timeline", "--claim", "signed", "--as-of", "2019"), "No commitment is on record."),
        (("matrix", "--claim", "signed", "--as-of", "2019"), "Nobody is on record."),
        (("diff", "--from", "2020-01-08", "--to", "2020-01-09"), "Nothing changed."),
        (("statements", "--claim", "signed", "--as-of", "2019"), "Nothing is on record."),
        (("open-questions", "--claim", "signed", "--as-of", "2019"), "No question is open."),
        (("contradictions", "--as-of", "2019"), "Nobody on record does."),
        (("contradictions", "--actor", "land"), "land does not."),
        (
            ("agreement", "--between", "aide", "guest"),
            "There is no claim on which both have a stance.",
        ),
    ],
    ids=lambda each: "" if isinstance(each, str) else " ".join(each),
)
def test_no_is_one(type_, case, typed, sentence):
    """Where the answer is no or nothing a sentence says so, and the exit code is 1."""
    name, *options = typed
    told = type_(name, case, *options)

    assert (1, "") == (told.code, told.err)
    assert told.out.endswith(f"\n\n{sentence}\n")


def test_one_cell_without_record_is_shown_and_is_one(type_, case):
    """Of one actor on one claim there is an answer, though it is no."""
    told = type_("replay", case, "--actor", "guest", "--claim", "talks")

    assert 1 == told.code
    assert "no record" in told.out


def test_explain_gives_the_words_of_the_position(type_, case):
    """The explanation is that of the library."""
    with positions.open(":memory:") as ledger:
        ledger.load(case)
        words = ledger.as_of().position("land", "deal").explain()
    told = type_("explain", case, "--actor", "land", "--claim", "deal")

    assert f"Why, by all that is on record\n\n{words}\n" == told.out
    assert 0 == told.code


def test_timeline_names_the_shifts(type_, case):
    """Each commitment stands with its shift, and who spoke."""
    expected = """
        How positions changed, by all that is on record

        land on deal: There is a deal
          said        shift     position  on the words of  note
          2020-01-02  initial   affirmed  office
          2020-01-03  reversal  denied    agency           another speaker
        """

    told = type_("timeline", case, "--actor", "land", "--claim", "deal").out
    assert dedented(expected) == told


def test_timeline_of_what_coders_differ_on(type_, case):
    """A commitment that can be read in several ways has no clear shift, and all its outcomes."""
    told = type_("timeline", case, "--actor", "agency", "--claim", "talks").out

    assert "until 2020-01-05  not clear  probable or possible  agency" in told


def test_matrix_is_one_table(type_, case):
    """A cell without record is a dash."""
    expected = """
        Who stands where on everything, as of 2020-01-03 (Europe/Moscow)

          actor   deal      signed                 talks
          land    denied    -                      probable or possible or no record
          agency  denied    -                      probable or possible or no record
          office  affirmed  -                      -
          guest   -         affirmed or no record  -
          clerk   -         affirmed               -
        """
    told = type_("matrix", case, "--as-of", "2020-01-03")

    assert dedented(expected) == told.out


def test_matrix_keeps_to_what_is_asked(type_, case):
    """An actor and a claim narrow it."""
    told = type_("matrix", case, "--claim", "deal", "--actor", "office", "--format", "csv")

    assert "actor,deal\r\noffice,affirmed\r\n" == told.out


def test_diff_shows_old_new_and_shift(type_, case):
    """What is other at the end of the later date stands with its shift."""
    expected = """
        What changed from 2020-01-02 to 2020-01-03 (Europe/Moscow)

        deal: There is a deal
          actor   was        is      shift
          land    affirmed   denied  reversal
          agency  no record  denied  initial
        """
    told = type_("diff", case, "--from", "2020-01-02", "--to", "2020-01-03", "--claim", "deal")

    assert (0, dedented(expected)) == (told.code, told.out)


def test_statements_tell_how_words_reached_us(type_, case):
    """Circumstances out of the common are noted."""
    expected = """
        What was said, by all that is on record

        deal: There is a deal
          said        by      what                        reported by
          2020-01-02  office  confirm: affirmed “a deal”  Wire
          2020-01-03  agency  deny: denied
          2020-01-04  aide    refer to agency
          2020-01-05  guest   deny: denied
        """

    assert dedented(expected) == type_("statements", case, "--claim", "deal").out
    told = type_("statements", case).out
    assert "conditional, if they cheat, for land" in told
    assert "from 2020-01-05" in told
    assert "retract gone" in told
    assert "private" in told
    assert "private" not in type_("statements", case, "--include", "public").out


def test_open_questions_tell_who_owes_an_answer(type_, case):
    """A referral answers nothing."""
    told = type_("open-questions", case, "--actor", "aide")

    assert 0 == told.code
    assert "  aide   2020-01-04  refer to agency  deferred\n" in told.out


def test_contradictions_name_both_positions_and_the_relation(type_, case):
    """Who confirms the narrower claim and denies the broader contradicts himself."""
    told = type_("contradictions", case)

    assert 0 == told.code
    assert "deal: denied" in told.out
    assert "signed: affirmed" in told.out
    assert "signed entails deal" in told.out


def test_agreement_says_where_both_stand(type_, case):
    """Where two stand apart on all they share, the answer is no."""
    expected = """
        On what office and agency agree, by all that is on record

          claim  office    agency  same
          deal   affirmed  denied  no
        """
    told = type_("agreement", case, "--between", "office", "agency")

    assert (1, dedented(expected)) == (told.code, told.out)
    told = type_("agreement", case, "--between", "land", "agency", "--claim", "deal")
    assert 0 == told.code


def test_schema_is_the_schema(type_):
    """`schema` needs no case."""
    told = type_("schema")

    assert 0 == told.code
    assert told.out.startswith("{\n")


def test_a_case_waits_for_one_that_it_builds_on(type_):
    """As a shell lists them, the later case comes first; the answer is the same."""
    seeds = ["seeds/soleimani-moscow-2015-later.yaml", "seeds/soleimani-moscow-2015.yaml"]
    asked = ("--actor", "united-states", "--claim", "visit", "--format", "csv")

    backwards = type_("timeline", *(str(ROOT / seed) for seed in seeds), *asked)
    forwards = type_("timeline", *(str(ROOT / seed) for seed in reversed(seeds)), *asked)

    assert 0 == backwards.code
    assert forwards.out == backwards.out
