"""The public record of acts: whole sentences, by those who may know, never changed."""

import re

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy.exc import IntegrityError
from sqlmodel import select, update

from civic import migrations
from civic.audit import queries
from civic.audit.models import AuditEntry
from civic.audit.sentences import SENTENCES
from civic.audit.subjects import about
from civic.core import db
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


def test_the_acts_about_one_vote_are_found_by_an_index(ballot, closed, act, plans):
    kept, other = ballot(), ballot("The pond")
    closed(kept, reason="All is said.")
    with db.reading() as session:
        told = queries.acts(session, viewer=act.fay, size=9, about=("round", kept.id)).rows
    assert {entry.name for entry in told} >= {"RoundOpened", "RoundClosed"}
    assert {entry.details["round_id"] for entry in told} == {kept.id} != {other.id}
    asked = plans(
        lambda session: queries.acts(session, viewer=act.fay, size=9, about=("round", kept.id))
    )
    assert "ix_audit_entry_about_id" in " ".join(asked[0][1]), asked


def test_the_upgrade_says_of_older_acts_what_they_are_about(app, ballot, idea, garden, save, look):
    ballot(), idea()
    save(AuditEntry(name="SpaceChanged", space_id=garden.id, details={"space_id": garden.id}))
    told = look(select(AuditEntry.name, AuditEntry.about).order_by(AuditEntry.id))
    assert ("ProposalOpened", "proposal:1") in told
    assert ("SpaceChanged", None) in told
    script = ScriptDirectory.from_config(migrations.alembic_config()).get_revision("0035")
    with app.extensions["engine"].begin() as connection:
        sleep, wake = script.module.GUARD[connection.dialect.name]
        connection.exec_driver_sql(sleep)
        connection.execute(update(AuditEntry).values(about="nothing"))
        connection.exec_driver_sql(wake)
        script.module.fill(connection)
    assert look(select(AuditEntry.name, AuditEntry.about).order_by(AuditEntry.id)) == told
    with pytest.raises(IntegrityError), app.extensions["engine"].begin() as connection:
        connection.execute(update(AuditEntry).values(about="nothing"))


def test_each_fact_that_names_a_vote_is_about_it():
    """Unless it is about what follows from that vote."""
    named = [fact for fact in known() if "round_id" in fact.__dataclass_fields__]
    assert named
    for fact in named:
        numbers = dict.fromkeys(fact.__dataclass_fields__, 7)
        assert about(numbers) == "round:7", fact
