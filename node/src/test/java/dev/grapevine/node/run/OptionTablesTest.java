package dev.grapevine.node.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tables in pages match the declarations of options. {@code -Dgrapevine.rewrite=true} rewrites them; review the
 * difference.
 */
class OptionTablesTest {

    private static final boolean REWRITE = Boolean.getBoolean("grapevine.rewrite");

    static List<Arguments> tables() {
        return List.of(Arguments.of(Path.of("OPTIONS.md"), OptionTables.options()),
                Arguments.of(Path.of("OPTIONS.md"), OptionTables.presets()),
                Arguments.of(Path.of("../gossip/PROTOCOL.md"), OptionTables.knobs()));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void tablesMatchDeclarations(Path page, List<String> table) throws IOException {
        List<String> lines = Files.readAllLines(page);
        List<String> expected = OptionTables.replaced(lines, table);
        if (REWRITE) {
            Files.write(page, expected);
        } else {
            assertThat(lines).as("%s, which -Dgrapevine.rewrite=true rewrites", page).isEqualTo(expected);
        }
    }

    @Test
    void differingTableIsDetected() {
        List<String> table = List.of("| a | b |", "| --- | --- |", "| 1 | 2 |");
        List<String> page = List.of("before", "| a | b |", "| --- | --- |", "| 1 | 3 |", "| 4 | 5 |", "", "after");
        assertThat(OptionTables.replaced(page, table)).isNotEqualTo(page).containsExactly("before", "| a | b |",
                "| --- | --- |", "| 1 | 2 |", "", "after");
        assertThatThrownBy(() -> OptionTables.replaced(List.of("no table"), table))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("| a | b |");
    }
}
