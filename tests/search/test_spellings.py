"""Words of the trade as people spell them: abbreviated, in one word or two, with letters that slipped."""

from __future__ import annotations

from directory_app.search.criteria import Criteria
from directory_app.search.queries import search
from directory_app.search.words import looked_for, too_many

from ..factories import make_listing

# By what somebody wrote, what others type for it.
TYPED = {
    "myofascial": (
        "myo fascial",
        "myo-fascial",
        "Myo–Fascial",
        "miofascial",
        "myofacial",
        "miofacial",
        "MFR",
        "myofasical",
    ),
    "fascia": ("facia", "fasica", "fasia"),
    "craniosacral": ("cranio-sacral", "cranio sacral", "CST", "cranial sacral", "craniosacrel"),
    "pregnancy": ("prenatal", "pre natal", "pre-natal", "antenatal", "ante-natal", "pregancy", "maternity"),
    "trigger points": ("triggerpoint", "trigger-point", "TrP", "TrPs", "trigerpoint", "knots"),
    "neuromuscular": ("NMT", "neuro-muscular"),
    "active release": ("ART",),
    "muscle energy": ("MET",),
    "instrument assisted": ("IASTM", "Graston"),
    "proprioceptive neuromuscular facilitation": ("PNF",),
    "lymphatic drainage": ("MLD", "lymph drainage", "lympatic", "limphatic"),
    "deep tissue": ("deeptissue", "deep-tissue"),
    "sacroiliac": ("sacro-iliac", "sacro iliac", "SIJ", "SI joint", "SI-joint"),
    "physiotherapist": ("physio", "physical therapist", "PT", "fisio"),
    "shiatsu": ("shiatzu", "shiatsi", "shiastu"),
    "piriformis": ("pirformis", "pyriformis", "periformis"),
    "sciatica": ("sciatic", "siatica", "ciatica", "syatica"),
    "lumbar": ("lumber",),
    "gluteus": ("glutes", "gluts", "gluteal", "gluteous"),
    "psoas": ("psaos", "soas", "iliopsoas", "hip flexor", "hip-flexors"),
    "iliotibial": ("ITB", "IT band", "IT-band", "illiotibial"),
    "quadratus lumborum": ("QL", "Q L", "quadratis"),
    "lower back": ("lowerback", "lowback", "low-back"),
    "range of motion": ("ROM", "range motion"),
    "tendinitis": ("tendonitis", "tendinopathy"),
    "Licensed massage therapist": ("LMT",),
    "Registered massage therapist": ("RMT",),
}


QUIET = {
    f"Q{number}": (choice, "") for number, choice in enumerate(("partly", "no", "rarely", "rarely", "moderate"), 1)
}


def test_a_usual_spelling_finds_what_is_written_otherwise(session):
    make_listing(
        session, "published", name="Ida Holm", bio="Else.", practice="", answers=QUIET, techniques=[], credentials=""
    )
    for wrote in TYPED:
        make_listing(
            session, "published", name=f"Ove {wrote}", practice="", answers=QUIET, techniques=[], credentials=""
        )
    for wrote, others in TYPED.items():
        for typed in (wrote, *others):
            found = search(session, None, Criteria(words=typed))
            names = {row.name for row in found.page.rows}
            assert (f"Ove {wrote}" in names, "Ida Holm" in names, found.words) == (True, False, None), typed


def test_a_word_with_another_meaning_is_only_asked_for_by_itself(session):
    make_listing(
        session, "published", name="Ove Berg", bio="I met the art of it in Rome.", answers=QUIET, techniques=[]
    )
    assert search(session, None, Criteria(words="muscle energy")).page.total == 0
    assert search(session, None, Criteria(words="active release")).page.total == 0
    assert search(session, None, Criteria(words="art")).page.total == 1


def test_words_written_apart_are_each_looked_for_too(session):
    make_listing(
        session, "published", name="Ove Berg", bio="A myo of its own, far from anything fascial.", answers=QUIET
    )
    make_listing(session, "published", name="Ida Holm", bio="A myo of its own.", answers=QUIET, techniques=[])
    assert [row.name for row in search(session, None, Criteria(words="myo own")).page.rows] != []
    assert [row.name for row in search(session, None, Criteria(words="myo fascial")).page.rows] == ["Ove Berg"]


def test_words_of_whoever_asks_keep_nobody_out(session):
    make_listing(session, "published", name="Ida Holm", bio="I know sciatica.", practice="Ask", answers=QUIET)
    make_listing(session, "published", name="Ove Berg", bio="Else.", practice="", answers=QUIET)
    for typed in (
        "sciatica massage near me",
        "help with sciatica please",
        "therapist for sciatica",
        "I need sciatica treatment",
    ):
        assert [row.name for row in search(session, None, Criteria(words=typed)).page.rows] == ["Ida Holm"], typed
    assert search(session, None, Criteria(words="massage therapist")).page.total == 2


def test_a_slip_in_a_long_word_of_the_trade_still_finds_it(session):
    make_listing(session, "published", name="Ida Holm", bio="Piriformis and sciatica.", practice="", answers=QUIET)
    for typed in ("pirifromis", "piriformiss", "pirriformis", "piriforms", "sciatca"):
        assert [row.name for row in search(session, None, Criteria(words=typed)).page.rows] == ["Ida Holm"], typed


def test_of_a_doctors_letter_words_come_before_single_letters(session):
    make_listing(session, "published", name="Ida Holm", bio="I know radiculopathy.", practice="", answers=QUIET)
    typed = "Pt c/o x 6 wks s p 2 radiculopathy hypertonic"
    assert "radiculopathy" in looked_for(typed)
    assert set(too_many(typed)) <= set("cox6sp2")
