package dev.grapevine.node.spare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.stream.Stream;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.spare.SpareMessages.Stand;
import dev.grapevine.node.spare.SpareMessages.Verdict;

/** An owner and its keepers over a network that loses messages, with keepers that lie. */
class KeepersProperties {

    private static final DeviceKey OWNER = SampleCopy.key(1);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration STEP = Duration.ofMillis(125);

    /** What a keeper does instead of keeping. */
    private enum Lie {
        SILENT, DECLINES, GOES_ROUND_IN_CIRCLES, JUMPS
    }

    private final class World implements AutoCloseable {

        private final Path folder;
        private final Random random;
        private final int lostOfHundred;
        private final Map<PeerId, CopyKeeper> honest = new LinkedHashMap<>();
        private final Map<PeerId, Shelf> shelves = new LinkedHashMap<>();
        private final Map<PeerId, Lie> liars = new LinkedHashMap<>();
        private final Queue<Runnable> underWay = new ArrayDeque<>();
        private final Keepers keepers = new Keepers(OWNER.peer(), 2, () -> PAUSE, this::tell);
        private Duration now = Duration.ZERO;
        private Duration lastPart = Duration.ofSeconds(-1);

        World(long seed, int lostOfHundred) throws IOException {
            this.folder = Files.createTempDirectory("spare");
            this.random = new Random(seed);
            this.lostOfHundred = lostOfHundred;
        }

        void addHonest(long key) throws IOException {
            PeerId peer = SampleCopy.key(key).peer();
            Shelf shelf = Shelf.open(Files.createDirectories(folder.resolve(peer.text())), SampleCopy.RUN,
                    Shelf.Limits.DEFAULT);
            shelves.put(peer, shelf);
            honest.put(peer, new CopyKeeper(SampleCopy.RUN, shelf));
        }

        List<PeerId> live() {
            return Stream.concat(honest.keySet().stream(), liars.keySet().stream()).toList();
        }

        void pass() {
            now = now.plus(STEP);
            keepers.look(now, live());
            for (Runnable next = underWay.poll(); next != null; next = underWay.poll()) {
                next.run();
            }
        }

        private void tell(PeerId to, byte[] bytes) {
            SpareMessages.Message message = SpareMessages.read(bytes);
            if (message instanceof SpareMessages.Part) {
                assertThat(now.minus(lastPart)).as("gossip does not suffer").isGreaterThanOrEqualTo(PAUSE);
                lastPart = now;
            }
            if (isLost()) {
                return;
            }
            underWay.add(() -> answer(to, message).filter(unused -> !isLost())
                    .ifPresent(verdict -> keepers.heard(to, verdict, now)));
        }

        private boolean isLost() {
            return random.nextInt(100) < lostOfHundred;
        }

        private Optional<Verdict> answer(PeerId to, SpareMessages.Message message) {
            try {
                return liars.containsKey(to)
                        ? lie(liars.get(to), message)
                        : honest.get(to).received(OWNER.peer(), message, now, Instant.EPOCH);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Optional<Verdict> lie(Lie lie, SpareMessages.Message message) {
            CopyLabel label = message instanceof SpareMessages.Offer offer
                    ? offer.label()
                    : SampleCopy.label(OWNER, 1, 1);
            return switch (lie) {
                case SILENT -> Optional.empty();
                case DECLINES -> Optional.of(Verdict.on(label, Stand.DECLINES, 0));
                case GOES_ROUND_IN_CIRCLES -> Optional.of(Verdict.on(label, Stand.TAKES, 0));
                case JUMPS -> Optional.of(Verdict.on(label, Stand.TAKES, random.nextInt(1 << 20)));
            };
        }

        byte[] shelved(PeerId peer) throws IOException {
            Shelf.Kept kept = shelves.get(peer).of(OWNER.peer()).orElseThrow();
            return shelves.get(peer).read(kept.label(), 0, kept.bytes());
        }

        @Override
        public void close() throws IOException {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Whatever is lost and whoever lies, two honest peers end up with whole copies, and nobody else is counted. */
    @Property(tries = 60)
    void twoHonestPeersGetTheCopy(@ForAll long seed, @ForAll @IntRange(max = 15) int lostOfHundred,
            @ForAll @IntRange(max = 300_000) int contentBytes, @ForAll Lie first, @ForAll Lie second)
            throws IOException {
        try (World world = new World(seed, lostOfHundred)) {
            world.liars.put(SampleCopy.key(10).peer(), first);
            world.liars.put(SampleCopy.key(11).peer(), second);
            world.addHonest(12);
            world.addHonest(13);
            world.pass();
            List<byte[]> copies = new ArrayList<>();
            while (world.now.toHours() < 6 && (world.keepers.confirmed().size() < 2 || world.keepers.isBusy())) {
                // As the node does, when somebody has none: no keeper has it that gave no answer.
                if (!world.keepers.isBusy() && world.keepers.isAnyWithout()) {
                    copies.add(SampleCopy.sealed(OWNER, 1, copies.size() + 1, contentBytes));
                    world.keepers.offer(copies.getLast());
                }
                world.pass();
            }
            assertThat(world.keepers.confirmed()).containsExactlyInAnyOrderElementsOf(world.honest.keySet());
            assertThat(world.keepers.newestKept()).contains(SealedCopy.label(copies.getLast()));
            for (PeerId peer : world.honest.keySet()) {
                assertThat(copies).contains(world.shelved(peer));
            }
        }
    }

    @Example
    void newerCopyTakesThePlaceOfOneThatIsUnderWay_andTheMemoryIsFreed() throws IOException {
        try (World world = new World(1, 0)) {
            world.addHonest(12);
            world.pass();
            world.keepers.offer(SampleCopy.sealed(OWNER, 1, 1, 300_000));
            world.pass();
            assertThat(world.keepers.isBusy()).isTrue();
            byte[] newer = SampleCopy.sealed(OWNER, 1, 2, 300_000);
            world.keepers.offer(newer);
            List<Integer> steps = new ArrayList<>();
            while (world.keepers.isBusy() && steps.size() < 100) {
                world.pass();
                steps.add(steps.size());
            }
            assertThat(world.keepers.isBusy()).isFalse();
            assertThat(world.shelved(world.live().getFirst())).isEqualTo(newer);
            assertThat(world.keepers.isAnyWithout()).isFalse();
        }
    }

    @Example
    void formerKeeperNeedNotKeepTheCopyOnceOthersHaveIt() throws IOException {
        try (World world = new World(1, 0)) {
            world.addHonest(12);
            world.addHonest(13);
            world.pass();
            world.keepers.offer(SampleCopy.sealed(OWNER, 1, 1, 10));
            while (world.keepers.isBusy()) {
                world.pass();
            }
            PeerId gone = SampleCopy.key(12).peer();
            CopyKeeper away = world.honest.remove(gone);
            world.addHonest(14);
            for (int i = 0; i < 600; i++) {
                world.pass();
            }
            assertThat(world.keepers.isAnyWithout()).as("a new one is asked").isTrue();
            world.honest.put(gone, away);
            world.keepers.offer(SampleCopy.sealed(OWNER, 1, 2, 10));
            for (int i = 0; i < 100; i++) {
                world.pass();
            }
            assertThat(world.keepers.confirmed()).doesNotContain(gone).hasSize(2);
            assertThat(world.shelves.get(gone).of(OWNER.peer())).isEmpty();
        }
    }
}
