"""What is wrong with a form is heard first, and again at its field."""

import re

import pytest


@pytest.fixture
def refused(browser, garden):
    """What a page says after its form was sent empty."""

    def send(address, name="Fay", **data):
        answer = browser(name).post(address, data=data)
        assert answer.status_code == 422
        return answer.text

    return send


def test_the_title_says_that_something_is_wrong_and_what_is_wrong_has_the_focus(refused):
    page = refused("/proposals/new/1")
    assert "<title>Error: " in page
    assert re.search(r"<div[^>]* autofocus id=.errors.", page)
    assert 'aria-describedby="title-hint title-error"' in page


def test_a_group_of_choices_is_tied_to_its_error(refused, idea):
    page = refused(f"/proposals/{idea().id}-plant-pear-trees/answer", body="So be it.")
    group = re.search(r'<fieldset[^>]*id="stance"[^>]*>', page)[0]
    described = re.search(r'aria-describedby="([^"]+)"', group)[1].split()
    for name in described:
        assert f'id="{name}"' in page
    assert any(name.endswith("-error") for name in described)


@pytest.mark.parametrize("deed", ["close", "cancel"])
def test_a_reason_that_is_missing_is_asked_for_at_its_field(refused, ballot, deed):
    page = refused(f"/votes/{ballot().id}-the-lawn/{deed}")
    assert re.search(r"<textarea[^>]*aria-describedby=.reason-error. autofocus", page)
    assert page.index('id="reason-error"') < page.index("<textarea")
