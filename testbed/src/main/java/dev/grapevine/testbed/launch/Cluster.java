package dev.grapevine.testbed.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.TaskOptions;
import dev.grapevine.node.words.Address;
import dev.grapevine.sim.scenario.NetworkConditions;
import dev.grapevine.testbed.network.LinkProxies;

/**
 * Real node processes on this machine that make up one run. However this process ends, they end too. For one thread.
 */
public final class Cluster implements AutoCloseable {

    private static final long LEAVE_SECONDS = 10;

    private final List<NodeProcess> nodes = new ArrayList<>();
    private final Optional<LinkProxies> proxies;
    private final Thread cleanUp = Thread.ofPlatform().unstarted(() -> nodes.forEach(NodeProcess::kill));

    /**
     * Starts the nodes; the first founds the run.
     *
     * @param folder   each node gets a folder in it
     * @param own      what is learned and how, by number of the node; a node stops only when it is told to
     * @param usual    what the ways between nodes are like, if they are to be cut and slowed down; that needs the
     *                 addresses 127.0.1.1 to 127.0.2.254, which Linux has
     */
    public static Cluster start(Path folder, IntFunction<RunOptions> own, int count,
            Optional<NetworkConditions> usual) {
        return new Cluster(folder, own, count, usual);
    }

    private Cluster(Path folder, IntFunction<RunOptions> own, int count, Optional<NetworkConditions> usual) {
        List<Address> listen = usual.isPresent()
                ? LinkProxies.nodeAddresses(count, FreePorts.find("127.0.0.1", 1).getFirst().port())
                : FreePorts.find("127.0.0.1", count);
        proxies = usual.map(conditions -> LinkProxies.start(listen, conditions));
        List<Address> reached = proxies.map(LinkProxies::advertised).orElse(listen);
        Runtime.getRuntime().addShutdownHook(cleanUp);
        for (int i = 0; i < count; i++) {
            List<String> arguments = new ArrayList<>(List.of("--id", "node-" + i, "--listen",
                    listen.get(i).toString(), "--advertise", reached.get(i).toString(), "--part",
                    (i + 1) + "/" + count));
            if (i > 0) {
                arguments.add("--join");
                arguments.add(String.join(",", reached.stream().map(Address::toString).toList()));
            }
            own.apply(i).given().forEach((name, text) -> {
                if (!name.equals(ControlOptions.STOP.name()) && !name.equals(TaskOptions.PART.name())) {
                    arguments.add("--" + name);
                    arguments.add(text);
                }
            });
            NodeProcess node = new NodeProcess(folder.resolve("node-" + i), arguments);
            nodes.add(node);
            node.start();
        }
    }

    public int size() {
        return nodes.size();
    }

    public NodeProcess node(int number) {
        return nodes.get(number);
    }

    /** The proxies between nodes, if they were asked for. */
    public Optional<LinkProxies> proxies() {
        return proxies;
    }

    /** Asks all nodes to leave, at the same time, and waits. */
    public void leave() {
        List<Thread> leaving = nodes.stream()
                .map(node -> Thread.ofVirtual().start(() -> node.stop(LEAVE_SECONDS))).toList();
        for (Thread thread : leaving) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        nodes.forEach(NodeProcess::kill);
        proxies.ifPresent(LinkProxies::close);
        Runtime.getRuntime().removeShutdownHook(cleanUp);
    }
}
