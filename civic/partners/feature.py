from typing import Any

from flask import Flask
from sqlmodel import Session, col, select, update

from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.words import N_
from civic.feature import Erasure, Feature, Notice, Panel, PersonalData
from civic.members.models import Member
from civic.members.queries import administrators
from civic.partners import facts, policies, queries, views
from civic.partners.confirming import JOINT_KINDS
from civic.partners.models import Connection, PartnerAccount
from civic.partners.protocol.known import Providers
from civic.partners.ticking import RETENTION, TICKS
from civic.partners.views import arriving, going, leaving, linking, managing
from civic.sign_in.facts import LetInAnew


def _set_up(app: Flask) -> None:
    app.extensions["providers"] = Providers(private=app.config["CIVIC"].private_partners)


def _hold(session: Session, fact: LetInAnew) -> None:
    """Whoever holds such an account now may not be the member: it lets nobody in."""
    theirs = select(Member.id).where(Member.pseudonym == fact.member)
    session.exec(
        update(PartnerAccount)
        .where(col(PartnerAccount.member_id).in_(theirs), col(PartnerAccount.held_at).is_(None))
        .values(held_at=now())
    )


def _still_off(session: Session, _actor: Actor, fact: facts.ConnectionSwitched) -> bool:
    connection = session.get(Connection, fact.connection_id)
    return not fact.on and connection is not None and connection.off_at is not None


def _about(session: Session, fact: facts.ConnectionFact) -> dict[str, Any]:
    connection = session.get_one(Connection, fact.connection_id)
    base = session.info["config"].base_url
    return {
        "organisation": queries.organisation_of(session, connection).name,
        "farewell": connection.farewell,
        "door": f"{base}/sign-in/",
        "page": f"{base}/connections/{connection.id}",
    }


feature = Feature(
    name="partners",
    blueprint=views.bp,
    permissions=policies.ALL,
    facts=[
        facts.ConnectionDrafted,
        facts.ConnectionConfirmed,
        facts.ConnectionSwitched,
        facts.ConnectionRevoked,
        facts.PartnerRefused,
        facts.PartnerArrived,
        facts.PartnerLinked,
        facts.ClaimsFollowed,
    ],
    notices={
        facts.ConnectionRevoked: [
            Notice(
                recipients=lambda session, fact, after, limit: queries.those_who_come_by_it(
                    session, fact.connection_id, after, limit
                ),
                context=_about,
                template="partners/notices/revoked.txt",
                choice="",
            )
        ],
        facts.ConnectionSwitched: [
            Notice(
                recipients=lambda session, _fact, after, limit: administrators(
                    session, after, limit
                ),
                context=_about,
                template="partners/notices/switched_off.txt",
                choice="",
                allowed=_still_off,
            )
        ],
    },
    listeners=[(LetInAnew, _hold)],
    joint_kinds=JOINT_KINDS,
    doors=[queries.has_account],
    panels=[
        Panel(
            place="sign_in.form", load=arriving.ways_on_the_page, template="partners/_doors.html"
        ),
        Panel(
            place="organisations.keeping",
            load=managing.of_organisations,
            template="partners/_of_organisation.html",
        ),
        Panel(place="sign_in.account", load=linking.own_ways, template="partners/_own_ways.html"),
    ],
    entries=[going.note_device],
    farewells=[leaving.farewell],
    ticks=TICKS,
    retention=RETENTION,
    setup=_set_up,
    personal_data=[
        PersonalData(
            column="partner_account.member_id",
            what=N_("Your accounts at partner organisations"),
            erasure=Erasure.DELETE,
            why=N_("Nobody signs in as a former member."),
        ),
        PersonalData(
            column="partner_attempt.member_id",
            what=N_("Ways to the sign-in of an organisation that you began"),
            erasure=Erasure.DELETE,
            why=N_("They last a few minutes only."),
            left_out=("state_hash", "browser_hash", "nonce", "verifier", "answer"),
        ),
        PersonalData(
            column="partner_last_claims.member_id",
            what=N_("What a provider said of you when you tried a connection"),
            erasure=Erasure.DELETE,
            why=N_("It was only there to try rules on."),
            left_out=("claims",),
        ),
        PersonalData(
            column="connection_terms.tested_by_id",
            what=N_("Connections that you tried"),
            erasure=Erasure.UNNAME,
            why=N_("The connection serves others."),
            only=("id", "connection_id", "tested_at"),
        ),
    ],
)

connections = Feature(name="connections", blueprint=views.admin)
