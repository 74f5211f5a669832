package dev.grapevine.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.charter.Charter;

class FoundingsTest {

    private static final Charter CHARTER = new Charter(List.of(new Charter.Term("seed", "1", true)));

    private final WorldRandomness random = new WorldRandomness(new RandomStream(3));

    @Test
    void eachFoundingHasItsOwnIdentity() {
        Foundings foundings = new Foundings(CHARTER, random::run);
        Charter first = foundings.next(2);
        Charter second = foundings.next(2);
        assertThat(first.run()).isEqualTo(random.run(1, 2)).isNotEqualTo(second.run());
        assertThat(second.run()).isEqualTo(random.run(2, 2));
        assertThat(first.ofRun("")).isEqualTo(CHARTER.ofRun(""));
    }
}
