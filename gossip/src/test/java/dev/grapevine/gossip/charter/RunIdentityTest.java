package dev.grapevine.gossip.charter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

class RunIdentityTest {

    private static final Charter TERMS = new Charter(List.of(new Charter.Term("model", "linear", true),
            new Charter.Term("batch", "32", false)));

    @Test
    void earlierIdentityIsSmaller() {
        assertThat(RunIdentity.of(0, 0, 0)).isEqualTo("0".repeat(26));
        assertThat(RunIdentity.of((1L << 48) - 1, -1, -1)).isEqualTo("7" + "Z".repeat(25));
        assertThat(RunIdentity.of(1, 0, 0)).isGreaterThan(RunIdentity.of(0, -1, -1))
                .isEqualTo("0000000001" + "0".repeat(16));
        assertThat(RunIdentity.of(5, 1, 0)).isNotEqualTo(RunIdentity.of(5, 0, 1)).endsWith("1");
        assertThat(RunIdentity.of(5, 0, 1L << 16)).as("16 bits of it count").isEqualTo(RunIdentity.of(5, 0, 0));
    }

    @Test
    void runIdentityIsATerm() {
        Charter one = TERMS.ofRun("A");
        assertThat(TERMS.run()).isEmpty();
        assertThat(TERMS.ofRun("")).isEqualTo(TERMS);
        assertThat(one.run()).isEqualTo("A");
        assertThat(one.ofRun("B").terms()).hasSize(3);
        assertThat(one.ofRun("")).isEqualTo(TERMS);
        assertThat(one.fingerprint()).isNotEqualTo(TERMS.fingerprint()).isNotEqualTo(one.ofRun("B").fingerprint());
        assertThat(one.firstDifference(one.ofRun("B")))
                .contains("it takes part in another run, founded apart: B there and A here");
        assertThat(TERMS.firstDifference(one))
                .hasValueSatisfying(why -> assertThat(why).contains("A there and nothing here"));
    }

    @Test
    void runsWithOtherwiseEqualTermsAreFoundedApart() {
        Charter one = TERMS.ofRun("A");
        assertThat(one.isFoundedApart(one.ofRun("B"))).isTrue();
        assertThat(one.isFoundedApart(TERMS)).as("of an older version").isTrue();
        assertThat(TERMS.isFoundedApart(one)).isTrue();
        assertThat(one.isFoundedApart(one)).isFalse();
        assertThat(one.isFoundedApart(new Charter(List.of(new Charter.Term("run", "B", true))))).isFalse();
        assertThat(one.isFoundedApart(new Charter(List.of(new Charter.Term("model", "linear", true),
                new Charter.Term("batch", "64", false))).ofRun("B"))).as("advice does not matter").isTrue();
        assertThat(one.isFoundedApart(one.ofRun("B".repeat(27)))).as("no identity").isFalse();
        Charter other = new Charter(List.of(new Charter.Term("model", "mlp", true))).ofRun("B");
        assertThat(one.isFoundedApart(other)).isFalse();
        assertThat(one.firstDifference(other)).contains("model is linear here and mlp there");
    }
}
