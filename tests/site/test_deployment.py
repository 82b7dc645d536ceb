"""Files for those who install the directory: they can be parsed, agree with the code and keep its promises."""

from __future__ import annotations

import configparser
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from directory_app import config, create_app, measured, serving
from directory_app.watching.gathered import Figures, Gathered

from ..conftest import TESTING

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deployment"
UNITS = sorted([*(FOLDER / "systemd").glob("*.service"), *(FOLDER / "systemd").glob("*.timer")])
SETTING = re.compile(r"DIRECTORY_([A-Z_]+)")


def settings_named(text):
    return {name.removesuffix("_FILE") if name.endswith("_FILE") else name for name in SETTING.findall(text)}


@pytest.mark.parametrize(
    "path", sorted(path for path in FOLDER.rglob("*") if path.is_file() and path.suffix != ".lock")
)
def test_every_setting_that_is_named_exists(path):
    assert settings_named(path.read_text()) <= set(config.defaults())


def unit(path):
    parsed = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    parsed.optionxform = str
    parsed.read(path)
    return parsed


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_are_whole(path):
    parsed = unit(path)
    if path.suffix == ".timer":
        assert path.with_suffix(".service").exists()
        assert parsed["Timer"]["OnCalendar"]
        assert parsed["Install"]["WantedBy"] == "timers.target"
        return
    service = parsed["Service"]
    assert service["User"] == "directory"
    assert service["NoNewPrivileges"] == "yes"
    assert service["ExecStart"].startswith("/opt/directory/bin/directory-app ")


def test_the_service_gives_requests_the_time_that_the_server_gives_them():
    service = unit(FOLDER / "systemd" / "directory.service")["Service"]
    assert int(service["TimeoutStopSec"]) > serving.LIMITS["graceful_timeout"] == 30
    assert service["KillMode"] == "mixed"
    assert compose()["services"]["site"]["stop_grace_period"] == "40s"


def test_commands_of_timers_exist(sqlite_app):
    group = sqlite_app.cli.commands["directory"]
    for path in UNITS:
        if path.suffix == ".service" and path.stem != "directory":
            words = unit(path)["Service"]["ExecStart"].split()
            assert words[1:2] == ["directory"]
            # A wrong option, or one too many, raises.
            group.get_command(None, words[2]).make_context(words[2], words[3:])


def test_backups_of_each_hour_do_not_fill_the_disk():
    words = unit(FOLDER / "systemd" / "directory-backup.service")["Service"]["ExecStart"].split()
    assert int(words[words.index("--keep") + 1]) <= 48


def compose():
    return yaml.safe_load((FOLDER / "compose.yaml").read_text())


def test_the_example_of_containers_hangs_together():
    found = compose()
    secrets = set(found["secrets"])
    for name, service in found["services"].items():
        assert set(service.get("secrets", [])) <= secrets, name
        assert set(service.get("networks", [])) <= set(found["networks"]), name
        for other in service.get("depends_on", {}):
            assert other in found["services"]
        for value in (service.get("environment") or {}).values():
            if str(value).startswith("/run/secrets/"):
                assert Path(value).name in service["secrets"]
    assert [name for name, one in found["services"].items() if one.get("ports")] == ["proxy"]
    assert found["networks"]["inside"]["internal"] is True
    site = found["services"]["site"]
    assert site["read_only"] is True
    assert site["restart"] == "unless-stopped"
    for volume in found["services"]["proxy"]["volumes"]:
        source = volume.split(":")[0]
        assert source == "./secrets/tls" or (FOLDER / source).exists()


def test_redis_without_capabilities_need_not_change_its_user():
    redis = compose()["services"]["redis"]
    assert redis["cap_drop"] == ["ALL"]
    # The entry of the image gives files to this user and becomes it, unless it already is.
    assert redis["user"] == "redis"


def test_the_proxy_finds_a_container_of_the_site_that_was_replaced():
    text = (FOLDER / "nginx" / "upstream-compose.conf").read_text()
    assert re.search(r"^server site:8000 resolve ", text, re.MULTILINE)
    assert re.search(r"^resolver 127\.0\.0\.11 valid=\d+s;$", text, re.MULTILINE)
    # Open source nginx looks names up again from 1.27.3 on, for servers in shared memory.
    assert re.search(r"^zone ", text, re.MULTILINE)
    version = compose()["services"]["proxy"]["image"].removeprefix("nginx:")
    assert tuple(map(int, version.split("."))) >= (1, 28)


def test_the_settings_of_the_example_let_production_start(monkeypatch, tmp_path):
    environment = compose()["services"]["site"]["environment"]
    for name, value in environment.items():
        if name.endswith("_FILE"):
            path = tmp_path / Path(value).name
            path.write_text("k3y-of-a-file-that-is-long-enough-0123456789")
            path.chmod(0o600)
            value = str(path)
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DIRECTORY_ENVIRONMENT", "production")
    assert config.settings({"DATA": str(tmp_path / "data")})["WEB_WORKERS"] == 2


def test_the_container_is_built_from_the_lock_and_runs_as_nobody_in_particular():
    text = (FOLDER / "Containerfile").read_text()
    installs = re.findall(r"-m pip install (.+?)(?: \\\\)?$", text, re.MULTILINE)
    assert len(installs) == 3
    assert all("--require-hashes -r " in one or "--no-index /wheel/" in one for one in installs)
    # What builds a library is one of the lock, and nobody may write compiled modules later: both parts have theirs.
    assert "--no-build-isolation --require-hashes -r deployment/run.lock" in text
    assert len(re.findall(r"-m compileall .*--invalidation-mode unchecked-hash", text)) == 2
    assert re.search(r"^USER 10001:10001$", text, re.MULTILINE)
    assert "HEALTHCHECK" in text
    assert "/health" in text
    copied = {
        part.rstrip("/")
        for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE)
        for part in line.split()[:-1]
    }
    allowed = {line[1:] for line in (ROOT / ".containerignore").read_text().splitlines() if line.startswith("!")}
    assert copied == allowed
    assert all((ROOT / one).exists() for one in copied)


def braces(text):
    depth = 0
    for line in text.splitlines():
        line = re.sub(r"#.*", "", line).strip()
        assert not line or line.endswith((";", "{", "}")), line
        depth += line.count("{") - line.count("}")
        assert depth >= 0
    return depth


def test_the_proxy_writes_nothing_down_and_says_who_asked():
    text = (FOLDER / "nginx" / "directory.conf").read_text()
    assert braces(text) == 0
    assert "access_log off;" in text
    assert "error_log stderr crit;" in text
    for header, value in (
        ("X-Forwarded-For", "$remote_addr"),
        ("X-Forwarded-Proto", "$scheme"),
        ("X-Forwarded-Host", "$host"),
        ("X-Request-ID", "$request_id"),
    ):
        assert re.search(rf"proxy_set_header {header} {re.escape(value)};", text)
    # Headers are not handed down to a location that sets some of its own.
    inside = re.findall(r"location [^{]*{([^}]*)}", text)
    assert not any("proxy_set_header" in one for one in inside)


def test_the_proxy_lets_in_what_the_site_lets_in(tmp_path):
    from directory_app.headers import UPLOAD_LIMIT

    text = (FOLDER / "nginx" / "directory.conf").read_text()
    general, imports = re.findall(r"client_max_body_size (\d+)m;", text)
    assert int(general) * 1024 * 1024 >= UPLOAD_LIMIT
    assert int(imports) * 1024 * 1024 > config.defaults()["IMPORT_MEGABYTES"] * 1_000_000
    app = create_app({**TESTING, "DATA": str(tmp_path)})
    (where,) = [rule.rule for rule in app.url_map.iter_rules() if rule.endpoint == "exchange.upload"]
    assert f"location = {where} {{" in text


def test_alerts_ask_for_figures_that_there_are(tmp_path):
    shown = Figures(0, 0, 0.0, {"new": 0}, 0, 0.0, 0, 0, 0)
    gathered = {metric.name for metric in Gathered(shown, tmp_path, "1").collect()}
    counted = set()
    for metric in measured.Measures().registry.collect():
        counted |= {metric.name, f"{metric.name}_total", f"{metric.name}_bucket"}
    rules = yaml.safe_load((FOLDER / "prometheus" / "alerts.yml").read_text())["groups"][0]["rules"]
    assert len(rules) > 8
    for rule in rules:
        assert set(re.findall(r"directory_\w+", rule["expr"])) <= gathered | counted, rule["alert"]
        assert rule["annotations"]["action"]
        assert rule["labels"]["severity"] in {"page", "look"}
        assert rule["expr"].count("(") == rule["expr"].count(")")


def test_the_bill_of_materials_lists_every_library_with_its_hashes():
    from tools.bill_of_materials import bill, libraries

    made = bill(when=1_790_000_000)
    assert made == bill(when=1_790_000_000)
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    assert made["metadata"]["timestamp"] == "2026-09-21T14:13:20Z"
    pinned = re.findall(r"^([a-z0-9.-]+)==(\S+)", (FOLDER / "run.lock").read_text(), re.MULTILINE)
    listed = {(one["name"], one.get("version")) for one in made["components"]}
    assert set(pinned) <= listed
    assert {"leaflet", "topojson-client", "world-atlas"} <= {name for name, _ in listed}
    assert all(one.get("hashes") for one in made["components"] if one["bom-ref"].startswith("pkg:pypi/"))
    refs = [one["bom-ref"] for one in made["components"]]
    assert len(refs) == len(set(refs))
    for wrong in ("flask==3.1.3\n", "flask>=3.1\n", "flask==3.1.3 \\\n    --hash=sha256:short\n"):
        with pytest.raises(ValueError, match=r"hash|pins nothing"):
            libraries(wrong)


def test_the_tool_writes_the_bill():
    done = subprocess.run(
        [sys.executable, "-m", "tools.bill_of_materials"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert '"CycloneDX"' in done.stdout
