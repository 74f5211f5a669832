package dev.grapevine.node.doctor;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import dev.grapevine.node.security.RunAccess;

/** Whether the clocks of this machine and of the others agree, and whether time goes forward here. */
final class ClockCheck implements Check {

    /** Clocks differ by less all the time, and nobody is refused for it. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    @Override
    public List<Finding> look(Context context) {
        Findings found = new Findings("clock");
        Optional<RunAccess> access = context.own().access();
        Optional<String> behind = access.flatMap(RunAccess::clockSentence);
        if (behind.isPresent()) {
            found.bad(behind.get() + ": set the clock");
        } else if (access.isPresent()) {
            found.ok("time goes forward: nothing in the folder is later than the clock of this machine");
        }
        for (Neighbour neighbour : context.neighbours()) {
            neighbour.greeting().ifPresentOrElse(
                    greeting -> judge(neighbour, greeting.time(), found),
                    () -> found.unknown("the clock of " + neighbour.words() + ": it does not tell its time"));
        }
        if (found.isEmpty()) {
            found.unknown("there is no other clock to compare with");
        }
        return found.all();
    }

    private static void judge(Neighbour neighbour, Instant theirs, Findings found) {
        Duration ahead = Duration.between(neighbour.here(), theirs);
        if (ahead.abs().minus(neighbour.took()).compareTo(TOLERANCE) > 0) {
            found.bad("the clock of " + neighbour.words() + " is " + words(ahead.abs())
                    + (ahead.isNegative() ? " behind" : " ahead of") + " the one of this machine: that one shows "
                    + theirs.truncatedTo(ChronoUnit.SECONDS) + ", this one "
                    + neighbour.here().truncatedTo(ChronoUnit.SECONDS),
                    "set the wrong one, best by NTP, since certificates and invitations have their time");
        } else {
            found.ok("the clock of " + neighbour.words() + " agrees with this one");
        }
    }

    private static String words(Duration duration) {
        return duration.toDays() > 1
                ? duration.toDays() + " days"
                : duration.toHours() > 1 ? duration.toHours() + " hours" : duration.toMinutes() + " minutes";
    }
}
