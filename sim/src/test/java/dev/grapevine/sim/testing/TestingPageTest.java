package dev.grapevine.sim.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/** The page for users says what compiles and runs here. */
class TestingPageTest {

    private static final Path PAGE = Path.of("TESTING.md");
    private static final Path EXAMPLE = Path
            .of("src/test/java/dev/grapevine/sim/testing/OwnModelProperties.java");
    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private static String example(String page) {
        Matcher code = CODE.matcher(page);
        assertThat(code.find()).as("the page has an example").isTrue();
        return code.group(1);
    }

    /** What a user's class in another package has to import besides. */
    private static String asOnThePage(String source) {
        return source.replace("package dev.grapevine.sim.testing;\n\n", "").replace(
                "import dev.grapevine.sim.scenario.*;\n",
                "import dev.grapevine.sim.scenario.*;\nimport dev.grapevine.sim.testing.*;\n");
    }

    @Test
    void example_onThePage_isTheOneThatRuns() throws IOException {
        assertThat(example(Files.readString(PAGE))).isEqualTo(asOnThePage(Files.readString(EXAMPLE)));
    }

    @Test
    void example_changed_isNoticed() throws IOException {
        String changed = Files.readString(PAGE).replace("RUNNER.check(", "RUNNER.run(");
        assertThat(example(changed)).isNotEqualTo(asOnThePage(Files.readString(EXAMPLE)));
    }
}
