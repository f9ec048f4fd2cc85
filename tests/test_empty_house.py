"""A community in which nothing has happened yet: each page offers a next step, and none of these
ends at a closed door."""

import re
from html import unescape

import pytest

PAGES = (
    "/", "/proposals/", "/proposals/new", "/votes/", "/votes/decisions", "/votes/new", "/spaces/",
    "/commitments/", "/mine",
)  # fmt: skip


@pytest.mark.parametrize("name", ["Kim", "Ben"], ids=["administrator", "member"])
@pytest.mark.parametrize("path", PAGES)
def test_there_is_a_next_step_and_each_is_open(path, name, people, browser):
    client = browser(name)
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 200
    main = answer.text.partition("<main")[2].partition("</main")[0]
    links = {unescape(link) for link in re.findall(r'href="(/(?!static)[^"#]*)', main)} - {path}
    assert links or "<form" in main
    for link in links:
        assert client.get(link).status_code in (200, 302, 303), link
