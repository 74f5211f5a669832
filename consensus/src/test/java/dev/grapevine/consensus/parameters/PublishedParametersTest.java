package dev.grapevine.consensus.parameters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.state.RecordedState;
import dev.grapevine.consensus.units.FixedPoint;

class PublishedParametersTest {

    private static final Blocks TWO_BLOCKS = new Blocks(5, 3);

    @Test
    void initialValuesAreCopiedAndRounded() {
        float[] initial = {1, -1, 0.5f, 0, 0x1p-25f};
        PublishedParameters replica = new PublishedParameters(TWO_BLOCKS, initial);
        initial[0] = 9;
        assertThat(replica.units()).containsExactly(1 << 24, -(1 << 24), 1 << 23, 0, 1);
        assertThat(replica.initialMass()).isEqualTo((1 << 23) + 1);
        float[] values = new float[5];
        replica.copyTo(values);
        assertThat(values).containsExactly(1, -1, 0.5f, 0, FixedPoint.UNIT);
    }

    @Test
    void initialValuesBeyondTheRangeAreClamped() {
        PublishedParameters replica = new PublishedParameters(TWO_BLOCKS, new float[]{65, -1e30f, 64, 0, 0});
        assertThat(replica.units()).startsWith(FixedPoint.LIMIT, -FixedPoint.LIMIT, FixedPoint.LIMIT);
        assertThat(replica.balances()).isTrue();
    }

    @Test
    void thereMustBeAsManyValuesAsParameters() {
        assertThatThrownBy(() -> new PublishedParameters(TWO_BLOCKS, new int[4]))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("4 values for 5 parameters");
    }

    @Test
    void incrementsMoveTheirBlockOnly() {
        PublishedParameters replica = new PublishedParameters(TWO_BLOCKS, new int[]{1, 2, 3, 4, 5});
        replica.addIncrements(1, new int[]{10, 20, 99});
        replica.subtractIncrements(0, new int[]{1, 1, 1});
        assertThat(replica.units()).containsExactly(0, 1, 2, 14, 25);
        assertThat(replica.exchangedMass()).isEqualTo(27);
    }

    @Test
    void clampedMassIsInTheLedger() {
        PublishedParameters replica = new PublishedParameters(new Blocks(1, 1), new int[]{FixedPoint.LIMIT - 1});
        replica.addIncrements(0, new int[]{4});
        assertThat(replica.units()).containsExactly(FixedPoint.LIMIT);
        assertThat(replica.ledger().total(Ledger.Reason.CLAMPED)).isEqualTo(new Ledger.Total(1, -3));
        replica.addTraining(new float[]{64}, new float[]{65}, new int[1]);
        assertThat(replica.ledger().total(Ledger.Reason.CLAMPED)).isEqualTo(new Ledger.Total(2, -3 - (1 << 24)));
        assertThat(replica.balances()).isTrue();
    }

    @Test
    void clampingsThatCancelAreCounted() {
        PublishedParameters replica = new PublishedParameters(new Blocks(2, 2),
                new int[]{FixedPoint.LIMIT, -FixedPoint.LIMIT});
        replica.addIncrements(0, new int[]{5, -5});
        assertThat(replica.ledger().total(Ledger.Reason.CLAMPED)).isEqualTo(new Ledger.Total(2, 0));
        replica.addTraining(new float[]{0, 0}, new float[]{1, -1}, new int[1]);
        assertThat(replica.ledger().total(Ledger.Reason.CLAMPED)).isEqualTo(new Ledger.Total(4, 0));
    }

    @Test
    void adoptionReplacesAllValuesAndIsInTheLedger() {
        PublishedParameters replica = new PublishedParameters(TWO_BLOCKS, new int[]{1, 2, 3, 4, 5});
        replica.adoptDifferences(0, new int[]{10, 10, 10});
        assertThat(replica.units()).containsExactly(11, 12, 13, 4, 5);
        assertThat(replica.ledger().total(Ledger.Reason.JOINED)).isEqualTo(new Ledger.Total(1, 30));
        assertThat(replica.exchangedMass()).isZero();
    }

    @Test
    void trainingReportsTheLargestChangeOfEachBlock() {
        PublishedParameters replica = new PublishedParameters(TWO_BLOCKS, new float[5]);
        int[] largest = new int[2];
        replica.addTraining(new float[5], new float[]{0, -3, 2, 0.25f, 1e9f}, largest);
        assertThat(largest).containsExactly(3 << 24, Integer.MAX_VALUE);
        replica.addTraining(new float[5], new float[]{0, 0, 0, -1e9f, 0}, largest);
        assertThat(largest).containsExactly(0, Integer.MAX_VALUE);
    }

    @Test
    void valuesAndAccountsAreRestored() {
        PublishedParameters replica = new PublishedParameters(TWO_BLOCKS, new int[]{1, 2, 3, 4, 5});
        replica.addTraining(new float[5], new float[]{1, 0, 0, 0, 0}, new int[2]);
        replica.addIncrements(1, new int[]{4, 3});
        replica.mixIn(0, new int[]{1, 1, 1});
        RecordedState state = new RecordedState();
        replica.save(state);
        PublishedParameters restored = new PublishedParameters(TWO_BLOCKS, new int[5]);
        restored.restore(state);
        assertThat(restored.units()).isEqualTo(replica.units());
        assertThat(restored.initialMass()).isEqualTo(15);
        assertThat(restored.trainedMass()).isEqualTo(1 << 24);
        assertThat(restored.exchangedMass()).isEqualTo(7);
        assertThat(restored.ledger().total(Ledger.Reason.MIXED)).isEqualTo(new Ledger.Total(1, 3));
        assertThat(restored.balances()).isTrue();
        assertThat(state.isEmpty()).isTrue();
    }

    @Test
    void transferToADeadPeerIsWrittenOffWithItsMass() {
        PublishedParameters replica = new PublishedParameters(TWO_BLOCKS, new int[5]);
        long mass = replica.subtractIncrements(1, new int[]{4, -1});
        assertThat(mass).isEqualTo(-3);
        replica.writeOff(mass);
        assertThat(replica.exchangedMass()).isZero();
        assertThat(replica.ledger().total(Ledger.Reason.ORPHANED)).isEqualTo(new Ledger.Total(1, -3));
        assertThat(replica.units()).containsExactly(0, 0, 0, -4, 1);
        assertThat(replica.balances()).isTrue();
    }

    @Test
    void everyChangeIsSeenWithItsReason() {
        PublishedParameters replica = new PublishedParameters(TWO_BLOCKS, new float[5]);
        List<String> seen = new ArrayList<>();
        replica.watch((why, from, increments, length, sign) -> seen
                .add(why + " " + from + " " + sign + " " + Arrays.toString(Arrays.copyOf(increments, length))));
        replica.addTraining(new float[5], new float[]{0, 0, 0, FixedPoint.UNIT, 0}, new int[2]);
        replica.addIncrements(0, new int[]{1, 2, 3});
        replica.subtractIncrements(1, new int[]{4, 5});
        replica.mixIn(1, new int[]{6, 7});
        replica.adoptDifferences(1, new int[]{8, 9});
        assertThat(seen).containsExactly("TRAINING 3 1 [1, 0]", "TRANSFER 0 1 [1, 2, 3]", "TRANSFER 3 -1 [4, 5]",
                "MIX 3 1 [6, 7]", "COPY 3 1 [8, 9]");
    }

    @Test
    void ledgerCountsEntriesAndAddsTheirMass() {
        Ledger ledger = new Ledger();
        ledger.enter(Ledger.Reason.ORPHANED, 0);
        ledger.enter(Ledger.Reason.JOINED, 5);
        ledger.enter(Ledger.Reason.JOINED, -7);
        assertThat(ledger.total(Ledger.Reason.ORPHANED)).isEqualTo(new Ledger.Total(1, 0));
        assertThat(ledger.total(Ledger.Reason.JOINED)).isEqualTo(new Ledger.Total(2, -2));
        assertThat(ledger.total(Ledger.Reason.RESTARTED)).isEqualTo(new Ledger.Total(0, 0));
        ledger.enter(Ledger.Reason.RESTARTED, 10);
        assertThat(ledger.mass()).isEqualTo(8);
        RecordedState state = new RecordedState();
        ledger.save(state);
        Ledger restored = new Ledger();
        restored.restore(state);
        assertThat(restored.total(Ledger.Reason.JOINED)).isEqualTo(new Ledger.Total(2, -2));
        assertThat(restored.mass()).isEqualTo(8);
    }
}
