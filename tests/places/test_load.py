"""Loading the gazetteer, and the data files themselves."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from directory_app.config import data_dir
from directory_app.models import Base, Place, PlaceDataVersion, PostalCode
from directory_app.places import countries, load_places, regions
from directory_app.places import load as loading

MEGABYTE = 1_000_000


@pytest.fixture
def few(tmp_path, monkeypatch):
    """A data folder with a few rows, and an empty database."""
    import csv
    import gzip

    source = data_dir("seeds") / "places"
    target = tmp_path / "places"
    target.mkdir()
    for name in loading.FILES:
        with gzip.open(source / name, "rt", encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))[:20]
        if name.startswith("postal"):
            rows = [rows[0], *([*row[:-1], ""] for row in rows[1:])]
        with gzip.open(target / name, "wt", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    monkeypatch.setattr(loading, "data_dir", lambda _: tmp_path)
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session, target
    engine.dispose()


def test_loading_twice_works_once(few):
    session, _ = few
    assert load_places(session) is True
    session.commit()
    assert load_places(session) is False
    assert session.scalar(select(func.count()).select_from(Place)) == 19


def test_new_data_replace_the_old(few):
    session, folder = few
    load_places(session)
    session.commit()
    for name in loading.FILES:
        (folder / name).write_bytes((folder / name).read_bytes() + b"")
    import gzip

    path = folder / "postal_codes.csv.gz"
    lines = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    path.write_bytes(gzip.compress(b"".join(lines[:-5])))
    assert load_places(session) is True
    session.commit()
    assert session.scalar(select(func.count()).select_from(PostalCode)) == 14
    assert session.scalar(select(func.count()).select_from(PlaceDataVersion)) == 1


def test_progress_is_told(few):
    session, _ = few
    told = []
    load_places(session, told.append)
    assert told == ["Loading cities …", "Loading postal codes …"]


def test_the_data_are_small_enough_to_ship():
    files = [path for path in (data_dir("seeds") / "places").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 4 * MEGABYTE


def test_the_archives_carry_no_time_and_no_name():
    for name in loading.FILES:
        head = (data_dir("seeds") / "places" / name).read_bytes()[:10]
        assert head[3] == 0
        assert head[4:8] == b"\x00\x00\x00\x00"


def test_the_licences_of_the_data_ship_with_them():
    folder = data_dir("seeds") / "places"
    credits_text = (folder / "CREDITS.md").read_text(encoding="utf-8")
    assert "GeoNames" in credits_text
    assert "CC BY 4.0" in credits_text
    assert "Attribution 4.0 International" in (folder / "licences" / "CC-BY-4.0.txt").read_text(encoding="utf-8")


def test_no_row_is_off_the_map(places):
    for model in (Place, PostalCode):
        low_lat, high_lat, low_lon, high_lon = places.execute(
            select(func.min(model.lat), func.max(model.lat), func.min(model.lon), func.max(model.lon))
        ).one()
        assert -90 < low_lat < high_lat < 90
        assert -180 <= low_lon < high_lon <= 180
        nowhere = select(func.count()).select_from(model).where(model.lat == 0, model.lon == 0)
        assert places.scalar(nowhere) == 0


def test_forms_can_offer_countries_and_states():
    assert {"US", "CA", "GB", "DE", "AU"} <= {country.code for country in countries()}
    assert len({country.code for country in countries()}) == len(countries()) > 240
    states = {region.code: region.name for region in regions("US")}
    assert states["OR"] == "Oregon"
    assert {"DC", "PR"} <= set(states)
    assert len(regions("CA")) >= 12
    assert regions("DE") == ()
