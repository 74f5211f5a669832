package dev.grapevine.node.doctor;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import dev.grapevine.node.security.Certificates;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.RunAccess;
import dev.grapevine.node.security.SecurityFolder;
import dev.grapevine.node.words.UserMistakeException;

/**
 * This device, as the node's folder describes it. Nothing is written.
 *
 * @param key    the folder's, or a passing one with which others can be asked
 * @param hasKey whether it is the folder's
 * @param access its part in a run with invitations
 * @param damage a sentence for users if the folder's key or certificates cannot be read
 */
record OwnSide(DeviceKey key, boolean hasKey, Optional<RunAccess> access, Optional<String> damage) {

    static OwnSide of(Optional<Path> folder, InstantSource clock) {
        try {
            Optional<SecurityFolder> security = folder.flatMap(SecurityFolder::look);
            Optional<DeviceKey> key = security.flatMap(SecurityFolder::deviceKey);
            if (key.isPresent()) {
                return new OwnSide(key.get(), true, RunAccess.read(security.get(), key.get(), clock,
                        new SecureRandom()), Optional.empty());
            }
            return new OwnSide(passing(), false, Optional.empty(), security.filter(
                    unused -> SecurityFolder.hasCertificates(folder.orElseThrow())).map(
                            found -> "The folder "
                                    + found.path() + " has certificates and no key: put back a copy of it"));
        } catch (UserMistakeException e) {
            return new OwnSide(passing(), false, Optional.empty(), Optional.of(e.getMessage()));
        }
    }

    private static DeviceKey passing() {
        return DeviceKey.create(new SecureRandom());
    }

    /** The device's certificates, its own first; none if it has no part in a run. */
    List<X509Certificate> chain() {
        return access.map(part -> part.chain().certificates()).orElse(List.of());
    }

    /** A certificate that claims nothing but the key. */
    X509Certificate selfSigned(InstantSource clock) {
        return access.map(RunAccess::selfSigned).orElseGet(() -> Certificates.selfSigned(key, clock.instant()));
    }
}
