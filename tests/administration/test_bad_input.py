"""Whatever an administrator types: a page or a message, never a crash."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from ..browser import words, write
from ..factories import make_account

NASTY = {
    "markup and template": "<script>alert(1)</script>{{ 7*7 }}{% raw %}'\"&amp;",
    "control characters": "a\x00b\x07c\u202e\r\nSet-Cookie: a=b",
    "numbers": "9" * 400,
    "long": "x" * 20_000,
}
PAGES = (
    "/administration/invite",
    "/administration/accounts/{account}/block",
    "/administration/lists/techniques/new",
    "/administration/lists/techniques/myofascial-release",
    "/administration/lists/report-reasons/new",
    "/administration/lists/jurisdictions/US-OR",
    "/administration/letters/submitted",
    "/administration/settings/site",
    "/administration/settings/promises",
    "/administration/settings/confirmations",
    "/administration/rubrics/clinical-massage-2/publish",
)
SEARCHES = ("audit?who={}", "audit?about={}", "audit?action={}", "audit?since={}", "audit?before={}", "accounts?q={}",
            "accounts?state={}", "accounts?page={}")  # fmt: skip


def fill_everything(browser, value):
    form = browser.page.one("main form[method=post]")
    for field in form.css("input, textarea"):
        if field.attributes.get("type") not in {"hidden", "checkbox", "radio"}:
            write(field, value)
    return words(form.css_first("button"))


@pytest.mark.parametrize("database_app", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", NASTY)
def test_no_form_breaks(session, administrator, kind):
    account = make_account(session)
    for path in PAGES:
        administrator.open(path.format(account=account.id))
        page = administrator.press(fill_everything(administrator, NASTY[kind]))
        assert page.status in {200, 422, 409}, f"{path}: {page.status}"


def test_no_search_breaks(administrator):
    for path in SEARCHES:
        for value in NASTY.values():
            page = administrator.open("/administration/" + path.format(quote(value[:3000])))
            assert page.status in {200, 400}, f"{path}: {page.status}"
