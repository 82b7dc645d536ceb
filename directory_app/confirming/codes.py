"""Codes for clients and receipts for what they sent: made, read, and turned into hashes.

A code has eleven characters and a check character, from an alphabet without pairs that look or sound alike. The check
finds every single wrong character and every two neighbours that changed places. Codes follow from the key of the form
that made them, so that the same form sent twice shows the same codes although none is stored.
"""

from __future__ import annotations

import hmac
import re

ALPHABET = "23456789ABCDEFGHJKMNPQRTVWXYZ"
BASE = len(ALPHABET)
DATA_LENGTH = 11
GROUP = 4
# An S on a card can only be a misread 5, because no code has one.
LOOK_ALIKES = str.maketrans({"S": "5"})
LINK = re.compile(r"^.*/confirm/", re.IGNORECASE)
CONSONANTS, VOWELS = "bdklmnprstvz", "aeiou"
SYLLABLES = 6


def make_code(secret: str, key: str, number: int) -> str:
    """The code with this number on the sheet of this key, without gaps."""
    value = int.from_bytes(_mac(secret, "code", f"{key}:{number}"), "big")
    data = "".join(ALPHABET[value // BASE**place % BASE] for place in range(DATA_LENGTH))
    return data + _check(data)


def read_code(typed: str) -> str | None:
    """A typed or pasted code without gaps, or None for what cannot be one: a wrong length, letter or check.

    Whole links, gaps, dashes, dots and small letters are all fine.
    """
    kept = re.sub(r"[\s.\-‐‑–—_]+", "", LINK.sub("", typed.strip()))
    code = kept.upper().translate(LOOK_ALIKES)
    if len(code) != DATA_LENGTH + 1 or any(c not in ALPHABET for c in code):
        return None
    return code if _check(code[:-1]) == code[-1] else None


def grouped(code: str) -> str:
    """A code as it is printed: three groups of four."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def make_receipt(secret: str, key: str) -> str:
    """The word by which what this form sent can be taken back: two times three syllables, easy to write down."""
    value = int.from_bytes(_mac(secret, "receipt", key), "big")
    parts = []
    for _ in range(SYLLABLES):
        value, consonant = divmod(value, len(CONSONANTS))
        value, vowel = divmod(value, len(VOWELS))
        parts.append(CONSONANTS[consonant] + VOWELS[vowel])
    half = SYLLABLES // 2
    return "".join(parts[:half]) + "-" + "".join(parts[half:])


def read_receipt(typed: str) -> str:
    """A typed receipt in the spelling it was given in; empty for what cannot be one."""
    letters = re.sub(r"[^a-z]+", "", typed.lower())
    half = SYLLABLES  # two letters a syllable, half the syllables
    return f"{letters[:half]}-{letters[half:]}" if len(letters) == 2 * SYLLABLES else ""


def hashed(secret: str, kind: str, value: str) -> str:
    """What is stored of a code, a receipt or a key. Without the secret nothing can be tried out against it."""
    return _mac(secret, f"stored {kind}", value).hex()


def _check(data: str) -> str:
    total = sum(weight * ALPHABET.index(c) for weight, c in enumerate(data, start=1))
    return ALPHABET[total % BASE]


def _mac(secret: str, kind: str, value: str) -> bytes:
    return hmac.digest(secret.encode(), f"confirmation {kind}\n{value}".encode(), "sha256")
