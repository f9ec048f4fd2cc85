"""What the page about privacy says of time."""

import pytest
from flask_babel import force_locale, gettext


@pytest.mark.parametrize(("language", "words"), [("en", "30\u00a0days"), ("fr", "30\u00a0jours")])
def test_the_page_about_privacy_states_every_clock(app, people, browser, language, words):
    page = browser(None, language).get("/legal/privacy").get_data(as_text=True)
    assert words in page
    registry = app.extensions["registry"]
    with app.test_request_context(), force_locale(language):
        for entry in registry.personal_data.values():
            assert str(gettext(entry.what)).replace("'", "&#39;") in page, entry.what
        for clock in registry.retention.values():
            assert str(gettext(clock.what)).replace("'", "&#39;") in page, clock.what
