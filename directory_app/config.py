"""Settings: defaults, the environment (names start with DIRECTORY_), and the check that production has real ones."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import re
import secrets
from collections.abc import Mapping
from datetime import date
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from . import given
from .errors import InsecureConfiguration

MINIMUM_SECRET_BYTES = 32
# What stands in examples and in copies of them; a key with one of these in it is no secret.
NO_SECRETS = ("changeme", "yoursecret", "secretkey", "supersecret", "development", "placeholder")
HOST = re.compile(r"[a-z0-9.-]+(:\d+)?", re.IGNORECASE)
# Where the site itself stands may also be an address of IPv6, on a laptop.
OWN_HOST = re.compile(rf"{HOST.pattern}|\[[0-9a-f:]+\](:\d+)?", re.IGNORECASE)
EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
CONTACT = re.compile(rf"https://\S+|{EMAIL.pattern}")
DEVELOPMENT_ADDRESS = "http://127.0.0.1:8000"
# A file in the data folder that whoever serves over it or runs its jobs keeps locked with others, and restoring alone.
IN_USE = "in-use.lock"
REDIS = ("redis://", "rediss://", "redis+")
# Whether processes that serve run jobs too.
HERE, ELSEWHERE = "here", "elsewhere"
# Where containers keep secrets for themselves alone, whatever the mode of the file says.
PRIVATE_FOLDERS = ("/run/secrets", "/run/credentials")
READABLE_BY_OTHERS = 0o004
LOG_FORMATS = ("json", "text")
# "prod" would be neither, and a site on the open network would run as on a laptop.
ENVIRONMENTS = ("development", "production")


def data_dir(name: str) -> Path:
    """Folder of templates or seeds: inside the package in a wheel, beside it in a checkout."""
    inside = Path(__file__).parent / name
    return inside if inside.is_dir() else Path(__file__).parent.parent / name


def defaults() -> dict[str, Any]:
    """Settings of a laptop: one process, SQLite, mail into a folder."""
    return {
        "ENVIRONMENT": "development",
        "SITE_NAME": "Clear Hands",
        "TAGLINE": "",
        "NOTICE": "",
        "CONTACT_ADDRESS": "",
        "SECURITY_CONTACT": "",
        "EXIT_ADDRESS": "https://www.wikipedia.org/",
        "BASE_ADDRESS": DEVELOPMENT_ADDRESS,
        "DATA": "var",
        "STATIC_COPY": "",
        "DATABASE_URL": "",
        "REPLICA_URL": "",
        "SECRET_KEY": "",
        "OLD_SECRET_KEYS": "",
        "MAIL_FROM": "Clear Hands <hello@example.org>",
        "MAIL_SERVER": "",
        "MAIL_PORT": 587,
        "MAIL_USERNAME": "",
        "MAIL_PASSWORD": "",
        "MAIL_TLS": True,
        "REDIS_URL": "",
        "WEB_WORKERS": 1,
        "JOBS": HERE,
        "TRUSTED_PROXIES": 0,
        "METRICS_NETWORKS": "127.0.0.0/8 ::1/128",
        "LOG_FORMAT": "",
        "STAFF_SECOND_FACTOR": "",
        "LETTERS_LANGUAGE": "en",
        "REVIEW_PROMISE_DAYS": 3,
        "REMIND_AFTER_DAYS": 90,
        "REMIND_AGAIN_DAYS": 30,
        "SEARCHES_PER_MINUTE": 90,
        "CONFIRMATION_BURST": 6,
        "CONFIRMATION_SAME_NETWORK": 2,
        "CONFIRMATION_SAME_ANSWERS": 5,
        "REGISTRATION_SAME_NETWORK": 4,
        "REGISTRATION_ALIKE": 4,
        "REGISTRATION_DAYS": 7,
        "IMPORT_MEGABYTES": 100,
        "IMPORT_KEPT_DAYS": 14,
        "OPERATOR_NAME": "",
        "OPERATOR_ADDRESS": "",
        "OPERATOR_PHONE": "",
        "OPERATOR_LAW": "",
        "OPERATOR_SUPPLIERS": "",
        "LOG_DAYS": 14,
        "POLICIES_SINCE": "",
        "POLICIES_READ": 0,
        "BACKUP_KEY_FILE": "",
        "BACKUP_KEY": "",
        "BACKUP_DAYS": 35,
        "MAP_TILES": "",
        "MAP_TILES_CREDIT": "",
    }


def settings(overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Defaults, then the environment and the files it names, then `overrides`; derived ones filled in, all checked."""
    values = defaults()
    for name, default in list(values.items()):
        values[name] = given.value(name, default)
    values.update(overrides or {})
    _derive(values)
    faults = [
        *map_faults(values),
        *several_faults(values),
        *watching_faults(values),
        *address_faults(values),
        *production_faults(values),
    ]
    if faults:
        raise InsecureConfiguration(faults)
    return values


def log_format() -> str:
    """How this process writes its log, known before anything else of the settings is."""
    named = os.environ.get("DIRECTORY_LOG_FORMAT", "")
    if named in LOG_FORMATS:
        return named
    return "json" if os.environ.get("DIRECTORY_ENVIRONMENT") == "production" else "text"


def watching_faults(values: Mapping[str, Any]) -> list[str]:
    """What is wrong with the settings of logs and metrics."""
    faults = []
    if values["LOG_FORMAT"] not in LOG_FORMATS:
        faults.append("DIRECTORY_LOG_FORMAT must be json or text")
    try:
        networks(values["METRICS_NETWORKS"])
    except ValueError:
        faults.append("DIRECTORY_METRICS_NETWORKS must be networks such as 10.1.0.0/16, with spaces between them")
    return faults


def networks(text: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Networks from a text with spaces or commas between them. Raises ValueError."""
    return [ipaddress.ip_network(one) for one in text.replace(",", " ").split()]


def production_faults(values: Mapping[str, Any]) -> list[str]:
    """What would make this configuration unsafe in production; empty in development."""
    if values["ENVIRONMENT"] != "production":
        return []
    faults = []
    if len(str(values["SECRET_KEY"]).encode()) < MINIMUM_SECRET_BYTES:
        faults.append("DIRECTORY_SECRET_KEY must be set to at least 32 bytes")
    elif any(word in re.sub(r"[^a-z]", "", str(values["SECRET_KEY"]).lower()) for word in NO_SECRETS):
        faults.append("DIRECTORY_SECRET_KEY is the key of an example; make one of your own")
    if any(len(key.encode()) < MINIMUM_SECRET_BYTES for key in values["SECRET_KEY_FALLBACKS"]):
        faults.append("each key in DIRECTORY_OLD_SECRET_KEYS must have at least 32 bytes, with spaces between them")
    if not str(values["BASE_ADDRESS"]).startswith("https://"):
        faults.append("DIRECTORY_BASE_ADDRESS must be the public https:// address")
    if not values["MAIL_SERVER"]:
        faults.append("DIRECTORY_MAIL_SERVER must name the SMTP server")
    if int(values["WEB_WORKERS"]) > 1 and not values["REDIS_URL"]:
        faults.append("DIRECTORY_REDIS_URL must be set when there is more than one web worker")
    if values.get("DEBUG") or os.environ.get("FLASK_DEBUG", "0").lower() not in {"", "0", "false", "no"}:
        faults.append("FLASK_DEBUG must not be set: a debugger runs what visitors send")
    return [*faults, *folder_faults(values), *secret_file_faults()]


def folder_faults(values: Mapping[str, Any]) -> list[str]:
    """What is wrong with the folder for data: it has to be there, or able to be made, and writable."""
    data = Path(values["DATA"])
    there = next((one for one in (data, *data.resolve().parents) if one.exists()), Path("/"))
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        return []
    return ["DIRECTORY_DATA must be a folder that this account of the system may write to"]


def secret_file_faults() -> list[str]:
    """Files that hold secrets, named by a variable that ends with _FILE, and that everybody on the machine may read."""
    faults = []
    for name, value in sorted(os.environ.items()):
        if not (name.startswith("DIRECTORY_") and name.endswith("_FILE") and value):
            continue
        path = Path(value)
        is_open = path.is_file() and path.stat().st_mode & READABLE_BY_OTHERS
        if is_open and not str(path.resolve()).startswith(PRIVATE_FOLDERS):
            faults.append(f"{name} names a file that everybody may read; take that away: chmod o-r")
    return faults


def address_faults(values: Mapping[str, Any]) -> list[str]:
    """What is wrong with addresses: of the site, of "Leave this page", of letters; and with the day on the policies."""
    faults = []
    base = urlsplit(str(values["BASE_ADDRESS"]))
    if base.scheme not in ("http", "https") or not OWN_HOST.fullmatch(base.netloc) or base.path or base.query:
        faults.append("DIRECTORY_BASE_ADDRESS must be an address such as https://directory.example.org, without a path")
    if "@" not in parseaddr(str(values["MAIL_FROM"]))[1]:
        faults.append("DIRECTORY_MAIL_FROM must hold an e-mail address, such as: Our Directory <hello@example.org>")
    if values["CONTACT_ADDRESS"] and not EMAIL.fullmatch(str(values["CONTACT_ADDRESS"])):
        faults.append("DIRECTORY_CONTACT_ADDRESS must be an e-mail address, such as hello@example.org")
    parts = urlsplit(str(values["EXIT_ADDRESS"]))
    if parts.scheme != "https" or not HOST.fullmatch(parts.netloc):
        faults.append("DIRECTORY_EXIT_ADDRESS must be an https:// address with one plain host")
    if values["SECURITY_CONTACT"] and not CONTACT.fullmatch(str(values["SECURITY_CONTACT"])):
        faults.append("DIRECTORY_SECURITY_CONTACT must be an e-mail address or an https:// address")
    if values["POLICIES_SINCE"] and not _is_day(str(values["POLICIES_SINCE"])):
        faults.append("DIRECTORY_POLICIES_SINCE must be a day such as 2027-01-31")
    return faults


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def several_faults(values: Mapping[str, Any]) -> list[str]:
    """What is wrong with the kind of site and with the settings of several processes and databases."""
    faults = []
    if values["ENVIRONMENT"] not in ENVIRONMENTS:
        faults.append(f"DIRECTORY_ENVIRONMENT must be {' or '.join(ENVIRONMENTS)}")
    if values["JOBS"] not in (HERE, ELSEWHERE):
        faults.append(f"DIRECTORY_JOBS must be {HERE} or {ELSEWHERE}")
    if values["REPLICA_URL"]:
        faults += [
            f"DIRECTORY_{name} must be a postgresql:// address, because there is a replica"
            for name in ("DATABASE_URL", "REPLICA_URL")
            if not str(values[name]).startswith("postgresql")
        ]
    if values["REDIS_URL"] and not str(values["REDIS_URL"]).startswith(REDIS):
        faults.append("DIRECTORY_REDIS_URL must be an address such as redis://host:6379/0")
    return faults


def map_faults(values: Mapping[str, Any]) -> list[str]:
    """What is wrong with the tile server of the map, if one is named. Its host goes into the content policy."""
    template = str(values["MAP_TILES"])
    if not template:
        return []
    parts = urlsplit(template)
    if parts.scheme != "https" or not HOST.fullmatch(parts.netloc):
        return ["DIRECTORY_MAP_TILES must be an https:// address with one plain host"]
    if not all(part in parts.path + parts.query for part in ("{z}", "{x}", "{y}")):
        return ["DIRECTORY_MAP_TILES must have {z}, {x} and {y} in it"]
    if not str(values["MAP_TILES_CREDIT"]).strip():
        return ["DIRECTORY_MAP_TILES_CREDIT must name whose map it is"]
    return []


def _derive(values: dict[str, Any]) -> None:
    data = Path(values["DATA"])
    values["LOG_FORMAT"] = values["LOG_FORMAT"] or log_format()
    # Paths are put behind it, which begin with a slash.
    values["BASE_ADDRESS"] = str(values["BASE_ADDRESS"]).rstrip("/")
    if not values["DATABASE_URL"]:
        with contextlib.suppress(OSError):
            # Where it cannot be made, the check of production names the setting, and so does SQLite in development.
            data.mkdir(parents=True, exist_ok=True)
        values["DATABASE_URL"] = f"sqlite:///{data.resolve() / 'directory.sqlite3'}"
    if not values["SECRET_KEY"] and values["ENVIRONMENT"] != "production":
        values["SECRET_KEY"] = _development_secret(data)
    values["SECRET_KEY_FALLBACKS"] = str(values["OLD_SECRET_KEYS"]).split()
    if values["STAFF_SECOND_FACTOR"] == "":
        values["STAFF_SECOND_FACTOR"] = values["ENVIRONMENT"] == "production"
    elif isinstance(values["STAFF_SECOND_FACTOR"], str):
        values["STAFF_SECOND_FACTOR"] = given.yes_or_no("STAFF_SECOND_FACTOR", values["STAFF_SECOND_FACTOR"])


def _development_secret(data: Path) -> str:
    """A key made once and kept with the data, so that restarting a laptop does not sign everybody out."""
    path = data / "secret-key"
    data.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
