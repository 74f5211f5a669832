package dev.grapevine.testbed.bench;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

import com.sun.management.OperatingSystemMXBean;

/** Frames per second without and with TLS and with nothing but sockets, in turn. */
final class NodeTransportRows implements NodeRows {

    private static final String PLAIN = "transport/plain";
    private static final String TLS = "transport/tls";
    private static final String SOCKET = "transport/socket";
    private static final int[] SIZES = {32 << 10, 300};
    private static final Duration WARM_UP = Duration.ofMillis(1500);
    private static final double MEGABYTE = 1e6;
    private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
            .getOperatingSystemMXBean();

    /** The turns of one way to send frames. */
    private static final class Way {
        private final FramePipe pipe;
        private final List<Double> rates = new ArrayList<>();
        private final List<Double> processorNanos = new ArrayList<>();

        Way(FramePipe pipe) {
            this.pipe = pipe;
        }

        void turn(Duration time) {
            long processor = SYSTEM.getProcessCpuTime();
            long begin = System.nanoTime();
            double rate = pipe.pump(time);
            double frames = rate * (System.nanoTime() - begin) / 1e9;
            rates.add(rate);
            processorNanos.add((SYSTEM.getProcessCpuTime() - processor) / frames);
        }

        double rate() {
            return median(rates);
        }

        double microseconds() {
            return median(processorNanos) / 1e3;
        }

        private static double median(List<Double> values) {
            return Rates.median(values.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }

    @Override
    public List<String> names() {
        return List.of(PLAIN, TLS, SOCKET);
    }

    @Override
    public List<Measurement> measure(Set<String> wanted, NodeLab lab) {
        List<Measurement> all = new ArrayList<>();
        for (int size : SIZES) {
            try (FramePipe socket = new SocketPipe(size);
                    FramePipe plain = TransportPipe.plain(size);
                    FramePipe tls = TransportPipe.tls(size, lab.folder("frames-" + size))) {
                Map<String, Way> ways = new LinkedHashMap<>();
                ways.put(PLAIN, new Way(plain));
                ways.put(TLS, new Way(tls));
                ways.put(SOCKET, new Way(socket));
                ways.values().forEach(way -> way.pipe.pump(WARM_UP));
                for (int turn = 0; turn < lab.choose(7, 3); turn++) {
                    ways.values().forEach(way -> way.turn(lab.choose(Duration.ofSeconds(1), Duration.ofMillis(500))));
                }
                wanted.forEach(row -> all.add(measurement(row, size, ways)));
            }
        }
        return all;
    }

    private static Measurement measurement(String row, int size, Map<String, Way> ways) {
        Way way = ways.get(row);
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("MB/s", number(way.rate() * size / MEGABYTE));
        columns.put("processor time a frame, both sides", number(way.microseconds()) + " µs");
        columns.put("of", "median of " + way.rates.size() + " turns");
        if (!row.equals(SOCKET)) {
            columns.put("of plain frames", String.format(Locale.ROOT, "%.2f", way.rate() / ways.get(PLAIN).rate()));
        }
        Measurement rate = NodeLab.of(row, "frames of " + size + " bytes, one way", "frames", way.rate(), "1/s")
                .with(columns);
        return row.equals(SOCKET)
                ? rate
                : rate.against(ways.get(SOCKET).rate(), YardstickProgram.here("sockets of the JDK",
                        System.getProperty("java.version"), "none", "one write for each frame"));
    }

    private static String number(double value) {
        return MeasurementTable.number(OptionalDouble.of(value));
    }
}
