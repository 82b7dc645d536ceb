"""The studies and guidelines that our pages rest on: who, when, where, and what they said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """One study or guideline, and its finding in a sentence; `doi` is its lasting address, for those that have one."""

    who: str
    year: str
    where: str
    said: str
    doi: str = ""


SOURCES = {
    "cherkin": Source(
        "Cherkin and colleagues",
        "2011",
        "Annals of Internal Medicine 155, pages 1–9",
        "A trial with 401 people with long-lasting low back pain. Ten weeks on, those who had relaxation massage "
        "and those who had structural massage were both doing better than those with usual care, and about equally "
        "so. Something of it was left half a year after the start; after a year a small gain in daily life after "
        "relaxation massage.",
        "10.7326/0003-4819-155-1-201107050-00002",
    ),
    "cochrane": Source(
        "Furlan and colleagues, Cochrane review",
        "2015",
        "Massage for low-back pain, Cochrane Database of Systematic Reviews, CD001929",
        "25 trials with 3,096 people. Some easing of pain in the short term, compared with no active treatment. The "
        "evidence was low or very low in certainty.",
        "10.1002/14651858.CD001929.pub3",
    ),
    "acp": Source(
        "Qaseem and colleagues, guideline of the American College of Physicians",
        "2017",
        "Annals of Internal Medicine 166, pages 514–530",
        "For new low back pain, most of which gets better by itself: heat, massage and other care without drugs. "
        "For long-lasting pain, exercise and other options are listed; massage is not among them, progressive "
        "relaxation is.",
        "10.7326/M16-2367",
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
        "A review of reviews on massage for pain. No conclusion had high certainty, seven had moderate, most had "
        "low or very low.",
        "10.1001/jamanetworkopen.2024.22259",
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
        "Eight trials of myofascial release with 375 people. A small effect on pain and on daily function, none on "
        "quality of life; range of movement unclear.",
        "10.3389/fmed.2021.697986",
    ),
    "ctim": Source(
        "Chen and colleagues",
        "2021",
        "Complementary Therapies in Medicine 59, 102737",
        "Eight trials of myofascial release with 386 people. A small effect on daily function; on pain, no clear "
        "effect.",
        "10.1016/j.ctim.2021.102737",
    ),
    "langevin": Source(
        "Langevin and colleagues",
        "2011",
        "BMC Musculoskeletal Disorders 12, 203",
        "On ultrasound, the layers of fascia in the low back glided less in people with long-lasting pain: a shear "
        "strain of 56 % against 70 % in people without. Whether this is a cause or a result is not known.",
        "10.1186/1471-2474-12-203",
    ),
    "wilke": Source(
        "Wilke and colleagues",
        "2017",
        "BioMed Research International, 5349620",
        "The fascia of the low back holds nerve endings that can signal pain, so it may be a source of pain. More "
        "studies are needed.",
        "10.1155/2017/5349620",
    ),
    "schleip": Source(
        "Schleip",
        "2003",
        "Fascial plasticity, part 1, Journal of Bodywork and Movement Therapies 7, pages 11–19",
        "To change the shape of fascia lastingly, much stronger forces or longer times would be needed. The author "
        "proposes that the nervous system explains what therapists feel.",
        "10.1016/S1360-8592(02)00067-0",
    ),
    "swain": Source(
        "Swain and colleagues",
        "2020",
        "Journal of Biomechanics 102, 109312",
        "A review of 41 reviews. Posture and low back pain are linked in some studies; there is no agreement that "
        "posture is a cause.",
        "10.1016/j.jbiomech.2019.08.006",
    ),
    "sadler-2017": Source(
        "Sadler and colleagues",
        "2017",
        "BMC Musculoskeletal Disorders 18, 179",
        "Twelve studies that followed people over time. Less bending to the side, less curve in the low back and "
        "tight hamstrings came before low back pain.",
        "10.1186/s12891-017-1534-0",
    ),
    "sadler-2019": Source(
        "Sadler and colleagues",
        "2019",
        "BMC Musculoskeletal Disorders 20, 463",
        "24 studies. In people with low back pain the gluteus medius was weaker and had more trigger points. "
        "Whether this is a cause or an effect is not known.",
        "10.1186/s12891-019-2833-4",
    ),
    "lucas": Source(
        "Lucas and colleagues",
        "2009",
        "Clinical Journal of Pain 25, pages 80–89",
        "A review of how reliably trigger points are found. Finding them by touch cannot be recommended as a "
        "reliable test.",
        "10.1097/AJP.0b013e31817e13b6",
    ),
    "rathbone": Source(
        "Rathbone and colleagues",
        "2017",
        "Clinical Journal of Pain 33, pages 715–729",
        "A review of how well examiners agree on where trigger points are: only moderately (kappa 0.45, where 1 is "
        "full agreement and 0 is chance).",
        "10.1097/AJP.0000000000000459",
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
        "The safety of massage therapy, Rheumatology 42, pages 1101–1106",
        "Massage is not without any risk; serious harm is probably rare.",
        "10.1093/rheumatology/keg306",
    ),
    "yin": Source(
        "Yin and colleagues",
        "2014",
        "Evidence-Based Complementary and Alternative Medicine, 480956",
        "A review of harm reported after massage, 2003 to 2013: 40 reports with 138 harmful events, among them "
        "injured discs, soft tissue, nerves and arteries. Serious ones are rare.",
        "10.1155/2014/480956",
    ),
}
