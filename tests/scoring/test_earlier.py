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
# SHA-256 over scores, points, spans and guards of every sixth text of FILES.
READINGS = {
    "clinical-massage-2": "b4b352338f748b64e1826f5f0960d2efe4ee22469d82643f59673ea74bdea19d",
    "clinical-massage-3": "d8e0efcb796947868611b445244f5dc953cfdb6097a9a273af1c5c332d38fe06",
    "clinical-massage-4": "1b620932974257a6b9c82f733f3e85562186cc5243fa63d89cb062ff92f79f07",
    "clinical-massage-5": "11dfb2022d9147fe4d2a61d4ec7997ed7b59d0f038dc97df313cc5ccc7f4c5a5",
    "clinical-massage-6": "13c4074e61c53745d4c0f6696cda112db801386ade8f672e1feca976c120630b",
    "clinical-massage-7": "7b4dc4ada89d2acfd829d09f92d5f25aad2817100b4fd71f45f74b41e57786c5",
    "clinical-massage-8": "84d7883e4af14ea1546800e535c3d9cc04206760507f95410fdd00c977e919d5",
    "clinical-massage-9": "56fb9d387e4b27112a602af622b848c81806989be3a1e42700fac3900a4456f5",
    "clinical-massage-10": "27256cbd3f2a5a02f0e324f3d81077c26a2035237179d6c133a2074bf2b65be0",
    "clinical-massage-11": "0baa43481ae3f85d3c16f0e26df4981d537d6e276b3d0de3b75c534bf1b83155",
    "clinical-massage-12": "8744a9234e6c53b8a272c262fa4427e2dc8100583b325f2992c1b0eeeda4c7a9",
    "clinical-massage-13": "e5fdc41450a9433b17bd3cbd0232687f568b8ef216ee92231d6c24466175485b",
    "clinical-massage-14": "e09b6bb7c6d10acdaa6bc1600995d97d9e8c639777c1cebdcbf5ea4272281141",
    "clinical-massage-15": "d59b82bf0f8d90d13df57e8557c98b4c87948bee107c4a390f7c30981b33e098",
    "clinical-massage-16": "d6f7ba440a47aa259b7fb878f2ef7d3aea7ef2664355547293d1337a541fb685",
    "clinical-massage-17": "6fd31d2297d4489436561b835b6f50a6829d7e9d5da5eb84f5678f4e3296f15c",
    "clinical-massage-18": "992b9b9a254c086c11751d33ac7aa60649a48fc45d3badbd0cb361bd394bec5e",
    "clinical-massage-19": "4518ac4def62a4face3481b9a9c11b61bd9e05dedd078f326210eb4a63cf8cdd",
    "clinical-massage-20": "6a6f12a17e923a505dc32f1b75f892c0eee824d5fe3d3cf592f1cab3510fc072",
    "clinical-massage-21": "dce4046a951d4c6ccdf4ee598ca72a349e1f6cb130001173c62556c0c4c71041",
    "clinical-massage-22": "59f8169615119205014cc9a7c5c8f9cd2c94a2bbdf595b64e1d6d895f641d854",
    "clinical-massage-23": "59f8169615119205014cc9a7c5c8f9cd2c94a2bbdf595b64e1d6d895f641d854",
}


def test_every_earlier_rubric_has_its_readings_noted():
    assert set(READINGS) == set(published()) - {DEFAULT}


@pytest.mark.parametrize("version", sorted(READINGS))
def test_an_earlier_rubric_reads_as_it_did(version):
    rubric = load_rubric(PACKAGED / f"{version}.toml")
    digest = hashlib.sha256()
    for name in FILES:
        lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        for row in map(json.loads, lines[::6]):
            read = score_answer(rubric, row["question"], row["text"])
            criteria = [(c.id, c.points, c.status, c.spans) for c in read.criteria]
            digest.update(repr((row["id"], read.score, read.guards, criteria)).encode())
    assert digest.hexdigest() == READINGS[version]
