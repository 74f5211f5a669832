package dev.grapevine.node.spare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.vertx.core.Future;

import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.peers.Incarnations;
import dev.grapevine.node.replica.training.Gradients;
import dev.grapevine.node.replica.training.LocalTrainer;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.Revocations;
import dev.grapevine.node.security.RunAuthority;
import dev.grapevine.node.security.SecurityFolder;
import dev.grapevine.node.security.SelfDescription;
import dev.grapevine.node.store.CheckpointFile;
import dev.grapevine.node.store.NodeDirectory;
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.UserMistakeException;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A device looks for its copy among members of which some lie, and makes its folder again. */
class SpareSearchTest {

    private static final DeviceKey OWNER = SampleCopy.key(1);
    private static final DeviceKey FOUNDER = SampleCopy.key(2);
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Address NAMED = new Address("192.0.2.1", 7001);
    private static final Address OTHER = new Address("192.0.2.2", 7002);
    private static final Address THIRD = new Address("192.0.2.3", 7003);

    @TempDir
    private Path folder;

    /** What each member answers, and what it gives. */
    private final Map<Address, RestoreMessages.Answer> answers = new LinkedHashMap<>();
    private final Map<Address, byte[]> copies = new LinkedHashMap<>();
    private SpareContent content;

    @BeforeEach
    void begin() {
        RunAuthority founder = RunAuthority.found(FOUNDER, "run", NOW, new SecureRandom());
        content = new SpareContent("ann", founder.certificate(), Optional.empty(),
                founder.admit(OWNER.publicBytes(), NOW, new SecureRandom()), new Revocations(founder.certificate()),
                List.of(THIRD), checkpoint(5));
    }

    private static byte[] checkpoint(long steps) {
        return new CheckpointFile(new Charter(List.of()), new byte[]{1, 2}, new LocalTrainer.State(
                new Gradients.Place(0, 0, 0, 0), "sgd", new float[0]), steps).encode();
    }

    private byte[] sealed(long incarnation, long generation) {
        return SealedCopy.seal(OWNER, SampleCopy.label(OWNER, incarnation, generation), content.encode(),
                new SecureRandom());
    }

    private void member(Address at, CopyLabel says, byte[] gives, Address... others) {
        answers.put(at, new RestoreMessages.Found(Optional.of(new RestoreMessages.Offered(says, gives.length)),
                new byte[0], List.of(others)));
        copies.put(at, gives);
    }

    private SpareSearch.Outcome search() {
        return new SpareSearch(OWNER, new SpareSearch.Members() {
            @Override
            public Future<RestoreMessages.Answer> find(Address member) {
                return answers.containsKey(member)
                        ? Future.succeededFuture(answers.get(member))
                        : Future.failedFuture("it does not answer");
            }

            @Override
            public Future<byte[]> fetch(Address member, RestoreMessages.Offered offered) {
                return Future.succeededFuture(copies.get(member));
            }
        }).search(List.of(NAMED)).result();
    }

    @Test
    void newestCopyOfAllMembersIsTaken() {
        byte[] newest = sealed(7L << 32, 2);
        member(NAMED, SealedCopy.label(sealed(7L << 32, 1)), sealed(7L << 32, 1), OTHER);
        member(OTHER, SealedCopy.label(newest), newest, NAMED);
        SpareSearch.Outcome found = search();
        assertThat(found.label()).contains(SealedCopy.label(newest));
        assertThat(found.content().orElseThrow().checkpoint()).isEqualTo(checkpoint(5));
        assertThat(found.known()).isEqualTo(7L << 32);
        assertThat(found.peers()).containsExactly(THIRD, OTHER, NAMED);
        assertThat(found.notices()).isEmpty();
    }

    @Test
    void oldAlteredAndForeignCopiesAreRefused_andTheNextNewestIsTaken() {
        byte[] honest = sealed(7L << 32, 2);
        byte[] altered = sealed(7L << 32, 8);
        altered[altered.length - 1] ^= 1;
        member(NAMED, SampleCopy.label(OWNER, 7L << 32, 9), sealed(7L << 32, 1), OTHER, THIRD);
        member(OTHER, SealedCopy.label(altered), altered);
        member(THIRD, SealedCopy.label(honest), honest);
        SpareSearch.Outcome found = search();
        assertThat(found.label()).contains(SealedCopy.label(honest));
        assertThat(found.notices()).containsExactly(
                "The copy at 192.0.2.1:7001 cannot be used: It is another one than was announced",
                "The copy at 192.0.2.2:7002 cannot be used: It was changed since this device has made it");
        byte[] foreign = SampleCopy.sealed(FOUNDER, 9L << 32, 1, 100);
        answers.clear();
        member(NAMED, SealedCopy.label(foreign), foreign);
        assertThat(search().content()).isEmpty();
        member(NAMED, SampleCopy.label(OWNER, 9L << 32, 1), foreign);
        assertThat(search().content()).isEmpty();
    }

    /** One member can tell eight addresses, and announce something newer at each. */
    @Test
    void crowdOfLiarsDoesNotHideTheCopyOfAMemberThatIsNamed() {
        byte[] honest = sealed(7L << 32, 2);
        Address[] liars = IntStream.range(0, 3 * SpareSearch.FETCHES_MAX)
                .mapToObj(i -> new Address("192.0.2.9", 7100 + i)).toArray(Address[]::new);
        member(NAMED, SealedCopy.label(honest), honest, liars);
        for (int i = 0; i < liars.length; i++) {
            member(liars[i], SampleCopy.label(OWNER, 7L << 32, 3 + i), honest);
        }
        SpareSearch.Outcome found = search();
        assertThat(found.label()).contains(SealedCopy.label(honest));
        assertThat(found.notices()).hasSize(SpareSearch.FETCHES_MAX);
    }

    @Test
    void onlyLivesThatTheOwnKeyHasSignedCount() {
        byte[] copy = sealed(7L << 32, 1);
        SelfDescription own = new SelfDescription(OWNER.publicBytes(), "ann", 9L << 32, List.of(NAMED), NOW);
        member(NAMED, SealedCopy.label(copy), copy, OTHER, THIRD);
        answers.put(OTHER, new RestoreMessages.Found(Optional.empty(), own.sign(OWNER), List.of()));
        byte[] forged = new SelfDescription(FOUNDER.publicBytes(), "ann", 99L << 32, List.of(NAMED), NOW).sign(FOUNDER);
        answers.put(THIRD, new RestoreMessages.Found(Optional.empty(), forged, List.of()));
        assertThat(search().known()).isEqualTo(9L << 32);
    }

    @Test
    void silenceAndRevocationAreTold() {
        SpareSearch.Outcome silent = search();
        assertThat(silent.answers()).isZero();
        assertThat(silent.notices()).containsExactly(
                "The node at 192.0.2.1:7001 gives no answer: it does not answer");
        answers.put(NAMED, new RestoreMessages.Revoked());
        assertThat(search().isRevoked()).isTrue();
    }

    @Test
    void folderIsWrittenWhole_withALifeFarAboveAllThatAreKnown() {
        RestoredFolder.write(folder, OWNER, 9L << 32, Optional.of(content), List.of(OTHER, NAMED));
        SecurityFolder security = SecurityFolder.open(folder);
        assertThat(security.deviceKey().orElseThrow().peer()).isEqualTo(OWNER.peer());
        assertThat(security.chain().orElseThrow().certificates()).isEqualTo(content.chain().certificates());
        try (NodeDirectory node = NodeDirectory.open(folder)) {
            long life = node.beginLife(OWNER.peer(), Optional.empty()).incarnation();
            assertThat(Incarnations.count(life)).isGreaterThan(1000);
            assertThat(NodeDirectory.isOfAnotherDevice(life, 30L << 32)).isTrue();
            assertThat(NodeDirectory.isOfAnotherDevice(30L << 32, life)).isFalse();
            assertThat(NodeDirectory.isOfAnotherDevice(31L << 32, 30L << 32)).isFalse();
            assertThat(node.name()).isEqualTo("ann");
            assertThat(node.knownPeers()).containsExactly(NAMED, OTHER);
            assertThat(node.readCheckpoint().checkpoint().orElseThrow().steps()).isEqualTo(5);
        }
        assertThatThrownBy(() -> RestoredFolder.check(folder, OWNER)).isInstanceOf(UserMistakeException.class)
                .hasMessageContaining("has this node's key and a checkpoint");
        assertThatThrownBy(() -> RestoredFolder.write(folder, FOUNDER, 1, Optional.empty(), List.of()))
                .isInstanceOf(UserMistakeException.class).hasMessageContaining("is that of another node");
    }

    @Test
    void foundersCopyHasTheKeyOfTheAuthority_andTellsNothingOfIt() {
        RunAuthority founder = RunAuthority.found(FOUNDER, "run", NOW, new SecureRandom());
        DeviceKey authority = SampleCopy.key(3);
        SpareContent own = new SpareContent("", founder.certificate(), Optional.of(authority), founder.chain(),
                new Revocations(founder.certificate()), List.of(), checkpoint(1));
        SpareContent read = SpareContent.decode(FOUNDER, own.encode());
        assertThat(read.authorityKey().orElseThrow().seed()).isEqualTo(authority.seed());
        assertThat(read.toString()).isEqualTo("SpareContent[" + FOUNDER.peer() + "]");
        assertThatThrownBy(() -> SpareContent.decode(OWNER, own.encode())).hasMessage(
                "Its certificates are not those of this device");
    }

    /** The power fails while the folder is written: no node starts with half of it. */
    @Test
    void folderThatWasNotFinishedIsRestoredOnceMore() throws Exception {
        SecurityFolder security = SecurityFolder.open(folder);
        new RunAuthority(OWNER, Optional.empty(), content.authority(), content.chain(), content.revocations())
                .write(security);
        assertThatThrownBy(() -> security.deviceKey(new SecureRandom())).isInstanceOf(UserMistakeException.class);
        RestoredFolder.check(folder, OWNER);
        RestoredFolder.write(folder, OWNER, 0, Optional.of(content), List.of());
        assertThat(security.deviceKey()).isPresent();
    }
}
