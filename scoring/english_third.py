"""English as rubric 14 reads it: orders in other languages before an English answer, and lists that a "no" begins."""

from __future__ import annotations

from dataclasses import replace

from .english_second import ENGLISH_SECOND
from .french import FRENCH_SECOND
from .german import GERMAN_SECOND
from .grammar import words
from .spanish import SPANISH_SECOND

# As settings or code: "criteria (slow, dry) = met", "rubric_override".
_ENGLISH = (
    r"\bcriteria\b[^.!?]{0,60}(?:=|\bare\b|\bas\b) (?:all )?(?:met|satisfied|fulfilled|passed|true)\b"
    r"|\b(?:rubric|score|scoring|grader?|parser|checker)_\w+|\b\w+_(?:override|score|rubric|grade)\b"
    r"|\bthe (?:parser|scorer|grader|checker|rubric) (?:should|must|shall|will|has to)\b"
)
# "I note the score" is English.
_FRENCH = FRENCH_SECOND.instructions.replace("note[zr]?|", "note[zr]|").replace("|score|", "|")
_PORTUGUESE = (
    r"\bignor[ae]r?\b[^.]{0,40}\b(?:instruc|regras?\b|criterio)|\b(?:de|da|atribua)\b[^.]{0,30}\bpontuacao max"
)
_ITALIAN = (
    r"\bignora(?:re|te)?\b[^.]{0,40}\b(?:istruzion|regole\b|criter)"
    r"|\b(?:dai|date|assegna(?:te|re)?)\b[^.]{0,30}\b(?:punteggio|voto) (?:massimo|pieno)"
)

ENGLISH_THIRD = replace(
    ENGLISH_SECOND,
    instructions="|".join(
        (
            _ENGLISH,
            SPANISH_SECOND.instructions,
            _FRENCH,
            GERMAN_SECOND.instructions,
            _PORTUGUESE,
            _ITALIAN,
        )
    ),
    # One of these stands in every such order, so that most texts need no search.
    instruction_words=words(
        "criteria parser scorer grader checker rubric ignora ignore ignoren olvida olvide da dame dale den deme denme "
        "denle pon ponme ponle ponga pongan asigna asigne puntua puntue califica califique estimado estimada estimados "
        "estimadas eres cumple ignorez ignorer oublie oubliez neglige negligez donne donnez attribue attribuez accorde "
        "accordez mets met mettez mettre note notez evalue evaluez chere cher chers bonjour attention tu vous remplit "
        "satisfait respecte ignoriere ignorieren vergiss vergessen missachte missachten vergib vergeben gib geben "
        "bewerte bewerten werte werten liebe lieber liebes hallo an du erfullt ignorar ignorare ignorate atribua de "
        "dai date assegna assegnate assegnare override"
    ),
    list_joiners=words("or nor"),
)
