"""Small words of languages that no rubric reads, and letters that tell them.

What is written in a language that nobody listed is otherwise taken for the listed one next to it, and scored low.
"""

from __future__ import annotations

import re
import unicodedata

# One word in so many with a letter that no language here has.
ODD = 8
# The letters beyond a to z of the languages that are read.
LETTERS = frozenset("áéíóúñüàâæçèêëîïôœùûÿäöß")

_WORD = re.compile(r"[^\W\d_]+")

MORE = {
    "vi": "la va cua khong co duoc cho mot nhung cac trong den voi nay khi nguoi nhu thi de tu ra vao o toi ban "
    "se da dang rat it nhieu chi cung vi nen hoac hay neu sau truoc lam moi bi the dau lung hong khach",
    "ca": "la el els les un una i o de del dels al als a amb en per que no es som son molt poc gens mes fins quan "
    "sense perque tambe aquest aquesta l d s m hi ho jo meu seva esta fer faig pot poden cada dins sobre "
    "oli esquena maluc malucs dolor hora tota tot primer despres nomes si com",
    "tl": "ang ng mga sa ay na at ko mo ka ako siya kung para hindi lang po oo pero kapag kasi may wala walang "
    "ito iyon nang isa ibang bawat lahat mula hanggang habang din rin muna tapos dahil puwede maaaring "
    "langis likod balakang masakit sakit",
    "fi": "ja on ei se en et ole etta tai kun niin myos mutta jos vain hyvin ilman voi ovat minun sinun kanssa "
    "sitten koska jotta kuin ensin joka mika mita ennen jalkeen hieronta oljya lihakset selka selkaan kipua "
    "alaselkaan lantio",
    "id": "dan yang di ke dari untuk dengan tidak ini itu saya anda akan atau pada juga bisa karena saat sangat "
    "sedikit minyak pinggang pijat otot",
    "hu": "es a az nem hogy is van egy de ha csak meg vagy mert nagyon keves olaj olajat hat csipo izmok massza "
    "vele utan elott lehet",
    "cs": "a je na se ze do v s z i jako pro ale nebo velmi jen bez pokud kdyz muze jsem oleje zada kycle svaly masaz",
    "pt": "sim sem so nos nas pelo pelas aos ao oleo trabalho musculos depende voce cada primeiro onde como hora "
    "muito pouco quase nada final seu minha",
    "it": "si e a o lo la nei negli sulle sugli dagli agli alle alla allo degli delle ognuno quindi prima dove mi "
    "ti ci se solo tutto tutta tutti ora olio",
    "pl": "tak nie to i o u od po przy jak gdy aby bez ale czy kto co sa jest byc mam moge mozna olej bol bolu "
    "biodra miednica powiez prosze najpierw zawsze czasami",
    "nl": "ja nee het een en de van voor ik u uw met zonder geen of als dan dus soms nodig over naar eerst alleen "
    "iedereen olie rug heup heupen spieren pijn kan hij zij wordt zijn",
}


def has_letters_of_others(text: str) -> bool:
    """Whether one in eight or more of the different words has a Latin letter that no language here has.

    Letters of other alphabets that look alike and marks put on letters are disguises, and looked for elsewhere.
    """
    said = set(_WORD.findall(text.lower()))
    return 0 < len(said) <= ODD * sum(any(map(_is_strange, one)) for one in said if not one.isascii())


def _is_strange(letter: str) -> bool:
    return not letter.isascii() and letter not in LETTERS and unicodedata.name(letter, "").startswith("LATIN SMALL")
