"""The checks that every page of the tests goes through see what they are there for."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from .page_checks import Shapes, check_findable, check_page, title_of

PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>Search – Directory</title></head><body><h1>Search</h1>{}</body></html>'
)


def test_a_page_without_faults_passes():
    check_page(PAGE.format('<p id="a">One &amp; <a href="#a">two</a></p><img src="/x.png" alt="">'), "here")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<p>One<div>Two</p></div>", "invalid HTML"),
        ("<p>One &copi; two</p>", "invalid HTML"),
        ('<p title="&copi;">One</p>', "invalid HTML"),
        ("<p>One \x08 two</p>", "invalid HTML"),
        ('<p class="a" class="b">One</p>', "invalid HTML"),
        ("<h1>Again</h1>", "2 h1 elements"),
        ("<h2 data-error-summary>There is a problem</h2>", "with an error summary"),
        ('<input name="place">', "input place has no label"),
        ('<label for="a">Place</label><input name="place">', "input place has no label"),
        ('<p id="a">One</p><p id="a">Two</p>', "id a twice"),
        ('<p aria-describedby="a b" id="a">One</p>', "no element b"),
        ('<a href="#a">One</a>', "link to nothing: #a"),
        ("<script>alert(1)</script>", "inline script"),
        ('<script type="application/ld+json">{</script>', "cannot be read"),
        ('<script type="application/ld+json">{}</script>', "without its context"),
        ('<p style="color: red">One</p>', "style on p"),
        ('<p onclick="go()">One</p>', "onclick on p"),
        ('<img src="https://example.org/x.png" alt="">', "img from another host"),
        ('<img src="/x.png">', "img without alt"),
    ],
)
def test_a_fault_is_told(body, told):
    # What is valid hides nothing from what looks alike.
    check_page(PAGE.format('<p class="a" title="&copy;">One &copy; two</p>'), "before")
    check_page(PAGE.format('<p title="One">One two</p>'), "before")
    check_page(PAGE.format("<p>One two</p>"), "before")
    with pytest.raises(AssertionError, match=told):
        check_page(PAGE.format(body), "here")


@pytest.mark.parametrize(
    "field", ['<label>Place <input name="place"></label>', '<input name="place" aria-label="Place">']
)
def test_a_field_has_its_label_around_it_or_in_itself(field):
    check_page(PAGE.format(field), "here")


@pytest.mark.parametrize("page", [PAGE.replace(' lang="en"', ""), PAGE.replace("<title>Search", "<title>Home")])
def test_a_page_says_its_language_and_begins_its_title_with_its_heading(page):
    with pytest.raises(AssertionError, match=r"no language|does not start with the h1"):
        check_page(page.format(""), "here")


def test_a_page_for_search_engines_says_what_it_is_and_where_it_lives():
    tree = LexborHTMLParser(PAGE.format(""))
    assert title_of(tree) == "Search – Directory"
    with pytest.raises(AssertionError, match=r"0 canonical addresses.*description of 0 characters"):
        check_findable(tree, "here", "")
    check_findable(tree, "here", "noindex")


def test_what_one_process_found_valid_another_knows(tmp_path):
    one, another = Shapes(), Shapes()
    for each in (one, another):
        each.keep_in(tmp_path / "valid")
    assert b"a" * 16 not in another
    one.add(b"a" * 16)
    one.add(b"b" * 16)
    assert b"a" * 16 in another
    assert b"b" * 16 in another
    assert b"c" * 16 not in another
