"""The thread, its arguments, and the way from a message's address to the page that shows it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask import abort, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import format_date, get_locale, to_user_timezone
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.actor import Actor
from civic.core.addresses import Key, key_of, row_number
from civic.core.clock import now
from civic.core.permissions import Permission
from civic.core.web import load, page_or_fragment, viewer_id, wants_fragment
from civic.core.words import day
from proposals.deliberation import actions, policies, queries
from proposals.deliberation.models import Alignment, Comment
from proposals.deliberation.standing import Standing, standing
from proposals.deliberation.views import bp
from proposals.models import Proposal


def language() -> str:
    return str(get_locale() or "en")


def load_comment(
    session: Session, key: Key, comment_id: int, *, to: Permission
) -> tuple[Proposal, Comment]:
    """A message under the address of its own proposal, or 404."""
    proposal = load(session, Proposal, key, to=policies.READ)
    comment = session.get(Comment, comment_id)
    if comment is None or comment.proposal_id != proposal.id:
        abort(404)
    to.check(g.actor, comment)
    return proposal, comment


class Named(NamedTuple):
    """What the addresses of forms are made of: all that these know of a proposal."""

    id: int
    title: str
    space: Key


def thread_page(proposal: Proposal, *, before: int = 0, start: int = 0) -> dict[str, Any]:
    shown = queries.thread(
        db.session, proposal_id=proposal.id, viewer_id=viewer_id(), before=before, start=start
    )
    _remember(proposal, shown["standing"])
    return {
        "proposal": proposal,
        "named": Named(proposal.id, proposal.title, key_of(proposal.space)),
        "before": before,
        "start": start,
        "since": since,
        **shown,
    }


def _remember(proposal: Proposal, now_standing: Standing) -> None:
    if g.actor and actions.is_due(now_standing.last_at, now=now()):
        g.visited = proposal.id


def since(at: datetime) -> str:
    """The day of the last visit, short when it was within the week: "since Tuesday"."""
    local, today = to_user_timezone(at).date(), to_user_timezone(now()).date()
    if local == today:
        return _("since earlier today")
    if local == today - timedelta(days=1):
        return _("since yesterday")
    if today - local < timedelta(days=7):
        return _("since %(day)s", day=format_date(local, "EEEE"))
    return _("since %(day)s", day=day(at))


def panel(
    session: Session, _actor: Actor | None, ids: Sequence[int]
) -> Mapping[int, dict[str, Any]]:
    """The debate on the page of its proposal."""
    return {id: thread_page(session.get_one(Proposal, id)) for id in ids}


@bp.after_app_request
def note_visit(response: Response) -> Response:
    """After the page is made, so that it still shows what was new. A page does not fail for it."""
    if (proposal_id := g.pop("visited", None)) and response.status_code == 200:
        # Another tab of the same member noted the same, or everybody writes at once.
        with suppress(IntegrityError, OperationalError), db.writing() as session:
            actions.note_visit(session, member_id=viewer_id(), proposal_id=proposal_id, now=now())
    return response


@bp.get("/<slugged:key>/comments", to=policies.READ)
def thread(key: Key) -> str | Response:
    proposal = load(db.session, Proposal, key, to=policies.READ)
    before, start, after = (_number(name) for name in ("before", "start", "after"))
    if root_id := _number("root"):
        return _conversation(proposal, root_id, after)
    shown = thread_page(proposal, before=before, start=start)
    return page_or_fragment(
        "proposals/deliberation/thread.html",
        "proposals/deliberation/_posts.html",
        grown=wants_fragment(),
        **shown,
    )


def _number(name: str) -> int:
    return row_number(request.args.get(name, ""))


def _conversation(proposal: Proposal, root_id: int, after: int) -> str:
    found = db.session.get(Comment, root_id)
    if found is None or found.proposal_id != proposal.id or found.root_id is not None:
        abort(404)
    now_standing = standing(db.session, proposal_id=proposal.id, viewer_id=viewer_id())
    _remember(proposal, now_standing)
    return render(
        "proposals/deliberation/conversation.html",
        proposal=proposal,
        post=queries.post(db.session, comment_id=root_id, viewer_id=viewer_id()),
        page=queries.replies(db.session, root_id=root_id, viewer_id=viewer_id(), after=after),
        standing=now_standing,
        since=since,
        before=max(after - queries.MESSAGES, 0) if after else None,
    )


@bp.get("/<slugged:key>/arguments/<side>", to=policies.READ)
def arguments(key: Key, side: str) -> str:
    proposal = load(db.session, Proposal, key, to=policies.READ)
    if side not in set(Alignment):
        abort(404)
    page = queries.arguments_of(
        db.session,
        proposal_id=proposal.id,
        viewer_id=viewer_id(),
        side=Alignment(side),
        after=request.args.get("after", ""),
    )
    return render(
        "proposals/deliberation/arguments.html", proposal=proposal, side=Alignment(side), page=page
    )


@bp.get("/<slugged:key>/comments/<int:comment_id>", to=policies.READ_COMMENT)
def permalink(key: Key, comment_id: int) -> Response:
    proposal, comment = load_comment(db.session, key, comment_id, to=policies.READ_COMMENT)
    return redirect(place_of(proposal, comment))


def place_of(proposal: Proposal, comment: Comment) -> str:
    """The address of the page that shows the message among its neighbours, and its place on it:
    the proposal's own page where it stands there, otherwise a page of the thread."""
    anchor = f"c{comment.id}"
    root = db.session.get_one(Comment, comment.thread_id)
    if root.alignment is None and comment.place <= queries.REPLIES:
        if queries.is_at_the_end(db.session, root=root):
            return url_for("proposals.show", key=proposal, _anchor=anchor)
        return url_for("deliberation.thread", key=proposal, start=root.id, _anchor=anchor)
    if root.id == comment.id and queries.is_weighty(db.session, argument=root):
        return url_for("proposals.show", key=proposal, _anchor=anchor)
    before = (comment.place - 1) // queries.MESSAGES * queries.MESSAGES if comment.place else 0
    return url_for(
        "deliberation.thread", key=proposal, root=root.id, after=before or None, _anchor=anchor
    )


@bp.get("/<slugged:key>/comments/<int:comment_id>/history", to=policies.READ_COMMENT)
def history(key: Key, comment_id: int) -> str:
    proposal, comment = load_comment(db.session, key, comment_id, to=policies.READ_COMMENT)
    return render(
        "proposals/deliberation/history.html",
        proposal=proposal,
        comment=comment,
        versions=queries.versions(db.session, comment_id) if comment.state == "shown" else [],
    )
