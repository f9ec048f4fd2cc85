"""The register of processing (GDPR, article 30), put together from what the features declare and
from how this house is set up."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlmodel import Session

from civic.config import Config
from civic.core.words import N_
from civic.feature import Feature, PersonalData, Registry, Retention
from civic.organisations.queries import taking_part

CONTRACT = N_("membership, which the person asked for (article 6.1.b)")
INTEREST = N_("the community's interest in a safe service (article 6.1.f)")
STATUTES = N_(
    "the community's interest in deciding by its statutes and in proving it (article 6.1.f)"
)
DUTY = N_("a legal duty (article 6.1.c)")
MEMBERS = N_("the members who may see the space; everybody, where a space is on the Internet")
ADMINISTRATION = N_("the administrators of the community")

ACTIVITIES = {
    "members": (N_("List of members"), N_("To know who belongs, and who may vote."), CONTRACT,
                ADMINISTRATION),
    "sign_in": (N_("Accounts and sign-in"), N_("To let people in, and nobody in their place."),
                INTEREST, N_("nobody but the person; addresses also the administrators")),
    "partners": (N_("Sign-in through partner organisations"),
                 N_("To let people in with the account that their organisation gave them."),
                 CONTRACT, ADMINISTRATION),
    "organisations": (N_("Partner organisations"),
                      N_("To know who takes part through which partner."), CONTRACT,
                      N_("the administrators of that organisation and of the community")),
    "spaces": (N_("Spaces"), N_("To know who takes part where, and in which role."), CONTRACT,
               MEMBERS),
    "proposals": (N_("Proposals"), N_("To propose, sign and support under one's name."), CONTRACT,
                  MEMBERS),
    "lineage": (N_("Joint texts and parts"),
                N_("To ask authors and supporters when a text goes on in another."), CONTRACT,
                MEMBERS),
    "commitments": (N_("Follow-up on decisions"),
                    N_("To tell who keeps what was decided, and whether it is kept."), CONTRACT,
                    MEMBERS),
    "deliberation": (N_("Debates and moderation"),
                     N_("To debate under one's name, and to keep debates fair."), CONTRACT,
                     MEMBERS),
    "voting": (N_("Votes"),
               N_("To vote once each, to count, and to prove the result. May reveal opinions: in "
                  "a secret vote nothing links a name to a ballot after closing."),
               STATUTES, N_("that somebody took part: as the vote says before it opens")),
    "notifications": (N_("E-mails"), N_("To tell people what concerns them, as they chose."),
                      CONTRACT, N_("the mail server named above")),
    "home": (N_("Feeds"), N_("To follow what happens in other programs."), CONTRACT,
             N_("whoever holds the address of the feed")),
    "joint": (N_("Acts of two people"), N_("To keep one person from acting alone."), INTEREST,
              N_("administrators, auditors and the member concerned")),
    "privacy": (N_("Requests about one's data"), N_("To answer them, and to erase."), DUTY,
                N_("nobody but the person")),
}  # fmt: skip
"""Feature -> name, purpose, legal basis and who sees it, marked for translation."""
FURTHER = (N_("Further data"), N_("To keep the service running."), INTEREST, ADMINISTRATION)


@dataclass(frozen=True, kw_only=True)
class Activity:
    name: str
    purpose: str
    basis: str
    recipients: str
    kinds: Sequence[PersonalData]
    clocks: Sequence[Retention]


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """Where the data is stored, and who else handles it."""

    address: str
    is_encrypted: bool
    database: str
    """``embedded``, or the host of the PostgreSQL server."""
    mail_host: str
    """Empty: no mail leaves."""
    proxies: int
    partners: Sequence[str]


def activities(registry: Registry) -> list[Activity]:
    """In the order of the features; those that keep nothing about members are none."""
    return [
        _activity(feature)
        for feature in registry.features
        if feature.personal_data or feature.retention
    ]


def surroundings(session: Session, config: Config) -> Surroundings:
    database = urlsplit(config.database_url)
    on_file = database.scheme.startswith("sqlite")
    return Surroundings(
        address=config.base_url,
        is_encrypted=config.secure,
        database="embedded" if on_file else database.hostname or "localhost",
        mail_host=urlsplit(config.mail_url).hostname or "",
        proxies=config.proxies,
        partners=[one.name for one in taking_part(session)],
    )


def _activity(feature: Feature) -> Activity:
    name, purpose, basis, recipients = ACTIVITIES.get(feature.name, FURTHER)
    return Activity(
        name=name,
        purpose=purpose,
        basis=basis,
        recipients=recipients,
        kinds=feature.personal_data,
        clocks=feature.retention,
    )
