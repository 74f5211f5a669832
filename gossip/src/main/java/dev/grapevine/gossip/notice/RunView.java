package dev.grapevine.gossip.notice;

import java.util.List;
import java.util.Optional;

import dev.grapevine.consensus.measure.RunEstimate;

/**
 * The run as one node sees it: its own newest notice and those of live peers, taken together.
 *
 * @param roundsMin the fewest rounds in a replica
 * @param roundsMax the most rounds in a replica
 */
public record RunView(RunEstimate loss, RunEstimate accuracy, long roundsMin, long roundsMax) {

    /** The view from some notices; empty if there are none. */
    public static Optional<RunView> of(List<Notice> notices) {
        if (notices.isEmpty()) {
            return Optional.empty();
        }
        int[] rows = notices.stream().mapToInt(Notice::rows).toArray();
        return Optional.of(new RunView(
                RunEstimate.of(notices.stream().mapToDouble(Notice::loss).toArray(), rows),
                RunEstimate.of(notices.stream().mapToDouble(Notice::accuracy).toArray(), rows),
                notices.stream().mapToLong(Notice::rounds).min().orElseThrow(),
                notices.stream().mapToLong(Notice::rounds).max().orElseThrow()));
    }
}
