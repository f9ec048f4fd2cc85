"""The public record of acts: whole sentences, by those who may know, never changed."""

import re

import pytest

from civic.audit.sentences import SENTENCES
from civic.core.facts import Fact, Journal


def lines(page: str) -> list[str]:
    log = page.partition('<ol class="log">')[2].partition("</ol>")[0]
    plain = re.sub(r"<[^>]+>", " ", log.replace("</li>", "\n"))
    return [" ".join(line.split()) for line in plain.splitlines() if line.strip()]


def known(base=Fact):
    for fact in base.__subclasses__():
        yield fact
        yield from known(fact)


def test_it_says_who_did_what_in_both_languages(browser, ballot, closed):
    closed(ballot(), reason="All is said.")
    english = " / ".join(lines(browser("Ben").get("/record").text))
    assert "Fay opened the vote The lawn ." in english
    assert "Fay closed the vote The lawn . The reason: All is said." in english
    french = " / ".join(lines(browser("Ben", "fr").get("/record").text))
    assert "Fay a clos le vote The lawn . La raison\u00a0: All is said." in french.replace(
        "La raison :", "La raison\u00a0:"
    )


def test_each_line_leads_to_what_it_is_about(browser, idea):
    pears = idea()
    assert f'href="/proposals/{pears.id}-plant-pear-trees"' in browser("Ben").get("/record").text


def test_strangers_read_nothing_of_a_closed_space(browser, idea, garden):
    idea()
    assert lines(browser("Zoe").get("/record").text) == []
    assert browser("Zoe").get(f"/record?space={garden.id}").status_code == 404
    assert len(lines(browser("Ben").get(f"/record?space={garden.id}").text)) >= 1


def test_it_is_paged_by_key_in_a_fixed_number_of_statements(browser, save, garden, statements):
    from civic.audit.models import AuditEntry

    save(*(
        AuditEntry(name="SpaceChanged", space_id=garden.id, details={"space_id": garden.id, "n": n})
        for n in range(120)
    ))  # fmt: skip
    ben = browser("Ben")
    first = ben.get("/record").text
    assert len(lines(first)) == 50
    older = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    statements.clear()
    second = ben.get(older).text
    assert len(lines(second)) == 50
    assert len(statements) <= 4
    third = ben.get(re.search(r'rel="next" href="([^"]+)"', second)[1]).text
    assert len(lines(third)) == 20
    assert 'rel="next"' not in third


def test_a_ballot_leaves_no_trace(browser, ballot):
    round = ballot()
    before = lines(browser("Ada").get("/record").text)
    browser("Ben").post(f"/votes/{round.id}-the-lawn/cast", data={"q1-tick": "o1"})
    assert lines(browser("Ada").get("/record").text) == before


@pytest.mark.parametrize(
    "fact", [f for f in known() if f.journal is not Journal.NONE and not f.__subclasses__()],
    ids=lambda fact: fact.__name__,
)  # fmt: skip
def test_every_fact_that_is_recorded_has_its_sentence(fact):
    assert fact.__name__ in SENTENCES, "give it one in civic/audit/sentences.py"
