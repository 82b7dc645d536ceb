"""Sign-ins as rows: begun, found by the key in a cookie, ended by hand or by time; and the devices of an account.

Keys are random; the database holds their digests only, so that nobody who reads it can sign in with what stands there.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session, contains_eager

from .models import Account, Device, KeptForm, NewAddress, Role, SignIn, now

KEY_BYTES = 32
# How long a sign-in lasts unused, and at most.
STAFF_LIMITS = (timedelta(minutes=30), timedelta(hours=12))
THERAPIST_LIMITS = (timedelta(hours=24), timedelta(days=14))
# Seen again so soon, a sign-in is not written: pages stay readers.
SEEN_AGAIN = timedelta(minutes=5)
DEVICE_FORGOTTEN = timedelta(days=400)
LINK_LIFE = timedelta(minutes=60)
FORM_KEPT = timedelta(days=1)

# Coarse on purpose: enough to know one's own device by. The first that fits; most browsers name others as well.
BROWSERS = (
    (r"Edg(e|A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/|Chromium/", "Chrome"),
    (r"Safari/", "Safari"),
)
SYSTEMS = (
    (r"iPhone", "an iPhone"),
    (r"iPad", "an iPad"),
    (r"Android", "Android"),
    (r"CrOS", "a Chromebook"),
    (r"Windows", "Windows"),
    (r"Macintosh|Mac OS X", "a Mac"),
    (r"Linux|X11", "Linux"),
)


class Seen:
    """When sign-ins were last seen, in the memory of one process until a job stores it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: dict[str, datetime] = {}

    def note(self, sign_in: SignIn, when: datetime) -> None:
        """Remember that a sign-in was used."""
        with self._lock:
            self._seen[sign_in.key_hash] = when

    def of(self, sign_in: SignIn) -> datetime:
        """When it was last seen by this process or, as far as it was stored, by another."""
        return max(self._seen.get(sign_in.key_hash, sign_in.seen_at), sign_in.seen_at)

    def take(self) -> dict[str, datetime]:
        """Everything remembered, and forget it."""
        with self._lock:
            taken, self._seen = self._seen, {}
        return taken


def new_key() -> str:
    """A key that nobody guesses."""
    return secrets.token_urlsafe(KEY_BYTES)


def digest(key: str) -> str:
    """What the database keeps of a key."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def device_words(user_agent: str) -> str:
    """Browser and system as people know them: "Firefox on Windows"."""
    browser = next((name for pattern, name in BROWSERS if re.search(pattern, user_agent)), "A browser")
    system = next((name for pattern, name in SYSTEMS if re.search(pattern, user_agent)), "an unknown system")
    return f"{browser} on {system}"


def one_registers(session: Session) -> None:
    """Let others who register wait until this transaction ends, so that they see the address that it wrote."""
    session.execute(select(Role.id).where(Role.name == "therapist").with_for_update(key_share=True))


def start(session: Session, account: Account, device: str, *, two_factors: bool) -> tuple[SignIn, str]:
    """Begin a sign-in; the key goes into the cookie and is stored nowhere."""
    key = new_key()
    begun = SignIn(account_id=account.id, key_hash=digest(key), device=device, two_factors=two_factors)
    session.add(begun)
    session.flush()
    return begun, key


def find(session: Session, key: str, uniquifier: str) -> SignIn | None:
    """The sign-in of a key with its account, if that account has not ended all of them since."""
    query = (
        select(SignIn)
        .join(SignIn.account)
        .where(SignIn.key_hash == digest(key), Account.fs_uniquifier == uniquifier, Account.active)
        .options(contains_eager(SignIn.account).joinedload(Account.roles))
    )
    return session.scalars(query).unique().one_or_none()


def is_over(sign_in: SignIn, seen_at: datetime) -> bool:
    """Whether it was unused for too long, or has lasted as long as any may."""
    unused, longest = STAFF_LIMITS if sign_in.account.is_staff else THERAPIST_LIMITS
    present = now()
    # A clock that was set back must not make a sign-in last for ever.
    return present - seen_at > unused or present - sign_in.started_at > longest or sign_in.started_at - present > unused


def of_account(session: Session, account: Account) -> list[SignIn]:
    """Its sign-ins that last, the latest seen first."""
    rows = session.scalars(select(SignIn).where(SignIn.account_id == account.id).order_by(SignIn.seen_at.desc()))
    return [one for one in rows if not is_over(one, one.seen_at)]


def end(session: Session, account: Account, sign_in_ids: Sequence[int]) -> int:
    """End sign-ins of this account; return how many there were."""
    gone = session.execute(
        delete(SignIn).where(SignIn.account_id == account.id, SignIn.id.in_(sign_in_ids)).returning(SignIn.id),
        execution_options={"synchronize_session": False},
    )
    return len(gone.all())


def end_others(session: Session, account: Account, kept_id: int | None) -> int:
    """End all sign-ins of this account but one; return how many there were."""
    others = session.scalars(select(SignIn.id).where(SignIn.account_id == account.id, SignIn.id != (kept_id or 0)))
    return end(session, account, others.all())


def device_hash(account: Account, device_key: str) -> str:
    """A device by its key, other for each account: two accounts on one device cannot be told from the table."""
    return digest(f"{account.id}:{device_key}")


def is_known_device(session: Session, account: Account, device_key: str) -> bool:
    """Whether a browser with this key has signed in to the account before."""
    found = select(Device.id).where(
        Device.account_id == account.id, Device.key_hash == device_hash(account, device_key)
    )
    return bool(device_key) and session.scalar(found) is not None


def remember_device(session: Session, account: Account, device_key: str) -> bool:
    """Note a device; return whether the account had others and this one is new to it."""
    hashed = device_hash(account, device_key)
    device = session.scalars(select(Device).where(Device.account_id == account.id, Device.key_hash == hashed)).first()
    if device is not None:
        device.last_at = now()
        return False
    has_others = session.scalar(select(func.count()).select_from(Device).where(Device.account_id == account.id))
    session.add(Device(account_id=account.id, key_hash=hashed))
    session.flush()
    return bool(has_others)


def keep_form(session: Session, account: Account, path: str, fields: Sequence[tuple[str, str]]) -> None:
    """Keep what somebody sent while signed out. The newest takes the place of an older one."""
    kept = session.get(KeptForm, account.id)
    if kept is None:
        kept = KeptForm(account_id=account.id)
        session.add(kept)
    kept.path, kept.fields, kept.kept_at = path, [list(field) for field in fields], now()
    session.flush()


def kept_form(session: Session, account: Account) -> KeptForm | None:
    """What this account's owner sent while signed out, not older than a day."""
    kept = session.get(KeptForm, account.id)
    return None if kept is None or now() - kept.kept_at > FORM_KEPT else kept


def store(session: Session, seen: dict[str, datetime]) -> None:
    """Write when sign-ins were last seen; those that ended meanwhile are passed over."""
    # Sorted, so that two processes storing at once lock rows in one order.
    for key_hash, when in sorted(seen.items()):
        session.execute(
            update(SignIn).where(SignIn.key_hash == key_hash, SignIn.seen_at < when).values(seen_at=when),
            execution_options={"synchronize_session": False},
        )


def forget(session: Session) -> int:
    """Delete what is over: sign-ins, devices not seen for a year, addresses and forms that wait no more."""
    present = now()
    unused, longest = THERAPIST_LIMITS
    gone = 0
    for table, condition in (
        (SignIn, or_(SignIn.seen_at < present - unused, SignIn.started_at < present - longest)),
        (Device, Device.last_at < present - DEVICE_FORGOTTEN),
        (NewAddress, NewAddress.asked_at < present - LINK_LIFE),
        (KeptForm, KeptForm.kept_at < present - FORM_KEPT),
    ):
        key = table.__mapper__.primary_key[0]
        rows = session.execute(
            delete(table).where(condition).returning(key), execution_options={"synchronize_session": False}
        )
        gone += len(rows.all())
    return gone
