package dev.grapevine.node.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The password of a node's HTTP API, 256 random bits as 64 hexadecimal digits. Thread-safe. */
public final class ApiToken {

    static final int BYTES = 32;

    private static final Pattern TEXT = Pattern.compile("[0-9a-f]{" + 2 * BYTES + "}");
    private static final String SCHEME = "Bearer ";

    private final String text;

    private ApiToken(String text) {
        this.text = text;
    }

    public static ApiToken create(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new ApiToken(HexFormat.of().formatHex(bytes));
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException if it is no token
     */
    static ApiToken parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("it is not " + 2 * BYTES + " hexadecimal digits");
        }
        return new ApiToken(text);
    }

    /** The text of the token, which is secret. */
    String text() {
        return text;
    }

    /** The header Authorization that shows the token (RFC 6750). Secret. */
    public String authorization() {
        return SCHEME + text;
    }

    /** Whether a header Authorization shows this token. Takes the same time wherever it differs. */
    public boolean isIn(String authorization) {
        return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(text.getBytes(StandardCharsets.US_ASCII),
                        authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8));
    }

    /** Tells nothing of the token. */
    @Override
    public String toString() {
        return "ApiToken";
    }
}
