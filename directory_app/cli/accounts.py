"""Commands about accounts."""

from __future__ import annotations

import secrets

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_security import MailUtil
from flask_security.mail_util import EmailValidateException
from flask_security.recoverable import generate_reset_password_token
from sqlalchemy import func, select

from .. import audit, login
from ..administration import account_actions
from ..db import session
from ..models import Account, Role, now


def checked_address(email: str) -> str:
    """An e-mail address in its one spelling. Raises ClickException for what is none."""
    try:
        return MailUtil(current_app).normalize(email)
    except (EmailValidateException, ValueError) as error:
        raise click.ClickException(f"{email} is not an e-mail address: {error}") from None


@click.command("create-staff")
@click.argument("email")
@click.option("--role", type=click.Choice(["moderator", "administrator"]), default="moderator", show_default=True)
@with_appcontext
def create_staff(email: str, role: str) -> None:
    """Give EMAIL the role of a moderator or administrator and print a one-time link to choose a password."""
    address = checked_address(email)
    account = session.scalars(select(Account).where(func.lower(Account.email) == address.lower())).one_or_none()
    if account is None:
        account = Account(email=address, fs_uniquifier=secrets.token_hex(16), confirmed_at=now())
        session.add(account)
    elif account.confirmed_at is None:
        account_actions.hand_to_owner(session, account)
    wanted = session.scalars(select(Role).where(Role.name == role)).one_or_none()
    if wanted is None:
        raise click.ClickException("the roles are missing: run `directory-app directory prepare` first")
    if wanted not in account.roles:
        account.roles.append(wanted)
    session.flush()
    audit.record(session, "account", account.id, None, "role_given", target_name=address, after={"role": role})
    token = generate_reset_password_token(account)  # type: ignore[no-untyped-call]
    session.commit()
    click.echo(f"{current_app.config['BASE_ADDRESS']}/account/recover/{token}")


@click.command("encrypt-anew")
@with_appcontext
def encrypt_anew() -> None:
    """Encrypt all second factors with the newest secret key, so that the key before it can be dropped."""
    done, lost = 0, []
    for account in session.scalars(select(Account).where(Account.tf_totp_secret.is_not(None))):
        try:
            done += login.encrypt_anew(account)
        except ValueError:
            lost.append(account.id)
    session.commit()
    click.echo(f"{done} second factors are encrypted with the newest key.")
    if lost:
        numbers = ", ".join(str(one) for one in lost)
        raise click.ClickException(f"no key opens those of these accounts, reset them: {numbers}")


@click.command("reset-second-factor")
@click.argument("email")
@with_appcontext
def reset_second_factor(email: str) -> None:
    """Remove the second factor and all passkeys of EMAIL, whose owner has lost them, and end its sign-ins."""
    account = session.scalars(select(Account).where(func.lower(Account.email) == email.strip().lower())).one_or_none()
    if account is None:
        raise click.ClickException("there is no account with this address")
    account_actions.reset_second_factor(session, account, None)
    login.letters.write(account.email, "account_second_factor_reset", reason="")
    session.commit()
    click.echo("Done. The password is as it was; signing in asks for a new second factor where the role needs one.")
