"""From a proposal's page to a ballot paper on which it stands."""

import html
import re

import pytest


@pytest.fixture
def follow(browser):
    """Fay goes on by the link of these words; where it leads, and what is there."""

    def go(address, words):
        page = browser("Fay").get(address, follow_redirects=True).text
        found = re.search(rf'href="([^"]+)"[^>]*>(?:(?!</a>).)*{words}', page, re.DOTALL)
        assert found, words
        return html.unescape(found[1])

    return go


@pytest.mark.parametrize("kind", ["Begin with an empty paper", "Begin with this"])
def test_the_proposal_from_which_a_vote_is_prepared_stands_among_its_options(
    propose, follow, browser, kind
):
    propose(title="A bench")
    propose()
    first_page = follow(follow("/proposals/2-plant-trees", "Prepare a vote"), kind)
    answer = browser("Fay").post(first_page, data={"title_en": "The lawn"})
    assert answer.status_code == 303
    rows = re.findall(r'name="o-id" value="([^"]*)"', browser("Fay").get(answer.location).text)
    assert [row for row in rows if row] == ["proposals-2"]


def test_a_proposal_of_elsewhere_is_taken_by_no_address(propose, browser, garden):
    propose()
    answer = browser("Fay").post(
        f"/votes/new/{garden.id}-the-garden?pick=proposals:77", data={"title_en": "The lawn"}
    )
    assert 'value="proposals-77"' not in browser("Fay").get(answer.location).text
