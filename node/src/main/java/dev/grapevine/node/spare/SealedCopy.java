package dev.grapevine.node.spare;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.security.FieldReader;

/**
 * A spare copy as keepers have it: a label, a nonce of 12 bytes, and the content under AES-256-GCM (NIST SP 800-38D). The key
 * follows from the owner's private key, the label is authenticated with the content, and the nonce is drawn anew for each
 * copy: a life of a node makes far fewer than the 2³² for which that is safe. Only the owner reads it, and whatever was
 * changed is no copy any more. Thread-safe.
 */
public final class SealedCopy {

    /** Most bytes of one, label included: a node's memory has to hold its own. */
    public static final int MAX_BYTES = 64 << 20;

    private static final String PURPOSE = "grapevine spare copy 1";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int HEAD_BYTES = CopyLabel.BYTES + NONCE_BYTES;
    /** The bytes of a copy beside its content. */
    static final int OVERHEAD_BYTES = HEAD_BYTES + TAG_BITS / Byte.SIZE;
    public static final int CONTENT_BYTES_MAX = MAX_BYTES - OVERHEAD_BYTES;

    private SealedCopy() {}

    /**
     * Encrypts a content.
     *
     * @param owner the key of the label's owner
     * @throws IllegalArgumentException if the copy has more than {@value #MAX_BYTES} bytes
     */
    public static byte[] seal(DeviceKey owner, CopyLabel label, byte[] content, SecureRandom random) {
        if (!owner.peer().equals(label.owner()) || content.length > CONTENT_BYTES_MAX) {
            throw new IllegalArgumentException("A content of " + content.length + " bytes cannot be sealed");
        }
        byte[] sealed = Arrays.copyOf(label.encode(), OVERHEAD_BYTES + content.length);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        System.arraycopy(nonce, 0, sealed, CopyLabel.BYTES, NONCE_BYTES);
        try {
            cipher(Cipher.ENCRYPT_MODE, owner, sealed).doFinal(content, 0, content.length, sealed, HEAD_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot encrypt", e);
        }
    }

    /**
     * The label of a copy, as far as whoever has it is to be believed.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static CopyLabel label(byte[] sealed) {
        if (sealed.length < OVERHEAD_BYTES) {
            throw new IllegalArgumentException("A spare copy of " + sealed.length + " bytes");
        }
        return CopyLabel.read(new FieldReader(sealed));
    }

    /**
     * The content of a copy.
     *
     * @throws IllegalArgumentException if it is the copy of another device, or not as its owner has made it
     */
    public static byte[] open(DeviceKey owner, byte[] sealed) {
        if (!label(sealed).owner().equals(owner.peer())) {
            throw new IllegalArgumentException("It is the copy of another device");
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, owner, sealed).doFinal(sealed, HEAD_BYTES, sealed.length - HEAD_BYTES);
        } catch (AEADBadTagException e) {
            throw new IllegalArgumentException("It was changed since this device has made it", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot decrypt", e);
        }
    }

    private static Cipher cipher(int mode, DeviceKey owner, byte[] sealed) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, owner.derived(PURPOSE),
                new GCMParameterSpec(TAG_BITS, sealed, CopyLabel.BYTES, NONCE_BYTES));
        cipher.updateAAD(sealed, 0, CopyLabel.BYTES);
        return cipher;
    }
}
