package dev.grapevine.node.spare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.spare.SpareMessages.Offer;
import dev.grapevine.node.spare.SpareMessages.Part;
import dev.grapevine.node.spare.SpareMessages.Stand;
import dev.grapevine.node.spare.SpareMessages.Verdict;

/** What a keeper takes, on a real disk. */
class CopyKeeperTest {

    private static final DeviceKey OWNER = SampleCopy.key(1);
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Shelf.Limits FEW = new Shelf.Limits(2, 300_000, 0);

    @TempDir
    private Path folder;
    private Shelf shelf;
    private CopyKeeper keeper;
    private Duration now = Duration.ZERO;

    @BeforeEach
    void begin() throws IOException {
        restart(FEW);
    }

    private void restart(Shelf.Limits limits) throws IOException {
        shelf = Shelf.open(folder, SampleCopy.RUN, limits);
        keeper = new CopyKeeper(SampleCopy.RUN, shelf);
    }

    private static Offer offer(byte[] copy) {
        return new Offer(SealedCopy.label(copy), copy.length, Keepers.sha256(copy));
    }

    private static Part part(byte[] copy, int offset) {
        return new Part(SealedCopy.label(copy).generation(), offset, Arrays.copyOfRange(copy, offset,
                Math.min(copy.length, offset + SpareMessages.PART_BYTES)));
    }

    private Verdict tell(DeviceKey from, SpareMessages.Message message) throws IOException {
        return keeper.received(from.peer(), message, now, NOON).orElseThrow();
    }

    /** The last verdict on a copy of which all parts are told. */
    private Stand put(DeviceKey from, byte[] copy) throws IOException {
        Verdict verdict = tell(from, offer(copy));
        while (verdict.stand() == Stand.TAKES) {
            verdict = tell(from, part(copy, verdict.next()));
        }
        return verdict.stand();
    }

    private byte[] kept(DeviceKey owner) throws IOException {
        Shelf.Kept kept = shelf.of(owner.peer()).orElseThrow();
        return shelf.read(kept.label(), 0, kept.bytes());
    }

    @Test
    void wholeCopyIsKept_alsoAfterARestart_andNobodyElseReadsTheFile() throws IOException {
        byte[] copy = SampleCopy.sealed(OWNER, 1, 1, 150_000);
        assertThat(put(OWNER, copy)).isEqualTo(Stand.KEEPS);
        assertThat(put(OWNER, copy)).as("offered again").isEqualTo(Stand.KEEPS);
        restart(FEW);
        assertThat(kept(OWNER)).isEqualTo(copy);
        Path file = folder.resolve("spare").resolve(OWNER.peer() + ".copy");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(shelf.read(SealedCopy.label(copy), copy.length, 9)).isEmpty();
        assertThat(shelf.read(SampleCopy.label(OWNER, 1, 2), 0, 9)).isEmpty();
    }

    @Test
    void onlyWhatIsNewerTakesItsPlace() throws IOException {
        byte[] newest = SampleCopy.sealed(OWNER, 2, 1, 10);
        put(OWNER, newest);
        assertThat(put(OWNER, SampleCopy.sealed(OWNER, 1, 9, 10))).isEqualTo(Stand.DECLINES);
        assertThat(kept(OWNER)).isEqualTo(newest);
        byte[] next = SampleCopy.sealed(OWNER, 2, 2, 20);
        assertThat(put(OWNER, next)).isEqualTo(Stand.KEEPS);
        assertThat(kept(OWNER)).isEqualTo(next);
    }

    @Test
    void nobodyPutsACopyUnderAnotherName_orOfAnotherRun() throws IOException {
        byte[] copy = SampleCopy.sealed(OWNER, 1, 1, 10);
        assertThat(put(SampleCopy.key(2), copy)).isEqualTo(Stand.DECLINES);
        restartInAnotherRun();
        assertThat(put(OWNER, copy)).isEqualTo(Stand.DECLINES);
        assertThat(keeper.refused()).isEqualTo(1);
    }

    private void restartInAnotherRun() throws IOException {
        shelf = Shelf.open(folder, OWNER.peer(), FEW);
        keeper = new CopyKeeper(OWNER.peer(), shelf);
    }

    @Test
    void copiesOfAnotherRunAndDamagedOnesAreRemovedAtAStart() throws IOException {
        put(OWNER, SampleCopy.sealed(OWNER, 1, 1, 10));
        Path shelves = folder.resolve("spare");
        Files.writeString(shelves.resolve(SampleCopy.key(2).peer() + ".copy"), "no copy");
        Files.writeString(shelves.resolve(SampleCopy.key(3).peer() + ".arriving"), "half of one");
        restart(FEW);
        assertThat(shelf.all()).containsOnlyKeys(OWNER.peer());
        assertThat(shelves).isDirectoryNotContaining("glob:**.arriving");
        restartInAnotherRun();
        assertThat(shelves).isEmptyDirectory();
    }

    @Test
    void ownersAndBytesAreBounded() throws IOException {
        assertThat(put(OWNER, SampleCopy.sealed(OWNER, 1, 1, 100_000))).isEqualTo(Stand.KEEPS);
        DeviceKey second = SampleCopy.key(2);
        assertThat(put(second, SampleCopy.sealed(second, 1, 1, 250_000))).isEqualTo(Stand.DECLINES);
        assertThat(put(second, SampleCopy.sealed(second, 1, 1, 10))).isEqualTo(Stand.KEEPS);
        DeviceKey third = SampleCopy.key(3);
        assertThat(put(third, SampleCopy.sealed(third, 1, 1, 10))).isEqualTo(Stand.DECLINES);
        assertThat(keeper.refused()).isEqualTo(2);
        assertThatThrownBy(() -> new Offer(SampleCopy.label(OWNER, 1, 2), SealedCopy.MAX_BYTES + 1, new byte[32]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ownerThatWasSilentForAQuarterGivesWay() throws IOException {
        put(OWNER, SampleCopy.sealed(OWNER, 1, 1, 10));
        DeviceKey second = SampleCopy.key(2);
        put(second, SampleCopy.sealed(second, 1, 1, 10));
        Files.setLastModifiedTime(folder.resolve("spare").resolve(OWNER.peer() + ".copy"),
                FileTime.from(NOON.minus(Duration.ofDays(91))));
        restart(FEW);
        DeviceKey third = SampleCopy.key(3);
        assertThat(put(third, SampleCopy.sealed(third, 1, 1, 10))).isEqualTo(Stand.KEEPS);
        assertThat(shelf.all()).containsOnlyKeys(second.peer(), third.peer());
    }

    @Test
    void roomOnTheDiskStaysFree() throws IOException {
        restart(new Shelf.Limits(2, 300_000, Long.MAX_VALUE / 2));
        assertThat(put(OWNER, SampleCopy.sealed(OWNER, 1, 1, 10))).isEqualTo(Stand.DECLINES);
    }

    @Test
    void partsThatWereNotAnnouncedAreDropped() throws IOException {
        byte[] copy = SampleCopy.sealed(OWNER, 1, 1, 150_000);
        assertThat(keeper.received(OWNER.peer(), part(copy, 0), now, NOON)).as("without an offer").isEmpty();
        tell(OWNER, offer(copy));
        assertThat(tell(OWNER, part(copy, SpareMessages.PART_BYTES)).next()).as("out of order").isZero();
        assertThat(tell(OWNER, part(copy, 0)).next()).isEqualTo(SpareMessages.PART_BYTES);
        assertThat(tell(OWNER, part(copy, 0)).next()).as("said again").isEqualTo(SpareMessages.PART_BYTES);
        assertThat(tell(OWNER, new Part(1, SpareMessages.PART_BYTES, new byte[]{1})).stand()).as("too short")
                .isEqualTo(Stand.DECLINES);
        assertThat(shelf.of(OWNER.peer())).isEmpty();
    }

    @Test
    void otherBytesThanAnnouncedAreRefused() throws IOException {
        byte[] copy = SampleCopy.sealed(OWNER, 1, 2, 10);
        Offer offer = new Offer(SealedCopy.label(copy), copy.length, new byte[32]);
        tell(OWNER, offer);
        assertThat(tell(OWNER, part(copy, 0)).stand()).isEqualTo(Stand.DECLINES);
        byte[] older = SampleCopy.sealed(OWNER, 1, 1, 10);
        tell(OWNER, offer(copy));
        assertThat(tell(OWNER, new Part(2, 0, older)).stand()).as("another label").isEqualTo(Stand.DECLINES);
        assertThat(folder.resolve("spare")).isEmptyDirectory();
    }

    @Test
    void fewCopiesArriveAtOnce_andOneThatRestsGivesWay() throws IOException {
        restart(Shelf.Limits.DEFAULT);
        for (int i = 0; i < CopyKeeper.AT_ONCE_MAX; i++) {
            DeviceKey owner = SampleCopy.key(20 + i);
            assertThat(tell(owner, offer(SampleCopy.sealed(owner, 1, 1, 10))).stand()).isEqualTo(Stand.TAKES);
        }
        byte[] copy = SampleCopy.sealed(OWNER, 1, 1, 10);
        assertThat(put(OWNER, copy)).isEqualTo(Stand.DECLINES);
        now = CopyKeeper.SILENCE_MAX.plusMillis(1);
        assertThat(put(OWNER, copy)).isEqualTo(Stand.KEEPS);
    }

    @Test
    void releasedCopyIsRemoved() throws IOException {
        put(OWNER, SampleCopy.sealed(OWNER, 1, 1, 10));
        assertThat(keeper.received(OWNER.peer(), new SpareMessages.Release(), now, NOON)).isEmpty();
        assertThat(shelf.all()).isEmpty();
    }
}
