package dev.grapevine.consensus.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.consensus.parameters.Blocks;

/**
 * The law of exchanges, whatever the codec: their mean stays to the last bit, and they agree soon. Rounds needed to bring
 * the sum of squared distances to a ten-thousandth, 32 nodes with 1386 parameters: 13 with float32 and bf16, 14 with
 * modular:8, 24 with modular:6, 31 with modular:5, 38 with modular:4.
 */
class AveragingTest {

    private static final int NODES = 32;
    private static final int PARAMETERS = 1386;
    private static final double FRACTION = 1e-4;
    private static final int ROUNDS_MAX = 60;
    private static final List<DeltaCodec> CODECS = Stream
            .concat(DeltaCodecs.names().stream().map(DeltaCodecs::byName),
                    Stream.of(12, 16).map(ModularCodec::new))
            .toList();

    @ParameterizedTest
    @FieldSource("CODECS")
    void replicasAgreeAndTheirMeanStays(DeltaCodec codec) {
        for (Averaging averaging : List.of(ofCommonOrigin(), ofNoCommonOrigin(), inSmallBlocks())) {
            Averaging.Outcome outcome = averaging.run(Averaging.with(codec), FRACTION, ROUNDS_MAX);
            assertThat(keepsTheMean(outcome)).as("%s: %s", codec.name(), outcome).isTrue();
            assertThat(agrees(outcome)).as("%s: %s", codec.name(), outcome).isTrue();
        }
    }

    @Test
    void fourBitsNeedThreeTimesAsManyRoundsAsWholeFloats() {
        assertThat(rounds("float32")).isBetween(11, 15);
        assertThat(rounds("bf16")).isBetween(11, 15);
        assertThat(rounds("modular:8")).isBetween(12, 17);
        assertThat(rounds("modular:4")).isBetween(33, 42);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void failuresToDecodeDoNotMakeGridsCoarserThanTheDifferences(int bits) {
        double exaggeration = ofCommonOrigin()
                .exaggerationWhileOneNodeTrains(Averaging.with(new ModularCodec(bits)), 1 << 24, 150);
        assertThat(exaggeration).isBetween(0.5, 1.5);
    }

    @Test
    void roundingTheValuesInsteadOfTheDifferenceBreaksTheLaw() {
        Averaging.Outcome outcome = ofCommonOrigin().run(Averaging.replacingByRoundedValues(), FRACTION, ROUNDS_MAX);
        assertThat(keepsTheMean(outcome)).isFalse();
        assertThat(agrees(outcome)).isFalse();
    }

    @Test
    void aGridThatReachesTooFarBreaksTheLaw() {
        Averaging.Outcome diverges = ofCommonOrigin().run(Averaging.with(new ModularCodec(3, 2.5)), FRACTION,
                ROUNDS_MAX);
        assertThat(agrees(diverges)).isFalse();
        assertThat(diverges.remainingFraction()).isGreaterThan(100);
    }

    @Test
    void twoBitsAreTooFew() {
        Averaging.Outcome diverges = ofCommonOrigin().run(Averaging.with(new ModularCodec(2)), FRACTION, ROUNDS_MAX);
        assertThat(diverges.remainingFraction()).isGreaterThan(100);
    }

    private static boolean keepsTheMean(Averaging.Outcome outcome) {
        return outcome.meanKept();
    }

    private static boolean agrees(Averaging.Outcome outcome) {
        return outcome.rounds().isPresent();
    }

    private static int rounds(String codec) {
        return ofCommonOrigin().run(Averaging.with(DeltaCodecs.byName(codec)), FRACTION, ROUNDS_MAX).rounds()
                .orElseThrow();
    }

    private static Averaging ofCommonOrigin() {
        return new Averaging(NODES, new Blocks(PARAMETERS, 4096), 0.05, 0.05, 1);
    }

    private static Averaging ofNoCommonOrigin() {
        return new Averaging(NODES, new Blocks(PARAMETERS, 4096), 0, 0.3, 2);
    }

    private static Averaging inSmallBlocks() {
        return new Averaging(NODES, new Blocks(PARAMETERS, 100), 0.05, 0.05, 3);
    }
}
