"""The thread, its arguments, and the way from a message's address to the page that shows it."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, g, redirect, request, url_for
from flask import render_template as render
from flask_babel import get_locale
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session
from werkzeug.wrappers import Response

from civic.core import db
from civic.core.actor import Actor
from civic.core.addresses import Key
from civic.core.clock import now
from civic.core.permissions import Permission
from civic.core.web import load, page_or_fragment
from proposals.deliberation import actions, policies, queries
from proposals.deliberation.forms import ArgumentForm, MessageForm
from proposals.deliberation.models import Alignment, Comment
from proposals.deliberation.views import bp
from proposals.models import Proposal


def viewer_id() -> int:
    return g.actor.id if g.actor else 0


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


def thread_page(proposal: Proposal, *, after: int = 0, **forms: object) -> dict[str, Any]:
    shown = queries.thread(db.session, proposal_id=proposal.id, viewer_id=viewer_id(), after=after)
    if g.actor and actions.is_due(shown["standing"].last_at, now=now()):
        g.visited = proposal.id
    return {
        "proposal": proposal,
        "message_form": MessageForm(formdata=None),
        "argument_form": ArgumentForm(formdata=None),
        "after": after,
        **shown,
        **forms,
    }


def panel(
    session: Session, _actor: Actor | None, ids: Sequence[int]
) -> Mapping[int, dict[str, Any]]:
    """The debate on the page of its proposal."""
    return {id: thread_page(session.get_one(Proposal, id)) for id in ids}


@bp.after_app_request
def note_visit(response: Response) -> Response:
    """After the page is made, so that it still shows what was new."""
    if (proposal_id := g.pop("visited", None)) and response.status_code == 200:
        try:
            with db.writing() as session:
                actions.note_visit(
                    session, member_id=viewer_id(), proposal_id=proposal_id, now=now()
                )
        except IntegrityError:
            pass  # another tab of the same member was faster, and noted the same
    return response


@bp.get("/<slugged:key>/comments", to=policies.READ)
def thread(key: Key) -> str | Response:
    proposal = load(db.session, Proposal, key, to=policies.READ)
    after = max(request.args.get("after", 0, type=_id), 0)
    if root_id := request.args.get("root", type=_id):
        return _conversation(proposal, root_id, after)
    shown = thread_page(proposal, after=after)
    return page_or_fragment(
        "proposals/deliberation/thread.html", "proposals/deliberation/_posts.html", **shown
    )


def _id(text: str) -> int:
    """As the database's integers: longer numbers are none. Raises ValueError."""
    return int(text[:18])


def _conversation(proposal: Proposal, root_id: int, after: int) -> str:
    found = db.session.get(Comment, root_id)
    if found is None or found.proposal_id != proposal.id or found.root_id is not None:
        abort(404)
    return render(
        "proposals/deliberation/conversation.html",
        proposal=proposal,
        post=queries.post(db.session, comment_id=root_id, viewer_id=viewer_id()),
        page=queries.replies(db.session, root_id=root_id, viewer_id=viewer_id(), after=after),
        standing=None,
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
    """The address of the page that shows the message, and of the message on it."""
    anchor = f"c{comment.id}"
    root = db.session.get_one(Comment, comment.thread_id)
    if root.alignment is None and comment.place <= queries.REPLIES:
        return url_for(
            "deliberation.thread", key=proposal, after=root.id - 1 or None, _anchor=anchor
        )
    after = max(comment.place - 1, 0) or None
    return url_for("deliberation.thread", key=proposal, root=root.id, after=after, _anchor=anchor)


@bp.get("/<slugged:key>/comments/<int:comment_id>/history", to=policies.READ_COMMENT)
def history(key: Key, comment_id: int) -> str:
    proposal, comment = load_comment(db.session, key, comment_id, to=policies.READ_COMMENT)
    return render(
        "proposals/deliberation/history.html",
        proposal=proposal,
        comment=comment,
        versions=queries.versions(db.session, comment_id) if comment.state == "shown" else [],
    )
