package dev.grapevine.node.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import dev.grapevine.node.words.Address;

/** Devices of one run, each with a folder, all by the same clock. */
public final class TestRun {

    public static final Instant BEGIN = SmallRun.NOW;

    private final Path folder;
    private Instant now = BEGIN;
    private long seed;

    public TestRun(Path folder) {
        this.folder = folder;
    }

    /** The time of all devices. */
    public void setClock(Instant time) {
        now = time;
    }

    public Instant now() {
        return now;
    }

    private InstantSource clock() {
        return () -> now;
    }

    private SecurityFolder folder(String name) {
        try {
            return SecurityFolder.open(Files.createDirectories(folder.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RunAccess founder(String name) {
        SecurityFolder own = folder(name);
        try {
            return RunAccess.found(own, own.deviceKey(new SeededRandom(++seed)), name, clock(),
                    new SeededRandom(++seed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A device that an inviter has let in. */
    public RunAccess invited(RunAccess inviter, String name) {
        SecurityFolder own = folder(name);
        try {
            DeviceKey key = own.deviceKey(new SeededRandom(++seed));
            InvitationCode code = inviter.invite(new Address("192.0.2.7", 7001));
            byte[] exporter = new byte[InvitationCode.EXPORTER_BYTES];
            EnrolmentMessages.Answer answer = inviter.answer(new EnrolmentMessages.Request(code.id(),
                    code.proof(exporter, key.publicBytes()), key.publicBytes(), name), exporter, key.publicBytes(),
                    List.of(), 0);
            return RunAccess.admitted(own, key, (EnrolmentMessages.Admitted) answer, clock(),
                    new SeededRandom(++seed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same device after a restart. */
    public RunAccess again(String name) {
        SecurityFolder own = folder(name);
        return RunAccess.read(own, own.deviceKey().orElseThrow(), clock(), new SeededRandom(++seed)).orElseThrow();
    }

    /** A device in its own words. */
    public static MemberEntry entry(RunAccess access, long incarnation, int port) {
        return MemberEntry.of(new SelfDescription(access.device().publicBytes(), "", incarnation,
                List.of(new Address("192.0.2.7", port)), access.now().plusSeconds(1000)), access.device(),
                access.chain());
    }

    public static X509Certificate selfSigned(DeviceKey key) {
        return Certificates.selfSigned(key, Instant.now());
    }
}
