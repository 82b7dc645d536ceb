"""Characters nobody sees, and letters of another alphabet inside a word: often pasted along by accident."""

from __future__ import annotations

import re

SHOWN = 3
# Joiners belong to some scripts and to emoji; between Latin letters they only hide. Marks of direction alone are fine.
UNSEEN = "\u00ad\u180e\u200b\u2060-\u2064\ufeff\u202a-\u202e\u2066-\u2069"
HIDDEN = re.compile(rf"[{UNSEEN}]|(?<=[A-Za-z])[\u200c\u200d](?=[A-Za-z])")
LOOK_ALIKE = re.compile(r"[A-Za-z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-z]")
IN_PLACE = "·"


def hidden_words(text: str) -> list[str]:
    """The first words with something hidden in them, a dot where the unseen character stands."""
    found = [word for word in text.split() if HIDDEN.search(word) or LOOK_ALIKE.search(word)]
    return [HIDDEN.sub(IN_PLACE, word)[:40] for word in found[:SHOWN]]
