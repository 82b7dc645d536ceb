"""The studies and guidelines that our pages rest on: who, when, where, and what they said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """One study or guideline, and its finding in a sentence."""

    who: str
    year: str
    where: str
    said: str


SOURCES = {
    "cherkin": Source(
        "Cherkin and colleagues",
        "2011",
        "Annals of Internal Medicine 155, pages 1–9",
        "A trial with 401 people with long-lasting low back pain. Ten weeks on, those who had relaxation "
        "massage and those who "
        "had structural massage were both doing better than those with usual care, and about equally so. The benefit "
        "lasted at least six months and was small after a year.",
    ),
    "cochrane": Source(
        "Furlan and colleagues, Cochrane review",
        "2015",
        "CD001929",
        "25 trials with 3,096 people. Some easing of pain in the short term, compared with no active treatment. The "
        "evidence was low or very low in certainty.",
    ),
    "acp": Source(
        "Qaseem and colleagues, guideline of the American College of Physicians",
        "2017",
        "Annals of Internal Medicine 166, pages 514–530",
        "For new low back pain, most of which gets better by itself: heat, massage and other care without drugs. For "
        "long-lasting pain, exercise and other options are listed; massage is not among them, progressive "
        "relaxation is.",
    ),
    "nice": Source(
        "NICE, guideline NG59",
        "2016",
        "recommendation 1.2.7",
        "Massage and other work with the hands may be considered, but only as part of a package that includes "
        "exercise.",
    ),
    "who": Source(
        "World Health Organization",
        "2023",
        "guideline for chronic primary low back pain",
        "Massage may be offered. This is a conditional recommendation on very low certainty.",
    ),
    "mak": Source(
        "Mak and colleagues",
        "2024",
        "JAMA Network Open 7, e2422259",
        "A review of reviews on massage for pain. No conclusion had high certainty, seven had moderate, most "
        "had low or very low.",
    ),
    "kngf": Source(
        "KNGF, the Dutch society for physiotherapy",
        "2021",
        "guideline for low back pain",
        "Massage should not be used as the only treatment.",
    ),
    "wu": Source(
        "Wu and colleagues",
        "2021",
        "Frontiers in Medicine 8, 697986",
        "Eight trials of myofascial release with 375 people. A small effect on pain and on daily function, "
        "none on quality "
        "of life; range of movement unclear.",
    ),
    "ctim": Source(
        "A second review of myofascial release",
        "2021",
        "Complementary Therapies in Medicine 59, 102737",
        "Eight trials with 386 people. A small effect on daily function; on pain, no clear effect.",
    ),
    "langevin": Source(
        "Langevin and colleagues",
        "2011",
        "BMC Musculoskeletal Disorders 12, 203",
        "On ultrasound, the layers of fascia in the low back glided less in people with long-lasting pain: a "
        "shear strain of 56 % "
        "against 70 % in people without. Whether this is a cause or a result is not known.",
    ),
    "wilke": Source(
        "Wilke and colleagues",
        "2017",
        "BioMed Research International, 5349620",
        "The fascia of the low back holds nerve endings that can signal pain, so it may be a source of pain. More "
        "studies are needed.",
    ),
    "schleip": Source(
        "Schleip",
        "2003",
        "Fascial plasticity",
        "To change the shape of fascia lastingly, much stronger forces or longer times would be needed. The "
        "author proposes "
        "that the nervous system explains what therapists feel.",
    ),
    "swain": Source(
        "Swain and colleagues",
        "2020",
        "Journal of Biomechanics 102, 109312",
        "A review of 41 reviews. Posture and low back pain are linked in some studies; there is no agreement that "
        "posture is a cause.",
    ),
    "sadler-2017": Source(
        "Sadler and colleagues",
        "2017",
        "BMC Musculoskeletal Disorders 18, 179",
        "Twelve studies that followed people over time. Less bending to the side, less curve in the low back and tight "
        "hamstrings came before low back pain.",
    ),
    "sadler-2019": Source(
        "Sadler and colleagues",
        "2019",
        "BMC Musculoskeletal Disorders 20",
        "24 studies. In people with low back pain the gluteus medius was weaker and had more trigger points. "
        "Whether this "
        "is a cause or an effect is not known.",
    ),
    "lucas": Source(
        "Lucas and colleagues",
        "2009",
        "review of how reliably trigger points are found",
        "Finding trigger points by touch cannot be recommended as a reliable test.",
    ),
    "rathbone": Source(
        "Rathbone and colleagues",
        "2017",
        "review of how well examiners agree on trigger points",
        "Agreement between examiners was only moderate (kappa 0.45, where 1 is full agreement and 0 is chance).",
    ),
    "travell": Source(
        "Travell and Simons",
        "1983 and 1992",
        "Myofascial Pain and Dysfunction: The Trigger Point Manual, two volumes",
        "The source of the patterns that therapists learn: where pain from each muscle tends to be felt.",
    ),
    "ernst": Source(
        "Ernst",
        "2003",
        "review of the safety of massage therapy",
        "Serious harm is rare.",
    ),
    "yin": Source(
        "Yin and colleagues",
        "2014",
        "review of harm reported after massage, 2003 to 2013",
        "40 reports with 138 harmful events, among them injured discs, soft tissue, nerves and arteries. "
        "Serious ones are rare.",
    ),
}
