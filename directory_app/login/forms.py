"""Flask-Security's forms with our words, no field to type a password twice, and answers that take the same time."""

from __future__ import annotations

from typing import Any

from flask_login import current_user
from flask_security import (
    ChangePasswordForm,
    ForgotPasswordForm,
    LoginForm,
    RegisterFormV2,
    ResetPasswordForm,
    SendConfirmationForm,
    hash_password,
)
from flask_security.forms import TwoFactorSetupForm, TwoFactorVerifyCodeForm, VerifyForm
from flask_security.recovery_codes import MfRecoveryForm
from flask_security.webauthn import WebAuthnRegisterForm, WebAuthnSigninResponseForm
from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, StringField

from .. import sign_ins
from ..db import session
from . import sessions, signed_out

NEW_PASSWORD_HINT = (
    "At least 12 characters of any kind. Three or four words that do not belong together are easy to remember."
)


class SignInForm(LoginForm):  # type: ignore[misc]
    """Address and password."""

    remember = BooleanField("Stay signed in on this device, for two weeks at most")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email.label.text = "E-mail address"
        self.email.render_kw = {"autocomplete": "username"}
        self.password.description = ""

    def validate(self, **kwargs: Any) -> bool:
        """Right or not; with the right password, what was typed while signed out is kept for this account."""
        right = bool(super().validate(**kwargs))
        if right:
            signed_out.keep(self.user)
        return right


class RegistrationForm(RegisterFormV2):  # type: ignore[misc]
    """A new account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email.label.text = "E-mail address"
        self.password.description = NEW_PASSWORD_HINT

    def validate(self, **kwargs: Any) -> bool:
        """Sent twice at once, the second waits for the first, and is then answered as for any address that is known."""
        sign_ins.one_registers(session)
        return bool(super().validate(**kwargs))


class RecoverForm(ForgotPasswordForm):  # type: ignore[misc]
    """The address that a link for a new password is sent to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email.label.text = "E-mail address"

    def validate(self, **kwargs: Any) -> bool:
        """Known or not. For an unknown address the view computes a hash; a known one must take as long.

        An address that waits for its confirmation is known as well: the new password confirms it.
        """
        known = bool(super().validate(**kwargs))
        if self.requires_confirmation:
            self.requires_confirmation, self.email.errors, known = False, [], True
        if known:
            hash_password("nobody's password")
        return known


class ConfirmationForm(SendConfirmationForm):  # type: ignore[misc]
    """The address that another confirmation is sent to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email.label.text = "E-mail address"

    def validate(self, **kwargs: Any) -> bool:
        """Known or not, after the same time."""
        hash_password("nobody's password")
        return bool(super().validate(**kwargs))


class NewPasswordForm(ResetPasswordForm):  # type: ignore[misc]
    """A new password, after a link."""

    password_confirm = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password.label.text = "New password"
        self.password.description = NEW_PASSWORD_HINT


class OtherPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """A new password in place of the one that is known."""

    new_password_confirm = None
    password = PasswordField("Password you have now", render_kw={"autocomplete": "current-password"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.new_password.label.text = "New password"
        self.new_password.description = NEW_PASSWORD_HINT


class AgainForm(VerifyForm):  # type: ignore[misc]
    """The password, asked for once more."""


class PasswordChosenForm(VerifyForm):  # type: ignore[misc]
    """The password that was chosen when registering, asked for where another browser confirms the address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password.label.text = "Password chosen when registering"


class _Six(FlaskForm):  # type: ignore[misc]
    """Six digits, also when they come with spaces between or around."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Takes out spaces before any field sees them."""

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """The values of the request; of the code its figures only."""
            came = super().wrap_formdata(form, formdata)
            if came is None or "code" not in came:
                return came
            changed = came.copy()
            changed["code"] = "".join(str(came["code"]).split())
            return changed


class CodeForm(_Six, TwoFactorVerifyCodeForm):  # type: ignore[misc]
    """The code that an authenticator app shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code.label.text = "Code from your app"
        self.code.description = "Six digits. They change every half minute, and each code works once."
        self.code.render_kw = {"autocomplete": "one-time-code", "inputmode": "numeric"}


class SecondFactorForm(TwoFactorSetupForm):  # type: ignore[misc]
    """Turns the second factor on or off."""


class RecoveryCodeForm(MfRecoveryForm):  # type: ignore[misc]
    """One of the codes on paper."""

    code = StringField(
        "Recovery code",
        description="One of those you printed or wrote down. Hyphens and capitals do not matter.",
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )

    def validate(self, **kwargs: Any) -> bool:
        """Right and not used before."""
        self.code.data = self.code.data or ""
        right = bool(super().validate(**kwargs))
        if not right and self.user is not None:
            self.user.track_failed_authn("recovery_code", True)
        return right


class PasskeyForm(WebAuthnRegisterForm):  # type: ignore[misc]
    """The name of a passkey that is about to be made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name.label.text = "Name of the new passkey"
        self.name.description = "For yourself, to tell it from others: the device or the password manager it lives in."
        self.name.render_kw = {"autocomplete": "off"}

    def validate(self, **kwargs: Any) -> bool:
        """Every passkey opens the account by itself, whatever a form says."""
        self.usage.data = "first"
        return bool(super().validate(**kwargs))


class PasskeyAnswerForm(WebAuthnSigninResponseForm):  # type: ignore[misc]
    """What a passkey answered at sign-in."""

    def validate(self, **kwargs: Any) -> bool:
        """Right or not; what was typed while signed out is kept for the account of a right one."""
        right = bool(super().validate(**kwargs)) and not self.credential.errors
        if right and not self.is_verify:
            signed_out.keep(self.user)
        elif right and self.user == current_user:
            sessions.has_shown_two_factors()
        return right


FORMS: dict[str, Any] = {
    "login_form": SignInForm,
    "register_form": RegistrationForm,
    "forgot_password_form": RecoverForm,
    "send_confirmation_form": ConfirmationForm,
    "reset_password_form": NewPasswordForm,
    "change_password_form": OtherPasswordForm,
    "verify_form": AgainForm,
    "two_factor_verify_code_form": CodeForm,
    "two_factor_setup_form": SecondFactorForm,
    "mf_recovery_form": RecoveryCodeForm,
    "wan_register_form": PasskeyForm,
    "wan_signin_response_form": PasskeyAnswerForm,
}
