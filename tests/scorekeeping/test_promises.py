"""Ordinary sentences of therapists with the words of promises in them, and promises: which are found and which not."""

from __future__ import annotations

import pytest

from directory_app.scorekeeping.claims import claims_in, promises_in
from directory_app.scorekeeping.clauses import denied

ORDINARY = [
    "I always work on the whole body.",
    "I always work slowly and dry.",
    "I always work from the feet upwards, never the other way round.",
    "My colleague always works in the next room.",
    "The hour can be 100% on your low back.",
    "My sheets are 100 % cotton and the oil is 100% pure jojoba.",
    "You have 100 % of my attention for sixty minutes.",
    "I cannot say with 100% certainty where an ache comes from.",
    "If you ask for it, one hundred percent of the time goes to the hips.",
    "I will remove the oil with a warm towel.",
    "I will remove oil from your back and legs before you dress.",
    "You can remove as much clothing as you are comfortable with.",
    "I can remove the face cradle if you lie better without it.",
    "Please take off your belt; you can remove your watch too.",
    "Your privacy is guaranteed.",
    "I guarantee that nobody else enters the room.",
    "I guarantee a full sixty minutes on the table.",
    "Your place is guaranteed once the deposit is paid.",
    "You always get the whole hour, guaranteed.",
    "I can guarantee nothing except that I listen.",
    "Guarantees do not exist in this trade.",
    "We can end earlier.",
    "We can end with ten minutes of quiet.",
    "I can end the hour on your neck if you like.",
    "I will end the session if anything feels wrong.",
    "My last client will end at six.",
    "I can fix a time by phone.",
    "We can fix a second date for your back in two weeks.",
    "I will fix the pillow under your knees.",
    "My prices are fixed, and so are my hours on Tuesdays.",
    "I hold a fixed point and let the tissue come to me.",
    "Nobody can fix a back in an hour.",
    "I can heal nobody.",
    "A torn muscle heals in its own time.",
    "I wait six weeks until a wound has healed.",
    "A body can heal by itself, and I stay out of its way.",
    "I do not cure, heal or fix anything; I work on muscles.",
    "A cure is not something I offer.",
    "Be wary of anybody who says they cure backs.",
    "Can massage cure sciatica? Nobody can say that.",
    "I will stop pressing as soon as it hurts.",
    "I will stop short of pain.",
    "A wedge will stop your knees from falling inwards.",
    "I can stop the music whenever you like.",
    "Your hour will stop ten minutes early, so that you can dress.",
    "Relief may last an evening or a week, and for some it never comes.",
    "I never promise relief.",
    "I promise to keep to the areas you name.",
    "Doctors diagnose; I look at how you move.",
    "I have a permanent room at the clinic.",
    "Many clients arrive in permanent pain.",
    "Miracles are not what I sell.",
    "J’ai suivi une cure thermale à Dax, puis une formation.",
    "Je garde une pression permanente, toujours à sec.",
    "Ich arbeite immer langsam, zu 100 % ohne Öl.",
    "Siempre trabajo despacio, y el aceite es 100 % natural.",
]
# Kept aside until the rules were done, as those of promises: none was found then.
ORDINARY_KEPT_ASIDE = [
    "We always work with the door closed and the phone off.",
    "My card reader always works, but cash is welcome.",
    "All towels are 100% linen, washed hot.",
    "Some days I give 100 percent of the session to one hip.",
    "I will remove the bolster when you turn over.",
    "Jewellery can stay on, or you can remove it.",
    "Clean sheets are guaranteed.",
    "I guarantee that what you tell me stays between us.",
    "I give no guarantee, only an hour of honest work.",
    "If something comes up we can end after half an hour, and you pay half.",
    "I can end on the thighs or on the low back, as you wish.",
    "I will end my massage with slow strokes along the spine.",
    "I can fix the strap around the pelvis for a better hold.",
    "We will fix the length of the session together.",
    "The price is fixed at 90 dollars, whatever part hurts.",
    "Muscles heal slowly after a strain, so I wait.",
    "It has healed? Then we can work there.",
    "I neither heal nor cure; I press, wait and listen.",
    "There is no cure in my hands, only patience.",
    "If pressure is too much I will stop at once.",
    "You can stop me in the middle of a stroke.",
    "I will never promise that pain goes away.",
    "Relief for some, nothing for others: that is the truth of it.",
    "A doctor can diagnose what I cannot see.",
    "The studio has permanent staff of three.",
    "I work permanently in Portland since 2011.",
    "Mein Arbeitsort ist permanent geheizt.",
    "Je ne peux rien garantir.",
]
PROMISES = [
    "This always works.",
    "My way of pressing always works for sciatica.",
    "It works every time.",
    "Trigger point work never fails.",
    "You will be 100 % pain-free.",
    "My technique has a 100% success rate.",
    "It works for 100 % of my clients.",
    "This is one hundred percent effective against back pain.",
    "Guaranteed results.",
    "Relief is guaranteed.",
    "I guarantee that you will feel better.",
    "You are guaranteed to walk without pain.",
    "I guarantee no more pain.",
    "Looser hips in an hour, guaranteed.",
    "I will fix your hip, guaranteed.",
    "I promise you a life without pain.",
    "I will remove your pain.",
    "I can remove the cause of your sciatica.",
    "I’ll remove every last bit of tension.",
    "I fix backs.",
    "We fix hips and backs in three sessions.",
    "I can fix any back.",
    "No matter how long it has hurt, I will fix it.",
    "We will fix you.",
    "It will completely fix your pelvis.",
    "We can end your sciatica.",
    "This will end years of pain.",
    "Three sessions will end the ache.",
    "Ten minutes will stop the spasm.",
    "I can stop your back pain, and I do it without oil.",
    "I can heal what doctors cannot: backs.",
    "My hands will heal your disc.",
    "I heal people with my hands.",
    "Deep pressure heals sciatica.",
    "I can eliminate your pain.",
    "My work eliminates back pain.",
    "I cure sciatica.",
    "My hands have cured dozens of bad backs.",
    "Curing low back pain is what I do.",
    "Nobody else can cure you as I do.",
    "A miracle for stiff hips.",
    "My hands work miracles.",
    "Permanent relief from back pain.",
    "Your pain will be permanently gone.",
    "The effect is permanent.",
    "Pain-free for life.",
    "You will leave without pain.",
    "You walk out straight.",
    "Your pain will disappear.",
    "Your ache will never come back.",
    "I get rid of your pain once and for all.",
    "It fixes herniated discs.",
]
# One was missed when these were first read: “your back will be fine”.
PROMISES_KEPT_ASIDE = [
    "What I do always works.",
    "My massage works for everybody.",
    "100% relief after two hours.",
    "I am 100 % sure that I will free you of sciatica.",
    "I guarantee relief.",
    "Your back will be better after one hour, I guarantee it.",
    "Success guaranteed or your money back.",
    "I promise that your back will be fine after the third hour.",
    "I will remove all your aches.",
    "I can remove sciatica with my elbows.",
    "We fix sciatica.",
    "I will fix that stiff back of yours.",
    "I can fix people whom nobody else could help.",
    "My forearms will end your backache.",
    "I end chronic pain.",
    "This massage will stop the cramps in your back.",
    "I can heal slipped discs.",
    "Massage heals every back.",
    "We’ll eliminate the stiffness in your hips.",
    "I have cured hundreds of people with sciatica.",
    "A real cure for lumbago.",
    "You will see a miracle.",
    "The change in your spine is permanent.",
    "I take your pain away permanently.",
    "After this you will be pain-free.",
    "Your sciatica will vanish.",
]
# What a therapist is told of and no moderator, since it is said of the work and not to somebody.
SAID_OF_THE_WORK = ["I fix backs.", "Deep pressure heals sciatica.", "It fixes herniated discs.", "I end chronic pain."]


@pytest.mark.parametrize("text", [*ORDINARY, *ORDINARY_KEPT_ASIDE])
def test_an_ordinary_sentence_is_no_promise(text):
    assert claims_in(text) == []


@pytest.mark.parametrize("text", [*PROMISES, *PROMISES_KEPT_ASIDE])
def test_a_promise_about_pain_an_ailment_or_a_result_is_found(text):
    assert claims_in(text)


@pytest.mark.parametrize("text", SAID_OF_THE_WORK)
def test_what_is_said_of_the_work_is_told_to_the_therapist_alone(text):
    assert claims_in(text)
    assert promises_in(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Can massage cure sciatica? Yes, in an hour.", "cure"),
        ("Sore for years? I can end your pain.", "can end"),
        ("I do not use oil, I cure backs.", "cure"),
        ("Your privacy is guaranteed, and so is relief: guaranteed results.", "guaranteed"),
    ],
)
def test_a_promise_beside_a_question_a_denial_or_something_ordinary_is_still_found(text, words):
    assert words in [one.casefold() for one in promises_in(text)]


def test_a_denial_reaches_over_a_row_of_verbs_and_not_over_other_commas():
    row, other = "I cannot heal, cure or fix anything", "I use no oil, sensual massage"
    assert denied(row, row.index("cure"))
    assert denied(row, row.index("fix"))
    assert not denied(other, other.index("sensual"))


@pytest.mark.parametrize(
    "piece", ["guarantee ", "will fix a ", "I really ", "100% ", "cure ?", "’ll ", " ", "permanently "]
)
def test_a_long_text_of_the_same_words_is_read_to_its_end(piece):
    # Where a pattern goes back and forth over what it has read, this takes hours and not a part of a second.
    long, short = ({one.words for one in claims_in(piece * times)} for times in (12_000 // len(piece), 4))
    assert bool(long) == bool(short)
