"""Words that are advertised with, advice that harms, addresses: what is noticed, and what must never be."""

from __future__ import annotations

import pytest

from directory_app.scorekeeping.wording import addresses_in, unsafe_in

OF_THE_TRADE = [
    "I work on the gluteal muscles, the pelvic floor, the inner thigh and the groin.",
    "The adductors attach near the pubic bone; the coccyx, the sacrum and the perineum are close.",
    "Myofascial release of the psoas through the abdomen, slow, until it lets go.",
    "Breasts and genitals are always covered, and you undress as far as you like.",
    "We are a full-service spa with a body scrub with salt.",
    "Strictly non-sexual. No sexual services, no happy endings, ever.",
    "I never offer sensual massage. Any sexual advances end the session.",
    "I will escort you to the room. Men and women are welcome, outcalls too.",
    "I treat the young ladies' basketball team, and release the hip flexors.",
    "I do not crack your neck or adjust the spine; that is for others.",
    "It should not hurt, and pressure should never hurt. See a doctor first.",
    "Never stop taking your medication because of a massage.",
    "You do not need to undress, and you do not need a full hour.",
    "Bruises are not a good sign, so tell me at once.",
]
CODED = [
    "Ask about a happy ending", "Body rubs from 60", "Full service for you", "nuru and body to body",
    "A sensual massage for gentlemen only", "Beautiful young ladies await", "hand relief included", "100 roses an hour",
    "Table shower included", "extras available", "Tantric release for men", "final feliz incluido",
]  # fmt: skip
HARMFUL = [
    "You don't need a doctor for this", "I crack your neck at the end", "No pain, no gain",
    "Stop taking your medication",
    "I come instead of surgery", "Expect bruises", "I massage out blood clots",
]  # fmt: skip
NO_ADDRESSES = [
    "I see 4 clients a day, a 20 minute drive from the coast.",
    "After 15 years on the road I opened this room; 3 stops down the road from the station.",
    "Ten minutes from Main Street, a couple of blocks north.",
    "The first 30 minutes are the road to what comes after.",
    "Certified in 12 Step programmes, a 50 Hour Court ordered course, Level 2.",
    "I charge 95 dollars an hour and my way of working is slow.",
]
ADDRESSES = [
    "Find me at 12 Example Street", "4512 SE Hawthorne Blvd., ring twice", "I live at 22 Elm St",
    "771 hidden lane, back door",
    "Hauptstraße 12 im Hof", "12 rue de la Paix", "Calle Mayor 5", "Suite 204 on the second floor",
    "771 Hidden, the red door",
]  # fmt: skip


@pytest.mark.parametrize("text", OF_THE_TRADE)
def test_words_of_the_trade_and_refusals_are_not_noticed(text):
    assert unsafe_in(text) == []


@pytest.mark.parametrize("text", CODED)
def test_phrases_that_sexual_services_are_advertised_with_are_noticed(text):
    assert [about for about, _ in unsafe_in(text)][:1] == ["sexual"]


@pytest.mark.parametrize("text", HARMFUL)
def test_advice_that_could_harm_is_noticed(text):
    assert [about for about, _ in unsafe_in(text)] == ["unsafe"]


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_numbers_and_ways_are_no_addresses(text):
    assert addresses_in(text) == []


@pytest.mark.parametrize("text", ADDRESSES)
def test_addresses_are_noticed_in_the_ways_people_write_them(text):
    assert addresses_in(text, ["771 Hidden Lane"])
