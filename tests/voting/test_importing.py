"""Elections from files: taken in as closed rounds, read as any other, and counted again."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import func, select

import voting
from civic.audit.models import AuditEntry
from civic.notifications.models import PendingNotice
from civic.spaces.models import Space
from tests.shared_material import shared_path
from voting.importing import import_election
from voting.models import CountedBallot, Elector, Participation, Round, State

CSV = """#form: ranking
#title: Who speaks for us?
#source: The assembly of 2019
Ines,Marc,=Rose
1,2,
1,,
,1,2
2,1,
,,1
,,
9,x,
"""


@pytest.fixture
def taken_in(people, tmp_path, look):
    """A file under a rule, as a round."""

    def take(text, rule, name="votes.csv", **how):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        told = import_election(path, rule=rule, space="From elsewhere", title=None, **how)
        return told, look(select(Round).order_by(Round.id.desc()))[0]

    return take


def page(browser, round, path=""):
    answer = browser("Kim").get(f"/votes/{round.id}{path}", follow_redirects=True)
    assert answer.status_code == 200
    return answer.text


def test_our_table_becomes_a_published_round(taken_in, browser, look):
    told, round = taken_in(CSV, "irv")
    assert "6 ballots counted, 1 refused" in told
    assert "line 11" in told
    assert (round.state, round.imported) == (State.PUBLISHED, True)
    assert look(select(func.count()).select_from(CountedBallot)) == [6]
    text = page(browser, round)
    assert "Who speaks for us?" in text
    assert "ballots in the file" in text
    assert "The assembly of 2019" in text
    assert "who may, that is" not in text


def test_it_invents_no_voters_and_notifies_nobody(taken_in, look):
    taken_in(CSV, "schulze")
    assert look(select(Elector)) == look(select(Participation)) == look(select(PendingNotice)) == []
    assert len(look(select(AuditEntry))) == 1


def test_what_was_taken_in_counts_again(taken_in, browser, tmp_path):
    _told, round = taken_in(CSV, "irv")
    (tmp_path / "bundle.json").write_text(page(browser, round, "/bundle.json"), "utf-8")
    script = Path(voting.__path__[0]) / "recount.py"
    command = [sys.executable, "-I", "-S", script, "bundle.json", "--json"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
    assert json.loads(run.stdout) == round.result["results"]


def test_a_file_that_cannot_be_read_leaves_nothing(taken_in, look):
    with pytest.raises(ValueError, match=r"votes\.csv, line 1"):
        taken_in("a,b\n1,\n", "approval")
    with pytest.raises(ValueError, match="no rule"):
        taken_in(CSV, "by-acclamation")
    assert look(select(Round)) == look(select(Space)) == []


@pytest.mark.shared
@pytest.mark.parametrize(
    ("case", "rule"),
    [
        ("pb-greedy-poland-warszawa-2023-mokotow", "budget-greedy"),
        ("pb-mes-poland-wieliczka-2023", "budget-equal-shares"),
    ],
)
def test_a_town_of_many_projects_is_one_page_of_bounded_size(case, rule, people, browser, look):
    path = shared_path() / "cases" / case / "ballots.pb"
    import_election(path, rule=rule, space="From elsewhere", title=None)
    text = page(browser, look(select(Round))[0])
    assert len(text.encode()) < 150_000
    assert text.count("<figure") == 1
    assert text.count('class="bar thin"') <= 30
