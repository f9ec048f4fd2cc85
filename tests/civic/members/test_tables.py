"""Members from a spreadsheet, and back into one."""

import io
import time

import pytest
from sqlmodel import select

from civic.members import tables
from civic.members.models import CommunityRole, Member, MemberKind
from civic.sign_in.views import uploads
from tests.sizes import size

TABLE = """Nom;Courriel;Catégorie;Collège;À jour;Poids;Nature;Remarque
Ida Noé;ida@example.org;usager;A;31/12/2026;2;personne;rien
SCIC Les Aires;contact@aires.example;partenaire;B;2027-01-31;1;personne morale;
Al;ada@example.org;;;;;;
"""


@pytest.fixture
def kim(browser):
    return browser("Kim")


def offer(client, content, name="members.csv"):
    content = content if isinstance(content, bytes) else content.encode()
    data = {"file": (io.BytesIO(content), name)}
    return client.post("/members/import", data=data, content_type="multipart/form-data")


def apply(client, page):
    packed = page.get_data(as_text=True).partition('name="packed" value="')[2].partition('"')[0]
    return client.post("/members/import", data={"packed": packed, "apply": "1"})


def named(look, name):
    return look(select(Member).where(Member.name == name))


def test_nothing_is_changed_before_it_was_seen(kim, look):
    before = len(look(select(Member)))
    page = offer(kim, TABLE)
    text = page.get_data(as_text=True)
    assert page.status_code == 200
    assert "Import 3 members" in text
    assert "Remarque" in text  # the column that is left aside
    assert len(look(select(Member))) == before


def test_a_fault_stands_apart_from_the_name_before_it(kim):
    text = offer(kim, "name;e-mail\nBad Mood;nonsense\n").text
    assert "<strong>Bad Mood</strong> – " in text


def test_every_column_arrives(kim, look):
    assert apply(kim, offer(kim, TABLE)).status_code == 303
    ida = named(look, "Ida Noé")[0]
    kept = (ida.email, ida.category, ida.college, str(ida.paid_up_until), ida.weight, ida.kind)
    assert kept == ("ida@example.org", "usager", "A", "2026-12-31", 2, MemberKind.PERSON)
    assert named(look, "SCIC Les Aires")[0].kind == MemberKind.ENTITY
    assert named(look, "Al")[0].email == "ada@example.org"


def test_importing_twice_adds_nobody(kim, look):
    apply(kim, offer(kim, TABLE))
    count = len(look(select(Member)))
    page = offer(kim, TABLE.replace("usager", "salarié"))
    apply(kim, page)
    assert len(look(select(Member))) == count
    assert named(look, "Ida Noé")[0].category == "salarié"


def test_what_a_table_does_not_speak_of_stays(kim, look):
    apply(kim, offer(kim, TABLE))
    apply(kim, offer(kim, "name;email\nIda Noé;ida@example.org\n"))
    assert (named(look, "Ida Noé")[0].category, named(look, "Ida Noé")[0].weight) == ("usager", 2)


def test_a_member_number_finds_who_has_another_name_now(kim, people, look):
    ben = people["Ben"].id
    apply(kim, offer(kim, f"number,name,email\n{ben},Benjamin,ben@new.example\n999,Sly,\n"))
    assert named(look, "Benjamin")[0].id == ben
    assert named(look, "Sly") == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (";x@example.org;;;;;;", "The name is missing."),
        ("x" * 121 + ";;;;;;;", "longer than 120"),
        ("Ida;not an address;;;;;;", "not an e-mail address"),
        ("Ida;;;;31.02.2026;;;", "must look like 2026-12-31"),
        ("Ida;;;;soon;;;", "must look like 2026-12-31"),
        ("Ida;;;;;0;;", "whole number from 1 up"),
        ("Ida;;;;;1e9;;", "whole number from 1 up"),
        ("Ida;;;;;１;;", "whole number from 1 up"),
        ("Ida;;;;;;robot;", "“person” or “entity”"),
        ("Ida;;" + "c" * 81 + ";;;;;", "longer than 80"),
        ("Ida;;;;;;;;one too many", "more cells"),
        ("Al;ada@example.org;;;;;;\nAl;ada@example.org;;;;;;", "stand above already"),
    ],
)
def test_a_fault_is_told_with_its_line_and_the_others_are_kept(kim, look, line, problem):
    page = offer(kim, TABLE.replace("Al;ada@example.org;;;;;;\n", line + "\nUte;;;;;;;\n"))
    text = page.get_data(as_text=True)
    assert problem in text
    assert "Line 4:" in text or "Line 5:" in text
    apply(kim, page)
    assert named(look, "Ute")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "first line must name"),
        ("who;where\nIda;here\n", "first line must name"),
        ("name;nom\nIda;Ida\n", "Two columns"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "first line must name"),
        ("name\n" + "x\n" * 20_001, "more than 20,000"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(kim, content, problem):
    page = offer(kim, content)
    assert page.status_code == 422
    assert problem in page.get_data(as_text=True)


def test_a_table_that_would_not_travel_is_refused(kim, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_TABLE", 1_000)
    page = offer(kim, "name\n" + "x\n" * 600)
    assert page.status_code == 422
    assert "too large" in page.get_data(as_text=True)


@pytest.mark.parametrize("packed", ["", "!", "eJwDAAAAAAE="])
def test_what_comes_back_bent_changes_nothing(kim, look, packed):
    before = len(look(select(Member)))
    answer = kim.post("/members/import", data={"packed": packed, "apply": "1"})
    assert answer.status_code == 422
    assert len(look(select(Member))) == before


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_spreadsheets_of_all_kinds_are_read(kim, look, coding, sign):
    apply(kim, offer(kim, f"Nom{sign}Collège\nÉloïse{sign}Été\n".encode(coding)))
    assert named(look, "Éloïse")[0].college == "Été"


def test_two_digit_years_are_of_this_century():
    line = tables.read(b"name;paid up until\nIda;31/12/26\n").lines[0]
    assert str(line.values["paid_up_until"]) == "2026-12-31"


def test_thousands_of_lines_arrive_in_a_breath(kim, look):
    lines = size(5_000, 9_000)
    table = "name;email;category;college;paid-up date\n" + "".join(
        f"Person number {n};person{n}@example.org;usager;A;2026-12-31\n" for n in range(lines)
    )
    started = time.process_time()
    assert apply(kim, offer(kim, table)).status_code == 303
    assert time.process_time() - started < 20
    assert len(look(select(Member.id))) == lines + 5


def test_what_leaves_is_no_formula_and_comes_back_as_it_was(kim, save, look, browser, people):
    evil = ["=1+1", "+33 1", "-2", "@SUM(A1)", "=cmd|' /C calc'!A0"]
    save(*(Member(name=name, category=name) for name in evil))
    people["Lou"] = save(Member(name="Lou", role=CommunityRole.ADMINISTRATOR))
    browser("Lou").post(f"{kim.post('/members/export').location}/agree")
    sheet = kim.post("/members/members.csv").get_data(as_text=True)
    cells = [cell for line in sheet.splitlines() for cell in line.split(";")]
    assert not [cell for cell in cells if cell.strip('"')[:1] in ("=", "+", "-", "@")]
    count = len(look(select(Member)))
    apply(kim, offer(kim, sheet))
    assert len(look(select(Member))) == count
    assert {member.name for member in look(select(Member))} >= set(evil)


def test_nobody_else_imports_or_exports(people, browser):
    for name in ("Ben", "Fay"):
        assert offer(browser(name), TABLE).status_code == 403
        assert browser(name).post("/members/members.csv").status_code == 403
        assert browser(name).post("/members/export").status_code == 403


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_empty_table_has_every_column_that_an_import_knows(people, browser, language):
    answer = browser("Kim", language).get("/members/empty.csv")
    assert answer.mimetype == "text/csv"
    filled = answer.get_data() + b"Ida;ida@x.org;usager;A;31/12/2026;2;personne\n"
    table = tables.read(filled)
    assert table.unknown == []
    assert table.lines[0].problems == []
    assert set(table.lines[0].values) == set(tables.COLUMNS) - {"number"}
