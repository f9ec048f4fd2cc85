from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, select

from civic.community import policies
from civic.community.facts import SettingsChanged
from civic.community.models import Community
from civic.core.actor import Actor
from civic.core.clock import now
from civic.core.facts import tell


def the_community(session: Session) -> Community:
    """The one row, made when it is first asked for in a writing session."""
    found = session.exec(select(Community)).first()
    if found is None:
        found = Community()
        session.add(found)
        session.flush()
    return found


def change(session: Session, *, actor: Actor, values: Mapping[str, Any]) -> None:
    """Keep the settings that differ, and tell which."""
    community = the_community(session)
    policies.SETTINGS.check(actor, community)
    more = set(values.get("second_proof_for", ())) - set(community.second_proof_for)
    if more:  # whoever is asked now has some days from now
        community.second_proof_since = now()
    changed = [name for name, value in values.items() if getattr(community, name) != value]
    for name in changed:
        setattr(community, name, values[name])
    session.add(community)
    if changed:
        tell(session, SettingsChanged(actor_id=actor.id, names=tuple(changed)))
