"""The pages under “Good to know”: their order, titles, sentences in short, and the sources that each rests on."""

from __future__ import annotations

from dataclasses import dataclass

from .sources import SOURCES, Source


@dataclass(frozen=True)
class Guide:
    """One page: `slug` is its address, `short` its name in lists, `description` for search engines."""

    slug: str
    title: str
    short: str
    description: str
    sentence: str
    rests_on: tuple[str, ...]

    @property
    def sources(self) -> tuple[Source, ...]:
        """Its sources in the order in which the page uses them."""
        return tuple(SOURCES[name] for name in self.rests_on)


GUIDES = {
    guide.slug: guide
    for guide in (
        Guide(
            "misconceptions",
            "Things people believe about massage and back pain",
            "Common beliefs",
            "Does it have to hurt? Is it only the back? What if massage did not work before? Nine common beliefs about "
            "massage and low back pain, and what studies say.",
            "Pain does not always mean damage, one try says little, and massage should not need to hurt.",
            ("cherkin", "acp", "swain", "nice", "yin"),
        ),
        Guide(
            "evidence",
            "What studies say about massage for low back pain",
            "What studies say",
            "What trials and guidelines say about massage for low back pain: who may feel better, for how "
            "long, how sure "
            "we can be, and what works well beside it.",
            "Massage may ease low back pain for some people, mostly for a while, and best together with "
            "staying active.",
            ("cherkin", "cochrane", "acp", "nice", "who", "mak", "kngf", "wu", "ctim", "ernst", "yin"),
        ),
        Guide(
            "referral",
            "Pain felt away from where it starts",
            "Pain felt elsewhere",
            "Why a sore spot in the buttock can be felt in the low back, which hip muscles therapists look "
            "at, and how sure "
            "anybody can be. With two drawings.",
            "Pain can be felt in one place and come from another, so it makes sense to look at the hips as "
            "well as the back.",
            ("travell", "rathbone", "lucas", "sadler-2019", "wilke"),
        ),
        Guide(
            "posture",
            "Posture and low back pain",
            "Posture",
            "What therapists mean by postural imbalance, which muscles they look at, and why no posture is "
            "wrong in itself. "
            "With a drawing of the pelvis.",
            "Posture can be one part of the story for some people, but no posture is wrong, and changing it "
            "is no promise.",
            ("swain", "sadler-2017", "sadler-2019"),
        ),
        Guide(
            "fascia",
            "Fascia and myofascial work",
            "Fascia",
            "What fascia is, what a myofascial session feels like, and what is known and not known about how "
            "it affects low back "
            "pain.",
            "Fascia is the thin, strong tissue around muscles; slow work on it suits some people, and how it "
            "affects pain "
            "is not settled.",
            ("langevin", "wilke", "schleip", "wu", "ctim"),
        ),
        Guide(
            "oil",
            "Oil, lotion or none",
            "Oil",
            "Why some therapists use plenty of oil and others nearly none, what to say about allergies, and "
            "what it tells you "
            "about the style of a session.",
            "Slow, focused work is usually done with little or no oil; flowing work needs it; both are fine.",
            ("cherkin",),
        ),
    )
}
