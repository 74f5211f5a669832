package dev.grapevine.node.security;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.grapevine.gossip.peers.PeerId;

/**
 * The keys of a run that are no longer let in: a set of statements by the authority and by inviters. It only grows, and two
 * nodes that have exchanged their sets in both directions agree. Not thread-safe.
 *
 * <p>The authority has the last word: an inviter that it revokes loses its voice, and the statements of that inviter are
 * void, so that the thief of one device cannot revoke a whole run.
 *
 * <p>An exchange: one side sends {@link #known}, the other answers with {@link #missing}, the first one takes it with
 * {@link #merge}.
 */
public final class Revocations {

    public static final int MAX_STATEMENTS = 1024;
    /** No single inviter can take up the room of the others. */
    public static final int MAX_STATEMENTS_BY_INVITER = 256;
    /** The largest number of bytes in one answer. */
    public static final int MAX_BATCH_BYTES = 32 * 1024;
    /** The time for which a statement is needed: the longest certificate, its grace, and a year for inviters that have not heard. */
    public static final Duration KEPT = Certificates.INVITER_LIFE.multipliedBy(2).plus(Admission.GRACE);
    public static final int MAX_KNOWN_BYTES = Short.BYTES + MAX_STATEMENTS * Long.BYTES;

    private static final String KIND = "GRPVREV1";
    static final int MAX_BYTES = CheckedBytes.HEAD_BYTES + Short.BYTES
            + MAX_STATEMENTS * (Short.BYTES + Revocation.MAX_BYTES);

    /** The outcome of a statement. */
    public enum Outcome {
        ADDED,
        /** The same one or a later one of the same author about the same key is there. */
        KNOWN,
        /** It is no longer needed, or its author was revoked by the authority. */
        VOID,
        /** Its author is neither the authority nor was it an inviter at the time: a peer's fault. */
        UNAUTHORISED,
        /** There is no room for it. */
        FULL
    }

    /** Numbers of statements that were new, and that their authors were not allowed to make. */
    public record Merged(int added, int unauthorised) {}

    private record Subject(PeerId peer, PeerId by) {}

    private static final Comparator<Subject> BY_PEER = Comparator.comparing(Subject::peer).thenComparing(Subject::by);

    private final X509Certificate authority;
    private final byte[] authorityPublic;
    private final PeerId authorityPeer;
    private final SortedMap<Subject, Revocation> statements = new TreeMap<>(BY_PEER);

    /** None yet. */
    public Revocations(X509Certificate authority) {
        this.authority = authority;
        this.authorityPublic = DeviceKey.publicBytes(authority.getPublicKey());
        this.authorityPeer = DeviceKey.peerOf(authorityPublic);
    }

    public int size() {
        return statements.size();
    }

    public boolean isRevoked(PeerId peer) {
        return of(peer).isPresent();
    }

    /** The earliest statement about a peer. */
    public Optional<Revocation> of(PeerId peer) {
        return statements.values().stream().filter(statement -> statement.peer().equals(peer))
                .min(Comparator.comparing(Revocation::when).thenComparing(Revocation::by));
    }

    /** Adds a statement if its author may make it and it is still needed. */
    public Outcome add(Revocation statement, Instant now) {
        Subject subject = new Subject(statement.peer(), statement.by());
        if (statement.when().plus(KEPT).isBefore(now) || isSilenced(statement)) {
            return Outcome.VOID;
        }
        Revocation present = statements.get(subject);
        if (present != null && !isLater(statement, present)) {
            return Outcome.KNOWN;
        }
        if (!isAuthorised(statement)) {
            return Outcome.UNAUTHORISED;
        }
        if (present == null && !hasRoom(statement, now)) {
            return Outcome.FULL;
        }
        statements.put(subject, statement);
        statements.values().removeIf(this::isSilenced);
        return Outcome.ADDED;
    }

    /** An order that all nodes agree about. */
    private static boolean isLater(Revocation one, Revocation other) {
        int byTime = one.when().compareTo(other.when());
        return byTime > 0 || byTime == 0 && Arrays.compareUnsigned(one.signed(), other.signed()) > 0;
    }

    private boolean isByAuthority(Revocation statement) {
        return statement.isBy(authorityPublic);
    }

    private boolean isSilenced(Revocation statement) {
        return !isByAuthority(statement) && statements
                .containsKey(new Subject(statement.by(), authorityPeer));
    }

    private boolean isAuthorised(Revocation statement) {
        if (isByAuthority(statement)) {
            return true;
        }
        try {
            CertificateChain chain = CertificateChain.of(statement.chain());
            return chain.isInviter() && chain.peer().equals(statement.by()) && chain.isValid(statement.when())
                    && chain.leadsTo(authority);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Statements that are no longer needed are dropped only now: a clock that is far ahead for a while costs none. */
    private boolean hasRoom(Revocation statement, Instant now) {
        if (!isByAuthority(statement) && statements.values().stream()
                .filter(other -> other.by().equals(statement.by())).count() >= MAX_STATEMENTS_BY_INVITER) {
            return false;
        }
        if (statements.size() >= MAX_STATEMENTS) {
            statements.values().removeIf(other -> other.when().plus(KEPT).isBefore(now));
        }
        return statements.size() < MAX_STATEMENTS;
    }

    /** Short names of all statements, at most {@value #MAX_KNOWN_BYTES} bytes. */
    public byte[] known() {
        FieldWriter out = new FieldWriter().number16(statements.size());
        statements.values().forEach(statement -> out.number64(statement.id()));
        return out.bytes();
    }

    /**
     * The statements that the other side lacks, those of the authority first, as far as there is room for them.
     *
     * @param known     as the other side sent it
     * @param mostBytes of the answer
     * @throws IllegalArgumentException if it is malformed
     */
    public byte[] missing(byte[] known, int mostBytes) {
        FieldReader in = new FieldReader(known);
        Set<Long> theirs = new HashSet<>();
        int count = in.number16(MAX_STATEMENTS, "known revocations");
        for (int i = 0; i < count; i++) {
            theirs.add(in.number64());
        }
        in.end();
        List<byte[]> batch = new ArrayList<>();
        int bytes = Short.BYTES;
        for (Revocation statement : statements.values().stream().filter(one -> !theirs.contains(one.id()))
                .sorted(Comparator.comparing((Revocation one) -> !isByAuthority(one)).thenComparing(Revocation::when))
                .toList()) {
            byte[] signed = statement.signed();
            if (bytes + Short.BYTES + signed.length > mostBytes) {
                break;
            }
            bytes += Short.BYTES + signed.length;
            batch.add(signed);
        }
        return encode(batch);
    }

    /** All statements that fit, for a node that has none. */
    public byte[] missing() {
        return missing(new FieldWriter().number16(0).bytes(), MAX_BATCH_BYTES);
    }

    /**
     * Takes what the other side found missing here.
     *
     * @throws IllegalArgumentException if it is malformed; nothing is taken then
     */
    public Merged merge(byte[] batch, Instant now) {
        if (batch.length > MAX_BATCH_BYTES) {
            throw new IllegalArgumentException("More than " + MAX_BATCH_BYTES + " bytes of revocations");
        }
        int added = 0;
        int unauthorised = 0;
        for (Revocation statement : decode(batch)) {
            Outcome outcome = add(statement, now);
            added += outcome == Outcome.ADDED ? 1 : 0;
            unauthorised += outcome == Outcome.UNAUTHORISED ? 1 : 0;
        }
        return new Merged(added, unauthorised);
    }

    /** All of them as bytes, for a file. */
    public byte[] encode() {
        return CheckedBytes.wrap(KIND, encode(statements.values().stream().map(Revocation::signed).toList()));
    }

    /**
     * Reads what {@link #encode()} wrote.
     *
     * @throws IllegalArgumentException if it is damaged, or of another authority
     */
    public static Revocations decode(byte[] bytes, X509Certificate authority) {
        Revocations read = new Revocations(authority);
        for (Revocation statement : decode(CheckedBytes.unwrap(KIND, bytes))) {
            if (read.add(statement, Instant.EPOCH) == Outcome.UNAUTHORISED) {
                throw new IllegalArgumentException("A revocation is not of this run");
            }
        }
        return read;
    }

    private static byte[] encode(List<byte[]> batch) {
        FieldWriter out = new FieldWriter().number16(batch.size());
        batch.forEach(out::bytes16);
        return out.bytes();
    }

    private static List<Revocation> decode(byte[] batch) {
        FieldReader in = new FieldReader(batch);
        List<Revocation> read = new ArrayList<>();
        int count = in.number16(MAX_STATEMENTS, "revocations");
        for (int i = 0; i < count; i++) {
            read.add(Revocation.read(in.bytes16(Revocation.MAX_BYTES, "a revocation"))
                    .orElseThrow(() -> new IllegalArgumentException("A revocation is malformed")));
        }
        in.end();
        return read;
    }
}
