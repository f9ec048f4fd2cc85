"""Of somebody who came in through an organisation and has been erased, nothing is left either."""

from datetime import timedelta

from sqlmodel import select

from civic.core.clock import now
from civic.core.mail import OutboxMail
from civic.members.models import Member
from civic.organisations.models import Organisation, OrganisationMembership
from civic.partners.models import ClaimGrant, LastClaims, PartnerAccount, PartnerSession
from civic.privacy import ticking
from civic.sign_in.models import OneTimeToken
from tests.civic.privacy.test_erasure import bytes_of

NAME, ADDRESS, SUBJECT = "Xanthippe Qvortrup", "xanthippe@qvortrup.example", "sub-zyzzyva"
LEFT_WORDS = (b"Xanthippe", b"xanthipp", b"Qvortrup", b"qvortrup", b"zyzzyva")
HERS = (PartnerAccount, PartnerSession, ClaimGrant, LastClaims, OrganisationMembership)


def test_nothing_of_whom_a_partner_brought_is_left_on_the_disk(
    browser, connect, provider, enter, on_disk, config, look, at, caplog, capfd
):
    rules = [{"kind": "name", "claim": "name"}]
    connection = connect(provider, rules=rules)
    (key,) = look(select(Organisation.id))
    page = f"/organisations/{key}-the-choir/people/invite"
    browser("Kim").post(page, data={"addresses": ADDRESS})
    client = browser(None)
    enter(client, connection, sub=SUBJECT, name=NAME, email=ADDRESS, email_verified=True)
    before = bytes_of(on_disk, config)
    assert all(word.encode() in before for word in (NAME, ADDRESS, SUBJECT))
    assert [table.__name__ for table in HERS if not look(select(table))] == []
    assert ADDRESS in look(select(OutboxMail.address))
    assert ADDRESS in look(select(OneTimeToken.address))
    assert client.post("/my-data/leave", data={"sure": "y", "with_texts": "y"}).status_code == 303
    at(now() + timedelta(days=15))
    ticking.erase()
    assert look(select(Member.name).where(Member.name == NAME)) == []
    assert [table.__name__ for table in HERS if look(select(table))] == []
    after = bytes_of(on_disk, config)
    assert [word for word in LEFT_WORDS if word in after] == []
    logged = (caplog.text + "".join(capfd.readouterr())).encode()
    assert [word for word in LEFT_WORDS if word in logged] == []
