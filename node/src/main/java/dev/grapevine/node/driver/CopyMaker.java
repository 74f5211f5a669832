package dev.grapevine.node.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Optional;

import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.security.SecurityFolder;
import dev.grapevine.node.spare.CopyLabel;
import dev.grapevine.node.spare.SealedCopy;
import dev.grapevine.node.spare.SpareContent;

/** Makes spare copies of what this node's folder has. For worker threads, one call at a time. */
final class CopyMaker {

    /** The number of times that the checkpoint is in memory while its copy is made. */
    private static final int TIMES_IN_MEMORY = 5;

    private final Equipment has;
    private final RunAccess access;
    private final SecureRandom random = new SecureRandom();
    private boolean isTold;

    CopyMaker(Equipment has, RunAccess access) {
        this.has = has;
        this.access = access;
    }

    /**
     * A copy of the newest checkpoint, sealed. Empty without one, and if there is no room for it; the user is told
     * once.
     */
    Optional<byte[]> sealed(CopyLabel label) throws IOException {
        Optional<SecurityFolder> security = SecurityFolder.look(has.directory().path());
        if (security.isEmpty() || !Files.exists(has.directory().checkpoint())) {
            return Optional.empty();
        }
        long bytes = Files.size(has.directory().checkpoint());
        Runtime runtime = Runtime.getRuntime();
        long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
        if (bytes > free / TIMES_IN_MEMORY) {
            return tell("its " + bytes + " bytes do not fit into the memory beside the model (--memory)");
        }
        Optional<byte[]> checkpoint = has.directory().checkpointBytes();
        if (checkpoint.isEmpty()) {
            return Optional.empty();
        }
        X509Certificate authority = security.get().authority().orElseThrow();
        byte[] content = new SpareContent(has.directory().name(), authority, security.get().authorityKey(),
                access.chain(), security.get().revocations(authority), has.directory().knownPeers(), checkpoint.get())
                .encode();
        return content.length > SealedCopy.CONTENT_BYTES_MAX
                ? tell("it has " + content.length + " bytes, and allowed are " + SealedCopy.CONTENT_BYTES_MAX)
                : Optional.of(SealedCopy.seal(has.key(), label, content, random));
    }

    private Optional<byte[]> tell(String why) {
        if (!isTold) {
            isTold = true;
            has.loop().runOnContext(unused -> has.listener()
                    .notice("No peer gets a copy of its newest checkpoint: " + why));
        }
        return Optional.empty();
    }
}
