package dev.grapevine.node.security;

import java.util.ArrayList;
import java.util.List;

import io.nayuki.qrcodegen.QrCode;
import io.nayuki.qrcodegen.QrSegment;

/**
 * A QR code (ISO/IEC 18004) as text for a terminal: two modules a character, one above the other, so that they are about
 * square. Light modules are drawn and dark ones left out, as it looks right where letters are light on dark; cameras read
 * both. Thread-safe.
 */
public final class QrText {

    public static final int MAX_COLUMNS = 80;

    static final int QUIET_ZONE = 4;

    /** 69 modules, and the quiet zone on both sides. */
    private static final int LARGEST_VERSION = 13;

    private QrText() {}

    /**
     * Lines of equal length, at most {@value #MAX_COLUMNS} columns.
     *
     * @param text digits, upper-case letters, spaces and {@code $%*+-./:}, such as {@link InvitationCode#text}
     * @throws IllegalArgumentException for other characters, or too many of them
     */
    public static List<String> lines(String text) {
        QrCode code = QrCode.encodeSegments(List.of(QrSegment.makeAlphanumeric(text)), QrCode.Ecc.MEDIUM,
                QrCode.MIN_VERSION, LARGEST_VERSION, -1, true);
        List<String> lines = new ArrayList<>();
        for (int y = -QUIET_ZONE; y < code.size + QUIET_ZONE; y += 2) {
            StringBuilder line = new StringBuilder();
            for (int x = -QUIET_ZONE; x < code.size + QUIET_ZONE; x++) {
                line.append(character(!code.getModule(x, y), !code.getModule(x, y + 1)));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static char character(boolean upper, boolean lower) {
        if (upper) {
            return lower ? '█' : '▀';
        }
        return lower ? '▄' : ' ';
    }
}
