package dev.grapevine.node.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.grapevine.node.security.SecretFiles.Kind;
import dev.grapevine.node.words.UserMistakeException;

/**
 * The folder {@code security} in a node's folder: its key, its certificates, and what it knows of others. Only the owner can
 * read it, where the file system has permissions (POSIX). Files are replaced whole or not at all. Not thread-safe.
 *
 * <p>A damaged file is mended by its copy, or put aside when the node can go on without it; {@link #takeNews} tells it.
 * Reading throws {@link UserMistakeException} when nothing whole is left, with what to do. Writing throws {@link IOException}:
 * a full disk passes.
 */
public final class SecurityFolder {

    private static final String NAME = "security";
    private static final int MAX_TEXT_BYTES = 16 * 1024;
    private static final String RESTORE = "put back a copy of it";
    private static final String REJOIN = RESTORE + ", or remove the folder with it to be invited as a new device";
    private static final Kind DEVICE_KEY = Kind.twice("device.key", MAX_TEXT_BYTES, REJOIN);
    private static final Kind AUTHORITY_KEY = Kind.twiceUnlessRemoved("authority.key", MAX_TEXT_BYTES,
            RESTORE + ", or remove it: this node then grants no inviters");
    private static final Kind AUTHORITY = Kind.twice("authority.crt", MAX_TEXT_BYTES, REJOIN);
    private static final Kind CHAIN = Kind.twice("chain.pem", MAX_TEXT_BYTES, REJOIN);
    private static final Kind REVOCATIONS = Kind.replaceable("revocations.bin", Revocations.MAX_BYTES,
            "peers tell their revocations again");
    private static final Kind ACQUAINTANCES = Kind.replaceable("acquaintances.bin", Acquaintances.MAX_BYTES,
            "peers with certificates that have ended have to be invited again");
    private static final Kind INVITATIONS = Kind.replaceable("invitations.bin", Invitations.MAX_BYTES,
            "open invitations are void");
    private static final Kind TOKEN = Kind.replaceable("token", MAX_TEXT_BYTES, "the API gets a new token");
    static final String LATEST_TIME_FILE = "latest-time";
    private static final Kind LATEST_TIME = Kind.replaceable(LATEST_TIME_FILE, MAX_TEXT_BYTES,
            "the clock of the device is believed");

    private final SecretFiles files;

    private SecurityFolder(SecretFiles files) {
        this.files = files;
    }

    /**
     * Makes the folder if need be, and takes from others what rights they have on it.
     *
     * @param nodeFolder exists
     * @throws UserMistakeException if it cannot be used
     */
    public static SecurityFolder open(Path nodeFolder) {
        Path folder = nodeFolder.resolve(NAME);
        try {
            return new SecurityFolder(SecretFiles.open(folder));
        } catch (IOException e) {
            throw new UserMistakeException("The folder " + folder + " cannot be kept from other users: "
                    + e.getMessage(), e);
        }
    }

    /** The same folder for who only reads: nothing is made or changed. Empty if there is none. */
    public static Optional<SecurityFolder> look(Path nodeFolder) {
        Path folder = nodeFolder.resolve(NAME);
        return Files.isDirectory(folder)
                ? Optional.of(new SecurityFolder(SecretFiles.look(folder)))
                : Optional.empty();
    }

    /** Whether the folder of a node has certificates; nothing is made or changed. */
    public static boolean hasCertificates(Path nodeFolder) {
        return SecretFiles.look(nodeFolder.resolve(NAME)).exists(CHAIN);
    }

    /** Whether the folder of a node has its key, or the copy of it; nothing is made or changed. */
    public static boolean hasDeviceKey(Path nodeFolder) {
        return SecretFiles.look(nodeFolder.resolve(NAME)).exists(DEVICE_KEY);
    }

    public Path path() {
        return files.folder();
    }

    /** Sentences for users about what was damaged in the folder and is mended, once each. */
    public List<String> takeNews() {
        return files.takeNews();
    }

    public Optional<DeviceKey> deviceKey() {
        return files.read(DEVICE_KEY, bytes -> DeviceKey.decode(text(bytes)));
    }

    /** The key of this device: of an earlier life, or a new one that is on disk when this returns. */
    public DeviceKey deviceKey(SecureRandom random) throws IOException {
        Optional<DeviceKey> present = deviceKey();
        if (present.isPresent()) {
            return present.get();
        }
        if (files.exists(CHAIN)) {
            throw new UserMistakeException("The file " + files.path(DEVICE_KEY) + " is missing, but not "
                    + files.path(CHAIN).getFileName()
                    + " for it: " + REJOIN);
        }
        DeviceKey fresh = DeviceKey.create(random);
        writeDeviceKey(fresh);
        return fresh;
    }

    /** Writes the key of this device, in place of one that it has. */
    public void writeDeviceKey(DeviceKey key) throws IOException {
        files.write(DEVICE_KEY, key.encode().getBytes(StandardCharsets.US_ASCII));
    }

    /** The key of the run's authority: only on the device that founded the run. */
    public Optional<DeviceKey> authorityKey() {
        Optional<X509Certificate> certificate = authority();
        return files.read(AUTHORITY_KEY, bytes -> {
            DeviceKey key = DeviceKey.decode(text(bytes));
            if (certificate.isEmpty() || !certificate.get().getPublicKey().equals(key.publicKey())) {
                throw new IllegalArgumentException("it is not the key of " + files.path(AUTHORITY).getFileName());
            }
            return key;
        });
    }

    public void writeAuthorityKey(DeviceKey key) throws IOException {
        files.write(AUTHORITY_KEY, key.encode().getBytes(StandardCharsets.US_ASCII));
    }

    /** The certificate of the run's authority; empty before this device has a run. */
    public Optional<X509Certificate> authority() {
        return files.read(AUTHORITY, bytes -> {
            List<X509Certificate> certificates = CertificateBytes.parsePem(text(bytes));
            if (certificates.size() != 1) {
                throw new IllegalArgumentException("it has " + certificates.size() + " certificates");
            }
            DeviceKey.publicBytes(certificates.getFirst().getPublicKey());
            return certificates.getFirst();
        });
    }

    public void writeAuthority(X509Certificate authority) throws IOException {
        files.write(AUTHORITY, CertificateBytes.pem(List.of(authority)).getBytes(StandardCharsets.US_ASCII));
    }

    /** This device's certificates, its own first; empty before it has a run. */
    public Optional<CertificateChain> chain() {
        Optional<DeviceKey> device = deviceKey();
        return files.read(CHAIN, bytes -> {
            CertificateChain chain = CertificateChain.of(CertificateBytes.parsePem(text(bytes)));
            if (device.isEmpty() || !chain.leaf().getPublicKey().equals(device.get().publicKey())) {
                throw new IllegalArgumentException("it is not for the key in " + files.path(DEVICE_KEY).getFileName());
            }
            return chain;
        });
    }

    public void writeChain(CertificateChain chain) throws IOException {
        files.write(CHAIN, CertificateBytes.pem(chain.certificates()).getBytes(StandardCharsets.US_ASCII));
    }

    /** The revocations of an authority's run; none if there is no file. */
    public Revocations revocations(X509Certificate authority) {
        return files.read(REVOCATIONS, bytes -> Revocations.decode(bytes, authority))
                .orElseGet(() -> new Revocations(authority));
    }

    public void writeRevocations(Revocations revocations) throws IOException {
        files.write(REVOCATIONS, revocations.encode());
    }

    public Acquaintances acquaintances() {
        return files.read(ACQUAINTANCES, Acquaintances::decode)
                .orElseGet(Acquaintances::new);
    }

    public void writeAcquaintances(Acquaintances acquaintances) throws IOException {
        files.write(ACQUAINTANCES, acquaintances.encode());
    }

    public Invitations invitations() {
        return files.read(INVITATIONS, Invitations::decode).orElseGet(Invitations::new);
    }

    public void writeInvitations(Invitations invitations) throws IOException {
        files.write(INVITATIONS, invitations.encode());
    }

    /** The token of the node's HTTP API; empty before its first start. */
    public Optional<ApiToken> token() {
        return files.read(TOKEN, bytes -> ApiToken.parse(text(bytes).strip()));
    }

    /** The token of the node's HTTP API: of an earlier start, or a new one that is on disk when this returns. */
    public ApiToken token(SecureRandom random) throws IOException {
        Optional<ApiToken> present = token();
        if (present.isPresent()) {
            return present.get();
        }
        ApiToken fresh = ApiToken.create(random);
        files.write(TOKEN, (fresh.text() + "\n").getBytes(StandardCharsets.US_ASCII));
        return fresh;
    }

    /** The latest instant that was written; 1970 if none was. */
    public Instant latestTime() {
        return files.read(LATEST_TIME, bytes -> {
            try {
                return FieldWriter.second(Instant.parse(text(bytes).strip()));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("it is no time", e);
            }
        }).orElse(Instant.EPOCH);
    }

    public void writeLatestTime(Instant latest) throws IOException {
        files.write(LATEST_TIME, (FieldWriter.second(latest) + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Other bytes than ASCII become letters that no reader takes. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "SecurityFolder[" + files.folder() + "]";
    }
}
