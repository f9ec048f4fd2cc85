"""What the rules that fill several places say of options -> the same of candidates."""

from civic.core.words import N_

OF_RULES = {
    N_(
        "Put the options in your order. Whoever has enough votes is elected, and what is not "
        "needed moves on to the next choices; whoever has the fewest goes out, and those ballots "
        "move on too. So each larger group gets its part of the places."
    ): N_(
        "Put the candidates in your order. Whoever has enough votes is elected, and what is not "
        "needed moves on to the next choices; whoever has the fewest goes out, and those ballots "
        "move on too. So each larger group gets its part of the places."
    ),
    N_("Ranking a further option never harms those ranked above it."): N_(
        "Ranking a further candidate never harms those ranked above."
    ),
    N_("A better rank can make an option lose, because another one goes out earlier."): N_(
        "A better rank can make a candidate lose, because another one goes out earlier."
    ),
    N_(
        "Give each option a grade in words. The option with the best middle grade wins: half of "
        "the ballots give it that grade or a better one. Grade each option for itself; a good "
        "grade for one takes nothing from another."
    ): N_(
        "Give each candidate a grade in words. Those with the best middle grades are elected: "
        "half of the ballots give them that grade or a better one. Grade each for themselves; a "
        "good grade for one takes nothing from another."
    ),
    N_("A better grade never harms the option that gets it."): N_(
        "A better grade never harms the candidate who gets it."
    ),
    N_("Adding or removing an option does not change the order of the others."): N_(
        "One candidate more or less does not change the order of the others."
    ),
    N_("An option that most people prefer to each other one can lose to it in grades."): N_(
        "A candidate whom most people prefer to each other one can lose to them in grades."
    ),
    N_("Somebody's taking part can harm the option that they grade best."): N_(
        "Somebody's taking part can harm the candidate whom they grade best."
    ),
    N_(
        "Tick every option that you can live with, as many as you like. The option with the most "
        "ticks wins. A tick helps the option that you tick, and can carry it past one that you "
        "like better."
    ): N_(
        "Tick every candidate whom you can live with, as many as you like. Those with the most "
        "ticks are elected. A tick helps the candidate whom you tick, and can carry them past "
        "one whom you like better."
    ),
    N_("One more tick never harms the option that gets it."): N_(
        "One more tick never harms the candidate who gets it."
    ),
    N_(
        "Tick as many options as the ballot allows. The options with the most ticks fill the "
        "places."
    ): N_(
        "Tick as many candidates as the ballot allows. Those with the most ticks fill the places."
    ),
    N_("Similar options do not take votes from each other."): N_(
        "Similar candidates do not take votes from each other."
    ),
    N_("It does not know which of your ticked options you like best."): N_(
        "It does not know which of those you ticked you like best."
    ),
    N_("No ballot accepts another option."): N_("No ballot accepts another candidate."),
    N_("%(option)s leads, but no option was accepted by more than half."): N_(
        "%(option)s leads, but nobody was accepted by more than half."
    ),
    N_("Similar options do not take points from each other."): N_(
        "Similar candidates do not take points from each other."
    ),
    N_(
        "Give each option points. The two with the most go to a runoff, which the same ballots "
        "decide; then again without the winner, until all places are filled."
    ): N_(
        "Give each candidate points. The two with the most go to a runoff, which the same "
        "ballots decide; then again without the winner, until all places are filled."
    ),
    N_("The most points that an option can get from a ballot"): N_(
        "The most points that a candidate can get from a ballot"
    ),
    N_("If places are left, and only options that no ballot ticks"): N_(
        "If places are left, and only candidates whom no ballot ticks"
    ),
    N_(
        "Options are level on the way, and the result depends on which comes first: %(options)s "
        "can each be elected."
    ): N_(
        "Candidates are level on the way, and the result depends on who comes first: %(options)s "
        "can each be elected."
    ),
    N_(
        "Every possible set is compared, so a vote has 20 options at most; with more it is not "
        "opened."
    ): N_(
        "Every possible set is compared, so a vote has 20 candidates at most; with more it is "
        "not opened."
    ),
    N_(
        "Every possible set is compared, so a vote has 16 options at most; with more it is not "
        "opened."
    ): N_(
        "Every possible set is compared, so a vote has 16 candidates at most; with more it is "
        "not opened."
    ),
    N_(
        "Tick everybody whom you would like to see elected. Everybody who votes has the same "
        "part of the places to give, and gives it to those whom they ticked: an option is "
        "elected when its voters can give it a whole place together."
    ): N_(
        "Tick everybody whom you would like to see elected. Everybody who votes has the same "
        "part of the places to give, and gives it to those whom they ticked: a candidate is "
        "elected when their voters can give them a whole place together."
    ),
    N_("An option with fewer ticks can win against one with more whose voters have others."): N_(
        "A candidate with fewer ticks can win against one with more whose voters have others."
    ),
    N_("You can say how much an option matters to you."): N_(
        "You can say how much a candidate matters to you."
    ),
    N_("Similar options take points from each other."): N_(
        "Similar candidates take points from each other."
    ),
    N_(
        "You have a number of points. Share them out as you like, several to one option if it "
        "matters more to you. The options with the most points win."
    ): N_(
        "You have a number of points. Share them out as you like, several to one candidate if "
        "they matter more to you. Those with the most points are elected."
    ),
    N_("How many one option may get from one ballot (0: all)"): N_(
        "How many one candidate may get from one ballot (0: all)"
    ),
    N_("Share of the ballots that an option needs at least (such as 1/4; 0: none)"): N_(
        "Share of the ballots that a candidate needs at least (such as 1/4; 0: none)"
    ),
    N_("An option without a grade"): N_("A candidate without a grade"),
    N_("does not count for that option"): N_("does not count for that candidate"),
    N_("Options with the same middle grade"): N_("Candidates with the same middle grade"),
    N_("One more vote never harms the option that gets it."): N_(
        "One more vote never harms the candidate who gets it."
    ),
    N_("Similar options take votes from each other, so that a third one can win."): N_(
        "Similar candidates take votes from each other, so that a third one can win."
    ),
    N_("An option that most people reject can win."): N_(
        "A candidate whom most people reject can win."
    ),
    N_("Choose one option. The option with the most votes wins, whatever its share."): N_(
        "Choose one candidate. Those with the most votes are elected, whatever their share."
    ),
    N_("You can say how much an option matters to you, at a price that grows."): N_(
        "You can say how much a candidate matters to you, at a price that grows."
    ),
    N_("It pays to support several options rather than one alone."): N_(
        "It pays to support several candidates rather than one alone."
    ),
    N_(
        "You have credits. One point for an option costs 1 credit, two cost 4, three cost 9. The "
        "options with the most points win."
    ): N_(
        "You have credits. One point for a candidate costs 1 credit, two cost 4, three cost 9. "
        "Those with the most points are elected."
    ),
    N_("More points never harm the option that gets them."): N_(
        "More points never harm the candidate who gets them."
    ),
    N_("An option that more than half like best can lose."): N_(
        "A candidate whom more than half like best can lose."
    ),
    N_(
        "Give each option points, from 0 up to the highest number. No points count as 0. The "
        "options with the most points win."
    ): N_(
        "Give each candidate points, from 0 up to the highest number. No points count as 0. "
        "Those with the most points are elected."
    ),
    N_(
        "Put the options in your order. Whoever has enough votes is elected, and as many whole "
        "ballots as are not needed move on to the next choices; whoever has the fewest goes out, "
        "and those ballots move on too. So each larger group gets its part of the places."
    ): N_(
        "Put the candidates in your order. Whoever has enough votes is elected, and as many "
        "whole ballots as are not needed move on to the next choices; whoever has the fewest "
        "goes out, and those ballots move on too. So each larger group gets its part of the "
        "places."
    ),
    N_("Where two options share a rank"): N_("Where two candidates share a rank"),
    N_(
        "Options are level on the way, and the result depends on who goes first: %(options)s can "
        "each be elected."
    ): N_(
        "Candidates are level on the way, and the result depends on who goes first: %(options)s "
        "can each be elected."
    ),
    N_(
        "Put the options in your order. Whoever has enough votes is elected and keeps only what "
        "is needed of each ballot; the rest moves on, also to later choices of ballots that came "
        "from others. Whoever has the fewest goes out."
    ): N_(
        "Put the candidates in your order. Whoever has enough votes is elected and keeps only "
        "what is needed of each ballot; the rest moves on, also to later choices of ballots that "
        "came from others. Whoever has the fewest goes out."
    ),
    N_(
        "Put the options in your order. All who have enough votes are elected together, and what "
        "they do not need moves on; whoever has the fewest goes out, and those ballots move on."
    ): N_(
        "Put the candidates in your order. All who have enough votes are elected together, and "
        "what they do not need moves on; whoever has the fewest goes out, and those ballots move "
        "on."
    ),
    N_("nothing: options go out until as many as places are left"): N_(
        "nothing: candidates go out until as many as places are left"
    ),
    N_(
        "Put the options in your order. Whoever has enough votes is elected, and what is not "
        "needed moves on to the next choices; whoever has the fewest goes out, and those ballots "
        "move on too. The votes needed may be a fraction, so that fewer are left over."
    ): N_(
        "Put the candidates in your order. Whoever has enough votes is elected, and what is not "
        "needed moves on to the next choices; whoever has the fewest goes out, and those ballots "
        "move on too. The votes needed may be a fraction, so that fewer are left over."
    ),
}
