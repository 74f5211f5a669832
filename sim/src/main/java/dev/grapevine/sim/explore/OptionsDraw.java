package dev.grapevine.sim.explore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.grapevine.consensus.coding.peer.DeltaCodecs;
import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.peers.Overlays;
import dev.grapevine.gossip.room.Rooms;
import dev.grapevine.gossip.strategy.StrategyRoom;
import dev.grapevine.node.run.GossipOptions;
import dev.grapevine.node.run.Option;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.TaskOptions;
import dev.grapevine.node.run.TrainingOptions;

/** Draws models, training and gossip. Models are small, so that runs are quick. */
public final class OptionsDraw {

    private static final int EXTRA_EDGES_MOST = 8;
    /** The largest number of nodes for a very skewed split: of more nodes it leaves some without rows. */
    private static final int SKEWED_NODES_MOST = 8;
    private static final List<String> SPLITS = List.of("iid", "stratified", "dirichlet:1", "shards:2");
    private static final List<String> SKEWED_SPLITS = List.of("iid", "stratified", "dirichlet:0.1", "shards:1");

    private OptionsDraw() {}

    /** Options in words, without data and stop rule. */
    public static Map<String, String> options(RandomStream random, int nodes) {
        Draw draw = new Draw(random);
        Map<Option<?>, String> words = new LinkedHashMap<>();
        for (Option<?> option : RunOptions.all()) {
            if (!option.tried().isEmpty()) {
                words.put(option, draw.of(drawName(option), option.tried()));
            }
        }
        words.put(TrainingOptions.BATCH, "8");
        words.put(TrainingOptions.LEARNING_RATE, "0.02");
        words.put(TaskOptions.SPLIT, draw.of("split", nodes > SKEWED_NODES_MOST ? SPLITS : SKEWED_SPLITS));
        String overlay = overlay(random.fork("overlay"), nodes);
        words.put(GossipOptions.OVERLAY, overlay);
        StrategyRoom usual = Rooms.ALL.strategies().getFirst();
        StrategyRoom strategy = strategy(draw.fork("strategy"), overlay);
        words.put(GossipOptions.STRATEGY, strategy.name());
        words.put(GossipOptions.COMPRESSION, strategy == usual
                ? compression(draw.fork("codec"))
                : draw.of("compressor", strategy.compressionExamples()));
        Map<String, String> options = new LinkedHashMap<>();
        words.forEach((option, text) -> options.put(option.name(), text));
        return options;
    }

    /** The name to draw by: without its group, so that seeds of earlier explorations keep their meaning. */
    private static String drawName(Option<?> option) {
        return option.equals(GossipOptions.BANDWIDTH_LIMIT)
                ? "limit"
                : option.name().substring(option.name().lastIndexOf('.') + 1);
    }

    /** A strategy: mostly the default; another one more often where neighbours stay. */
    private static StrategyRoom strategy(Draw draw, String overlay) {
        boolean neighboursStay = Overlays.byName(overlay).isStatic();
        List<StrategyRoom> possible = Rooms.ALL.strategies().stream()
                .filter(strategy -> neighboursStay || !strategy.needsNeighboursThatStay()).toList();
        return possible.size() > 1 && draw.chance("another", neighboursStay ? 0.4 : 0.1)
                ? draw.of("which", possible.subList(1, possible.size()))
                : possible.getFirst();
    }

    private static String compression(Draw draw) {
        return draw.chance("to compare with", 0.15)
                ? draw.of("baseline", DeltaCodecs.baselines())
                : draw.of("usual", DeltaCodecs.names());
    }

    /** An overlay for this many nodes: mostly a named one, now and then a graph of arbitrary edges. */
    public static String overlay(RandomStream random, int nodes) {
        Draw draw = new Draw(random);
        List<String> named = List.of("random", "random", "ring", "exponential", "base:1", "base:2", "regular:3",
                "regular:4");
        return draw.chance("edges", 0.1) ? edges(draw.fork("edges"), nodes) : draw.of("name", named);
    }

    /** Joins each node to an earlier one, so that the graph is connected, and adds some more edges. */
    private static String edges(Draw draw, int nodes) {
        TreeSet<String> edges = new TreeSet<>();
        for (int node = 1; node < nodes; node++) {
            edges.add(draw.fork("to", node).between("earlier", 0, node - 1) + "-" + node);
        }
        for (int extra = 0; extra < draw.between("extra", 0, EXTRA_EDGES_MOST); extra++) {
            Draw ends = draw.fork("extra", extra);
            int later = ends.between("later", 1, nodes - 1);
            edges.add(ends.between("earlier", 0, later - 1) + "-" + later);
        }
        return "edges:" + String.join(",", edges);
    }

    /** All compressions for pairs of nodes, including those for comparison. */
    public static List<String> compressions() {
        return new ArrayList<>(Stream.concat(DeltaCodecs.names().stream(), DeltaCodecs.baselines().stream()).toList());
    }
}
