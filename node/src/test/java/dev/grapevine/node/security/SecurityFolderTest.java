package dev.grapevine.node.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.node.Sentences;
import dev.grapevine.node.words.Address;

class SecurityFolderTest {

    private static final Set<PosixFilePermission> ALL = PosixFilePermissions.fromString("rwxrwxrwx");

    private final SmallRun run = new SmallRun(1);
    private final SeededRandom random = new SeededRandom(2);

    @TempDir
    Path node;

    private SecurityFolder folder() {
        return SecurityFolder.open(node);
    }

    /** A folder in which every file is. */
    private SecurityFolder full() throws IOException {
        SecurityFolder folder = folder();
        DeviceKey device = folder.deviceKey(random);
        RunAuthority founder = RunAuthority.found(device, "run", SmallRun.NOW, random);
        founder.revoke(SmallRun.key(3).peer(), SmallRun.NOW);
        founder.write(folder);
        Acquaintances acquaintances = new Acquaintances();
        acquaintances.met(SmallRun.key(4).peer(), SmallRun.NOW);
        folder.writeAcquaintances(acquaintances);
        Invitations invitations = new Invitations();
        invitations.issue(new Address("192.0.2.7", 1), device, SmallRun.NOW, random);
        folder.writeInvitations(invitations);
        folder.writeLatestTime(SmallRun.NOW.plusMillis(7));
        folder.token(random);
        return folder;
    }

    private boolean hasPermissions() throws IOException {
        return Files.getFileStore(node).supportsFileAttributeView("posix");
    }

    @Test
    void emptyFolderHasNothing() {
        SecurityFolder folder = folder();
        assertThat(folder.deviceKey()).isEmpty();
        assertThat(folder.authority()).isEmpty();
        assertThat(folder.chain()).isEmpty();
        assertThat(folder.latestTime()).isEqualTo(Instant.EPOCH);
        assertThat(folder.token()).isEmpty();
        assertThat(folder.acquaintances().size()).isZero();
        assertThat(folder.invitations().open(SmallRun.NOW)).isZero();
        assertThat(folder.revocations(run.founder.certificate()).size()).isZero();
        assertThat(RunAuthority.read(folder)).isEmpty();
    }

    @Test
    void everythingReadsBackTheSame() throws IOException {
        SecurityFolder folder = full();
        SecurityFolder again = folder();
        assertThat(again.deviceKey(random).peer()).isEqualTo(folder.deviceKey().orElseThrow().peer());
        assertThat(again.latestTime()).isEqualTo(SmallRun.NOW);
        String authorization = folder.token().orElseThrow().authorization();
        assertThat(again.token(random).authorization()).isEqualTo(authorization);
        assertThat(again.acquaintances().knows(SmallRun.key(4).peer())).isTrue();
        assertThat(again.invitations().open(SmallRun.NOW)).isEqualTo(1);
        RunAuthority read = RunAuthority.read(again).orElseThrow();
        assertThat(read.hasKey()).isTrue();
        assertThat(read.isInviter()).isTrue();
        assertThat(read.revocations().isRevoked(SmallRun.key(3).peer())).isTrue();
    }

    @Test
    void onlyTheOwnerReads() throws IOException {
        assumeTrue(hasPermissions(), "The file system has no permissions");
        SecurityFolder folder = full();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path()))).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(folder.path())) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(13);
            for (Path file : all) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).as(file.toString())
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void rightsOfOthersAreTaken() throws IOException {
        assumeTrue(hasPermissions(), "The file system has no permissions");
        SecurityFolder folder = full();
        Path key = folder.path().resolve("device.key");
        Files.setPosixFilePermissions(folder.path(), ALL);
        Files.setPosixFilePermissions(key, ALL);
        Files.setPosixFilePermissions(Files.createFile(folder.path().resolve("latest-time.unfinished")), ALL);
        folder().deviceKey();
        folder.writeLatestTime(SmallRun.NOW);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path()))).isEqualTo("rwx------");
        for (Path file : List.of(key, folder.path().resolve("latest-time"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        }
    }

    static Stream<Arguments> files() {
        return Stream.of(Arguments.of("device.key", reading(SecurityFolder::deviceKey)),
                Arguments.of("authority.key", reading(SecurityFolder::authorityKey)),
                Arguments.of("authority.crt", reading(SecurityFolder::authority)),
                Arguments.of("chain.pem", reading(SecurityFolder::chain)),
                Arguments.of("revocations.bin",
                        reading(folder -> folder.revocations(folder.authority().orElseThrow()))),
                Arguments.of("acquaintances.bin", reading(SecurityFolder::acquaintances)),
                Arguments.of("invitations.bin", reading(SecurityFolder::invitations)),
                Arguments.of("token", reading(SecurityFolder::token)),
                Arguments.of("latest-time", reading(SecurityFolder::latestTime)));
    }

    private static Consumer<SecurityFolder> reading(Consumer<SecurityFolder> reading) {
        return reading;
    }

    private static void flip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 0x40;
        Files.write(file, bytes);
    }

    @ParameterizedTest
    @MethodSource("files")
    void damagedFileIsMendedOrDoneWithout_andTold(String name, Consumer<SecurityFolder> reading) throws IOException {
        SecurityFolder folder = full();
        Path file = folder.path().resolve(name);
        Path copy = folder.path().resolve(name + ".copy");
        byte[] whole = Files.readAllBytes(file);
        for (byte[] bytes : List.of(new byte[0], new byte[4 << 20], Arrays.copyOf(whole, whole.length / 2))) {
            Files.write(file, bytes);
            reading.accept(folder);
            assertThat(folder.takeNews()).singleElement().asString().startsWith("The file " + file + " is damaged (")
                    .matches(".*: (its copy has taken its place|[a-z].*)");
            assertThat(file.resolveSibling(name + ".damaged")).hasBinaryContent(bytes);
            if (Files.exists(copy)) {
                assertThat(file).hasBinaryContent(whole);
                assertThat(copy).hasBinaryContent(whole);
            } else {
                assertThat(file).doesNotExist();
            }
            reading.accept(folder);
            assertThat(folder.takeNews()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"device.key", "authority.key", "authority.crt", "chain.pem"})
    void whatIsKeptTwiceIsRefusedWhenBothAreDamaged(String name) throws IOException {
        SecurityFolder folder = full();
        Path file = folder.path().resolve(name);
        flip(file);
        flip(folder.path().resolve(name + ".copy"));
        Sentences.assertMistakeAbout(() -> {
            folder.authorityKey();
            folder.chain();
        }, "The file " + file + " is damaged (", "): put back a copy of it");
        assertThat(file).exists();
    }

    @ParameterizedTest
    @MethodSource("files")
    void folderInThePlaceOfAFileIsPutAsideToo(String name, Consumer<SecurityFolder> reading) throws IOException {
        SecurityFolder folder = full();
        Path file = folder.path().resolve(name);
        Files.delete(file);
        Files.createFile(Files.createDirectory(file).resolve("x"));
        reading.accept(folder);
        assertThat(folder.takeNews()).singleElement().asString().contains(file + " is damaged (it is no file)");
        Path copy = folder.path().resolve(name + ".copy");
        if (Files.exists(copy)) {
            byte[] whole = Files.readAllBytes(copy);
            Files.delete(copy);
            Files.createDirectory(copy);
            reading.accept(folder);
            assertThat(copy).hasBinaryContent(whole);
        }
    }

    /** As on a full disk: the copy is used all the same. */
    @ParameterizedTest
    @MethodSource("files")
    void whatCannotBeMendedNowIsUsed(String name, Consumer<SecurityFolder> reading) throws IOException {
        SecurityFolder folder = full();
        Path file = folder.path().resolve(name);
        Files.write(file, new byte[]{1});
        for (String taken : List.of(name + ".damaged", name + ".unfinished", name + ".copy.unfinished")) {
            Files.createFile(Files.createDirectory(folder.path().resolve(taken)).resolve("x"));
        }
        reading.accept(folder);
        assertThat(folder.takeNews()).singleElement().asString().contains("cannot ", "is damaged (");
        assertThat(file).hasBinaryContent(new byte[]{1});
    }

    @Test
    void damagedOrMissingCopyIsWrittenAgain() throws IOException {
        SecurityFolder folder = full();
        Path copy = folder.path().resolve("device.key.copy");
        byte[] whole = Files.readAllBytes(copy);
        flip(copy);
        folder.deviceKey();
        assertThat(copy).hasBinaryContent(whole);
        Files.delete(copy);
        folder.deviceKey();
        assertThat(copy).hasBinaryContent(whole);
        assertThat(folder.takeNews()).isEmpty();
    }

    /** So that the key can be kept offline. */
    @Test
    void keyOfTheAuthorityCanBeRemoved() throws IOException {
        SecurityFolder folder = full();
        Files.delete(folder.path().resolve("authority.key"));
        assertThat(folder.authorityKey()).isEmpty();
        assertThat(folder.path().resolve("authority.key.copy")).doesNotExist();
    }

    @Test
    void whoOnlyReadsMendsNothing() throws IOException {
        SecurityFolder folder = full();
        Path key = folder.path().resolve("device.key");
        flip(key);
        flip(folder.path().resolve("token"));
        byte[] damaged = Files.readAllBytes(key);
        SecurityFolder looked = SecurityFolder.look(folder.path().getParent()).orElseThrow();
        assertThat(looked.deviceKey()).isPresent();
        assertThat(key).hasBinaryContent(damaged);
        Sentences.assertMistakeAbout(looked::token, "token is damaged (",
                "at its next start, and the API gets a new token");
    }

    @Test
    void filesOfDifferentDevicesAreTold() throws IOException {
        SecurityFolder folder = full();
        folder.writeChain(run.member(SmallRun.key(5)));
        Sentences.assertMistakeAbout(folder::chain, "chain.pem is damaged (it is not for the key in device.key): ");
        folder.writeChain(run.member(folder.deviceKey().orElseThrow()));
        Sentences.assertMistakeAbout(() -> RunAuthority.read(folder), "are of different runs");
        folder.writeAuthorityKey(SmallRun.key(5));
        Sentences.assertMistakeAbout(folder::authorityKey,
                "authority.key is damaged (it is not the key of authority.crt)");
    }

    @Test
    void lostKeyIsNotReplaced() throws IOException {
        SecurityFolder folder = full();
        Files.delete(folder.path().resolve("device.key"));
        assertThat(folder.deviceKey(random)).isNotNull();
        assertThat(folder.takeNews()).singleElement().asString().contains("device.key is missing: its copy");
        Files.delete(folder.path().resolve("device.key"));
        Files.delete(folder.path().resolve("device.key.copy"));
        Sentences.assertMistakeAbout(() -> folder.deviceKey(random), "device.key is missing");
    }

    @Test
    void folderThatIsAFileIsTold() throws IOException {
        Files.createFile(node.resolve("security"));
        Sentences.assertMistakeAbout(this::folder, "The folder " + node.resolve("security"), "other users");
    }
}
