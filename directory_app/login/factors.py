"""Second factors and passkeys: codes that work once, recovery codes kept as digests, keys that ask who holds them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from flask import current_app, flash
from flask_security import MfRecoveryCodesUtil, Totp, WebauthnUtil
from passlib.totp import TOTP, AppWallet
from sqlalchemy import inspect
from sqlalchemy.orm import object_session
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from ..models import Account
from ..sign_ins import digest

# Read from paper and typed: no letters and figures that look alike. 16 of 31 are about 79 bits.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
CODE_LENGTH = 16
PART = 4


class Codes(Totp):  # type: ignore[misc]
    """Codes of an authenticator app. Each works once: what was used, and what is older, is refused."""

    def __init__(self, secrets: dict[str, str], issuer: str) -> None:
        """As the library's, but the first of `secrets` encrypts; each record names the one that opens it."""
        super().__init__(secrets, issuer)
        self._totp = TOTP.using(issuer=issuer, wallet=AppWallet(secrets, default_tag=next(iter(secrets))))

    def encrypted_anew(self, totp_secret: str) -> str:
        """The same second factor, encrypted with the newest key. Raises ValueError where no key opens it."""
        try:
            return str(self._totp.from_source(totp_secret).to_json(encrypt=True))
        except KeyError:
            raise ValueError("encrypted with a key that is not known here") from None

    def verify_totp(self, token: str, totp_secret: str, user: Any, window: int = 0) -> bool:
        """Whether the code is right; never where the second factor was encrypted with a key that is gone."""
        try:
            return bool(super().verify_totp(token, totp_secret, user, window))
        except KeyError:
            return False

    def get_last_counter(self, user: Any) -> int | None:
        """The number of the last code that was used. Whoever enters the same code at the same moment waits here."""
        _read_anew(user, "tf_last_counter")
        return user.tf_last_counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        """Note that a code was used."""
        user.tf_last_counter = tmatch.counter


class RecoveryCodes(MfRecoveryCodesUtil):  # type: ignore[misc]
    """Codes for the day the telephone is gone. The database holds their digests; they are shown once."""

    def create_recovery_codes(self, user: Any) -> list[str]:
        """New codes in place of the old ones."""
        number = current_app.config["SECURITY_MULTI_FACTOR_RECOVERY_CODES_N"]
        codes = ["".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)) for _ in range(number)]
        user.mf_recovery_codes = [digest(code) for code in codes]
        return ["-".join(code[at : at + PART] for at in range(0, CODE_LENGTH, PART)) for code in codes]

    def get_recovery_codes(self, user: Any) -> list[str]:
        """None can be shown again."""
        return []

    def check_recovery_code(self, user: Any, code: str) -> bool:
        """Whether a code is one of those left. Whoever enters one of them at the same moment waits here."""
        _read_anew(user, "mf_recovery_codes")
        return digest(_typed(code)) in (user.mf_recovery_codes or [])

    def delete_recovery_code(self, user: Any, code: str) -> bool:
        """Strike a code off after its use."""
        left = list(user.mf_recovery_codes or [])
        left.remove(digest(_typed(code)))
        user.mf_recovery_codes = left
        flash(_codes_left(len(left)), "info")
        return True


def _codes_left(number: int) -> str:
    """What somebody is told who signed in with one of them."""
    if not number:
        return "That was your last recovery code. Make new ones now, so that you get in without your telephone."
    left = "One recovery code is" if number == 1 else f"{number} recovery codes are"
    return f"{left} left. You can make new ones under Account; the old ones then open nothing."


class Keys(WebauthnUtil):  # type: ignore[misc]
    """Passkeys that know their account and ask who holds them: by themselves they are two factors."""

    def authenticator_selection(self, user: Any, usage: str) -> AuthenticatorSelectionCriteria:
        """Any kind of key, in the device or beside it."""
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        )

    def user_verification(self, user: Any, usage: list[str]) -> UserVerificationRequirement:
        """At sign-in too."""
        return UserVerificationRequirement.REQUIRED


def used_two(authn_via: list[str] | None, flow: Mapping[str, Any], account: Account) -> bool:
    """Whether who signs in has just shown two factors: a passkey, or a password and a code."""
    return "webauthn" in (authn_via or []) or flow.get("tf_user_id") == account.fs_uniquifier


def _read_anew(user: Any, column: str) -> None:
    """Lock the row of an account until the request is over, and read what another request may just have changed."""
    opened = object_session(user)
    if opened is not None and inspect(user).persistent:
        opened.refresh(user, [column], with_for_update=True)


def _typed(code: str) -> str:
    return "".join(c for c in code.casefold() if c.isalnum())
