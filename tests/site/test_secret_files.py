"""Secrets in files, as containers and systemd hand them out; and settings of logs and metrics that make no sense."""

from __future__ import annotations

import pytest

from directory_app import config, given
from directory_app.errors import InsecureConfiguration

KEY = "k3y-of-a-file-that-is-long-enough-0123456789"
ADDRESSES = {
    "DATABASE_URL": f"postgresql://site:{KEY}@one/directory",
    "REPLICA_URL": f"postgresql://site:{KEY}@two/directory",
    "REDIS_URL": f"redis://:{KEY}@three:6379/0",
}


@pytest.fixture
def secret_file(tmp_path):
    path = tmp_path / "secret"
    path.write_text(f"{KEY}\n")
    path.chmod(0o600)
    return path


def settings(tmp_path):
    return config.settings({"DATA": str(tmp_path / "data")})


@pytest.mark.parametrize("name", given.FROM_FILES)
def test_a_secret_may_stand_in_a_file(monkeypatch, tmp_path, secret_file, name):
    value = ADDRESSES.get(name, KEY)
    secret_file.write_text(f"{value}\n")
    monkeypatch.delenv(f"DIRECTORY_{name}", raising=False)
    monkeypatch.setenv(f"DIRECTORY_{name}_FILE", str(secret_file))
    if name == "REPLICA_URL":
        monkeypatch.setenv("DIRECTORY_DATABASE_URL", ADDRESSES["DATABASE_URL"])
    assert settings(tmp_path)[name] == value


def refused(tmp_path):
    with pytest.raises(InsecureConfiguration) as told:
        settings(tmp_path)
    assert KEY not in str(told.value)
    return str(told.value)


def test_a_secret_in_two_places_is_refused(monkeypatch, tmp_path, secret_file):
    monkeypatch.setenv("DIRECTORY_SECRET_KEY_FILE", str(secret_file))
    monkeypatch.setenv("DIRECTORY_SECRET_KEY", "another key that is also long enough")
    assert "DIRECTORY_SECRET_KEY and DIRECTORY_SECRET_KEY_FILE are both set" in refused(tmp_path)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\xfa"])
def test_a_file_that_cannot_be_read_is_named_by_its_setting(monkeypatch, tmp_path, content):
    path = tmp_path / "nothing"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setenv("DIRECTORY_MAIL_PASSWORD_FILE", str(path))
    assert "DIRECTORY_MAIL_PASSWORD_FILE names a file that cannot be read" in refused(tmp_path)


def test_in_production_nobody_else_may_read_the_file(monkeypatch, tmp_path, secret_file):
    for name, value in {
        "ENVIRONMENT": "production",
        "BASE_ADDRESS": "https://directory.example.org",
        "MAIL_SERVER": "mail.example.org",
        "SECRET_KEY_FILE": str(secret_file),
    }.items():
        monkeypatch.setenv(f"DIRECTORY_{name}", value)
    assert settings(tmp_path)["SECRET_KEY"] == KEY
    secret_file.chmod(0o644)
    assert "DIRECTORY_SECRET_KEY_FILE names a file that everybody may read" in refused(tmp_path)
    # Of a container only its own processes see this folder.
    monkeypatch.setattr(config, "PRIVATE_FOLDERS", (str(secret_file.parent),))
    assert settings(tmp_path)["SECRET_KEY"] == KEY


@pytest.mark.parametrize(
    ("name", "value"), [("LOG_FORMAT", "xml"), ("METRICS_NETWORKS", "home"), ("METRICS_NETWORKS", "10.1.2.3/16")]
)
def test_settings_of_logs_and_metrics_that_make_no_sense_are_named(tmp_path, monkeypatch, name, value):
    monkeypatch.setenv(f"DIRECTORY_{name}", value)
    assert f"DIRECTORY_{name} must be" in refused(tmp_path)


def test_production_logs_for_machines_and_a_laptop_for_people(tmp_path, monkeypatch):
    assert settings(tmp_path)["LOG_FORMAT"] == "text"
    monkeypatch.setenv("DIRECTORY_LOG_FORMAT", "json")
    assert settings(tmp_path)["LOG_FORMAT"] == "json"
    monkeypatch.delenv("DIRECTORY_LOG_FORMAT")
    monkeypatch.setenv("DIRECTORY_ENVIRONMENT", "production")
    assert config.log_format() == "json"
