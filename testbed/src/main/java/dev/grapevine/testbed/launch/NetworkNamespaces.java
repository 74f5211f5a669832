package dev.grapevine.testbed.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.grapevine.node.words.Address;

/**
 * Machines that are none: network namespaces of Linux, each with one address on one switch. They are gone when this process
 * ends. Needs root and the program {@code ip}. For one thread.
 */
public final class NetworkNamespaces implements AutoCloseable {

    /** The network for documentation (RFC 5737): no real machine has such an address. */
    private static final String NETWORK = "198.51.100.";
    private static final int FIRST = 10;
    private static final int MAX = 200;
    private static final String DEVICE = "wire";

    /** The outcome of a command. */
    record Ended(int code, String output) {}

    /** The names of the namespaces. Another thread reads them, too, when this process ends. */
    private final List<String> names = new CopyOnWriteArrayList<>();
    private final Thread cleanUp = Thread.ofPlatform().unstarted(this::delete);

    /**
     * Makes them.
     *
     * @param count 1 to {@value #MAX}
     * @throws IllegalStateException if they are not allowed: {@link #refusal} tells before
     */
    public NetworkNamespaces(int count) {
        if (count < 1 || count > MAX) {
            throw new IllegalArgumentException("There are no " + count + " namespaces");
        }
        Runtime.getRuntime().addShutdownHook(cleanUp);
        String prefix = "gvbench" + ProcessHandle.current().pid();
        String bridge = prefix + "-switch";
        add(bridge);
        ip("-n", bridge, "link", "add", "bridge", "type", "bridge");
        ip("-n", bridge, "link", "set", "bridge", "up");
        for (int i = 0; i < count; i++) {
            String name = prefix + "-" + i;
            add(name);
            ip("-n", bridge, "link", "add", "port" + i, "type", "veth", "peer", "name", DEVICE, "netns", name);
            ip("-n", bridge, "link", "set", "port" + i, "master", "bridge");
            ip("-n", bridge, "link", "set", "port" + i, "up");
            ip("-n", name, "link", "set", "lo", "up");
            ip("-n", name, "addr", "add", host(i) + "/24", "dev", DEVICE);
            ip("-n", name, "link", "set", DEVICE, "up");
        }
    }

    private void add(String name) {
        ip("netns", "add", name);
        names.add(name);
    }

    /** The reason why there can be none here, in a sentence; empty if there can. */
    public static Optional<String> refusal() {
        String probe = "gvbench" + ProcessHandle.current().pid() + "-probe";
        Optional<String> refusal = refusal(attempt(List.of("ip", "netns", "add", probe)));
        if (refusal.isEmpty()) {
            attempt(List.of("ip", "netns", "delete", probe));
        }
        return refusal;
    }

    static Optional<String> refusal(Ended attempt) {
        return attempt.code() == 0
                ? Optional.empty()
                : Optional.of("network namespaces are not allowed here: 'ip netns add' says '"
                        + attempt.output().strip() + "'; root may make them on Linux");
    }

    private static String host(int number) {
        return NETWORK + (FIRST + number);
    }

    /** The one address of a namespace, with a port. */
    public Address address(int number, int port) {
        return new Address(host(number), port);
    }

    /** The words before a command that is to run in a namespace; the process becomes the command's. */
    public List<String> around(int number) {
        return List.of("ip", "netns", "exec", names.get(1 + number));
    }

    /** Bytes that a namespace has put on the wire so far, with the headers of Ethernet, IP and TCP. */
    public long bytesSent(int number) {
        List<String> command = new ArrayList<>(around(number));
        command.addAll(List.of("cat", "/sys/class/net/" + DEVICE + "/statistics/tx_bytes"));
        return Long.parseLong(checked(command).strip());
    }

    private static void ip(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        checked(command);
    }

    private static String checked(List<String> command) {
        Ended ended = attempt(command);
        if (ended.code() != 0) {
            throw new IllegalStateException("'" + String.join(" ", command) + "' failed: " + ended.output().strip());
        }
        return ended.output();
    }

    private static Ended attempt(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), output);
        } catch (IOException e) {
            return new Ended(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("Interrupted", e));
        }
    }

    private void delete() {
        names.forEach(name -> attempt(List.of("ip", "netns", "delete", name)));
        names.clear();
    }

    /** Processes in them stay, and have no wires any more. */
    @Override
    public void close() {
        delete();
        Runtime.getRuntime().removeShutdownHook(cleanUp);
    }
}
