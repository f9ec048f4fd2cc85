"""What the community calls its people. In labels and headings only: no sentence bends a noun that
it does not know."""

from flask_babel import gettext

from civic.community.models import Community
from civic.core.words import capitalised, spoken, typeset


def members(community: Community) -> str:
    """In the plural and in the reader's language: adhérents, habitants, residents…"""
    return _own(community.member_noun) or gettext("members")


def facilitators(community: Community) -> str:
    return _own(community.facilitator_noun) or gettext("facilitators")


def roles(community: Community) -> dict[str, str]:
    """Role in a space -> its label: the community's own noun, or one person's."""
    usual = {"member": gettext("Member"), "facilitator": gettext("Facilitator")}
    own = {
        "member": (members(community), gettext("members")),
        "facilitator": (facilitators(community), gettext("facilitators")),
    }
    chosen = {role: capitalised(noun) for role, (noun, plain) in own.items() if noun != plain}
    return {"observer": gettext("Observer")} | usual | chosen


def duties(community: Community) -> dict[str, str]:
    """Role in a space -> its label, with what goes with it."""
    named = roles(community)
    return {
        "observer": gettext("%(role)s: read", role=named["observer"]),
        "member": gettext("%(role)s: propose, debate, vote", role=named["member"]),
        "facilitator": gettext(
            "%(role)s: open and close votes, moderate", role=named["facilitator"]
        ),
    }


def _own(nouns: dict[str, str]) -> str:
    language = spoken()
    noun = nouns.get(language, "")
    return typeset(noun) if language == "fr" else noun
