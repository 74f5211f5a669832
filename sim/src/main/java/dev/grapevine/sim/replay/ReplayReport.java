package dev.grapevine.sim.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import dev.grapevine.gossip.journal.Origin;
import dev.grapevine.gossip.journal.SegmentHeader;
import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.words.Words;
import dev.grapevine.node.run.GrapevineVersion;

/** The text of a replay for a terminal. */
public final class ReplayReport {

    /** Different reasons for the same thing that are listed. */
    private static final int REASONS_MAX = 10;

    private final Words words = new Words(Rooms.ALL);
    private final ReplayHistory history;
    private final Replay.Outcome outcome;
    private final List<String> lines = new ArrayList<>();

    private ReplayReport(ReplayHistory history, Replay.Outcome outcome) {
        this.history = history;
        this.outcome = outcome;
    }

    /** All lines. */
    public static List<String> of(ReplayHistory history, Replay.Outcome outcome) {
        ReplayReport report = new ReplayReport(history, outcome);
        report.describeOrigin();
        report.lines.addAll(outcome.remarks());
        report.describeVerdict();
        report.describeCourse();
        report.describeLast();
        return report.lines;
    }

    private void describeOrigin() {
        SegmentHeader first = history.segments.getFirst();
        lines.add("Journal of " + first.life().self() + ", life " + Incarnations.shown(first.life().incarnation())
                + ", by Grapevine "
                + first.grapevineVersion() + (first.grapevineVersion().equals(GrapevineVersion.text())
                        ? ""
                        : " (this is " + GrapevineVersion.text() + ")")
                + "; it begins " + beginning(first));
        lines.add(history.events + " events from " + seconds(history.firstAt) + " to " + seconds(history.lastAt)
                + (history.segments.size() == 1 ? "" : ", in " + history.segments.size() + " segments"));
    }

    private static String beginning(SegmentHeader header) {
        return switch (header.origin()) {
            case Origin.LooksForRun _ -> "with a node that looks for a run";
            case Origin.KnowsRun _ -> "with a run that it founds";
            case Origin.FromSnapshot _ when header.segment() == 0 -> "from its checkpoint";
            case Origin.FromSnapshot _ -> "in the middle of that life, behind event " + header.eventsBefore();
        };
    }

    private void describeVerdict() {
        outcome.difference().ifPresentOrElse(difference -> {
            lines.add("Different from event " + difference.number() + " on, at " + seconds(difference.at()) + ": "
                    + difference.event());
            lines.add("  expected: " + difference.expected());
            lines.add("  got: " + difference.got());
        }, () -> lines.add("The same: the effects of " + outcome.compared() + " events, bit for bit"));
    }

    private void describeCourse() {
        lines.add("Phases: " + history.phases.stream()
                .map(change -> change.phase().word() + " from "
                        + seconds(change.at()))
                .collect(Collectors.joining(", ")));
        lines.add(String.format(Locale.ROOT, "Rounds: %d in the replica, %d thrown away; %d steps%s",
                history.roundsInstalled, history.roundsDiscarded, history.steps, history.roundsInstalled == 0
                        ? ""
                        : String.format(Locale.ROOT, ", loss %.4f at last", history.lastLoss)));
        lines.add("Exchanges: " + history.exchangesStarted + " started and finished, " + history.exchangesAnswered
                + " answered and finished, " + history.abandoned.values().stream().mapToInt(count -> count).sum()
                + " given up");
        list(history.abandoned);
        lines.add("Blocks half done for ever: " + peers(history.orphanedBlocks));
        lines.add("Faults of peers: " + (history.faults.isEmpty() ? "none" : ""));
        list(history.faults);
        lines.add("Limits that were reached: " + (history.limits.isEmpty() ? "none" : ""));
        list(history.limits);
        lines.add(String.format(Locale.ROOT, "Distance moved: %.4g by training, %.4g by exchanges",
                history.movement.byTraining(), history.movement.byExchanges()));
        lines.add("Unfinished blocks at the end: " + peers(history.protocol.unfinishedBlocksByPeer()));
    }

    private static String peers(Map<?, Integer> blocks) {
        return blocks.isEmpty()
                ? "none"
                : blocks.entrySet().stream().map(entry -> entry.getValue() + " with " + entry.getKey())
                        .collect(Collectors.joining(", "));
    }

    private void list(Map<String, Integer> reasons) {
        reasons.entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(REASONS_MAX).forEach(reason -> lines.add("  " + reason.getValue() + " × " + reason.getKey()));
        if (reasons.size() > REASONS_MAX) {
            lines.add("  and " + (reasons.size() - REASONS_MAX) + " other reasons");
        }
    }

    private void describeLast() {
        if (!history.last.isEmpty()) {
            lines.add("The last " + history.last.size() + " events:");
        }
        for (Step step : history.last) {
            lines.add("  " + step.number() + " at " + seconds(step.at()) + ": " + words.of(step.event()));
            lines.add("      → " + words.of(step.effects()));
        }
    }

    private static String seconds(Duration at) {
        return String.format(Locale.ROOT, "%.3f s", at.toNanos() / 1e9);
    }
}
