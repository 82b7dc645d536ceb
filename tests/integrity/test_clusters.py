"""Close answers of several therapists make one cluster, whoever was first stands first, what they share is marked."""

from __future__ import annotations

import pytest

from directory_app.errors import NotFound
from directory_app.models import FlagState
from directory_app.scorekeeping.clusters import cluster, clusters, shared_passages

from ..factories import CLINICAL, make_account, make_listing

OWN = (
    "We begin with how you sit at work, then my forearm sinks along the muscles beside your spine, very slowly, while "
    "you breathe, and I stay wherever something lets go under my weight."
)
SWAPPED = OWN.replace("forearm", "elbow").replace("very slowly", "quite gently")


def saying(session, name, text, question="Q2"):
    return make_listing(session, "published", name=name, answers={**CLINICAL, question: ("yes", text)})


@pytest.fixture
def three(session):
    other = {**CLINICAL, **{q: (CLINICAL[q][0], None) for q in ("Q1", "Q3", "Q4", "Q5")}}
    texts = {"Ada First": OWN, "Bea Second": SWAPPED, "Cleo Third": f"{SWAPPED} Ask me."}
    return [
        make_listing(session, "published", name=name, answers={**other, "Q2": ("yes", text)})
        for name, text in texts.items()
    ]


def test_pairs_join_into_one_cluster_with_the_first_one_first(session, three):
    (found,) = clusters(session)
    assert found.question.id == "Q2"
    assert [one.revision.name for one in found.members] == ["Ada First", "Bea Second", "Cleo Third"]
    assert found.members[0].flag is None
    assert found.open_flags == 2
    assert cluster(session, "Q2", three[2].id) == found


def test_a_flag_without_ground_takes_its_answer_out(session, three):
    (found,) = clusters(session)
    found.members[1].flag.state = FlagState.DISMISSED
    found.members[2].flag.state = FlagState.DISMISSED
    session.flush()
    assert clusters(session) == []
    with pytest.raises(NotFound):
        cluster(session, "Q2", three[0].id)


def test_what_they_share_is_marked_and_the_text_stays_whole():
    pieces = shared_passages([OWN, SWAPPED, "Nothing of the kind is said here at all."])
    assert ["".join(words for words, _ in one) for one in pieces][:2] == [OWN, SWAPPED]
    marked = [words for words, shared in pieces[1] if shared]
    assert "We begin with how you sit at work, then my" in marked
    assert not any("elbow" in words for words in marked)
    assert pieces[2] == [("Nothing of the kind is said here at all.", False)]


def test_a_moderator_reads_the_texts_beside_each_other(session, three, browser):
    browser.sign_in(make_account(session, "moderator"))
    page = browser.open("/moderation/integrity")
    page = browser.follow("Near-copies")
    assert "First: Ada First" in page.text
    page = browser.follow("3 answers to question 2")
    assert [one.get_text() for one in page.soup.select(".copies-one h2 a")] == ["Ada First", "Bea Second", "Cleo Third"]
    assert page.soup.select(".copies-one mark")
    page = browser.follow("Review the flag about it")
    assert "the same as the answer of Ada First" in page.text
