"""Rankings as words, for tests that are read."""

from tests.voting.known_rules import RULES
from voting.rules import Profile


def ranked(ballots, options="abc"):
    """Ballots are words, best first, ``(bc)`` being a shared rank; with their weights."""
    marked = []
    for word in ballots:
        ranks, place, inside = dict.fromkeys(options, 0), 0, False
        for letter in word:
            if letter in "()":
                inside = letter == "("
                place += inside
                continue
            place += not inside
            ranks[letter] = place
        marked.append(list(ranks.values()))
    return Profile.of(list(options), marked, list(ballots.values()))


def winners(rule, ballots, options="abc", order=None, **asked):
    """Ballots of rankings are words; of one choice, letters."""
    found = RULES[rule]
    profile = ranked(ballots, options)
    if found.form == "choice":
        marks = [[int(o == word[0]) for o in options] for word in ballots]
        profile = Profile.of(list(options), marks, list(ballots.values()))
    return found.count(profile, found.settle(asked), order).elected
