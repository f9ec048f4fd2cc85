"""The first sign-in: what is taken over and why, before anything is. And finding one's door."""

from flask import flash, g, redirect, request, url_for
from flask import render_template as render
from flask import session as cookie
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.web import invalid, local_path
from civic.core.words import language
from civic.partners import asking, entering, policies, queries, wording
from civic.partners.forms import ArrivalForm, FindForm
from civic.partners.models import Attempt, Connection, Errand, Terms
from civic.partners.protocol.client import Identity
from civic.partners.protocol.refusals import Reason, Refused
from civic.partners.queries import Door
from civic.partners.rules import Kind, Outcome
from civic.partners.views import bp
from civic.partners.views.going import (
    LAST_USED,
    browser,
    come_in,
    keep_claims,
    name_of,
    refuse,
    secret_key,
)

SHOWN = 6
"""Doors on the page where one signs in; the others are found by name or address."""


@bp.route("/arrival", methods=["GET", "POST"], to=policies.USE, keeps_text=False)
def arrive() -> Response | str:
    policies.USE.check(g.actor, None)
    with db.reading() as session:
        waiting = arrival(session, Errand.SIGN_IN)
    if waiting is None:
        return redirect(url_for("sign_in.form"))
    connection, terms, attempt, identity = waiting
    try:
        result = entering.outcome_of(connection, terms, identity)
    except Refused as refused:
        return refuse(connection, refused)
    shown = _shown(connection, identity, result)
    if request.method == "GET":
        return render("partners/arrive.html", form=ArrivalForm(formdata=None), **shown)
    form = ArrivalForm()
    if "name" not in result.gifts and not form.validate():
        return invalid("partners/arrive.html", form=form, **shown)
    try:
        with db.writing() as session:
            if not asking.use_answer(session, attempt):
                raise Refused(Reason.NOT_YOURS)
            member = entering.welcome(
                session, connection=connection, identity=identity, result=result,
                name=form.name.data or "", locale=language(),
            )  # fmt: skip
            account = entering.account_of(session, connection, identity)
            assert account
            keep_claims(session, account, identity)
            return come_in(session, member, account, identity, attempt.next_path)
    except Refused as refused:
        return refuse(connection, refused)


@bp.post("/turn-back", to=policies.USE, keeps_text=False)
def turn_back() -> Response:
    """Nothing is taken over, and what came is forgotten."""
    policies.USE.check(g.actor, None)
    with db.writing() as session:
        for errand in (Errand.SIGN_IN, Errand.LINK):
            if waiting := arrival(session, errand):
                asking.use_answer(session, waiting[2])
    cookie.pop("arrival", None)
    flash(_("Nothing was taken over."))
    return redirect(url_for("sign_in.account" if g.actor else "sign_in.form"), code=303)


@bp.route("/", methods=["GET", "POST"], to=policies.USE, keeps_text=False)
def find() -> Response | str:
    """All doors; or those of an organisation's name, or of an address's part behind the @. The
    address is kept nowhere, and says nothing of who has an account."""
    policies.USE.check(g.actor, None)
    form = FindForm() if request.method == "POST" else FindForm(formdata=None)
    sought = (form.sought.data or "") if request.method == "POST" and form.validate() else ""
    _local, at, domain = sought.rpartition("@")
    with db.reading() as session:
        found = queries.doors(session, domain=domain if at else "", words="" if at else sought)
    target = local_path(request.values.get("next"))
    return render("partners/find.html", form=form, doors=found, sought=sought, next=target)


def ways_on_the_page(
    _session: Session, _actor: object, ids: object
) -> dict[int, dict[str, object]]:
    """For the page where one signs in: the door used last first, then by name."""
    doors = queries.doors(db.session, limit=queries.MOST_DOORS)
    last = request.cookies.get(LAST_USED, "")
    doors.sort(key=lambda door: str(door.id) != last)
    if not doors:
        return {}
    return {
        0: {
            "doors": doors[:SHOWN],
            "more": len(doors) > SHOWN,
            "last": last,
            "next": local_path(request.values.get("next")),
            "sent": {door.id: sent(door) for door in doors[:SHOWN]},
        }
    }


def sent(door: Door) -> list[str]:
    kinds = [Kind(rule["kind"]) for rule in door.rules]
    return wording.sent(kinds, address=door.profile != "github")


def arrival(session: Session, errand: Errand) -> tuple[Connection, Terms, Attempt, Identity] | None:
    """Who came back in this browser and has not said yes yet."""
    found = asking.answered(
        session,
        attempt_id=int(cookie.get("arrival", 0)),
        browser=browser(),
        errand=errand,
        key=secret_key(),
    )
    door = queries.open_door(session, found[0].connection_id) if found else None
    return (*door, *found) if door and found else None


def _shown(connection: Connection, identity: Identity, result: Outcome) -> dict[str, object]:
    with db.reading() as session:
        address = entering.address_of(session, identity)
        ids = [int(place[6:]) for place in result.gifts if place.startswith("space:")]
        titles = queries.spaces(session, ids) if ids else {}
    taken = [
        (titles.get(int(place[6:]), "?"), gift.value, gift.claim)
        for place, gift in result.gifts.items()
        if place.startswith("space:")
    ]
    words = [
        (wording.gift_words(place), gift.value, gift.claim)
        for place, gift in sorted(result.gifts.items(), key=lambda item: item[0] != "name")
        if not place.startswith("space:")
    ]
    return {
        "who": name_of(connection),
        "words": words,
        "roles": taken,
        "role_words": wording.ROLES,
        "address": address,
        "votes": result.votes,
        "needs_name": "name" not in result.gifts,
    }
