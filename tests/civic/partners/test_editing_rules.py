"""What a connection's claims bring: an administrator adds a rule and takes it away."""

from sqlmodel import select

from civic.partners.models import Terms, TermsState


def test_rules_are_added_and_taken_away(browser, connection, garden, look):
    kim, page = browser("Kim"), f"/connections/{connection.id}"
    missing = kim.post(f"{page}/rules", data={"kind": "role", "claim": "groups"})
    assert missing.status_code == 422
    assert "Choose the space." in missing.text
    rule = {
        "kind": "role",
        "claim": "groups",
        "value": "a",
        "space_id": garden.id,
        "role": "member",
    }
    kim.post(f"{page}/rules", data=rule)
    assert "The garden" in kim.get(page).text
    assert kim.post(f"{page}/rules/drop", data={"rule": 5}).status_code == 404
    kim.post(f"{page}/rules/drop", data={"rule": 0})
    assert look(select(Terms).where(Terms.state == TermsState.DRAFT))[0].rules == []


def test_an_administrators_role_cannot_be_asked_for(browser, connection, garden):
    rule = {
        "kind": "role",
        "claim": "g",
        "value": "a",
        "space_id": garden.id,
        "role": "administrator",
    }
    answer = browser("Kim").post(f"/connections/{connection.id}/rules", data=rule)
    assert answer.status_code == 422
