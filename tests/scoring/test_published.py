"""Published rubrics stay as they are: scores of years ago name them."""

from __future__ import annotations

import pytest

from scoring.rubric import DEFAULT, load_rubric
from tools.publish_rubric import digests, published


@pytest.mark.parametrize("version", sorted(published()))
def test_no_file_of_a_published_rubric_was_changed(version):
    assert digests(version) == published()[version]


def test_the_packaged_rubric_is_published_and_reads_the_version_it_is_named_after():
    assert DEFAULT in published()
    assert load_rubric().version == DEFAULT
