"""Production does not start insecurely: each case ends with status 1 and names the setting, never its value."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from directory_app import command, config, create_app, migrations, startup
from directory_app.cli.demonstration import SIGN_INS
from directory_app.errors import InsecureConfiguration

from ..conftest import TESTING
from ..factories import make_account
from ..services.postgres import fresh_database
from ..services.sqlite import SQLITE_FILE
from .test_logs import free_port, wait_for

SAFE = {
    "ENVIRONMENT": "production",
    "BASE_ADDRESS": "https://directory.example.org",
    "SECRET_KEY": "Tq3vR8wLm2Xc9Zb5Nk7Hd4Pf6Gs1Jy0Ua",
    "MAIL_SERVER": "mail.example.org",
}
HIDDEN = "hunter"
COMMAND = Path(sys.executable).with_name("directory-app")


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """Settings of production that are safe, as variables."""
    for name in [one for one in os.environ if one.startswith("DIRECTORY_") and one != "DIRECTORY_STATIC_COPY"]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("FLASK_DEBUG", raising=False)
    for name, value in {**SAFE, "DATA": str(tmp_path)}.items():
        monkeypatch.setenv(f"DIRECTORY_{name}", value)
    return monkeypatch


def test_safe_settings_are_taken(environment):
    assert config.settings()["ENVIRONMENT"] == "production"


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("DIRECTORY_SECRET_KEY", None, "DIRECTORY_SECRET_KEY"),
        ("DIRECTORY_SECRET_KEY", f"{HIDDEN}-2", "DIRECTORY_SECRET_KEY"),
        ("DIRECTORY_SECRET_KEY", f"{HIDDEN}-change-me-change-me-change-me-now", "DIRECTORY_SECRET_KEY"),
        ("DIRECTORY_OLD_SECRET_KEYS", HIDDEN, "DIRECTORY_OLD_SECRET_KEYS"),
        ("FLASK_DEBUG", "1", "FLASK_DEBUG"),
        ("DIRECTORY_BASE_ADDRESS", None, "DIRECTORY_BASE_ADDRESS"),
        ("DIRECTORY_BASE_ADDRESS", f"http://{HIDDEN}.example.org", "DIRECTORY_BASE_ADDRESS"),
        ("DIRECTORY_WEB_WORKERS", "2", "DIRECTORY_REDIS_URL"),
        ("DIRECTORY_MAIL_SERVER", None, "DIRECTORY_MAIL_SERVER"),
        ("DIRECTORY_DATA", f"/dev/null/{HIDDEN}", "DIRECTORY_DATA"),
        ("DIRECTORY_EXIT_ADDRESS", f"javascript:{HIDDEN}", "DIRECTORY_EXIT_ADDRESS"),
        ("DIRECTORY_SECURITY_CONTACT", f"{HIDDEN}\nX: y", "DIRECTORY_SECURITY_CONTACT"),
        ("DIRECTORY_ENVIRONMENT", f"prod-{HIDDEN}", "DIRECTORY_ENVIRONMENT"),
        ("DIRECTORY_STAFF_SECOND_FACTOR", f"tru{HIDDEN}", "DIRECTORY_STAFF_SECOND_FACTOR"),
        ("DIRECTORY_MAIL_TLS", "", "DIRECTORY_MAIL_TLS"),
        ("DIRECTORY_MAIL_PORT", f"25{HIDDEN}", "DIRECTORY_MAIL_PORT"),
        ("DIRECTORY_MAIL_PORT", "65536", "DIRECTORY_MAIL_PORT"),
        ("DIRECTORY_CONTACT_ADDRESS", HIDDEN, "DIRECTORY_CONTACT_ADDRESS"),
        ("DIRECTORY_SITE_NAME", "", "DIRECTORY_SITE_NAME"),
        ("DIRECTORY_SITE_NAME", "   ", "DIRECTORY_SITE_NAME"),
        ("DIRECTORY_DATA", "", "DIRECTORY_DATA"),
        ("DIRECTORY_WEB_WORKERS", "0", "DIRECTORY_WEB_WORKERS"),
        ("DIRECTORY_TRUSTED_PROXIES", "-1", "DIRECTORY_TRUSTED_PROXIES"),
        ("DIRECTORY_BASE_ADDRESS", f"https://directory.example.org/{HIDDEN}", "DIRECTORY_BASE_ADDRESS"),
        ("DIRECTORY_MAIL_FROM", HIDDEN, "DIRECTORY_MAIL_FROM"),
        ("DIRECTORY_POLICIES_SINCE", HIDDEN, "DIRECTORY_POLICIES_SINCE"),
        ("DIRECTORY_MAP_TILES", f"http://{HIDDEN}/{{z}}/{{x}}/{{y}}", "DIRECTORY_MAP_TILES"),
    ],
)
def test_an_unsafe_setting_ends_the_start(environment, capsys, name, value, named):
    if value is None:
        environment.delenv(name)
    else:
        environment.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        command.main(["run", "--port", "1"])
    said = capsys.readouterr().err
    assert ended.value.code == 1
    assert named in said.split()
    assert HIDDEN not in said


@pytest.mark.parametrize("folder", ["", " "])
def test_an_empty_name_of_the_data_folder_leaves_nothing_where_the_command_was_started(
    environment, capsys, tmp_path, folder
):
    environment.chdir(tmp_path)
    environment.setenv("DIRECTORY_ENVIRONMENT", "development")
    environment.setenv("DIRECTORY_DATA", folder)
    with pytest.raises(SystemExit):
        command.main(["directory", "jobs"])
    assert "DIRECTORY_DATA must not be empty" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value", "taken"),
    [("CONTACT_ADDRESS", "", ""), ("CONTACT_ADDRESS", "a@example.org", "a@example.org"), ("MAIL_PORT", "65535", 65535)],
)
def test_a_value_that_can_be_meant_is_taken(environment, name, value, taken):
    environment.setenv(f"DIRECTORY_{name}", value)
    assert config.settings()[name] == taken


@pytest.mark.parametrize(
    "address",
    [
        f"mysql://site:{HIDDEN}@host/name",
        f"postgresql+psycopg2://site:{HIDDEN}@host/name",
        f"postgresql://site:{HIDDEN}@host:port/name",
        "sqlite://",
    ],
)
def test_an_address_of_no_database_ends_the_start_with_a_sentence(environment, capsys, address):
    environment.setenv("DIRECTORY_DATABASE_URL", address)
    with pytest.raises(SystemExit) as ended:
        command.main(["directory", "prepare"])
    said = capsys.readouterr().err
    assert ended.value.code == 1
    assert said.startswith("DIRECTORY_DATABASE_URL is no address of a database.")
    assert HIDDEN not in said


@pytest.mark.parametrize("arguments", [["prepare"], ["jobs"], ["export", "out.csv"], ["rescore", "--dry-run"]])
@pytest.mark.parametrize(
    ("damage", "told"), [(0, "file is not a database"), (4096, "database disk image is malformed")]
)
def test_a_damaged_file_ends_every_command_with_one_line(
    environment, capsys, prepared_app, tmp_path, arguments, damage, told
):
    prepared_app(tmp_path).extensions["engine"].dispose()
    with (tmp_path / SQLITE_FILE).open("r+b") as file:
        file.seek(damage)
        file.write(b"no page of SQLite" * 100_000)
    with pytest.raises(SystemExit) as ended:
        command.main(["directory", *arguments])
    assert ended.value.code == 1
    assert capsys.readouterr().err == f"The database cannot be used: {told}\n"


@pytest.mark.parametrize(
    ("damage", "told"), [(0, "file is not a database"), (4096, "database disk image is malformed")]
)
def test_jobs_alone_do_not_begin_over_a_damaged_file(environment, prepared_app, tmp_path, damage, told):
    prepared_app(tmp_path).extensions["engine"].dispose()
    with (tmp_path / SQLITE_FILE).open("r+b") as file:
        file.seek(damage)
        file.write(b"no page of SQLite" * 100_000)
    done = subprocess.run([COMMAND, "work"], capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"The database cannot be used: {told}\n"


def test_a_file_with_a_secret_that_everybody_may_read_ends_the_start(environment, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text(SAFE["SECRET_KEY"])
    environment.setenv("DIRECTORY_MAIL_PASSWORD_FILE", str(secret))
    secret.chmod(0o644)
    assert any("DIRECTORY_MAIL_PASSWORD_FILE" in one for one in config.secret_file_faults())
    secret.chmod(0o600)
    assert config.secret_file_faults() == []


def test_no_setting_makes_cookies_insecure(environment, tmp_path):
    app = create_app({"SESSION_COOKIE_SECURE": False, "SESSION_COOKIE_NAME": "session", "RATELIMIT_ENABLED": False})
    assert app.config["SESSION_COOKIE_SECURE"] is True
    assert app.config["SESSION_COOKIE_NAME"] == "__Host-session"
    assert app.config["SESSION_COOKIE_HTTPONLY"] is True
    assert app.debug is False


def test_a_schema_left_behind_ends_the_start(environment):
    app = create_app({"RATELIMIT_ENABLED": False})
    with pytest.raises(InsecureConfiguration) as refused:
        startup.refuse_unsafe(app)
    assert "older than this release" in str(refused.value)


def test_accounts_of_the_demonstration_end_the_start(app_of_its_own):
    with app_of_its_own.extensions["sessions"]() as session:
        startup.refuse_unsafe(app_of_its_own)
        make_account(session, email=SIGN_INS[0].email)
        session.commit()
    with pytest.raises(InsecureConfiguration) as refused:
        startup.refuse_unsafe(app_of_its_own)
    assert "demonstration" in str(refused.value)
    assert SIGN_INS[0].password not in str(refused.value)


@pytest.fixture
def app_of_its_own(tmp_path):
    """An application in production over a new database with roles and nothing else."""
    app = create_app({**TESTING, **SAFE, "DATA": str(tmp_path)})
    migrations.upgrade(app)
    with app.app_context():
        from directory_app import login
        from directory_app.db import session

        login.ensure_roles()
        session.commit()
    yield app
    app.extensions["engine"].dispose()


def test_a_database_that_keeps_text_in_another_encoding_ends_the_start_with_a_sentence(environment, postgres_server):
    environment.setenv("DIRECTORY_DATABASE_URL", fresh_database(postgres_server, encoding="SQL_ASCII"))
    done = subprocess.run([COMMAND, "directory", "prepare"], capture_output=True, text=True, timeout=30)
    assert done.returncode == 1
    assert "it keeps text as SQL_ASCII; make another one: createdb --encoding=UTF8" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_itself_ends_with_status_one_and_no_traceback(environment):
    environment.delenv("DIRECTORY_SECRET_KEY")
    done = subprocess.run([COMMAND, "run"], capture_output=True, text=True, timeout=30)
    assert done.returncode == 1
    assert "DIRECTORY_SECRET_KEY" in done.stderr
    assert "Traceback" not in done.stderr


def test_where_nothing_can_be_printed_the_site_starts_all_the_same(environment, prepared_app, tmp_path):
    prepared_app(tmp_path).extensions["engine"].dispose()
    port = free_port()
    # As a file on a full disk: whoever writes there gets an error.
    reader, writer = os.pipe()
    os.close(reader)
    site = subprocess.Popen([COMMAND, "run", "--port", str(port)], stdout=writer, stderr=writer)
    os.close(writer)
    try:
        wait_for(port, site)
        with urlopen(f"http://127.0.0.1:{port}/health", timeout=30) as page:
            assert page.status == 200
    finally:
        site.terminate()
    assert site.wait(30) == 0
