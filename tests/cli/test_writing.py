"""Writing to a ledger: what was recorded is told, and writing twice is writing once."""

import json

import pytest

import positions
from positions import StatementAmended
from positions.cli import sources
from tests.cli.conftest import events

DENIAL = ("--by", "guest", "--claim", "signed", "--act", "deny", "--said", "2020-01-09")


@pytest.fixture
def statement(ledger):
    """Return a function that gives a statement of the ledger as it reads now, with its reports."""

    def found(claim, id):
        with positions.open(ledger) as opened:
            spoken = opened.as_of().statements(claim=claim)
        return next(each for each in spoken if each.statement.id == id)

    return found


def test_load_tells_of_each_case_what_became_of_it(type_, case, tmp_path):
    """In the order in which they were loaded: one that builds on a later one waits for it."""
    new, later = tmp_path / "new.db", tmp_path / "later.yaml"
    later.write_text(
        "positions: 1\n"
        "statements:\n"
        "  - {by: guest, claim: talks, act: deny, said: 2020-01-09,\n"
        "     reports: [{published: 2020-01-08}]}\n",
        encoding="utf-8",
    )
    told = type_("load", str(later), case, "--ledger", str(new), "--format", "json")

    assert 0 == told.code
    assert [(case, 32, 0), (str(later), 1, 0)] == [
        (each["case"], each["recorded"], each["known"]) for each in told.answer
    ]
    assert told.err.startswith(f"warning: {later}:4: ")
    assert [told.err.removeprefix("warning: ").strip()] == told.answer[1]["warnings"]
    assert {"command": "load"} == json.loads(told.out)["asked"]


def test_load_keeps_zone_and_curator(type_, case, tmp_path):
    """They are those of the ledger, and of every event."""
    path = str(tmp_path / "new.db")
    type_("load", case, "--ledger", path, "--zone", "Asia/Tokyo", "--curator", "me")
    with positions.open(path) as opened:
        assert "Asia/Tokyo" == opened.zone
        assert {"me"} == {each.curator for each in opened.history()}
    told = type_("load", case, "--ledger", path, "--zone", "Europe/Moscow")
    assert 2 == told.code
    assert "read in Asia/Tokyo, which its first write fixed" in told.err


def test_what_is_loaded_before_a_bad_case_stays(type_, case, tmp_path):
    """Each case is whole or not at all; which are there already is said."""
    path, bad = str(tmp_path / "new.db"), str(tmp_path / "no-such.yaml")
    told = type_("load", bad, case, "--ledger", path)

    assert (2, "") == (told.code, told.out)
    assert (
        f"note: loaded before that, and stays so: {case}\n"
        f"{bad}: cannot be read: No such file or directory\n"
    ) == told.err
    assert 33 == events(path)
    assert "note:" not in type_("load", bad, "--ledger", path).err


def test_what_is_loaded_before_an_interruption_stays(type_, monkeypatch, case, tmp_path):
    """Ctrl-C leaves whole cases, and says which."""
    path = str(tmp_path / "new.db")
    load = sources._loaded

    def interrupted(name, ledger):
        if name == "second":
            raise KeyboardInterrupt
        return load(name, ledger)

    monkeypatch.setattr(sources, "_loaded", interrupted)
    told = type_("load", case, "second", "--ledger", path)

    assert (130, "") == (told.code, told.out)
    assert f"note: loaded before that, and stays so: {case}\n" == told.err
    assert 33 == events(path)


def test_record_tells_what_was_recorded(type_, ledger, statement):
    """The whole statement, with the id by which it can be amended."""
    options = ("--id", "late", "--as", "a guest", "--stance", "denied", "--seq", "2")
    more = ("--utterance", "speech", "--follows", "ink", "--follows", "inked", "--zone", "UTC")
    told = type_("record", "--ledger", ledger, *DENIAL, *options, *more, "--curator", "me")

    assert (0, "") == (told.code, told.err)
    assert (
        "Recorded\n"
        "\n"
        "  event     claim   statement  said        by     what\n"
        "  recorded  signed  late       2020-01-09  guest  deny: denied\n"
    ) == told.out
    said = statement("signed", "late").statement
    assert ("a guest", "speech", 2, "UTC") == (said.role, said.utterance, said.seq, said.said.zone)
    assert ["ink", "inked"] == [each.statement for each in said.follows]
    with positions.open(ledger) as opened:
        assert "me" == opened.history()[-1].curator


def test_recording_twice_is_recording_once(type_, ledger):
    """The second time says so, and is no failure; another report of it is added."""
    typed = ("record", "--ledger", ledger, *DENIAL)
    first = type_(*typed, "--outlet", "Wire", "--quote", "no")
    stored = events(ledger)
    again = type_(*typed, "--outlet", "Wire", "--quote", "no")
    another = type_(*typed, "--outlet", "Radio")

    assert first.out.startswith("Recorded\n")
    assert (0, "Nothing was recorded\n\nIt is on record already, just so.\n", "") == (
        again.code,
        again.out,
        again.err,
    )
    assert "  report added  signed  guest-deny-" in another.out
    assert another.out.endswith("  Radio\n")
    assert stored + 1 == events(ledger)
    assert "report added" in type_(*typed, "--quote", "never").out


def test_a_joint_statement_is_one_each(type_, ledger):
    """Of several speakers each has a statement, and coders may differ."""
    told = type_(
        *("record", "--ledger", ledger, "--by", "office", "--by", "agency", "--claim", "talks"),
        *("--act", "hedge", "--stance", "possible", "--stance", "probable", "--said", "2020-01-09"),
        *("--format", "json"),
    )
    recorded = [each["event"]["statement"] for each in told.answer["recorded"]]

    assert ["office", "agency"] == [each["by"] for each in recorded]
    assert 1 == len({each["utterance"] for each in recorded})
    assert [["possible", "probable"]] * 2 == [each["stances"] for each in recorded]
    assert 0 == told.answer["known"]


def test_what_is_odd_is_said_and_recorded(type_, ledger):
    """A warning names the option."""
    told = type_(
        *("record", "--ledger", ledger, *DENIAL, "--published", "2020-01-08", "--format", "json"),
    )

    assert 0 == told.code
    assert told.err.startswith("warning: --published: it was published (2020-01-08) before the ")
    assert told.err == f"warning: {told.answer['warnings'][0]}\n"


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        (
            ("record", *DENIAL[:4], "--act", "deni", "--said", "x"),
            ["--act: the text 'deni' is not an act; did you mean ", "--said: 'x' is not a"],
        ),
        (("record", *DENIAL, "--on-behalf-of", "lond"), ["--on-behalf-of: there is no actor 'lo"]),
        (("record", *DENIAL, "--stance", "affirmed"), ["--stance: `deny` does not go with affirm"]),
        (("record", *DENIAL, "--seq", "first"), ["--seq: expected a whole number, found the text"]),
        (("record", *DENIAL, "--id", "ink"), ["statement 'ink' is recorded already with other c"]),
        (("record", *DENIAL, "--claim", "sgned"), ["--claim: there is no claim 'sgned'; did you "]),
        (("amend", "ni", "--set", "note=x", "--why", "y"), ["there is no statement 'ni'"]),
        (
            ("amend", "no", "--claim", "dael", "--set", "note=x", "--why", "y"),
            ["--claim: there is no claim 'dael'; did you mean 'deal'?"],
        ),
        (("amend", "no", "--set", "said=x", "--why", "y"), ["--set said: 'x' is not a time that "]),
        (
            ("amend", "no", "--set", "sayd=x", "--why", "y"),
            ["--set sayd: 'sayd' is no field of an"],
        ),
        (("amend", "no", "--set", "note", "--why", "y"), ["--set: 'note' is no field with its va"]),
        (("amend", "no", "--set", "=x", "--why", "y"), ["--set: '=x' is no field with its value;"]),
        (
            ("amend", "no", "--set", "claim=x", "--why", "y"),
            ["--set: claim is never amended; void"],
        ),
        (
            ("amend", "no", "--set", "note=x", "--set", "note=y", "--why", "y"),
            ["--set: note is set twice; which of the two is meant?"],
        ),
        (
            ("amend", "no", "--set", "stance=[a", "--why", "y"),
            ["--set: the value of stance cannot be read: is not YAML"],
        ),
        (
            ("amend", "no", "--set", "extra={a: 1, a: 2}", "--why", "y"),
            ["--set: the value of extra cannot be read: the key 'a' is written twice"],
        ),
        (("amend", "no", "--set", "note=x"), ["the following arguments are required: --why"]),
        (("void", "ni", "--why", "y"), ["there is no statement 'ni'"]),
        (("void", "no", "--claim", "x", "--why", "y"), ["--claim: there is no claim 'x'"]),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_what_cannot_be_recorded_is_said_by_option(type_, ledger, typed, sentences):
    """All that is wrong, a line each; nothing is recorded."""
    before = events(ledger)
    told = type_(*typed, "--ledger", ledger)

    assert (2, "") == (told.code, told.out)
    lines = told.err.splitlines()
    assert len(sentences) == len(lines)
    for line, sentence in zip(lines, sentences, strict=True):
        assert line.startswith(f"positions: {sentence}")
    assert before == events(ledger)


def test_amend_corrects_what_the_curator_got_wrong(type_, ledger, statement):
    """Texts, lists, and nothing; the same again records nothing."""
    typed = ("amend", "either", "--ledger", ledger, "--set", "stance=[possible, doubtful]")
    more = ("--set", "said=2020-01-04", "--set", "wording=yes: perhaps", "--why", "the transcript")
    told = type_(*typed, *more)

    assert (
        "Recorded\n"
        "\n"
        "  event    claim  statement  said        by      what\n"
        "  amended  talks  either     2020-01-04  agency  hedge: possible or doubtful\n"
    ) == told.out
    assert type_(*typed, *more).out.startswith("Nothing was recorded\n")
    assert "yes: perhaps" == statement("talks", "either").statement.wording
    assert 0 == type_("amend", "either", "--ledger", ledger, "--set=wording=", "--why", "x").code
    assert statement("talks", "either").statement.wording is None
    with positions.open(ledger) as opened:
        amended = opened.history()[-2].event
    assert isinstance(amended, StatementAmended)
    assert "the transcript" == amended.why


def test_an_amendment_of_an_id_is_applied_once(type_, ledger):
    """With other content it is a conflict."""
    typed = ("amend", "no", "--claim", "deal", "--ledger", ledger, "--id", "a1", "--why", "x")

    assert 0 == type_(*typed, "--set", "note=one").code
    assert "Nothing was recorded" in type_(*typed, "--set", "note=one").out
    told = type_(*typed, "--set", "note=two")
    assert 2 == told.code
    assert "amendment 'a1' is recorded already with other content" in told.err


def test_void_finds_that_nobody_said_so(type_, ledger):
    """The position falls to what was said before; voiding again records nothing."""
    typed = ("void", "no", "--ledger", ledger, "--why", "a misprint")
    told = type_(*typed)

    assert (
        "Recorded\n\n  event   claim  statement  what\n  voided  deal   no         a misprint\n"
    ) == told.out
    assert type_(*typed).out.startswith("Nothing was recorded\n")
    position = type_("position", "land", "deal", "--ledger", ledger, "--format", "json").answer
    assert "affirmed" == position["kind"]


def test_voiding_needs_no_reason_in_a_case(type_, ledger, tmp_path):
    """What a case voids without a reason is asked like everything else."""
    case = tmp_path / "void.yaml"
    case.write_text("positions: 1\nvoids: [{statement: no}]\n", encoding="utf-8")

    assert 0 == type_("load", str(case), "--ledger", ledger).code
    told = type_("statements", "--ledger", ledger, "--claim", "deal", "--format", "json")
    assert "no" not in {each["id"] for each in told.answer}
