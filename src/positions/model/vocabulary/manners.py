"""How words were spoken and rendered, and what actors, claims and relations are."""

from __future__ import annotations

from positions.model.vocabulary.word import Word

__all__ = [
    "ActorKind",
    "Authenticity",
    "Capacity",
    "ClaimKind",
    "GroundRule",
    "Mode",
    "Relation",
    "Rendering",
    "Verdict",
    "Visibility",
]


class Mode(Word):
    """How the commitment was expressed."""

    EXPLICIT = "explicit"
    PRESUPPOSED = "presupposed"
    IMPLIED = "implied"
    CONDITIONAL = "conditional"


class Visibility(Word):
    """Before whom the words were spoken."""

    PUBLIC = "public"
    PRIVATE = "private"
    LEAKED = "leaked"


class GroundRule(Word):
    """Under which rule of attribution the words were spoken."""

    ON_RECORD = "on_record"
    ON_BACKGROUND = "on_background"
    DEEP_BACKGROUND = "deep_background"
    OFF_RECORD = "off_record"
    UNKNOWN = "unknown"


class Capacity(Word):
    """In which capacity the speaker spoke."""

    OFFICIAL = "official"
    PERSONAL = "personal"


class Authenticity(Word):
    """Whether the words were truly spoken, as far as is known."""

    GENUINE = "genuine"
    DISPUTED = "disputed"
    FABRICATED = "fabricated"


class Rendering(Word):
    """How faithfully a report gives the words; the best comes first."""

    VERBATIM = "verbatim"
    TRANSLATED = "translated"
    PARAPHRASE = "paraphrase"


class ActorKind(Word):
    """What an actor is."""

    PERSON = "person"
    POST = "post"
    BODY = "body"
    PARTY = "party"
    GOVERNMENT = "government"
    STATE = "state"
    UNIDENTIFIED = "unidentified"


class ClaimKind(Word):
    """What sort of proposition a claim is."""

    FACT = "fact"
    LEGAL = "legal"
    EVALUATION = "evaluation"
    PROPOSAL = "proposal"
    SPEECH = "speech"


class Relation(Word):
    """How one claim bears on another; a narrower claim entails its broader one."""

    ENTAILS = "entails"
    PRESUPPOSES = "presupposes"
    CONTRADICTS = "contradicts"
    EQUIVALENT = "equivalent"


class Verdict(Word):
    """What a judgement of identity finds."""

    SAME = "same"
    DIFFERENT = "different"
