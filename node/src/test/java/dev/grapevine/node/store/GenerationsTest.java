package dev.grapevine.node.store;

import static dev.grapevine.node.Sentences.assertMistakeAbout;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.junit.jupiter.params.ParameterizedTest;

import org.junit.jupiter.params.provider.ValueSource;

/** Two generations of a file, and losses of power at every step. */
class GenerationsTest {

    @TempDir
    private Path folder;

    private Generations<String> on(DurableSteps steps) {
        return new Generations<>(folder.resolve("a.bin"), GenerationsTest::decoded, steps);
    }

    private static byte[] encoded(String text) {
        return CheckedLines.encode(Map.of("text", text));
    }

    private static String decoded(byte[] bytes) {
        if (new String(bytes, StandardCharsets.UTF_8).startsWith("later")) {
            throw new IllegalArgumentException("it is of a later version");
        }
        return CheckedLines.decode(bytes, Set.of()).get("text");
    }

    private String read() {
        return on(DurableSteps.DISK).read().content().orElse("nothing");
    }

    private void empty() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** The power fails after each step of a write, and again after each step of the start that follows. */
    @Test
    void someWholeGenerationSurvivesEveryLossOfPower() throws IOException {
        PowerCut none = new PowerCut(Integer.MAX_VALUE);
        on(none).write(encoded("0"));
        on(none).write(encoded("1"));
        int perWrite = none.steps() - 5;
        for (int cut = 0; cut <= perWrite; cut++) {
            for (int again = 0; again <= 3; again++) {
                empty();
                on(DurableSteps.DISK).write(encoded("0"));
                on(DurableSteps.DISK).write(encoded("1"));
                tried(new PowerCut(cut), steps -> on(steps).write(encoded("2")));
                tried(new PowerCut(again), steps -> on(steps).read());
                String survivor = read();
                assertThat(survivor).as("after %s and %s steps", cut, again).isIn("1", "2");
                if (cut >= perWrite) {
                    assertThat(survivor).isEqualTo("2");
                }
                on(DurableSteps.DISK).write(encoded("3"));
                assertThat(read()).isEqualTo("3");
                Files.write(folder.resolve("a.bin"), new byte[]{1});
                assertThat(read()).as("the one before is whole as well").isEqualTo(survivor);
            }
        }
    }

    /**
     * The newest one is damaged when the power fails during the next write, whether a start has noticed it before or not:
     * the one before has to survive that, or the next one has to be there.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void damageAndLossOfPowerTogetherLeaveOne(boolean isNoticed) throws IOException {
        for (int cut = 0; cut <= 7; cut++) {
            empty();
            on(DurableSteps.DISK).write(encoded("0"));
            on(DurableSteps.DISK).write(encoded("1"));
            Files.write(folder.resolve("a.bin"), new byte[]{1});
            if (isNoticed) {
                assertThat(read()).isEqualTo("0");
            }
            tried(new PowerCut(cut), steps -> on(steps).write(encoded("2")));
            assertThat(read()).as("after %s steps", cut).isIn("0", "2");
        }
    }

    @FunctionalInterface
    private interface Steps {
        void run(DurableSteps steps) throws IOException;
    }

    private static void tried(PowerCut cut, Steps work) throws IOException {
        try {
            work.run(cut);
        } catch (PowerCut.Failed e) {
            // The next process goes on.
        }
    }

    @Test
    void damagedNewestIsPutAsideOnce() throws IOException {
        on(DurableSteps.DISK).write(encoded("0"));
        on(DurableSteps.DISK).write(encoded("1"));
        Files.write(folder.resolve("a.bin"), new byte[0]);
        Generations.Found<String> found = on(DurableSteps.DISK).read();
        assertThat(found.content()).contains("0");
        assertThat(found.isOlder()).isTrue();
        assertThat(found.damage()).containsExactly("The file " + folder.resolve("a.bin") + " is damaged: it is empty");
        assertThat(folder.resolve("a.damaged.bin")).isEmptyFile();
        assertThat(folder.resolve("a.bin")).doesNotExist();
        assertThat(on(DurableSteps.DISK).read().damage())
                .containsExactly("The file " + folder.resolve("a.bin") + " is missing");
        Files.createDirectories(folder.resolve("a.bin/deep"));
        assertThat(read()).as("a folder in its place").isEqualTo("0");
        Files.write(folder.resolve("a.bin"), new byte[]{9});
        assertMistakeAbout(this::read, "The folder " + folder.resolve("a.damaged.bin") + " is in the way");
        assertThat(folder.resolve("a.damaged.bin/deep")).exists();
    }

    @Test
    void lookingTellsDamageAndChangesNothing() throws IOException {
        on(DurableSteps.DISK).write(encoded("1"));
        on(DurableSteps.DISK).write(encoded("2"));
        assertThat(on(DurableSteps.DISK).inspect().damage()).isEmpty();
        Files.write(folder.resolve("a.bin"), new byte[]{1});
        Generations.Found<String> found = on(DurableSteps.DISK).inspect();
        assertThat(found.content()).hasValue("1");
        assertThat(found.damage()).singleElement().asString().contains("a.bin is damaged");
        assertThat(folder.resolve("a.bin")).hasBinaryContent(new byte[]{1});
        assertThat(folder.resolve("a.damaged.bin")).doesNotExist();
        Files.delete(folder.resolve("a.bin"));
        assertThat(on(DurableSteps.DISK).inspect().damage()).singleElement().asString().contains("a.bin is missing");
    }

    @Test
    void nothingWholeIsFoundAsNothing() throws IOException {
        assertThat(on(DurableSteps.DISK).exists()).isFalse();
        assertThat(on(DurableSteps.DISK).names()).isEmpty();
        on(DurableSteps.DISK).write(encoded("0"));
        Files.write(folder.resolve("a.bin"), new byte[0]);
        Files.write(folder.resolve("a.previous.bin"), new byte[]{7});
        Generations.Found<String> found = on(DurableSteps.DISK).read();
        assertThat(found.content()).isEmpty();
        assertThat(found.damage()).hasSize(2);
        assertThat(on(DurableSteps.DISK).exists()).isTrue();
        assertThat(on(DurableSteps.DISK).names())
                .isEqualTo(folder.resolve("a.previous.bin") + " and " + folder.resolve("a.damaged.bin"));
    }

    /** As users are told to, who want to begin anew. */
    @Test
    void removedGenerationsStayRemoved() throws IOException {
        on(DurableSteps.DISK).write(encoded("0"));
        on(DurableSteps.DISK).write(encoded("1"));
        tried(new PowerCut(3), steps -> on(steps).write(encoded("2")));
        assertThat(read()).isEqualTo("1");
        Files.delete(folder.resolve("a.bin"));
        Files.delete(folder.resolve("a.previous.bin"));
        assertThat(read()).isEqualTo("nothing");
    }

    @Test
    void laterVersionIsLeftAlone() throws IOException {
        on(DurableSteps.DISK).write(encoded("0"));
        on(DurableSteps.DISK).write("later".getBytes(StandardCharsets.UTF_8));
        List<String> refused = new ArrayList<>();
        try {
            read();
        } catch (IllegalArgumentException e) {
            refused.add(e.getMessage());
        }
        assertThat(refused).containsExactly("it is of a later version");
        assertThat(folder.resolve("a.bin")).hasContent("later");
    }
}
