import pytest
from sqlmodel import col, select

from civic.core.mail import OutboxMail


@pytest.fixture
def mails(look):
    return lambda: look(select(OutboxMail).order_by(col(OutboxMail.id)))
