package dev.grapevine.testbed.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Assumptions;

/**
 * Machines of their own for tests: network namespaces of Linux, whose cables lead to one switch. Each has its own
 * addresses and its own loopback; files and processes are those of this machine. Whoever is killed leaves them behind: the
 * next one removes them. For one thread.
 */
final class Namespaces implements AutoCloseable {

    private static final String PREFIX = "grapevine-";
    private static final Pattern OWNED = Pattern.compile(PREFIX + "([0-9]+)-[a-z]+");
    private static final String BRIDGE = "br0";
    /** Of the addresses that are for documentation only (RFC 5737). */
    private static final String NETWORK = "198.51.100.";
    private static final int DISTANCE = 10;

    private final String owner = PREFIX + ProcessHandle.current().pid() + "-";
    private final String cableEnds = owner + "switch";
    private final List<Machine> machines = new ArrayList<>();

    /**
     * Makes machines at 198.51.100.10, .20 and so on, with the names a, b and so on.
     *
     * @param folder where each has a folder
     */
    Namespaces(Path folder, int count) {
        removeStale();
        try {
            add(cableEnds);
            inside(cableEnds, "ip", "link", "add", BRIDGE, "type", "bridge");
            inside(cableEnds, "ip", "link", "set", BRIDGE, "up");
            for (int i = 0; i < count; i++) {
                machines.add(machine(folder, String.valueOf((char) ('a' + i)), NETWORK + DISTANCE * (i + 1)));
            }
        } catch (UncheckedIOException e) {
            close();
            throw e;
        }
    }

    /** Skips a test where there are no namespaces, but not where CI is set: there they have to be. */
    static void require() {
        Optional<String> problem = problem();
        if (problem.isPresent() && System.getenv("CI") != null) {
            throw new IllegalStateException(problem.get() + "; where CI is set they have to be");
        }
        Assumptions.assumeTrue(problem.isEmpty(), () -> problem.get() + ", so nodes meet on one machine only");
    }

    private static Optional<String> problem() {
        String probe = PREFIX + ProcessHandle.current().pid() + "-probe";
        try {
            add(probe);
            try {
                run("ip", "link", "add", "probe0", "netns", probe, "type", "veth", "peer", "name", "probe1", "netns",
                        probe);
            } finally {
                remove(probe);
            }
            return Optional.empty();
        } catch (UncheckedIOException e) {
            return Optional.of("Network namespaces cannot be made here, which needs Linux, the program ip and root ("
                    + e.getCause().getMessage() + ")");
        }
    }

    private Machine machine(Path folder, String name, String host) {
        String namespace = owner + name;
        add(namespace);
        run("ip", "link", "add", cable(name), "netns", namespace, "type", "veth", "peer", "name", cable(name), "netns",
                cableEnds);
        inside(namespace, "ip", "addr", "add", host + "/24", "dev", cable(name));
        inside(namespace, "ip", "link", "set", cable(name), "up");
        inside(cableEnds, "ip", "link", "set", cable(name), "master", BRIDGE);
        inside(cableEnds, "ip", "link", "set", cable(name), "up");
        return new Machine(namespace, host, folder.resolve(name));
    }

    private static String cable(String machine) {
        return "cable-" + machine;
    }

    Machine machine(int index) {
        return machines.get(index);
    }

    /** Pulls a machine's cable at the switch: nothing arrives, and the machine itself does not notice. */
    void cut(Machine machine) {
        inside(cableEnds, "ip", "link", "set", cable(nameOf(machine)), "nomaster");
    }

    /** Ends {@link #cut}. */
    void heal(Machine machine) {
        inside(cableEnds, "ip", "link", "set", cable(nameOf(machine)), "master", BRIDGE);
    }

    /** Gives a machine another address in place of the one that it has. */
    void move(Machine machine, String host) {
        String cable = cable(nameOf(machine));
        // Another length of prefix, since an address of the same network would be removed together with the first one.
        inside(machine.namespace(), "ip", "addr", "add", host + "/25", "dev", cable);
        inside(machine.namespace(), "ip", "addr", "del", machine.host() + "/24", "dev", cable);
    }

    private String nameOf(Machine machine) {
        return machine.namespace().substring(owner.length());
    }

    /** Ends all that runs on the machines, and removes them. */
    @Override
    public void close() {
        machines.forEach(Machine::close);
        machines.forEach(machine -> remove(machine.namespace()));
        machines.clear();
        remove(cableEnds);
    }

    private static void removeStale() {
        for (String line : run("ip", "netns", "list").lines().toList()) {
            Matcher owned = OWNED.matcher(line.split(" ")[0]);
            if (owned.matches() && ProcessHandle.of(Long.parseLong(owned.group(1))).isEmpty()) {
                remove(owned.group());
            }
        }
    }

    private static void add(String namespace) {
        run("ip", "netns", "add", namespace);
        inside(namespace, "ip", "link", "set", "lo", "up");
    }

    private static void remove(String namespace) {
        try {
            run("ip", "netns", "pids", namespace).lines().map(Long::parseLong).filter(
                    pid -> pid != ProcessHandle.current().pid()).flatMap(pid -> ProcessHandle.of(pid).stream())
                    .forEach(ProcessHandle::destroyForcibly);
            run("ip", "netns", "del", namespace);
        } catch (UncheckedIOException e) {
            System.err.println("The network namespace " + namespace + " stays: " + e.getCause().getMessage());
        }
    }

    private static void inside(String namespace, String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(List.of(command));
        run(all.toArray(String[]::new));
    }

    private static String run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + output.strip());
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
