package dev.grapevine.testbed.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.grapevine.consensus.averaging.Averaging;
import dev.grapevine.consensus.averaging.Averaging.Outcome;
import dev.grapevine.consensus.parameters.Blocks;
import dev.grapevine.consensus.random.RandomStream;

/** The rounds and bytes that replicas of random numbers need until they agree. The same numbers on every machine. */
final class Agreement {

    private static final int NODES = 32;
    private static final int PARAMETERS = 1386;
    private static final int BLOCK = 4096;
    /** Standard deviations of what all have in common and of what is each one's own. */
    private static final double COMMON = 0.05;
    private static final double OWN = 0.05;
    private static final double[] FRACTIONS = {1e-4, 1e-8};

    private Agreement() {}

    /** Measures one way. A distance that is not reached within its rounds is left blank. */
    static List<Measurement> measure(String benchmark, AgreementRow row) {
        RandomStream random = new RandomStream(1);
        Averaging averaging = new Averaging(new Blocks(PARAMETERS, BLOCK), initial(random.fork("values")));
        RandomStream draws = random.fork("meetings");
        Averaging.Round round = row.round(draws::nextInt, () -> (int) draws.nextLong());
        List<Measurement> measurements = new ArrayList<>();
        Outcome outcome = null;
        for (double fraction : FRACTIONS) {
            outcome = averaging.run(round, fraction, row.roundsMax());
            boolean isReached = outcome.rounds().isPresent();
            measurements.add(isReached
                    ? Measurement.of(benchmark, parameters(row, "to " + fraction), outcome.rounds().getAsInt(),
                            "rounds")
                    : Measurement.blank(benchmark, parameters(row, "to " + fraction), "rounds"));
            measurements.add(isReached
                    ? Measurement.of(benchmark, parameters(row, "to " + fraction), outcome.bytesPerNode(),
                            "bytes a node")
                    : Measurement.blank(benchmark, parameters(row, "to " + fraction), "bytes a node"));
        }
        measurements.add(Measurement.of(benchmark, parameters(row, "left of the disagreement"),
                outcome.remainingFraction(), "fraction"));
        measurements.add(Measurement.of(benchmark, parameters(row, "drift of the mean"), outcome.drift(),
                "of the disagreement"));
        return measurements;
    }

    private static List<float[]> initial(RandomStream random) {
        float[] common = new float[PARAMETERS];
        for (int i = 0; i < PARAMETERS; i++) {
            common[i] = (float) (COMMON * random.nextGaussian());
        }
        List<float[]> initial = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
            float[] values = common.clone();
            for (int i = 0; i < PARAMETERS; i++) {
                values[i] += (float) (OWN * random.nextGaussian());
            }
            initial.add(values);
        }
        return initial;
    }

    private static Map<String, String> parameters(AgreementRow row, String measure) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("row", row.name());
        parameters.put("what", row.way() + (row.stepSize() == 0 ? "" : ", step size " + row.stepSize()));
        parameters.put("measure", measure);
        return parameters;
    }
}
