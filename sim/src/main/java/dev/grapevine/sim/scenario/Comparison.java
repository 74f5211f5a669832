package dev.grapevine.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Baselines of a simulated run: other ways to learn from the same rows, on the same devices.
 *
 * @param methods              baselines, each at most once
 * @param serverBytesPerSecond bandwidth of the server's link, each way; empty for that of any node
 */
public record Comparison(List<Method> methods, OptionalDouble serverBytesPerSecond) {

    /** A baseline: with a server, in a ring or on one device. */
    public enum Method {
        FEDAVG, PARAMETER_SERVER, ALLREDUCE, CENTRALISED;

        /** The name for users. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public static final Comparison NONE = new Comparison(List.of(), OptionalDouble.empty());
    public static final String ALLOWED = Stream.of(Method.values()).map(Method::toString)
            .collect(Collectors.joining(", ", "lists of ", ", each once"));

    public Comparison {
        methods = List.copyOf(methods);
    }

    /** Reads such as {@code fedavg,allreduce}. */
    static List<Method> parseMethods(String text) {
        List<Method> methods = new ArrayList<>();
        for (String word : text.isBlank() ? new String[0] : text.split(",")) {
            Method method = Stream.of(Method.values()).filter(known -> known.toString().equals(word.strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(text));
            if (methods.contains(method)) {
                throw new IllegalArgumentException(text);
            }
            methods.add(method);
        }
        return methods;
    }
}
