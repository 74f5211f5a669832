package dev.grapevine.node.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import dev.grapevine.gossip.peers.PeerId;

class AcquaintancesProperties {

    private static PeerId peer(int number) {
        return DeviceKey.peerOf(Digests.sha256(new byte[]{(byte) (number >> 8), (byte) number}));
    }

    private static Acquaintances met(List<Integer> numbers) {
        Acquaintances met = new Acquaintances();
        for (int i = 0; i < numbers.size(); i++) {
            met.met(peer(numbers.get(i)), SmallRun.NOW.plusSeconds(i));
        }
        return met;
    }

    @Property
    void acquaintancesReadBackTheSame(@ForAll @Size(max = 50) List<@IntRange(max = 30) Integer> numbers,
            @ForAll long seed) {
        Acquaintances met = met(numbers);
        byte[] bytes = met.encode();
        Acquaintances read = Acquaintances.decode(bytes);
        assertThat(read.encode()).isEqualTo(bytes);
        for (int number = 0; number <= 30; number++) {
            int last = numbers.lastIndexOf(number);
            assertThat(read.knows(peer(number))).isEqualTo(last >= 0);
            if (last >= 0) {
                assertThat(read.lastMet(peer(number))).contains(SmallRun.NOW.plusSeconds(last));
            }
        }
        Random random = new Random(seed);
        Hostile.assertReadOrMalformed(() -> assertThat(Acquaintances.decode(Hostile.damage(bytes, random)).encode())
                .isEqualTo(bytes));
        byte[] unchecked = CheckedBytes.wrap("GRPVACQ1",
                Hostile.damage(CheckedBytes.unwrap("GRPVACQ1", bytes), random));
        Hostile.assertReadOrMalformed(() -> Acquaintances.decode(unchecked));
    }

    @Example
    void leastRecentlyMetGivesWay() {
        Acquaintances met = new Acquaintances();
        for (int i = 0; i < Acquaintances.MAX_PEERS; i++) {
            met.met(peer(i), SmallRun.NOW);
        }
        met.met(peer(0), SmallRun.NOW);
        met.met(peer(Acquaintances.MAX_PEERS), SmallRun.NOW);
        assertThat(met.size()).isEqualTo(Acquaintances.MAX_PEERS);
        assertThat(met.knows(peer(0))).isTrue();
        assertThat(met.knows(peer(1))).isFalse();
        assertThat(met.encode()).hasSizeLessThanOrEqualTo(Acquaintances.MAX_BYTES);
    }

    @Example
    void namesAreNoAcquaintances() {
        assertThatThrownBy(() -> new Acquaintances().met(new PeerId("alice"), SmallRun.NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
