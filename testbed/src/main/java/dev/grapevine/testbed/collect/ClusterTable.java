package dev.grapevine.testbed.collect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.words.Quantities;

/** The nodes of a cluster as a table for a terminal: one line each. */
public final class ClusterTable {

    /** 80 columns with a note of six letters. */
    private static final String ROW = "%-7s %-9s %6s %7s %8s %6s %5s %9s %8s %s";

    private ClusterTable() {}

    /**
     * @param statuses  of each node; empty for one that does not answer
     * @param distances of each node's replica to the mean; NaN where not known
     * @param absences  a word for the state of each node in case that it does not answer
     * @param notes     what else there is to say of each node
     * @param noted     the title of the notes; may be empty
     */
    public static List<String> lines(List<Optional<NodeStatus>> statuses, List<Double> distances,
            List<String> absences, List<String> notes, String noted) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, ROW, "node", "state", "round", "steps", "accuracy", "loss", "peers",
                "sent", "distance", noted).stripTrailing());
        for (int i = 0; i < statuses.size(); i++) {
            String name = "node-" + i;
            String absence = absences.get(i);
            String note = notes.get(i);
            double distance = distances.get(i);
            lines.add(statuses.get(i)
                    .map(status -> String.format(Locale.ROOT, ROW, name, status.phase(), status.rounds(),
                            status.steps(), number(status.accuracy(), "%.4f"), number(status.loss(), "%.4f"),
                            status.peers().size(), Quantities.showBytes(status.bytesSent()),
                            number(distance, "%.4f"), note))
                    .orElseGet(() -> String.format(Locale.ROOT, ROW, name, absence, "", "", "", "", "", "", "", note))
                    .stripTrailing());
        }
        return lines;
    }

    /** A number, or a dash where there is none. */
    static String number(Double value, String format) {
        return value == null || value.isNaN() ? "-" : String.format(Locale.ROOT, format, value);
    }
}
