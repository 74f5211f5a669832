package dev.grapevine.node.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import dev.grapevine.node.store.AtomicFile;
import dev.grapevine.node.store.NodeDirectory;
import dev.grapevine.node.words.UserMistakeException;

/**
 * The folder {@code security} in a node's folder: its key, its certificates, and what it knows of others. Only the owner can
 * read it, where the file system has permissions (POSIX). Files are replaced whole or not at all. Not thread-safe.
 *
 * <p>Reading throws {@link UserMistakeException} for a damaged file, with what to do. Writing throws {@link IOException}:
 * a full disk passes.
 */
public final class SecurityFolder {

    static final String LATEST_TIME = "latest-time";

    private static final String NAME = "security";
    private static final String DEVICE_KEY = "device.key";
    private static final String AUTHORITY_KEY = "authority.key";
    private static final String AUTHORITY = "authority.crt";
    private static final String CHAIN = "chain.pem";
    private static final String REVOCATIONS = "revocations.bin";
    private static final String ACQUAINTANCES = "acquaintances.bin";
    private static final String INVITATIONS = "invitations.bin";
    private static final String TOKEN = "token";
    /** As {@link NodeDirectory#replace} names a file before it takes its place. */
    private static final String UNFINISHED = ".unfinished";
    private static final int MAX_TEXT_BYTES = 16 * 1024;
    private static final String RESTORE = "put back a copy of it";
    private static final String REJOIN = RESTORE + ", or remove the folder with it to be invited as a new device";

    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");

    private final Path folder;
    private final boolean hasPermissions;

    private SecurityFolder(Path folder, boolean hasPermissions) {
        this.folder = folder;
        this.hasPermissions = hasPermissions;
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
            FileStore store = Files.getFileStore(nodeFolder);
            boolean hasPermissions = store.supportsFileAttributeView("posix");
            if (!Files.isDirectory(folder)) {
                Files.createDirectory(folder, attributes(hasPermissions, OWNER_FOLDER));
            }
            if (hasPermissions) {
                Files.setPosixFilePermissions(folder, OWNER_FOLDER);
            }
            return new SecurityFolder(folder, hasPermissions);
        } catch (IOException e) {
            throw new UserMistakeException("The folder " + folder + " cannot be kept from other users: "
                    + e.getMessage(), e);
        }
    }

    /** The same folder for who only reads: nothing is made or changed. Empty if there is none. */
    public static Optional<SecurityFolder> look(Path nodeFolder) {
        Path folder = nodeFolder.resolve(NAME);
        return Files.isDirectory(folder) ? Optional.of(new SecurityFolder(folder, false)) : Optional.empty();
    }

    private static FileAttribute<?>[] attributes(boolean hasPermissions, Set<PosixFilePermission> permissions) {
        return hasPermissions
                ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    /** Whether the folder of a node has certificates; nothing is made or changed. */
    public static boolean hasCertificates(Path nodeFolder) {
        return Files.exists(nodeFolder.resolve(NAME).resolve(CHAIN));
    }

    public Path path() {
        return folder;
    }

    public Optional<DeviceKey> deviceKey() {
        return read(DEVICE_KEY, MAX_TEXT_BYTES, REJOIN, bytes -> DeviceKey.decode(text(bytes)));
    }

    /** The key of this device: of an earlier life, or a new one that is on disk when this returns. */
    public DeviceKey deviceKey(SecureRandom random) throws IOException {
        Optional<DeviceKey> present = deviceKey();
        if (present.isPresent()) {
            return present.get();
        }
        if (Files.exists(folder.resolve(CHAIN))) {
            throw new UserMistakeException("The file " + folder.resolve(DEVICE_KEY) + " is missing, but not " + CHAIN
                    + " for it: " + REJOIN);
        }
        DeviceKey fresh = DeviceKey.create(random);
        write(DEVICE_KEY, fresh.encode().getBytes(StandardCharsets.US_ASCII));
        return fresh;
    }

    /** The key of the run's authority: only on the device that founded the run. */
    public Optional<DeviceKey> authorityKey() {
        Optional<X509Certificate> certificate = authority();
        return read(AUTHORITY_KEY, MAX_TEXT_BYTES, RESTORE + ", or remove it: this node then grants no inviters",
                bytes -> {
                    DeviceKey key = DeviceKey.decode(text(bytes));
                    if (certificate.isEmpty() || !certificate.get().getPublicKey().equals(key.publicKey())) {
                        throw new IllegalArgumentException("it is not the key of " + AUTHORITY);
                    }
                    return key;
                });
    }

    public void writeAuthorityKey(DeviceKey key) throws IOException {
        write(AUTHORITY_KEY, key.encode().getBytes(StandardCharsets.US_ASCII));
    }

    /** The certificate of the run's authority; empty before this device has a run. */
    public Optional<X509Certificate> authority() {
        return read(AUTHORITY, MAX_TEXT_BYTES, REJOIN, bytes -> {
            List<X509Certificate> certificates = CertificateBytes.parsePem(text(bytes));
            if (certificates.size() != 1) {
                throw new IllegalArgumentException("it has " + certificates.size() + " certificates");
            }
            DeviceKey.publicBytes(certificates.getFirst().getPublicKey());
            return certificates.getFirst();
        });
    }

    public void writeAuthority(X509Certificate authority) throws IOException {
        write(AUTHORITY, CertificateBytes.pem(List.of(authority)).getBytes(StandardCharsets.US_ASCII));
    }

    /** This device's certificates, its own first; empty before it has a run. */
    public Optional<CertificateChain> chain() {
        Optional<DeviceKey> device = deviceKey();
        return read(CHAIN, MAX_TEXT_BYTES, REJOIN, bytes -> {
            CertificateChain chain = CertificateChain.of(CertificateBytes.parsePem(text(bytes)));
            if (device.isEmpty() || !chain.leaf().getPublicKey().equals(device.get().publicKey())) {
                throw new IllegalArgumentException("it is not for the key in " + DEVICE_KEY);
            }
            return chain;
        });
    }

    public void writeChain(CertificateChain chain) throws IOException {
        write(CHAIN, CertificateBytes.pem(chain.certificates()).getBytes(StandardCharsets.US_ASCII));
    }

    /** The revocations of an authority's run; none if there is no file. */
    public Revocations revocations(X509Certificate authority) {
        return read(REVOCATIONS, Revocations.MAX_BYTES, "remove it: peers tell their revocations again",
                bytes -> Revocations.decode(bytes, authority)).orElseGet(() -> new Revocations(authority));
    }

    public void writeRevocations(Revocations revocations) throws IOException {
        write(REVOCATIONS, revocations.encode());
    }

    public Acquaintances acquaintances() {
        return read(ACQUAINTANCES, Acquaintances.MAX_BYTES,
                "remove it: peers with certificates that have ended then have to be invited again",
                Acquaintances::decode)
                .orElseGet(Acquaintances::new);
    }

    public void writeAcquaintances(Acquaintances acquaintances) throws IOException {
        write(ACQUAINTANCES, acquaintances.encode());
    }

    public Invitations invitations() {
        return read(INVITATIONS, Invitations.MAX_BYTES, "remove it: open invitations are void then",
                Invitations::decode).orElseGet(Invitations::new);
    }

    public void writeInvitations(Invitations invitations) throws IOException {
        write(INVITATIONS, invitations.encode());
    }

    /** The token of the node's HTTP API; empty before its first start. */
    public Optional<ApiToken> token() {
        return read(TOKEN, MAX_TEXT_BYTES, "remove it: the node makes a new one at its start",
                bytes -> ApiToken.parse(text(bytes).strip()));
    }

    /** The token of the node's HTTP API: of an earlier start, or a new one that is on disk when this returns. */
    public ApiToken token(SecureRandom random) throws IOException {
        Optional<ApiToken> present = token();
        if (present.isPresent()) {
            return present.get();
        }
        ApiToken fresh = ApiToken.create(random);
        write(TOKEN, (fresh.text() + "\n").getBytes(StandardCharsets.US_ASCII));
        return fresh;
    }

    /** The latest instant that was written; 1970 if none was. */
    public Instant latestTime() {
        return read(LATEST_TIME, MAX_TEXT_BYTES, "remove it: the clock of the device is then believed", bytes -> {
            try {
                return FieldWriter.second(Instant.parse(text(bytes).strip()));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("it is no time", e);
            }
        }).orElse(Instant.EPOCH);
    }

    public void writeLatestTime(Instant latest) throws IOException {
        write(LATEST_TIME, (FieldWriter.second(latest) + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Other bytes than ASCII become letters that no reader takes. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private <T> Optional<T> read(String name, int mostBytes, String remedy, Function<byte[], T> decode) {
        Path file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            if (Files.size(file) > mostBytes) {
                throw new IllegalArgumentException("it has more than " + mostBytes + " bytes");
            }
            if (hasPermissions) {
                Files.setPosixFilePermissions(file, OWNER_FILE);
            }
            return Optional.of(decode.apply(Files.readAllBytes(file)));
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException("The file " + file + " is damaged (" + e.getMessage() + "): " + remedy, e);
        } catch (IOException e) {
            throw new UserMistakeException("The file " + file + " cannot be used: " + e, e);
        }
    }

    /** The file belongs to its owner alone before the first byte is in it. */
    private void write(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Path unfinished = file.resolveSibling(name + UNFINISHED);
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, attributes(hasPermissions, OWNER_FILE));
        AtomicFile.replace(file, bytes);
    }

    @Override
    public String toString() {
        return "SecurityFolder[" + folder + "]";
    }
}
