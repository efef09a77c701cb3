"""From bytes to plain data: an exact round trip or a clear error, never anything else."""

import contextlib
import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from positions.errors import InvalidCase
from positions.exchange import parse_case, read_case, yaml_text
from positions.exchange.document import document_of_bytes, document_of_text
from tests.exchange.documents import TEXTS

STORIES = [
    "🙂 👩‍👩‍👧 \U0001f1fa\U0001f1f8",
    "e\u0301 é \u1e9b\u0323 (never normalised)",
    "قاسم سليماني and \u202bback\u202c",
    "two\nlines, \ta tab, and an end\n",
    "  led by spaces\n\n  and more \n",
    "2015-08-14",
    "no",
    "~",
    "a\rb \x85 \u2028 \u2029 \ufeff \x7f \x07",
    "<b>\"quoted\"</b> 'so' \\ud83d\\ude00 %41 &amp; =1+1",
    "#no comment",
    "",
]
PRELUDE = "positions: 1\n"


@pytest.fixture(params=["libyaml", "python"])
def parser(request, monkeypatch):
    """PyYAML's parsers: what the one reads or refuses, the other does."""
    loaders = {"libyaml": yaml.CBaseLoader, "python": yaml.BaseLoader}
    monkeypatch.setattr(yaml_text, "_LOADER", loaders[request.param])


def problems(text, file=None):
    """Return what is wrong with a case text, as (line, path, why)."""
    try:
        found = parse_case(text, file=file).problems
    except InvalidCase as error:
        found = error.problems
    return [(each.line, each.path, each.why) for each in found]


def document(text):
    """Return a case that holds *text* wherever a text can stand."""
    report = {"outlet": text, "quote": text, "via": [text]}
    return {
        "positions": 1,
        "title": text,
        "claims": {"c": {"text": text, "tags": [text]}},
        "statements": [
            {
                "by": "a",
                "claim": "c",
                "act": "deny",
                "said": "2015",
                "note": text,
                "reports": [report],
                "extra": {"deep": [{"er": text}]},
            }
        ],
    }


def held(case):
    """Return what a case holds of the text of `document`."""
    entry = case.statements[0].value
    report = entry.reports[0]
    claim = case.claims[0].value
    extra = entry.statement.extra.value["deep"][0]["er"]
    texts = [case.title, claim.text, *claim.tags, entry.statement.note, report.quote, *report.via]
    return {*texts, report.outlet, extra}


@pytest.mark.parametrize("text", STORIES)
@pytest.mark.usefixtures("parser")
def test_a_text_comes_out_of_yaml_as_it_went_in(text):
    """Emoji, combining marks, right to left, newlines, and what looks like something else."""
    written = yaml.safe_dump(document(text), default_style='"').replace('!!int "1"', "1")

    assert held(parse_case(written)) == {text}


@given(TEXTS)
def test_any_text_comes_out_of_yaml_as_it_went_in(text):
    """Whatever can be written as a YAML text is read as that text."""
    written = yaml.safe_dump(document(text), default_style='"').replace('!!int "1"', "1")

    assert held(parse_case(written)) == {text}


@given(TEXTS)
def test_a_text_written_as_people_write_is_read_exactly_or_refused(text):
    """Plain, folded and literal scalars: never altered; what YAML would alter is an error."""
    plain = {"positions": 1, "title": text}
    for style in (None, "|", ">", "'"):
        written = yaml.safe_dump(plain, allow_unicode=True, default_style=style)
        written = written.replace('!!int "1"', "1").replace("!!int |-\n  1", "1")
        written = written.replace("!!int >-\n  1", "1").replace("!!int '1'", "1")
        try:
            case = parse_case(written)
        except InvalidCase:
            continue
        assert case.problems or case.title == text


@pytest.mark.parametrize("ascii_only", [True, False])
@given(TEXTS)
def test_any_text_comes_out_of_json_as_it_went_in(ascii_only, text):
    """Escapes, surrogate pairs among them, and raw characters alike."""
    written = json.dumps(document(text), ensure_ascii=ascii_only)

    assert held(parse_case(written)) == {text}
    assert held(read_case(json.loads(written))) == {text}


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**63), 2**64 - 1)
        | TEXTS
        | st.floats(allow_nan=False, allow_infinity=False),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
        max_leaves=8,
    )
)
def test_extra_comes_out_of_json_as_it_went_in(value):
    """The user's own fields are any JSON: numbers to the last digit, `1` apart from `1.0`."""
    case = {**document("x")}
    case["statements"][0]["extra"] = {"deep": [{"er": value}]}

    read = parse_case(json.dumps(case)).statements[0].value.statement.extra.value

    expected = json.dumps({"deep": [{"er": value}]}, sort_keys=True)
    assert json.dumps(read, sort_keys=True) == expected


@given(st.text(st.characters()))
def test_any_text_is_read_or_refused(text):
    """A text that is no case is an `InvalidCase` or has problems; nothing else is ever raised."""
    assert problems(text)
    assert problems(PRELUDE + text) is not None


FRAGMENTS = [
    *(
        "positions: 1\n",
        "statements:",
        "\n- ",
        "by: a",
        "claim: c",
        "act: deny",
        "actors:",
        "extra",
    ),
    *("{", "}", "[", "]", ":", ",", "&a ", "*a", "? ", "<<: ", "!!str ", "!x ", "---\n", "...\n"),
    *("%YAML 1.1\n", "|", "> ", "'", '"', "\\ud83d", "\\ude00", "\\u0000", '\\"', "\\UFFFFFFFF"),
    *("\n  ", "\t", "\r", "\x85", "\ufeff", "\ud800", "null", "~", "1e999", "NaN", ".nan", "#"),
    *('"positions":1', '{"positions": 1,', '"extra":{'),
]


@pytest.mark.parametrize("loader", [yaml.CBaseLoader, yaml.BaseLoader])
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join))
def test_any_fragments_are_read_or_refused(loader, text):
    """What resembles a case is refused as clearly, by either of PyYAML's parsers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_text, "_LOADER", loader)
        for line, path, why in problems(text):
            assert f"{line} {path} {why}".encode()


@given(st.binary())
def test_any_bytes_are_read_or_refused(data):
    """A file of any bytes is a document or an `InvalidCase`."""
    with contextlib.suppress(InvalidCase):
        assert document_of_bytes(data, file="x.yaml").file == "x.yaml"


NEST = "positions: 1\ntitle: "
HOSTILE = {
    "a key twice": ("positions: 1\ntitle: a\ntitle: b\n", 3, "title", "twice (first on line 2)"),
    "a key twice, deep": (
        "positions: 1\nclaims:\n  c:\n    kind: fact\n    kind: legal\n",
        5,
        "claims.c.kind",
        "twice",
    ),
    "a key twice, in JSON": (
        '{"positions": 1,\n"title": "a",\n"title": "b"}',
        3,
        "title",
        "twice (first on line 2)",
    ),
    "containers under a key twice": (
        "positions: 1\nclaims: {a: {}}\nclaims: {b: {kind: fact, kind: legal}}\n",
        3,
        "claims.b.kind",
        "twice",
    ),
    "an alias bomb": (
        NEST
        + "&a [x]\n"
        + "".join(
            f"k{n}: &b{n} [{', '.join([f'*b{n - 1}' if n else '*a'] * 9)}]\n" for n in range(9)
        ),
        8,
        "k5[6]",
        "more than a million",
    ),
    "an alias in itself": (NEST + "&a [x, *a]\n", 2, "title[1]", "never ends"),
    "an alias of nothing": (NEST + "*a\n", 2, "title", "no `&a` before it"),
    "an alias as a key": ("positions: &a title\n*a : x\n", 2, "", "a key cannot be an alias"),
    "deep nesting": (NEST + "[" * 5000, 2, "title" + "[0]" * 63, "nested deeper than 64"),
    "deep nesting, in JSON": ('{"title":' + "[" * 5000, 1, "title" + "[0]" * 63, "deeper than 64"),
    "a merge key": ("positions: 1\n<<: {title: a}\n", 2, '["<<"]', "merge keys are not read"),
    "a tag": (NEST + "!!python/object:os.system x\n", 2, "title", "has no meaning here"),
    "a tag on a mapping": ("positions: 1\nactors: !!set {a, b}\n", 2, "actors", "has no meaning"),
    "two documents": ("positions: 1\n---\npositions: 1\n", 2, "", "a second begins here"),
    "a mapping as a key": ("positions: 1\n? {a: b}\n: c\n", 2, "", "a key is a text"),
    "a tab": ("positions: 1\nclaims:\n\tc: {}\n", 3, "claims", "indent with spaces"),
    "a colon": ("positions: 1\ntitle: a: b\n", 2, "", "between quotes"),
    "NUL": ("positions: 1\ntitle: a\0\n", 2, "", "U+0000"),
    "NUL, escaped": (NEST + '"a\\0b"\n', 2, "title", "NUL character at offset 1"),
    "NUL, in JSON": ('{"positions": 1, "title": "\\u0000"}', 1, "title", "NUL"),
    "half a surrogate pair": (NEST + "\ud83d\n", 2, "", "U+D83D"),
    "half a surrogate pair, in JSON": (
        '{"positions": 1, "title": "\\ud83d"}',
        1,
        "title",
        "half of a surrogate pair",
    ),
    "half a surrogate pair, raw in JSON": (
        '{"positions": 1, "title": "\ud83d"}',
        1,
        "title",
        "half",
    ),
    "a next line": (NEST + "a\x85b\n", 2, "", "U+0085"),
    "a line separator": (NEST + "a\u2028b\n", 2, "", "within double quotes as \\u2028"),
    "a lone carriage return": (NEST + "a\rb\n", 2, "", "within double quotes as \\r"),
    "a byte order mark inside": (NEST + "a\ufeffb\n", 2, "", "U+FEFF"),
    "NaN, in JSON": ('{"positions": 1, "extra": NaN}', 1, "extra", "is not JSON"),
    "a number too great, in JSON": (
        '{"positions": 1, "title": 1e999}',
        1,
        "title",
        "1e999 is no number that can be kept",
    ),
    "a comma too many, in JSON": ('{"positions": 1,}', 1, "", "expected a key, found '}'"),
    "brackets that do not match": ('{"a": [1}', 1, "a[1]", "found '}'"),
    "an end too early": ('{"a": [1,\n', 2, "a[1]", "expected a value, found the end"),
    "more after the end": ('{"a": 1} {', 1, "", "expected nothing more"),
    "a raw newline in a JSON text": ('{"a": "x\ny"}', 1, "a", "is not JSON"),
    "a colon too many": ('{"a":: 1}', 1, "a", "expected a value"),
    "a comma for a colon": ('{"a", 1}', 1, "a", "expected `:`"),
    "a comma at first": ('{"a": [,1]}', 1, "a[0]", "expected a value or `]`"),
    "a list": ("- positions: 1\n", 1, "", "expected a case (a mapping), found a list"),
    "a text": ("hello\n", 1, "", "found the text 'hello'"),
    "nothing": ("# nothing\n", 1, "", "is empty; a case begins with `positions: 1`"),
    "no version": ("title: a\n", 1, "", "a case needs `positions`"),
    "another version": ("positions: 2\n", 1, "positions", "expected version 1"),
    "a version in quotes": ("positions: '1'\n", 1, "positions", "found the text '1'"),
    "a truth value": ('{"positions": true}', 1, "positions", "found true"),
}


@pytest.mark.parametrize(("text", "line", "path", "why"), HOSTILE.values(), ids=HOSTILE)
@pytest.mark.usefixtures("parser")
def test_hostile_texts_are_refused_clearly(text, line, path, why):
    """Each names its line and its path, and says what is wrong."""
    found = problems(text)

    assert any(each[:2] == (line, path) and why in each[2] for each in found), found


@pytest.mark.usefixtures("parser")
def test_an_escape_of_no_character_is_refused():
    """PyYAML's own scanner passes it on to `chr`, and does not say where it was."""
    assert "is not YAML" in problems(NEST + '"\\UFFFFFFFF"\n')[0][2]


BYTES = {
    "UTF-16": ("positions: 1\n".encode("utf-16"), 1, "UTF-16"),
    "UTF-32": ("positions: 1\n".encode("utf-32"), 1, "UTF-32"),
    "UTF-16 without a mark": ("positions: 1\n".encode("utf-16-le"), 1, "U+0000"),
    "Latin-1": ("positions: 1\ntitle: é\n".encode("latin-1"), 2, "is not UTF-8 (byte 0xE9)"),
}


@pytest.mark.parametrize(("data", "line", "why"), BYTES.values(), ids=BYTES)
def test_other_encodings_are_refused(data, line, why):
    """A file in another encoding is never guessed at."""
    with pytest.raises(InvalidCase) as caught:
        document_of_bytes(data, file="x.yaml")

    assert caught.value.problems[0].line == line
    assert why in str(caught.value)


def test_a_byte_order_mark_at_the_start_is_fine():
    """Windows editors write one."""
    data = "\ufeffpositions: 1\r\ntitle: |\r\n  a\r\n  b\r\n".encode()

    assert document_of_bytes(data, file=None).root["title"] == "a\nb\n"


def test_unprintable_characters_are_named_once_each_up_to_twenty():
    """A binary file does not fill the screen."""
    assert len(problems("positions: 1\n" + "\x01" * 50)) == 20


@pytest.mark.usefixtures("parser")
def test_aliases_repeat_what_was_written():
    """An alias is a way of writing less, of scalars, lists and mappings."""
    read = document_of_text("a: &x {b: [1]}\nc: *x\nd: &y !!str 1\ne: *y\nf: ! 2\n", file=None)

    assert read.root["c"] is read.root["a"]
    assert (read.root["d"], read.root["e"], read.root["f"]) == ("1", "1", "2")
    assert read.problems == ()


def test_a_file_is_read_by_its_path(tmp_path):
    """Its name is given as it was; JSON by its ending or by its beginning."""
    path = tmp_path / "case.json"
    path.write_text(' {"positions": 1,\r\n "title": "x", "claims": {}}\n', newline="")

    case = read_case(path)

    assert (case.file, case.title, case.line("title"), case.problems) == (str(path), "x", 2, ())
    path.write_text("title: x")
    with pytest.raises(InvalidCase, match=r"is not JSON: expected a value, found 'title: x'"):
        read_case(str(path))


@pytest.mark.parametrize("name", ["nowhere.yaml", ".", "a\0b"])
def test_a_file_that_is_not_there_is_an_invalid_case(name):
    """Also a directory, and a name that no file can have."""
    with pytest.raises(InvalidCase, match="cannot be read"):
        read_case(name)
