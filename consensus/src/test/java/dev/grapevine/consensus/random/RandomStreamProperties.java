package dev.grapevine.consensus.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class RandomStreamProperties {

    @Property
    void forkIsIndependentOfEarlierDraws(@ForAll long seed, @ForAll String name, @ForAll long number,
            @ForAll @IntRange(max = 20) int draws) {
        RandomStream fresh = new RandomStream(seed);
        RandomStream drawnFrom = new RandomStream(seed);
        draw(drawnFrom, draws);
        assertThat(draw(drawnFrom.fork(name), 3)).isEqualTo(draw(fresh.fork(name), 3));
        assertThat(draw(drawnFrom.fork(name, number), 3)).isEqualTo(draw(fresh.fork(name, number), 3));
    }

    @Property
    void forkingChangesNothing(@ForAll long seed, @ForAll String name, @ForAll long number) {
        RandomStream stream = new RandomStream(seed);
        RandomStream forked = new RandomStream(seed);
        draw(forked.fork(name), 2);
        draw(forked.fork(name, number), 2);
        assertThat(forked.state()).isEqualTo(stream.state());
        assertThat(draw(forked, 3)).isEqualTo(draw(stream, 3));
    }

    @Property
    void otherNamesAndNumbersAreOtherStreams(@ForAll long seed, @ForAll("names") String name,
            @ForAll("names") String otherName, @ForAll long number, @ForAll long otherNumber) {
        Assume.that(!name.equals(otherName));
        Assume.that(number != otherNumber);
        RandomStream stream = new RandomStream(seed);
        assertThat(LongStream.of(first(stream), first(stream.fork(name)), first(stream.fork(otherName)),
                first(stream.fork(name, number)), first(stream.fork(name, otherNumber)),
                first(stream.fork(otherName, number)), first(stream.fork(name).fork(otherName)),
                first(stream.fork(otherName).fork(name)))).doesNotHaveDuplicates();
    }

    @Property
    void streamContinuesWhereItWasSaved(@ForAll long seed, @ForAll @IntRange(max = 20) int draws, @ForAll String name) {
        RandomStream stream = new RandomStream(seed).fork("some node");
        draw(stream, draws);
        RandomStream restored = RandomStream.restore(stream.seed(), stream.state());
        assertThat(draw(restored.fork(name), 3)).isEqualTo(draw(stream.fork(name), 3));
        assertThat(restored.nextGaussian()).isEqualTo(stream.nextGaussian());
        assertThat(draw(restored, 5)).isEqualTo(draw(stream, 5));
    }

    @Property
    void aShuffleKeepsTheElements(@ForAll int[] elements, @ForAll long seed) {
        int[] shuffled = elements.clone();
        new RandomStream(seed).shuffle(shuffled);
        assertThat(shuffled).containsExactlyInAnyOrder(elements);
    }

    private static long first(RandomStream stream) {
        return RandomStream.restore(stream.seed(), stream.state()).nextLong();
    }

    private static long[] draw(RandomStream stream, int count) {
        return LongStream.generate(stream::nextLong).limit(count).toArray();
    }

    /** Not empty, and without the character 0: a fork of a fork is named by the two names with a 0 between them. */
    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().ofMinLength(1).ofMaxLength(20).filter(name -> name.indexOf('\0') < 0);
    }
}
