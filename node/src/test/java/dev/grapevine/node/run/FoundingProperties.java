package dev.grapevine.node.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import dev.grapevine.gossip.effect.PeerSums;
import dev.grapevine.gossip.lifecycle.Phase;
import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.replica.data.schema.DataSums;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.run.FoundingWorld.Node;
import dev.grapevine.node.run.FoundingWorld.Trouble;

/**
 * A run is founded with the schema of the sum of the founder's own sums and all sums that arrived, in any order, with
 * any messages lost or duplicated.
 */
class FoundingProperties {

    private static final int MAX_NODES = 6;
    /** The node with this number has other columns. */
    private static final int STRANGER = 4;

    private static Path folder;
    private static final List<SharedSums> DATA = new ArrayList<>();

    @BeforeContainer
    static void writeData() throws IOException {
        folder = Files.createTempDirectory("founding");
        for (int i = 0; i < MAX_NODES; i++) {
            String text = i == STRANGER ? "height,label\n" : "x,kind,label\n";
            for (int row = 0; row < 3 + i; row++) {
                text += (0.1 + 10 * i * row) + (i == STRANGER ? "," : ",kind" + i + ",") + (row % 2) + "\n";
            }
            Path file = Files.writeString(folder.resolve("d" + i + ".csv"), text);
            DATA.add(SharedSums.of(options(file)));
        }
    }

    @AfterContainer
    static void removeData() throws IOException {
        DATA.clear();
        try (var files = Files.list(folder)) {
            files.forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        Files.delete(folder);
    }

    private static RunOptions options(Path file) {
        return RunOptions.of(Map.of("data", "csv:" + file + ",test=" + file, "model", "softmax"));
    }

    private static FoundingWorld world(long seed, int nodes, Trouble trouble, UnaryOperator<List<PeerSums>> mutation) {
        SortedMap<PeerId, SharedSums> data = new TreeMap<>();
        for (int i = 0; i < nodes; i++) {
            data.put(new PeerId("n" + i), DATA.get(i));
        }
        FoundingWorld world = new FoundingWorld(seed, data, options(folder.resolve("d0.csv")), trouble, mutation);
        world.run();
        return world;
    }

    /** Violation of the law; empty if there is none. */
    private static Optional<String> violation(FoundingWorld world) {
        for (Node founder : world.founders()) {
            Schema founded = founder.founded.orElseThrow().setup().schema();
            DataSums total = sums(founder.data.toBytes());
            for (PeerSums told : founder.arrived) {
                if (!isStranger(told.peer())) {
                    total = total.plus(sums(told.sums()));
                }
            }
            if (!founded.toJson().equals(total.schema("all").toJson())) {
                return Optional.of(founder.id + " founds with " + founded.toJson());
            }
        }
        return Optional.empty();
    }

    private static boolean isStranger(PeerId peer) {
        return peer.text().equals("n" + STRANGER);
    }

    private static DataSums sums(byte[] bytes) {
        return DataSums.fromBytes(bytes);
    }

    @Property(tries = 100)
    void foundedSchemaComesFromArrivedSums(@ForAll long seed,
            @ForAll @IntRange(min = 1, max = MAX_NODES) int nodes,
            @ForAll @DoubleRange(max = 0.6) double loss, @ForAll @DoubleRange(max = 0.6) double duplication) {
        assertThat(violation(world(seed, nodes, new Trouble(loss, duplication, false), sums -> sums))).isEmpty();
    }

    @Property(tries = 60)
    void reliableNetworkFoundsOneRunForAll(@ForAll long seed,
            @ForAll @IntRange(min = 1, max = MAX_NODES) int nodes, @ForAll @DoubleRange(max = 0.6) double duplication,
            @ForAll boolean founderDies) {
        boolean dies = founderDies && nodes > 2;
        FoundingWorld world = world(seed, nodes, new Trouble(0, duplication, dies), sums -> sums);
        assertThat(violation(world)).isEmpty();
        assertThat(world.founders()).extracting(node -> node.id.text()).containsExactly(dies ? "n1" : "n0");
        Node founder = world.founders().getFirst();
        assertThat(founder.arrived).as("all other live nodes").hasSize(nodes - (dies ? 2 : 1));
        assertThat(founder.founded.orElseThrow().leftOut()).hasSize(nodes > STRANGER ? 1 : 0)
                .allMatch(sentence -> sentence.startsWith("The data sums of n" + STRANGER + " are left out: "));
        assertThat(world.nodes).filteredOn(node -> node.up)
                .allMatch(node -> node.protocol.phase() == Phase.RUNNING)
                .allMatch(node -> node.setup.charter().fingerprint() == founder.setup.charter().fingerprint());
    }

    /** Mutation: forgetting one sum, or counting it twice, is detected. */
    @Example
    void lostOrDoubledSumsBreakTheLaw() {
        assertThat(violation(world(1, 4, Trouble.NONE, sums -> sums))).isEmpty();
        assertThat(violation(world(1, 4, Trouble.NONE, sums -> sums.subList(1, sums.size())))).isPresent();
        assertThat(violation(world(1, 4, Trouble.NONE, sums -> {
            List<PeerSums> doubled = new ArrayList<>(sums);
            doubled.add(sums.getFirst());
            return doubled;
        }))).isPresent();
    }
}
