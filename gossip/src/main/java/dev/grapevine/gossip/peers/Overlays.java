package dev.grapevine.gossip.peers;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.grapevine.consensus.topology.BaseGraph;
import dev.grapevine.consensus.topology.CirculantGraph;
import dev.grapevine.consensus.topology.GivenGraph;
import dev.grapevine.consensus.topology.GivenGraph.Edge;
import dev.grapevine.consensus.topology.OnePeerExponentialGraph;
import dev.grapevine.consensus.topology.Topology;

/** The overlays, by the names under which users know them. */
public final class Overlays {

    public static final String DEFAULT = "random";

    public static final String ALLOWED = "random, complementary, ring, regular:K with K from 2 to 64, exponential, base:K with K from 1"
            + " to 64, edges:I-J,I-J,… with numbers of nodes from 0";

    /** The overlay that uses the class shares of nodes. */
    public static final String COMPLEMENTARY = "complementary";

    private static final int MOST_NEIGHBOURS = 64;
    private static final int MOST_EDGES = 4096;
    private static final Pattern EDGES = Pattern.compile("\\d{1,6}-\\d{1,6}(,\\d{1,6}-\\d{1,6})*");

    private Overlays() {}

    /** A new choice, for a node that sends no class shares. */
    public static PeerChoice byName(String text) {
        return byName(text, new KnownShares(Optional.empty()));
    }

    /**
     * A new choice, for one node.
     *
     * @param shares the class shares that the node knows, now and later
     * @throws IllegalArgumentException if there is no such overlay
     */
    public static PeerChoice byName(String text, KnownShares shares) {
        String[] parts = text.split(":", 2);
        String argument = parts.length < 2 ? "" : parts[1];
        return switch (parts[0]) {
            case "random" -> without(argument, new UniformChoice(), text);
            case COMPLEMENTARY -> without(argument, new ComplementaryChoice(shares), text);
            case "ring" -> without(argument, StaticOverlay.ofLive(CirculantGraph::ring), text);
            case "regular" -> {
                int degree = degree(argument, 2, text);
                yield StaticOverlay.ofLive(nodes -> new CirculantGraph(nodes, degree));
            }
            case "exponential" -> without(argument, new ScheduledOverlay(OnePeerExponentialGraph::new), text);
            case "base" -> {
                int degree = degree(argument, 1, text);
                yield new ScheduledOverlay(nodes -> new BaseGraph(nodes, degree));
            }
            case "edges" -> {
                List<Edge> edges = edges(argument, text);
                yield StaticOverlay.ofNames(edges);
            }
            default -> throw unknown(text);
        };
    }

    /**
     * The least number of nodes for an overlay: one more than the largest number in it, if it has numbers; 0 otherwise.
     */
    public static int leastNodes(String text) {
        return text.startsWith("edges:")
                ? 1 + edges(text.substring("edges:".length()), text).stream()
                        .mapToInt(edge -> Math.max(edge.one(), edge.other())).max().orElse(-1)
                : 0;
    }

    /** Whether it is one fixed graph, so that a node keeps its neighbours. */
    public static boolean isStatic(String text) {
        return byName(text) instanceof StaticOverlay;
    }

    /**
     * The union of all links that an overlay ever uses, as a graph on this many nodes; empty if any two nodes may meet.
     */
    public static Optional<Topology> graph(String text, int nodes) {
        return switch (byName(text)) {
            case StaticOverlay fixed -> Optional.of(fixed.graph(nodes));
            case ScheduledOverlay scheduled -> Optional.of(GivenGraph.union(scheduled.topology(nodes)));
            default -> Optional.empty();
        };
    }

    private static PeerChoice without(String argument, PeerChoice choice, String text) {
        if (text.contains(":") || !argument.isEmpty()) {
            throw unknown(text);
        }
        return choice;
    }

    private static int degree(String argument, int least, String text) {
        if (!argument.matches("[1-9]\\d?") || Integer.parseInt(argument) < least
                || Integer.parseInt(argument) > MOST_NEIGHBOURS) {
            throw unknown(text);
        }
        return Integer.parseInt(argument);
    }

    private static List<Edge> edges(String argument, String text) {
        if (!EDGES.matcher(argument).matches()) {
            throw unknown(text);
        }
        List<Edge> edges = Arrays.stream(argument.split(",")).map(edge -> edge.split("-"))
                .map(ends -> new Edge(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]))).toList();
        if (edges.size() > MOST_EDGES) {
            throw unknown(text);
        }
        return edges;
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException("There is no overlay '" + text + "': allowed are " + ALLOWED);
    }
}
