package dev.grapevine.node.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.nayuki.qrcodegen.QrCode;
import io.nayuki.qrcodegen.QrSegment;

class QrTextTest {

    private static final String CODE = "1G00-083H-QK80-0410-6105-0R3G-G28A-1C81-24GK-2GAH-C5R4-FP0C";

    /** Whether a module is light, as the characters show it. */
    private static boolean isLight(List<String> lines, int x, int y) {
        char shown = lines.get(y / 2).charAt(x);
        return shown == '█' || shown == (y % 2 == 0 ? '▀' : '▄');
    }

    @Test
    void charactersShowTheModules() {
        List<String> lines = QrText.lines(CODE);
        QrCode code = QrCode.encodeSegments(List.of(QrSegment.makeAlphanumeric(CODE)), QrCode.Ecc.MEDIUM);
        int columns = code.size + 2 * QrText.QUIET_ZONE;
        assertThat(code.size).isEqualTo(29);
        assertThat(lines).hasSize((columns + 1) / 2).allSatisfy(line -> assertThat(line).hasSize(columns));
        for (int y = 0; y < 2 * lines.size(); y++) {
            for (int x = 0; x < columns; x++) {
                assertThat(isLight(lines, x, y)).as("%d, %d", x, y)
                        .isEqualTo(!code.getModule(x - QrText.QUIET_ZONE, y - QrText.QUIET_ZONE));
            }
        }
    }

    @Test
    void longestCodeFitsATerminal() {
        assertThat(QrText.lines("X".repeat(149)).getFirst().length()).isLessThanOrEqualTo(QrText.MAX_COLUMNS);
        assertThat(QrText.lines("X".repeat(480)).getFirst()).hasSize(77);
        assertThatThrownBy(() -> QrText.lines("X".repeat(485))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void otherCharactersAreRefused() {
        assertThatThrownBy(() -> QrText.lines("abc")).isInstanceOf(IllegalArgumentException.class);
    }
}
