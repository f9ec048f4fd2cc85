"""A real mail server beside the house: what it was given, and what it refuses."""

import socket
import time
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller

from civic.config import Config
from civic.core import db
from civic.core.mail import OutboxMail, post
from civic.notifications import making, sending


@dataclass
class PostOffice:
    """Answers of the server, by address; everything else is taken."""

    port: int
    refuses: dict[str, str] = field(default_factory=dict)
    taken: list[EmailMessage] = field(default_factory=list)
    slow: float = 0

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):
        time.sleep(self.slow)  # one thread, one mail at a time
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"

    def open(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def close(self) -> None:
        self._controller.stop(no_assert=True)

    @property
    def to(self) -> list[str]:
        return sorted(str(mail["To"]) for mail in self.taken)


@pytest.fixture
def post_office():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    office = PostOffice(port)
    office.open()
    yield office
    office.close()


@pytest.fixture
def config(tmp_path, database_url, post_office) -> Config:
    return Config.for_tests(
        tmp_path / "var",
        database_url=database_url,
        mail_url=f"smtp+plain://127.0.0.1:{post_office.port}",
        mail_from="Mill Street <house@example.org>",
        mail_per_hour=30,
    )


@pytest.fixture
def tick(app):
    """What the clock does for mail: make the notices, send what is due."""

    def run():
        making.run()
        sending.run()

    return run


@pytest.fixture
def posted(app):
    """Put a mail into the outbox."""

    def put(address="ben@example.org", **how):
        given = {"key": address, "subject": "News", "body": "Something happened.\n"} | how
        with db.writing() as session:
            mail = OutboxMail(address=address, **given)
            post(session, mail)
        return mail

    return put
