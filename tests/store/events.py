"""Events of every kind: a sample of each, whose bytes are kept, and strategies for any other."""

from hypothesis import strategies as st

from positions.errors import InvalidStatement
from positions.model.actors.actor import Actor, Name
from positions.model.actors.events import (
    ActorRegistered,
    IdentityJudged,
    IdentityWithdrawn,
    MandateAmended,
    MandateGiven,
    MandateVoided,
    NameAdded,
    NameVoided,
)
from positions.model.actors.identity import Judgement
from positions.model.actors.mandate import Mandate
from positions.model.claims.claim import Claim, ClaimRelation
from positions.model.claims.events import (
    ClaimAmended,
    ClaimOpened,
    ClaimsRelated,
    RelationWithdrawn,
    ReportAdded,
    ReportVoided,
    StatementAmended,
    StatementRecorded,
    StatementVoided,
)
from positions.model.claims.report import Report
from positions.model.claims.statement import Question, Statement
from positions.model.ids import StatementRef
from positions.model.recorded import LedgerBegun
from positions.model.vocabulary import (
    Act,
    ActorKind,
    Authenticity,
    Capacity,
    ClaimKind,
    GroundRule,
    Mode,
    Relation,
    Rendering,
    Stance,
    Verdict,
    Visibility,
)
from positions.model.when import When

NEW_YORK = "America/New_York"
CLAIM = Claim(
    id="visit",
    text="Qassem Soleimani visited Moscow in July 2015",
    event=When.parse("2015-07-24/2015-07-26", zone="Europe/Moscow"),
    about=["soleimani"],
    tags=["sanctions", "travel ban"],
    note="24–26 July",
)
STATEMENT = Statement(
    id="kirby-0817",
    claim="visit",
    by="kirby",
    act="assert",
    said=When.parse("2015-08-17", zone=NEW_YORK),
    stances=["probable", "affirmed"],
    mode="conditional",
    condition="unless the reports are wrong",
    role="spokesperson",
    on_behalf_of="us-state",
    to="press",
    utterance="briefing-0817",
    seq=2,
    question=Question(by="press", text="Was he in Moscow?"),
    follows=[StatementRef("visit", "toner-0812"), StatementRef("ban", "power-0807")],
    visibility="leaked",
    ground_rule="on_background",
    capacity="personal",
    authenticity="disputed",
    wording="cannot independently confirm",
    note="two\nlines",
    extra={"tone": 0.5, "seen": [True, None, 1], "قاسم": "🙂"},
)
REPORT = Report(
    outlet="A Newspaper",
    title="A Title",
    published=When.parse("2015-08-17T14:06:00-04:00"),
    url="https://example.org/a",
    archive="https://example.org/b",
    removed=When.parse("2016/..", zone=NEW_YORK),
    quote="не был в Москве",
    lang="ru",
    rendering="translated",
    stances=("denied",),
    via=["an agency", "local media"],
    note="page 3",
)
MANDATE = Mandate(
    by="kirby",
    body="us-state",
    role="spokesperson",
    begins=When.parse("2015-05", zone=NEW_YORK),
    ends=When.parse("2017-01-20", zone=NEW_YORK),
    rank=5,
    source="appointment",
)
NAME = Name(
    text="Джон Кирби",
    lang="ru",
    begins=When.parse("2015", zone="UTC"),
    ends=When.parse("../2017?", zone="UTC"),
)

SAMPLES = (
    LedgerBegun(zone=NEW_YORK),
    ClaimOpened(claim=CLAIM),
    ClaimAmended(id="am-1", claim=Claim(id="visit", text="He came", kind="legal"), why="wording"),
    StatementRecorded(statement=STATEMENT, reports=[REPORT, Report()]),
    ReportAdded(statement="kirby-0817", report=REPORT),
    ReportVoided(statement="kirby-0817", report="0123456789abcdef", why="a gloss"),
    StatementAmended(
        id="am-2",
        statement=Statement(
            id="kirby-0817",
            claim="visit",
            by="kirby",
            act="retract",
            said=When.parse("2015-08-13", zone="UTC"),
            retracts="toner-0812",
        ),
        why="transcript",
    ),
    StatementVoided(statement="kirby-0817", why="never said"),
    ClaimsRelated(
        id="r-1",
        relation=ClaimRelation(claim="ban", relation="presupposes", other="visit"),
        why="its wording",
    ),
    RelationWithdrawn(relation="r-1", why="it does not"),
    ActorRegistered(
        actor=Actor(id="kirby", kind="person", ids={"viaf": "1", "wikidata": "Q2"}, note="US")
    ),
    NameAdded(name=NAME),
    NameVoided(name=Name(text="Jon Kirby"), why="misspelt"),
    MandateGiven(id="m-1", mandate=MANDATE),
    MandateAmended(id="am-3", target="m-1", mandate=Mandate(by="kirby", body="us-state"), why="x"),
    MandateVoided(mandate="m-1", why="never held"),
    IdentityJudged(
        id="j-1",
        judgement=Judgement(verdict="same", actors=["official-b", "kirby"], by="desk", why="voice"),
    ),
    IdentityWithdrawn(judgement="j-1", why="another voice"),
)

IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,3}", fullmatch=True)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
MAYBE_TEXTS = st.none() | TEXTS
TIMES = st.builds(
    When.parse,
    st.sampled_from(
        ["2015-08-14", "2015", "2015-08-03/..", "../2016?", "2015-08-12T14:06-04:00", "/2015"]
    ),
    zone=st.sampled_from(["UTC", "Asia/Tehran", NEW_YORK]),
)
MAYBE_TIMES = st.none() | TIMES
WORDS = st.lists(TEXTS, max_size=2)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)


def built(of, **parts):
    """Return values of the model, those left aside whose parts contradict each other."""

    def make(fields):
        try:
            return of(**fields)
        except InvalidStatement:
            return None

    return st.fixed_dictionaries(parts).map(make).filter(lambda made: made is not None)


REPORTS = built(
    Report,
    outlet=MAYBE_TEXTS,
    title=MAYBE_TEXTS,
    published=MAYBE_TIMES,
    url=MAYBE_TEXTS,
    archive=MAYBE_TEXTS,
    removed=MAYBE_TIMES,
    quote=MAYBE_TEXTS,
    lang=MAYBE_TEXTS,
    rendering=st.sampled_from(Rendering),
    stances=st.lists(st.sampled_from(Stance), max_size=2),
    via=WORDS,
    note=MAYBE_TEXTS,
)
# Acts whose stance may be any, so that few combinations contradict each other.
STATEMENTS = built(
    Statement,
    id=IDS,
    claim=IDS,
    by=IDS,
    act=st.sampled_from([Act.ASSERT, Act.HEDGE, Act.INFORM, Act.CORRECT, Act.RAISE_CONCERN]),
    said=TIMES,
    stances=st.lists(st.sampled_from(Stance), min_size=1, max_size=2),
    mode=st.sampled_from(Mode),
    role=MAYBE_TEXTS,
    on_behalf_of=st.none() | IDS,
    to=MAYBE_TEXTS,
    utterance=IDS,
    seq=st.none() | st.integers(),
    question=st.none() | st.builds(Question, by=MAYBE_TEXTS, text=MAYBE_TEXTS),
    follows=st.lists(st.builds(StatementRef, IDS, IDS), max_size=2),
    visibility=st.sampled_from(Visibility),
    ground_rule=st.sampled_from(GroundRule),
    capacity=st.sampled_from(Capacity),
    authenticity=st.sampled_from(Authenticity),
    wording=MAYBE_TEXTS,
    note=MAYBE_TEXTS,
    extra=st.dictionaries(TEXTS, JSON, max_size=2),
)
CLAIMS = built(
    Claim,
    id=IDS,
    text=TEXTS,
    kind=st.sampled_from(ClaimKind),
    event=MAYBE_TIMES,
    about=WORDS,
    tags=WORDS,
    note=MAYBE_TEXTS,
)
RELATIONS = built(ClaimRelation, claim=IDS, relation=st.sampled_from(Relation), other=IDS)
ACTORS = built(
    Actor,
    id=IDS,
    kind=st.none() | st.sampled_from(ActorKind),
    ids=st.dictionaries(TEXTS, TEXTS, max_size=2),
    note=MAYBE_TEXTS,
)
NAMES = built(Name, text=TEXTS, lang=MAYBE_TEXTS, begins=MAYBE_TIMES, ends=MAYBE_TIMES)
MANDATES = built(
    Mandate,
    by=IDS,
    body=IDS,
    role=MAYBE_TEXTS,
    begins=MAYBE_TIMES,
    rank=st.none() | st.integers(1),
    source=MAYBE_TEXTS,
)
JUDGEMENTS = built(
    Judgement,
    verdict=st.sampled_from(Verdict),
    actors=st.lists(IDS, min_size=2, max_size=3),
    by=MAYBE_TEXTS,
    why=MAYBE_TEXTS,
)

EVENTS = st.one_of(
    built(LedgerBegun, zone=TEXTS),
    built(ClaimOpened, claim=CLAIMS),
    built(ClaimAmended, id=IDS, claim=CLAIMS, why=MAYBE_TEXTS),
    built(StatementRecorded, statement=STATEMENTS, reports=st.lists(REPORTS, max_size=2)),
    built(ReportAdded, statement=IDS, report=REPORTS),
    built(ReportVoided, statement=IDS, report=IDS, why=MAYBE_TEXTS),
    built(StatementAmended, id=IDS, statement=STATEMENTS, why=MAYBE_TEXTS),
    built(StatementVoided, statement=IDS, why=MAYBE_TEXTS),
    built(ClaimsRelated, id=IDS, relation=RELATIONS, why=MAYBE_TEXTS),
    built(RelationWithdrawn, relation=IDS, why=MAYBE_TEXTS),
    built(ActorRegistered, actor=ACTORS),
    built(NameAdded, name=NAMES),
    built(NameVoided, name=NAMES, why=MAYBE_TEXTS),
    built(MandateGiven, id=IDS, mandate=MANDATES),
    built(MandateAmended, id=IDS, target=IDS, mandate=MANDATES, why=MAYBE_TEXTS),
    built(MandateVoided, mandate=IDS, why=MAYBE_TEXTS),
    built(IdentityJudged, id=IDS, judgement=JUDGEMENTS),
    built(IdentityWithdrawn, judgement=IDS, why=MAYBE_TEXTS),
)
