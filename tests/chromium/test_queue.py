"""The work list by keyboard alone: move, open, go on, decide, undo; keys that rest while one types."""

from __future__ import annotations

from playwright.sync_api import expect


def focused(page):
    return page.evaluate("document.activeElement.innerText")


def test_a_moderator_works_through_the_list_by_keyboard(open_page):
    page = open_page("/moderation/?kind=new", role="moderator")
    names = page.locator(".work-list th a").all_inner_texts()
    assert len(names) > 3
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focused(page) == names[1]
    page.keyboard.press("ArrowDown")
    assert focused(page) == names[2]
    page.keyboard.press("k")
    assert focused(page) == names[1]
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=names[1])).to_be_visible()
    # Opening it says to colleagues that somebody looks at it, without a button.
    expect(page.locator(".case-bar-look")).to_contain_text("You have this case open")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1, name=names[2])).to_be_visible()
    expect(page.locator(".case-bar-look")).to_contain_text("You have had this case open since")
    page.keyboard.press("d")
    page.keyboard.press("Space")
    expect(page.get_by_label("Approve: it becomes public at once")).to_be_checked()
    note = page.get_by_label("Note to the therapist")
    note.focus()
    page.keyboard.type("no jinn, please")
    expect(note).to_have_value("no jinn, please")
    expect(page.get_by_role("heading", level=1, name=names[2])).to_be_visible()
    save = page.get_by_role("button", name="Save the decision")
    save.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(f"{names[2]} is approved and public")
    expect(page.get_by_role("heading", level=1, name=names[3])).to_be_visible()
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Everything is as it was before")
    expect(page.get_by_role("heading", level=1, name=names[2])).to_be_visible()
    page.keyboard.press("l")
    expect(page.get_by_role("heading", level=1, name="Work list")).to_be_visible()
    expect(page.locator(".work-list th a").nth(2)).to_have_text(names[2])
    assert page.url.endswith("/moderation/?kind=new")


def test_help_opens_by_key_and_keys_stay_off_where_somebody_turned_them_off(open_page):
    page = open_page("/moderation/", role="moderator")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys of the work list")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Use these keys in this browser").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.tagName") != "A"
    page.reload()
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Keys").click()
    expect(dialog).to_be_visible()
    expect(dialog.get_by_label("Use these keys in this browser")).not_to_be_checked()


def test_a_look_that_was_refused_is_not_called_ones_own(open_page):
    page = open_page("/moderation/?kind=edit", role="moderator", width=390)
    page.route("**/moderation/look*", lambda route: route.fulfill(status=403, body="Signed out."))
    with page.expect_response("**/moderation/look*"):
        page.locator(".work-list th a").first.click()
    expect(page.locator(".case-bar-look")).not_to_contain_text("You have this case open")


def test_two_on_one_case_are_told_of_each_other_also_after_one_took_it_over(open_page):
    first = open_page("/moderation/?kind=edit", role="moderator")
    second = open_page("/moderation/?kind=edit", role="administrator")
    case = first.locator(".work-list th a").last.get_attribute("href")
    first.clock.install()
    second.clock.install()
    # Both open it before either has said so.
    held = []
    second.route("**/moderation/looks*", lambda route: held.append(route))
    second.goto(case)
    expect(second.locator(".case-bar-look")).to_contain_text("Nobody has this case open")
    first.goto(case)
    expect(first.locator(".case-bar-look")).to_have_text("You have this case open.")
    held[0].continue_()
    expect(second.locator(".case-bar-look")).to_contain_text("has had this open since")
    second.unroute_all()
    second.get_by_role("button", name="Take it over").click()
    expect(second.locator(".case-bar-look")).to_contain_text("You have had this case open since")
    first.clock.fast_forward(301_000)
    expect(first.locator(".case-bar-look")).to_contain_text("has had this open since")
    expect(first.get_by_role("button", name="Take it over")).to_be_visible()
    first.get_by_role("button", name="Take it over").click()
    expect(first.locator(".case-bar-look")).to_contain_text("You have had this case open since")
    second.clock.fast_forward(301_000)
    expect(second.locator(".case-bar-look")).to_contain_text("has had this open since")


def test_without_scripts_nothing_is_missing_but_the_keys(open_page):
    page = open_page("/moderation/?kind=edit", role="moderator", scripts=False, width=390)
    expect(page.get_by_role("button", name="Keys")).to_be_hidden()
    page.locator(".work-list th a").first.click()
    page.get_by_role("button", name="Take").click()
    expect(page.locator(".case-bar-look")).to_contain_text("You have had this case open since")
    page.get_by_role("button", name="Next case").click()
    expect(page.locator(".case-bar-look")).to_contain_text("You have had this case open since")


def test_the_button_of_the_keys_breaks_no_word_of_a_heading_on_a_telephone(open_page):
    page = open_page("/administration/", width=320, role="administrator")
    expect(page.get_by_role("button", name="Keys")).to_be_visible()
    heading = page.get_by_role("heading", level=1, name="Administration")
    lines = heading.evaluate("one => one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight)")
    assert round(lines) == 1
