"""The doctor looks at what a host is responsible for, and says what to do about each."""

import socketserver
import threading

import dns.message
import dns.resolver
import dns.rrset
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from civic.cli.doctor_mail import look_at_mail
from civic.config import Config
from civic.core.clock import now
from civic.members.models import Member
from tests.hosting.conftest import free_port
from voting.urn import keys

RECORDS = {
    "example.org.": "v=spf1 include:relay.example.net -all",
    "_dmarc.example.org.": "v=DMARC1; p=quarantine",
    "civic._domainkey.example.org.": "v=DKIM1; p=MIGfMA0",
}


class Letters(Message):
    def __init__(self, received):
        super().__init__()
        self.received = received

    def handle_message(self, message):
        self.received.append(message)


@pytest.fixture
def relay():
    received = []
    controller = Controller(Letters(received), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield received, controller.port
    controller.stop()


@pytest.fixture
def name_server(monkeypatch):
    """Knows RECORDS, and answers that there is nothing else."""

    class Answer(socketserver.BaseRequestHandler):
        def handle(self):
            asked = dns.message.from_wire(self.request[0])
            answer = dns.message.make_response(asked)
            name = asked.question[0].name.to_text()
            if name in RECORDS:
                answer.answer.append(
                    dns.rrset.from_text(name, 60, "IN", "TXT", f'"{RECORDS[name]}"')
                )
            else:
                answer.set_rcode(3)
            self.request[1].sendto(answer.to_wire(), self.client_address)

    with socketserver.UDPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], server.server_address[1]
        monkeypatch.setattr(dns.resolver, "default_resolver", resolver)
        yield
        server.shutdown()


def test_a_demo_in_good_order_has_nothing_wrong(civic, config):
    civic("tick", CIVIC_DEMO="1")
    config.data.chmod(0o700)
    on_sqlite = config.database_url.startswith("sqlite")
    # The tests' own PostgreSQL forgoes safety for speed; that is all the doctor finds.
    hurried = [] if on_sqlite else ["PostgreSQL fsync = off", "PostgreSQL full_page_writes = off"]
    said = civic("doctor", code=1 if hurried else 0, CIVIC_DEMO="1")
    found = [line.removeprefix("WRONG ") for line in said.splitlines() if "WRONG" in line]
    assert found == hurried
    assert "Free disk" in said
    if on_sqlite:
        assert "SQLite synchronous = 2" in said
        assert "SQLite journal_mode = wal" in said


def test_what_is_wrong_comes_with_its_cure(civic, config, save):
    config.data.chmod(0o755)
    save(Member(name="Ada", email="ada@example.org", email_bounced_at=now()))
    said = civic("doctor", code=1, BASE_URL="http://civic.example.org", CIVIC_DEMO="1")
    for sentence in (
        "Set BASE_URL to an https:// address",
        "Never with real members",
        "Set PROXIES=1",
        f"chmod 700 {config.data}",
        "The tick ran last: never",
        "Members whose address gives mail back: 1",
    ):
        assert sentence in said


def test_a_lost_round_key_is_named(civic, config, new_round):
    round = new_round()
    (config.key_folder / f"{round.id}.key").unlink()
    said = civic("doctor", code=1)
    assert f"Round keys of open secret votes: 0 of 1; lost: vote {round.id}" in said
    assert "cancel the vote with that reason" in said
    with pytest.raises(keys.KeyMissing):
        keys.read(config.key_folder, round.id)


def test_a_test_message_leaves(relay, name_server, tmp_path):
    received, port = relay
    config = Config.for_tests(
        tmp_path, mail_url=f"smtp+plain://127.0.0.1:{port}", mail_from="Civic <civic@example.org>"
    )
    findings = look_at_mail(config, "ada@example.net", "civic")
    assert [finding.what for finding in findings if not finding.good] == []
    assert [letter["To"] for letter in received] == ["ada@example.net"]


def test_records_that_are_missing_are_named(relay, name_server, tmp_path):
    config = Config.for_tests(
        tmp_path, mail_url=f"smtp+plain://127.0.0.1:{relay[1]}", mail_from="civic@example.com"
    )
    findings = look_at_mail(config, None, "civic")
    assert [finding.good for finding in findings] == [False, False, False, True]
    assert "Add a TXT record to _dmarc.example.com" in findings[1].cure


def test_a_relay_that_does_not_answer(name_server, tmp_path):
    config = Config.for_tests(tmp_path, mail_url="smtp://127.0.0.1:9", mail_from="c@example.org")
    finding = look_at_mail(config, None, None)[-1]
    assert not finding.good
    assert "587 or 465" in finding.cure
