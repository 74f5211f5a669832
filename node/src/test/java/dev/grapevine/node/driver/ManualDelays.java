package dev.grapevine.node.driver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Delays whose time a test advances by hand. Not thread-safe. */
final class ManualDelays implements DelayedExecutor {

    private record Pending(Duration due, Runnable action) {}

    private final List<Pending> pending = new ArrayList<>();
    private Duration now = Duration.ZERO;

    @Override
    public void run(Duration delay, Runnable action) {
        pending.add(new Pending(now.plus(delay), action));
    }

    /** Number of actions that have not run yet. */
    int pending() {
        return pending.size();
    }

    Duration now() {
        return now;
    }

    /** Advances to a time and runs the actions that are due, in order. */
    void advanceTo(Duration time) {
        now = time;
        List<Pending> due = pending.stream().filter(each -> each.due().compareTo(time) <= 0)
                .sorted(Comparator.comparing(Pending::due)).toList();
        pending.removeAll(due);
        due.forEach(each -> each.action().run());
    }
}
