"""Earlier rubrics still load, and read texts exactly as they did when their scores were stored."""

from __future__ import annotations

import hashlib
import json

import pytest

from benchmarks.scoring_corpus import FOLDER
from scoring import load_rubric, score_answer
from scoring.rubric import DEFAULT, PACKAGED
from tools.publish_rubric import published

FILES = ("attacks", "q3", "q5", "es", "fr", "de")
# SHA-256 over scores, points, spans and guards of every third text of FILES.
READINGS = {
    "clinical-massage-2": "d4ac086c6ae71ae364f1a3edafaa2c1fbc4843bab04fe9939aa9720b30f0ae9b",
    "clinical-massage-3": "8067feead70474c567daaf9a9f7bd1b8c0e71dbc27bce9eedc256ddc59b7cf4a",
    "clinical-massage-4": "dc098e3285cd4463788ae4c729ac5e608a6280020240f8a83dea0d7545f67309",
    "clinical-massage-5": "c36460dea494d1b51fb618c03889cea4a76b07cc32feaf1d77176137a82f2864",
    "clinical-massage-6": "455c31cef2c80546785c42051a47c8e5ede5887fe2054325d4b0edc69ade604e",
    "clinical-massage-7": "4ea187afb480c8309761d25f3f76c55283652a15fb8c4d8006f2a27f0f2f0195",
    "clinical-massage-8": "2ee7953a32a3cf85600cd1aaec8cb963c77c4cbcaff030e6795f21d148fdb4fc",
    "clinical-massage-9": "d3e73c11fd231c0ee84de61a497d8d5bd9722f5b4ed6ea1c1c1a6e31e2658fa6",
    "clinical-massage-10": "8a64987a62c582a61e392874a21b07569d98ccf760b6a4d5ac72d7fffbd58665",
    "clinical-massage-11": "066bb79da45b0e78e55b1aeeb0f58757b4d53579e7ce12e7f34ee913c0e9085a",
    "clinical-massage-12": "a9d71575e9c22310df7e60f0657524ef26471412fdc636cf3a8860b0eb135044",
    "clinical-massage-13": "68e0454ff87b53f7ea67081917ef16883c659d04b629e8591ca0d1350630d0a2",
    "clinical-massage-14": "6a673e322d5f732d1640f9eb8952bea387e01e265bea5f1f566af08c35ff5fa5",
    "clinical-massage-15": "d4f81397fd5de81516b5be7dfb6fa0de3fbfa6502231d9a03f854ee1ebf6d14f",
    "clinical-massage-16": "626f4f4fe5089cd0c6c9546e45ebb20736ca3d767581d5de4c97f7af1a1f4974",
    "clinical-massage-17": "6fc3434162a5647da85b1812135f054eda1db789523ab17f71d5e2809e4b8fca",
    "clinical-massage-18": "97c647534e3afecb84a395156a1e070e204b16773df8c2c41eeeec0e45b7d0de",
    "clinical-massage-19": "a562ac42f127c5053531b66d34bbd7bc18ba26f4fd821cb4d327c36b07f1da87",
    "clinical-massage-20": "02b7ef077660b94c15c503654ee210a268d373607783aba7f733bb8bd88afd8b",
    "clinical-massage-21": "ef213d997214c44ad5c653a72bfdffa5e7e6d98abb7ec749f7f2efb284957e77",
    "clinical-massage-22": "408da9e1129666c5439c2877656581a39f311696b078e6692a1f96ec90b1bc64",
    "clinical-massage-23": "d8a12a45c4574645fe827d92fb4528241098eb3a2b6b5c07fe58112e22e9ac16",
    "clinical-massage-24": "2db48ccc529481fec0c8770e80a8dee8521fb8eeb6df95344c18b59cd69e5b97",
    "clinical-massage-25": "5dcfeaa846d16860094b08269f47f3fab588152333d3e80d0646c55de84bd92e",
    "clinical-massage-26": "3cc3f86d07ace8ec73f33329e2a0e6a83cf5f90f3045aa6fe3a2b7bec64ac382",
}


def test_every_earlier_rubric_has_its_readings_noted():
    assert set(READINGS) == set(published()) - {DEFAULT}


@pytest.mark.parametrize("version", sorted(READINGS))
def test_an_earlier_rubric_reads_as_it_did(version):
    rubric = load_rubric(PACKAGED / f"{version}.toml")
    digest = hashlib.sha256()
    for name in FILES:
        lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        for row in map(json.loads, lines[::3]):
            read = score_answer(rubric, row["question"], row["text"])
            criteria = [(c.id, c.points, c.status, c.spans) for c in read.criteria]
            digest.update(repr((row["id"], read.score, read.guards, criteria)).encode())
    assert digest.hexdigest() == READINGS[version]
