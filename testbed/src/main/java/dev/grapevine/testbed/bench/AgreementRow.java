package dev.grapevine.testbed.bench;

import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

import dev.grapevine.consensus.averaging.Averaging;
import dev.grapevine.consensus.averaging.ChocoRing;
import dev.grapevine.consensus.averaging.CodecExchange;
import dev.grapevine.consensus.averaging.ErrorFeedbackExchange;
import dev.grapevine.consensus.averaging.LinkMemoryExchange;
import dev.grapevine.consensus.averaging.RoundedValuesExchange;
import dev.grapevine.consensus.coding.peer.DeltaCodecs;
import dev.grapevine.consensus.compress.Compressors;

/**
 * A way to come to agree.
 *
 * @param name     what users call it
 * @param way      in words
 * @param stepSize γ, or 0 where there is none to choose; of those tried the one that takes the fewest rounds
 * @param roundsMax after which it is given up
 */
record AgreementRow(String name, Way way, String codec, double stepSize, int roundsMax) {

    /** The way in which nodes meet, and what they remember. */
    enum Way {
        EXCHANGE("fresh random pairs, values there and difference back"),

        ROUNDED_VALUES("fresh random pairs, each other's values in four bits"),

        PAIR_MEMORY("fresh random pairs, memory for every pair (CHOCO)"),

        RING_MEMORY("a ring, memory for every link (CHOCO)"),

        ERROR_FEEDBACK("fresh random pairs, error feedback without memory of links");

        private final String words;

        Way(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    static final List<AgreementRow> ALL = Stream.of(
            Stream.concat(DeltaCodecs.names().stream(), DeltaCodecs.baselines().stream())
                    .map(codec -> new AgreementRow("exchange/" + codec, Way.EXCHANGE, codec, 0, 1000)),
            Stream.of(new AgreementRow("rounded-values", Way.ROUNDED_VALUES, "4 bits", 0, 1000)),
            Stream.of(ring("float32", 1), ring("int8", 1), ring("int4", 1), ring("qsgd:64", 1), ring("qsgd:4", 0.25),
                    ring("sign", 0.5), ring("topk:0.1", 0.25), ring("topk:0.01", 0.03), ring("randomk:0.1", 0.12),
                    ring("powergossip:4", 0.5), ring("dct:4", 0.12)),
            Stream.of(pairs("float32", 1), pairs("int8", 1), pairs("int4", 0.25), pairs("qsgd:64", 0.25),
                    pairs("sign", 1), pairs("topk:0.1", 0.1), pairs("powergossip:4", 0.1), pairs("dct:4", 0.1)),
            Stream.of(feedback("int4"), feedback("sign"), feedback("topk:0.1"), feedback("randomk:0.1"),
                    feedback("powergossip:4"), feedback("dct:4")))
            .flatMap(rows -> rows).toList();

    private static AgreementRow ring(String compressor, double stepSize) {
        return new AgreementRow("ring/" + compressor, Way.RING_MEMORY, compressor, stepSize, 12_000);
    }

    private static AgreementRow pairs(String compressor, double stepSize) {
        return new AgreementRow("pairs/" + compressor, Way.PAIR_MEMORY, compressor, stepSize, 3000);
    }

    private static AgreementRow feedback(String compressor) {
        return new AgreementRow("feedback/" + compressor, Way.ERROR_FEEDBACK, compressor, 0.3, 1000);
    }

    /** The round of all nodes; with a memory of its own. */
    Averaging.Round round(IntUnaryOperator below, IntSupplier seeds) {
        return switch (way) {
            case EXCHANGE -> Averaging.randomMatching(new CodecExchange(DeltaCodecs.byName(codec)), below, seeds);
            case ROUNDED_VALUES -> Averaging.randomMatching(new RoundedValuesExchange(), below, seeds);
            case PAIR_MEMORY -> Averaging.randomMatching(
                    new LinkMemoryExchange(Compressors.byName(codec), stepSize), below, seeds);
            case RING_MEMORY -> new ChocoRing(Compressors.byName(codec), stepSize);
            case ERROR_FEEDBACK -> Averaging.randomMatching(
                    new ErrorFeedbackExchange(Compressors.byName(codec), stepSize), below, seeds);
        };
    }
}
