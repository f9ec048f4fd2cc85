"""The list of spaces, however many there are."""

from sqlmodel import select

from civic.core import db
from civic.spaces import queries
from civic.spaces.models import Space


def test_a_list_of_many_spaces_goes_on_ones_own_first(browser, garden, save, act):
    titles = ["The alley", "The bridge", "The canal", "The dyke", "The garden"]
    save(*(Space(title=title, language="en", audience="community") for title in titles[:4]))
    save(Space(title="The attic", language="en", audience="space"))
    found, after = [], None
    with db.reading() as session:
        while True:
            page = queries.visible(session, act.ben, size=2, after=after)
            found += [space.title for space in page]
            if page.next is None:
                break
            after = int(page.next)
        hidden = session.exec(select(Space.id).where(Space.title == "The attic")).one()
        assert queries.visible(session, act.ben, after=hidden).rows == []
        assert "The attic" in [space.title for space in queries.visible(session, act.kim)]
    assert found == ["The garden", *titles[:4]]
    assert "The dyke" in browser("Ben").get("/spaces/").text
    behind = browser("Ben").get("/spaces/", query_string={"after": garden.id}).text
    assert "The alley" in behind
    assert f'href="/spaces/{garden.id}-the-garden"' not in behind
