"""What this server, this database and this framework can do at best: the ceilings.

``/constant`` is bytes; ``/bare`` one query of one row and a line of a template; ``/rows`` one
query of forty messages with their authors and a template that writes them down, without frame,
session, languages, addresses or rights; ``POST /post`` looks up the session, writes one row over
and commits as durably as a vote does. What it writes differs each time, as a sealed ballot does:
of a row that stays as it is SQLite writes nothing, and waits for no disk.
"""

import os
import sys
from secrets import token_hex

from flask import Flask, Response, redirect, request
from sqlalchemy import text
from sqlmodel import col, select

from civic.cli.serving import run_gunicorn
from civic.core import db
from civic.members.models import Member
from civic.sign_in.models import SignInSession
from civic.sign_in.sessions import hash_of
from proposals.deliberation.models import Comment
from proposals.models import Proposal
from tests.benchmarks.figures import MEASURED

TABLE = "CREATE TABLE IF NOT EXISTS bare_post (member_id INTEGER PRIMARY KEY, payload TEXT)"
UPSERT = text(
    "INSERT INTO bare_post (member_id, payload) VALUES (:member, :payload)"
    " ON CONFLICT (member_id) DO UPDATE SET payload = excluded.payload"
)
PAGE = "<!doctype html><title>{{ row.title }}</title><h1>{{ row.title }}</h1><p>{{ row.body }}</p>"

ROWS = """<!doctype html><title>Messages</title>{% for id, body, at, name in rows %}
<article id="c{{ id }}"><p><b>{{ name }}</b> <time>{{ at }}</time></p><p>{{ body }}</p></article>
{% endfor %}"""


def create_app() -> Flask:
    app = Flask("bare")
    page, many = app.jinja_env.from_string(PAGE), app.jinja_env.from_string(ROWS)
    db.init_app(app, engines=db.engines(os.environ["DATABASE_URL"]), info={})

    @app.get("/constant")
    def constant() -> Response:
        return Response("x" * request.args.get("bytes", 20_000, type=int))

    @app.get("/bare")
    def bare() -> str:
        found = select(Proposal.title, Proposal.body).where(col(Proposal.id) == MEASURED)
        with db.reading() as session:
            row = session.exec(found).one()
        return page.render(row=row)

    @app.get("/rows")
    def rows() -> str:
        found = (
            select(Comment.id, Comment.body, Comment.created_at, Member.name)
            .join(Member, col(Member.id) == Comment.author_id)
            .where(col(Comment.proposal_id) == MEASURED)
            .order_by(col(Comment.id))
            .limit(40)
        )
        with db.reading() as session:
            return many.render(rows=session.exec(found).all())

    @app.post("/post")
    def post() -> object:
        known = hash_of(request.cookies["token"])
        found = select(SignInSession.member_id).where(col(SignInSession.token_hash) == known)
        with db.reading() as session:
            member = session.exec(found).one()
        with db.writing() as session:
            payload = request.form["q1-tick"] + token_hex()
            session.execute(UPSERT, {"member": member, "payload": payload})
        return redirect("/bare", 303)

    return app


if __name__ == "__main__":
    run_gunicorn(create_app, "127.0.0.1", int(sys.argv[1]), workers=2, threads=4)
