package dev.grapevine.testbed.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.grapevine.consensus.coding.peer.DeltaCodecs;
import dev.grapevine.consensus.compress.Compressors;

/**
 * {@code bench codec}: how fast parameters are encoded and decoded, how few bytes they take, what that costs in accuracy, and
 * how many rounds and bytes replicas need to agree.
 */
final class CodecBenchmark implements Benchmark {

    private static final int TURNS = 5;
    private static final Duration TURN = Duration.ofMillis(20);
    private static final String SPEED = "GB/s of float32";
    private static final String DELTA = "delta/";
    private static final String VECTOR = "vector/";

    @Override
    public String name() {
        return "codec";
    }

    @Override
    public String description() {
        return "speed, bytes and error of codecs, and the rounds and bytes that replicas need to agree";
    }

    @Override
    public List<String> rows() {
        return Stream.of(speedRows(), AgreementRow.ALL.stream().map(AgreementRow::name).toList()).flatMap(List::stream)
                .toList();
    }

    private static List<String> speedRows() {
        return Stream.of(DeltaCodecs.names().stream().map(DELTA::concat),
                DeltaCodecs.baselines().stream().map(DELTA::concat), Compressors.EXAMPLES.stream().map(VECTOR::concat))
                .flatMap(names -> names).toList();
    }

    @Override
    public List<String> sources() {
        return List.of("consensus/src/main/java/dev/grapevine/consensus",
                "testbed/src/main/java/dev/grapevine/testbed/bench/CodecWorkload.java",
                "testbed/src/main/java/dev/grapevine/testbed/bench/Agreement.java",
                "testbed/src/main/java/dev/grapevine/testbed/bench/AgreementRow.java");
    }

    @Override
    public long seed() {
        return 1;
    }

    @Override
    public List<Measurement> run(BenchmarkRun run) {
        List<Measurement> measurements = new ArrayList<>();
        CodecWorkload workload = new CodecWorkload();
        for (String row : speedRows()) {
            if (run.wants(row)) {
                run.say("codec " + row);
                speed(row, workload).forEach(measurement -> measurements.add(run.keep(measurement)));
            }
        }
        for (AgreementRow row : AgreementRow.ALL) {
            if (run.wants(row.name())) {
                run.say("codec " + row.name());
                Agreement.measure(name(), row).forEach(measurement -> measurements.add(run.keep(measurement)));
            }
        }
        return measurements;
    }

    private List<Measurement> speed(String row, CodecWorkload workload) {
        boolean isDelta = row.startsWith(DELTA);
        String codec = row.substring(row.indexOf('/') + 1);
        List<CodecWorkload.Leg> fast = isDelta ? workload.exchange(codec, false) : workload.vector(codec, false);
        List<CodecWorkload.Leg> scalar = isDelta ? workload.exchange(codec, true) : workload.vector(codec, true);
        List<Measurement> measurements = new ArrayList<>();
        for (int i = 0; i < fast.size(); i++) {
            CodecWorkload.Leg leg = fast.get(i);
            List<List<Turn>> turns = Rates.turns(List.of(leg.encode(), leg.decode(), scalar.get(i).encode(),
                    scalar.get(i).decode(), workload::copy), CodecWorkload.INPUT_BYTES / 1e9, TURNS, TURN);
            measurements.add(speed(row, leg, "encode, against plain Java", turns.get(0), turns.get(2)));
            measurements.add(speed(row, leg, "encode, against copying", turns.get(0), turns.get(4)));
            measurements.add(speed(row, leg, "decode, against plain Java", turns.get(1), turns.get(3)));
            measurements.add(speed(row, leg, "decode, against copying", turns.get(1), turns.get(4)));
            measurements.add(of(row, leg.name(), "size", leg.bytes() * Float.BYTES / CodecWorkload.INPUT_BYTES,
                    "bytes a parameter"));
        }
        double error = isDelta
                ? workload.relativeError(DeltaCodecs.byName(codec))
                : workload.relativeError(Compressors.byName(codec));
        measurements.add(of(row, isDelta ? "difference" : "vector", "error", error, "of what is sent"));
        return measurements;
    }

    private Measurement speed(String row, CodecWorkload.Leg leg, String measure, List<Turn> ours, List<Turn> theirs) {
        String yardstick = measure.substring(measure.lastIndexOf("against ") + "against ".length());
        return of(row, leg.name(), measure, Turn.medianRate(ours), SPEED)
                .against(Turn.medianRate(theirs), YardstickProgram.here(yardstick, Runtime.version().toString(),
                        "none", "blocks of 4096 floats"))
                .unless(Turn.voidReason("Grapevine", ours).or(() -> Turn.voidReason(yardstick, theirs)));
    }

    private Measurement of(String row, String leg, String measure, double value, String unit) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("row", row);
        parameters.put("what", leg);
        parameters.put("measure", measure);
        return Measurement.of(name(), parameters, value, unit);
    }
}
