"""The page that says who may do what is made from the permissions."""

import re

from civic.core.permissions import Standing
from civic.rights.labels import DEEDS, OTHERS, STANDINGS
from civic.rights.tables import tables


def cells(page, deed):
    line = re.search(rf"<tr><th scope=\"row\">{re.escape(deed)}.*?</tr>", page, re.DOTALL)[0]
    return re.findall(r">(yes|no|sometimes)<", line)


def test_everybody_reads_who_may_do_what(people, browser):
    page = browser("Ben").get("/who-may-do-what").text
    for said in ("Visitor", "Observer", "Facilitator", "Auditor", "Administrator"):
        assert said in page
    assert cells(page, "Create a space") == ["no"] * 7 + ["yes"]
    assert cells(page, "Cast a ballot") == ["no"] + ["sometimes"] * 7
    assert "You are not on the list of voters of this vote, or it is not open." in page
    create = page.partition("Create a space")[2].partition("</th>")[0]
    assert re.sub("<[^>]+>", "", create).strip() == "Yes: Administrator", "on a telephone, in words"
    found = cells(page, "See the names and addresses of its people")
    assert found == ["no"] * 5 + ["sometimes", "no", "yes"]  # not once it has ended


def test_members_see_who_holds_an_office(people, browser):
    page = browser("Ben").get("/who-may-do-what").text
    assert re.search(r"<span>Kim</span>", page)
    assert "Only one person is administrator." in page


def test_every_permission_stands_on_it_and_nothing_else(program):
    permissions = program.extensions["registry"].permissions
    named = [name for _heading, deeds in DEEDS.values() for name in deeds]
    assert len(named) == len(set(named))
    assert set(named) <= set(permissions)
    shown = [line.deed for _heading, lines in tables(permissions) for line in lines]
    silent = [p for name, p in permissions.items() if name not in named and not p.refusal]
    assert len(shown) == len(permissions) - len(silent)
    assert all(shown)
    assert OTHERS not in [heading for heading, _lines in tables(permissions)], "each has words"
    assert list(STANDINGS) == [standing.value for standing in Standing]
