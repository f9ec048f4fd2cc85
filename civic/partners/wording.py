"""What is said of connections: marked for translation here, spoken by the pages."""

from collections.abc import Mapping

from flask_babel import gettext

from civic.core.words import N_
from civic.partners.protocol.refusals import Reason
from civic.partners.rules import Kind

PROFILES = {
    "openid": N_("OpenID Connect: Keycloak, Microsoft Entra, Google, Authentik and most others"),
    "franceconnect": N_("FranceConnect: citizens, by the French state"),
    "proconnect": N_("ProConnect: people at work in French administrations and companies"),
    "github": N_("GitHub, or a provider that works as it does, without ID tokens"),
}

KINDS = {
    Kind.REQUIRED: N_("Let in only people with this value"),
    Kind.NAME: N_("Name"),
    Kind.CATEGORY: N_("Category"),
    Kind.COLLEGE: N_("College"),
    Kind.ROLE: N_("Role in a space, or in a working group"),
    Kind.VOTE: N_("Right to vote: without this value one only observes"),
}

ROLES = {
    "observer": N_("Observer: reads along, does not vote"),
    "member": N_("Member: takes part and votes"),
    "facilitator": N_("Facilitator"),
}

LATER = N_(
    "Try again in a few minutes. Every other way to sign in works, and whoever is signed in "
    "stays signed in."
)
AGAIN = N_("Begin again from the page where you sign in.")
THEIR_SIDE = N_("Nothing of yours was taken over. Tell your organisation, or use another way in.")

REASONS: Mapping[Reason, tuple[str, str]] = {
    Reason.UNREACHABLE: (N_("%(who)s does not answer just now."), LATER),
    Reason.BUSY: (N_("Very many people are coming in through %(who)s at this moment."), LATER),
    Reason.TOO_LARGE: (N_("%(who)s sent far more than a sign-in needs."), LATER),
    Reason.NOT_PUBLIC: (N_("The address of %(who)s leads into a private network."), THEIR_SIDE),
    Reason.NOT_HTTPS: (N_("%(who)s names an address that is not encrypted."), THEIR_SIDE),
    Reason.REDIRECTS: (N_("%(who)s sends us on to another address, where we do not go."), THEIR_SIDE),
    Reason.BAD_ANSWER: (N_("The answer of %(who)s could not be read."), THEIR_SIDE),
    Reason.OTHER_ISSUER: (N_("%(who)s calls itself by another address than it was registered with."), THEIR_SIDE),
    Reason.INCOMPLETE: (N_("%(who)s does not say all that a sign-in needs."), THEIR_SIDE),
    Reason.NO_S256: (N_("%(who)s does not protect the way back as it has to (PKCE with S256)."), THEIR_SIDE),
    Reason.NO_ALGORITHM: (N_("%(who)s signs in no way that we trust (RS256, PS256, ES256 or EdDSA)."), THEIR_SIDE),
    Reason.NO_CLIENT_PROOF: (N_("%(who)s takes no client secret, which is how this platform shows who it is."), THEIR_SIDE),
    Reason.NOT_YOURS: (N_("This sign-in was not begun in this browser, was used already, or took too long."), AGAIN),
    Reason.MIX_UP: (N_("The answer comes from another provider than the one that you were sent to."), AGAIN),
    Reason.DECLINED: (N_("%(who)s did not sign you in, or you turned back there."), AGAIN),
    Reason.NO_CODE: (N_("%(who)s sent you back without an answer."), AGAIN),
    Reason.CODE_REFUSED: (N_("%(who)s did not take its own answer back."), AGAIN),
    Reason.CLIENT_REFUSED: (
        N_("%(who)s does not know this platform by its client id and secret."),
        N_("An administrator has to write both down again, as the provider gave them."),
    ),
    Reason.NO_ID_TOKEN: (N_("%(who)s did not say who you are."), THEIR_SIDE),
    Reason.BAD_TOKEN: (N_("What %(who)s says of you is not in the expected form."), THEIR_SIDE),
    Reason.BAD_HEADER: (N_("What %(who)s says of you brings its own key along, or asks to be read in another way."), THEIR_SIDE),
    Reason.BAD_ALGORITHM: (N_("What %(who)s says of you is not signed in a way that we trust."), THEIR_SIDE),
    Reason.UNKNOWN_KEY: (N_("What %(who)s says of you is signed with a key that it does not publish."), LATER),
    Reason.BAD_SIGNATURE: (N_("The signature under what %(who)s says of you is wrong."), THEIR_SIDE),
    Reason.WRONG_ISSUER: (N_("What we were told of you was signed for another provider."), THEIR_SIDE),
    Reason.WRONG_AUDIENCE: (N_("What %(who)s says of you was meant for another site."), THEIR_SIDE),
    Reason.WRONG_TIME: (N_("What %(who)s says of you is too old, or from the future: one of the clocks is wrong."), THEIR_SIDE),
    Reason.WRONG_NONCE: (N_("What %(who)s says of you answers another sign-in."), AGAIN),
    Reason.WRONG_SUBJECT: (N_("%(who)s does not say clearly whose account it is."), THEIR_SIDE),
    Reason.WRONG_HASH: (N_("Two parts of the answer of %(who)s do not belong together."), THEIR_SIDE),
    Reason.TOO_WEAK: (N_("%(who)s signed you in, but less surely than this platform asks for."), THEIR_SIDE),
    Reason.NOT_FRESH: (N_("%(who)s did not ask you again who you are, and this action needs "
                          "that."), N_("Use another way to sign in for it, such as a link by e-mail.")),
    Reason.BAD_BIRTH_DATE: (N_("%(who)s did not send a date of birth that can be read, and has to."), THEIR_SIDE),
    Reason.TOO_YOUNG: (N_("You are not of the age that this organisation asks for."), THEIR_SIDE),
    Reason.REQUIRED_CLAIM: (N_("%(who)s lets in here only some of its people, and does not count you among them."), THEIR_SIDE),
    Reason.OTHER_ORGANISATION: (N_("This account came in through another organisation before."), N_("Use the button of that organisation.")),
    Reason.NOT_ACTIVE: (N_("Your account here was closed."), N_("Ask your organisation, or an administrator of this community.")),
    Reason.SWITCHED_OFF: (N_("Sign-in through %(who)s has ended."), N_("If your e-mail address is known here, ask for a link by e-mail. Otherwise ask an administrator.")),
    Reason.OFF_FOR_NOW: (N_("Signing in through %(who)s is switched off for now."), N_("If your e-mail address is known here, ask for a link by e-mail. Otherwise ask an administrator when it opens again.")),
    Reason.HELD: (N_("Two administrators let you back in, and since then this account of "
                     "%(who)s no longer does."), N_("Sign "
                                                                                                                       "in "
                                                                                                                       "by "
                                                                                                                       "the "
                                                                                                                       "way "
                                                                                                                       "that "
                                                                                                                       "you "
                                                                                                                       "were "
                                                                                                                       "given. "
                                                                                                                       "Then "
                                                                                                                       "add "
                                                                                                                       "this "
                                                                                                                       "account "
                                                                                                                       "again "
                                                                                                                       "on "
                                                                                                                       "the "
                                                                                                                       "page "
                                                                                                                       "of "
                                                                                                                       "your "
                                                                                                                       "own "
                                                                                                                       "account.")),
    Reason.SECRET_UNREADABLE: (N_("The secret of this connection can no longer be read."), N_("An "
                                                                                              "administrator "
                                                                                              "has "
                                                                                              "to "
                                                                                              "type "
                                                                                              "it "
                                                                                              "in "
                                                                                              "again.")),
    Reason.ALREADY_LINKED: (N_("This account belongs to another member here."), N_("If both are you, ask an administrator.")),
}  # fmt: skip


def refusal(reason: Reason, who: str) -> tuple[str, str]:
    """What happened and what to do, in the reader's language. ``who``: the organisation."""
    what, cure = REASONS[reason]
    return gettext(what, who=who), gettext(cure)


def gift_words(place: str) -> str:
    """A place of a gift, such as ``category``; of a space, its kind only."""
    if place.startswith("space:"):
        return gettext("Role in a space")
    return gettext(KINDS[Kind(place)])


def sent(rules: list[Kind], *, address: bool) -> list[str]:
    """What an organisation sends, generated from its rules."""
    said = [gettext("Your name.")]
    if address:
        said.append(gettext("Your e-mail address, so that we can write to you."))
    more = {
        Kind.CATEGORY: gettext("Your category."),
        Kind.COLLEGE: gettext("Your college."),
        Kind.ROLE: gettext("Groups or duties, which decide to which spaces you belong."),
        Kind.VOTE: gettext("Whether you have the right to vote."),
        Kind.REQUIRED: gettext("Whether you are one of those whom it lets in here."),
    }
    return said + [words for kind, words in more.items() if kind in rules]
