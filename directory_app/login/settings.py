"""What Flask-Security is told: which of its pages there are and where, how strict it is, and what it says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ..models import now
from ..sign_ins import LINK_LIFE, THERAPIST_LIMITS

# So long after a sign-in nobody asks for the password again.
FRESH = timedelta(minutes=10)

SETTINGS: dict[str, Any] = {
    "SECURITY_URL_PREFIX": "/account",
    "SECURITY_LOGIN_URL": "/sign-in",
    "SECURITY_LOGOUT_URL": "/sign-out",
    "SECURITY_REGISTER_URL": "/register",
    "SECURITY_CONFIRM_URL": "/confirm",
    "SECURITY_RESET_URL": "/recover",
    "SECURITY_CHANGE_URL": "/change-password",
    "SECURITY_VERIFY_URL": "/verify",
    "SECURITY_TWO_FACTOR_SETUP_URL": "/second-factor",
    "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": "/second-factor/code",
    "SECURITY_MULTI_FACTOR_RECOVERY_URL": "/second-factor/recovery",
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES_URL": "/recovery-codes",
    "SECURITY_WAN_REGISTER_URL": "/passkeys",
    "SECURITY_WAN_DELETE_URL": "/passkeys/remove",
    "SECURITY_WAN_SIGNIN_URL": "/sign-in/passkey",
    "SECURITY_WAN_VERIFY_URL": "/verify/passkey",
    # Their own commands for accounts and roles write nothing into the audit; their scripts are not used.
    "SECURITY_CLI_USERS_NAME": None,
    "SECURITY_CLI_ROLES_NAME": None,
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_API_ENABLED_METHODS": ["session"],
    "SECURITY_REGISTERABLE": True,
    "SECURITY_USE_REGISTER_V2": True,
    "SECURITY_CONFIRMABLE": True,
    "SECURITY_RECOVERABLE": True,
    "SECURITY_CHANGEABLE": True,
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_PASSWORD_CONFIRM_REQUIRED": False,
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SINGLE_HASH": True,
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
        "argon2__memory_cost": 32 * 1024,
        "argon2__time_cost": 3,
        "argon2__parallelism": 1,
    },
    # What tokens carry of an address is signed with them. A slow digest would only tell known addresses by the time.
    "SECURITY_HASHING_SCHEMES": ["hex_sha256"],
    "SECURITY_DEPRECATED_HASHING_SCHEMES": [],
    "SECURITY_FRESHNESS": FRESH,
    "SECURITY_FRESHNESS_GRACE_PERIOD": timedelta(0),
    "SECURITY_CONFIRM_EMAIL_WITHIN": LINK_LIFE,
    "SECURITY_RESET_PASSWORD_WITHIN": LINK_LIFE,
    "SECURITY_EMAIL_PLAINTEXT": False,
    "SECURITY_EMAIL_HTML": False,
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "SECURITY_TWO_FACTOR": True,
    "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
    "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
    "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": "/account/second-factor/next",
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": 10,
    "SECURITY_WEBAUTHN": True,
    "SECURITY_WAN_ALLOW_USER_HINTS": False,
    "SECURITY_WAN_ALLOW_AS_VERIFY": ["first"],
    "SECURITY_WAN_SIGNIN_WITHIN": timedelta(minutes=2),
    "SECURITY_WAN_REGISTER_WITHIN": timedelta(minutes=10),
    "SECURITY_WAN_NAME_ALLOWED_CHARS": ["L", "M", "N", "P", "Zs"],
    "SECURITY_INPUT_NORMALIZE_FORM": "NFC",
    "SECURITY_POST_LOGIN_VIEW": "/account/start",
    "SECURITY_POST_LOGOUT_VIEW": "/",
    "SECURITY_POST_REGISTER_VIEW": "/account/registered",
    "SECURITY_POST_CONFIRM_VIEW": "/account/sign-in",
    "SECURITY_POST_RESET_VIEW": "/account/sign-in",
    "SECURITY_POST_CHANGE_VIEW": "/account",
    "SECURITY_POST_VERIFY_VIEW": "/account",
    "SECURITY_UNAUTHORIZED_VIEW": None,
    "SECURITY_DATETIME_FACTORY": now,
    "SESSION_PROTECTION": None,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "WTF_CSRF_TIME_LIMIT": None,
    # Pages behind a link in a letter send no Referer, by their own policy; `login.origin` looks at what browsers say.
    "WTF_CSRF_SSL_STRICT": False,
}

# Flask has defaults of its own for these.
INSTEAD_OF_FLASKS = {"SESSION_REFRESH_EACH_REQUEST": False, "PERMANENT_SESSION_LIFETIME": THERAPIST_LIMITS[1]}

PRODUCTION = {"SESSION_COOKIE_NAME": "__Host-session", "SESSION_COOKIE_SECURE": True}

NOT_RIGHT = "The code is not right, or it was used before. Wait for the next one and type all six digits."

MESSAGES = {
    "ALREADY_CONFIRMED": ("This address is confirmed already. Sign in.", "info"),
    "ANONYMOUS_USER_REQUIRED": ("You are signed in already.", "info"),
    "API_ERROR": ("That did not arrive as it was sent. Try again.", "error"),
    "CODE_HAS_BEEN_SENT": ("Type the code that your app shows.", "info"),
    "CONFIRM_REGISTRATION": ("A letter is on its way to %(email)s.", "success"),
    "CONFIRMATION_EXPIRED": ("That link was older than an hour. Ask for a new one here.", "error"),
    "CONFIRMATION_REQUEST": ("If %(email)s waits for its confirmation, a new letter is on its way.", "success"),
    "EMAIL_CONFIRMED": ("Your address is confirmed. Sign in.", "success"),
    "EMAIL_NOT_PROVIDED": ("Type your e-mail address.", "error"),
    "GENERIC_AUTHN_FAILED": (
        "The address or the password is not right, or the address still waits for its confirmation.",
        "error",
    ),
    "INVALID_CONFIRMATION_TOKEN": ("That link does not work, or a newer letter has taken its place.", "error"),
    "INVALID_EMAIL_ADDRESS": ("Type an e-mail address such as name@example.org.", "error"),
    "INVALID_PASSWORD": ("That is not the password of this account.", "error"),
    "INVALID_RECOVERY_CODE": ("This recovery code is not right, or it was used before.", "error"),
    "INVALID_RESET_PASSWORD_TOKEN": (
        "That link was used, or a newer letter has taken its place. Ask for a new one here.",
        "error",
    ),
    "LOGIN": ("Sign in to open this page.", "info"),
    "PASSWORD_CHANGE": ("Your password is changed. Everywhere else you are signed out.", "success"),
    "PASSWORD_IS_THE_SAME": ("That is the password you have. Choose another one.", "error"),
    "PASSWORD_NOT_PROVIDED": ("Type a password.", "error"),
    "PASSWORD_RESET_EXPIRED": ("That link was older than an hour. Ask for a new one here.", "error"),
    "PASSWORD_RESET_NO_LOGIN": ("Your password is changed. Sign in with the new one.", "success"),
    "PASSWORD_RESET_REQUEST": (
        "If there is an account with %(email)s, a letter with a link is on its way.",
        "success",
    ),
    "REAUTHENTICATION_REQUIRED": ("Show once more that it is you.", "info"),
    "REAUTHENTICATION_SUCCESSFUL": ("Thank you. Go on.", "success"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": ("The authenticator app is your second factor from now on.", "success"),
    "TWO_FACTOR_DISABLED": ("The second factor is off.", "success"),
    "TWO_FACTOR_INVALID_TOKEN": (NOT_RIGHT, "error"),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": ("You are signed in.", "success"),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": ("Use the button of this page.", "error"),
    "TWO_FACTOR_PERMISSION_DENIED": ("Begin with your address and password.", "info"),
    "TWO_FACTOR_SETUP_EXPIRED": ("That took longer than half an hour. Begin again.", "error"),
    "UNAUTHENTICATED": ("Sign in to open this page.", "info"),
    "WEBAUTHN_CREDENTIAL_DELETED": ("The passkey “%(name)s” is removed.", "success"),
    "WEBAUTHN_CREDENTIAL_ID_INUSE": ("This passkey is already there.", "error"),
    "WEBAUTHN_CREDENTIAL_WRONG_USAGE": ("This passkey does not open an account here.", "error"),
    "WEBAUTHN_EXPIRED": ("That took too long. Try again.", "error"),
    "WEBAUTHN_MISMATCH_USER_HANDLE": ("This passkey belongs to another account.", "error"),
    "WEBAUTHN_NAME_DISALLOWED_CHARACTERS": ("Use letters, figures and usual signs in the name.", "error"),
    "WEBAUTHN_NAME_INUSE": ("You have a passkey named “%(name)s”. Choose another name.", "error"),
    "WEBAUTHN_NAME_NOT_FOUND": ("There is no passkey of that name any more.", "error"),
    "WEBAUTHN_NAME_REQUIRED": ("Give the passkey a name, such as the device it lives in.", "error"),
    "WEBAUTHN_NO_VERIFY": ("The passkey was not accepted. Try again, or sign in with your password.", "error"),
    "WEBAUTHN_ORPHAN_CREDENTIAL_ID": ("This passkey is not known here.", "error"),
    "WEBAUTHN_REGISTER_SUCCESSFUL": ("The passkey “%(name)s” opens your account from now on.", "success"),
    "WEBAUTHN_UNKNOWN_CREDENTIAL_ID": ("This passkey is not known here. It may have been removed.", "error"),
}
