package dev.grapevine.testbed.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.security.SecurityFolder;

/** Exchanges per second of two node processes, without and with certificates, in turn: the other pair is paused. */
final class NodeExchangeRows implements NodeRows {

    private static final String PLAIN = "exchanges/plain";
    private static final String TLS = "exchanges/tls";

    /** Two nodes of one run. */
    static final class Pair {

        private final NodeLab lab;
        private final NodeLab.Guest first;
        private final NodeLab.Guest second;
        private final String listen;
        private final List<Double> rates = new ArrayList<>();
        private final List<Double> processorSeconds = new ArrayList<>();

        private Pair(NodeLab lab, NodeLab.Guest first, NodeLab.Guest second, String listen) {
            this.lab = lab;
            this.listen = listen;
            this.first = first;
            this.second = second;
        }

        /**
         * Starts them; they exchange when this returns.
         *
         * @param name          what their folders begin with
         * @param isSecured     whether they have certificates
         * @param firstAround   the command before that of the first, which is the one that others are let in by
         * @param secondAround  the same of the second
         */
        static Pair start(NodeLab lab, String name, boolean isSecured, List<String> firstAround,
                List<String> secondAround) {
            List<String> at = NodeLab.loopback(2);
            if (isSecured) {
                found(lab.folder(name + "-a"));
            }
            NodeLab.Guest first = lab.start(name + "-a", firstAround, List.of(), arguments(at.getFirst(), "1/2"));
            lab.until(first, "a round", status -> status.path("rounds").asLong() > 0);
            List<String> more = new ArrayList<>(arguments(at.getLast(), "2/2"));
            more.addAll(isSecured
                    ? List.of("--invite", lab.invitation(first))
                    : List.of("--join", at.getFirst()));
            NodeLab.Guest second = lab.start(name + "-b", secondAround, List.of(), more);
            lab.untilExchanges(second, 1);
            return new Pair(lab, first, second, at.getFirst());
        }

        /** Each step is followed by an exchange, and none is so bad that a node goes back: exchanges are what takes the time. */
        private static List<String> arguments(String listen, String part) {
            return NodeStartRows.Workload.DIGITS.with("--listen", listen, "--part", part, "--localSteps", "1",
                    "--batch", "1", "--learningRate", "0.0001", "--gossip.ahead", "1", "--evaluate", "every=1h");
        }

        /** A node that has certificates does without them nowhere, on loopback neither. */
        private static void found(Path folder) {
            try {
                SecureRandom random = new SecureRandom();
                SecurityFolder own = SecurityFolder.open(Files.createDirectories(folder));
                RunAccess.found(own, own.deviceKey(random), "bench", InstantSource.system(), random);
            } catch (IOException e) {
                throw new NotMeasuredException("there are no certificates: " + e.getMessage(), e);
            }
        }

        NodeLab.Guest first() {
            return first;
        }

        NodeLab.Guest second() {
            return second;
        }

        /** The address at which the first takes connections. */
        String listen() {
            return listen;
        }

        void pause() {
            lab.insist(first, "POST", "/pause");
            lab.insist(second, "POST", "/pause");
        }

        void resume() {
            lab.insist(first, "POST", "/resume");
            lab.insist(second, "POST", "/resume");
        }

        long exchanges() {
            return lab.untilExchanges(first, 1).path("exchanges").asLong();
        }

        private Duration processor() {
            return NodeLab.processorTime(first).plus(NodeLab.processorTime(second));
        }

        /** Lets them exchange for a time. */
        void turn(Duration time) {
            resume();
            Duration processor = processor();
            long begin = System.nanoTime();
            long before = exchanges();
            NodeLab.rest(time);
            double exchanges = exchanges() - before;
            rates.add(exchanges * 1e9 / (System.nanoTime() - begin));
            processorSeconds.add(processor().minus(processor).toNanos() / 1e9 / Math.max(1, exchanges));
            pause();
        }

        double rate() {
            return median(rates);
        }

        private static double median(List<Double> values) {
            return Rates.median(values.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }

    @Override
    public List<String> names() {
        return List.of(PLAIN, TLS);
    }

    @Override
    public List<Measurement> measure(Set<String> wanted, NodeLab lab) {
        Map<String, Pair> pairs = new LinkedHashMap<>();
        for (String row : names()) {
            Pair pair = Pair.start(lab, row.replace('/', '-'), row.equals(TLS), List.of(), List.of());
            pair.pause();
            pairs.put(row, pair);
        }
        int turns = lab.choose(3, 2);
        Duration time = lab.choose(Duration.ofSeconds(6), Duration.ofSeconds(3));
        for (int turn = -1; turn < turns; turn++) {
            for (Pair pair : pairs.values()) {
                pair.turn(time);
                if (turn < 0) {
                    pair.rates.clear();
                    pair.processorSeconds.clear();
                }
            }
        }
        return wanted.stream().map(row -> measurement(row, pairs, turns, time)).toList();
    }

    private static Measurement measurement(String row, Map<String, Pair> pairs, int turns, Duration time) {
        Pair pair = pairs.get(row);
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("processor time an exchange, both nodes", MeasurementTable.number(
                OptionalDouble.of(Pair.median(pair.processorSeconds) * 1e3)) + " ms");
        columns.put("of", "median of " + turns + " turns of " + time.toSeconds() + " s");
        columns.put("of plain exchanges",
                String.format(Locale.ROOT, "%.2f", pair.rate() / pairs.get(PLAIN).rate()));
        return NodeLab.of(row, "two nodes, digits, softmax, a step of one row a round", "exchanges", pair.rate(),
                "1/s").with(columns);
    }
}
