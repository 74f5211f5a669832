package dev.grapevine.gossip.peers;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

import dev.grapevine.consensus.topology.BaseGraph;
import dev.grapevine.consensus.topology.CirculantGraph;
import dev.grapevine.consensus.topology.GivenGraph.Edge;
import dev.grapevine.consensus.topology.OnePeerExponentialGraph;

/** The overlays by the names under which users know them. */
public final class Overlays {

    public static final String DEFAULT = "random";

    public static final String ALLOWED = "random, complementary, ring, regular:K with K from 2 to 64, exponential, base:K with K from 1"
            + " to 64, edges:I-J,I-J,… with numbers of nodes from 0";

    private static final int MOST_NEIGHBOURS = 64;
    private static final int MOST_EDGES = 4096;
    private static final Pattern EDGES = Pattern.compile("\\d{1,6}-\\d{1,6}(,\\d{1,6}-\\d{1,6})*");

    private Overlays() {}

    /**
     * The overlay of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Overlay byName(String text) {
        String[] parts = text.split(":", 2);
        String argument = parts.length < 2 ? "" : parts[1];
        return switch (parts[0]) {
            case "random" -> plain(text, _ -> new UniformChoice());
            case "complementary" -> new Overlay(withoutArgument(text), 0, true, ComplementaryChoice::new);
            case "ring" -> plain(text, _ -> StaticOverlay.ofLive(CirculantGraph::ring));
            case "regular" -> {
                int degree = degree(argument, 2, text);
                yield new Overlay(text, _ -> StaticOverlay.ofLive(nodes -> new CirculantGraph(nodes, degree)));
            }
            case "exponential" -> plain(text, _ -> new ScheduledOverlay(OnePeerExponentialGraph::new));
            case "base" -> {
                int degree = degree(argument, 1, text);
                yield new Overlay(text, _ -> new ScheduledOverlay(nodes -> new BaseGraph(nodes, degree)));
            }
            case "edges" -> {
                List<Edge> edges = edges(argument, text);
                int most = edges.stream().mapToInt(edge -> Math.max(edge.one(), edge.other())).max().orElse(-1);
                yield new Overlay(text, 1 + most, false, _ -> StaticOverlay.ofNames(edges));
            }
            default -> throw unknown(text);
        };
    }

    private static Overlay plain(String text, Function<KnownShares, PeerChoice> choices) {
        return new Overlay(withoutArgument(text), choices);
    }

    private static String withoutArgument(String text) {
        if (text.contains(":")) {
            throw unknown(text);
        }
        return text;
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
