package dev.grapevine.node.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.words.UserMistakeException;

/** Sets of options under one name. */
class PresetTest {

    private static final Schema DIGITS = RunOptions.of(Map.of()).get(TaskOptions.DATA).describe();

    private static RunOptions cellular(String... more) {
        RunOptions options = RunOptions.of(Map.of("preset", "cellular"));
        for (int i = 0; i < more.length; i += 2) {
            options = options.with(Map.of(more[i], more[i + 1]));
        }
        return options;
    }

    @Test
    void presetsSetAllowedValuesWithReason() {
        assertThat(Preset.all()).extracting(Preset::name).containsExactly("lan", "wan", "cellular", "tiny-device");
        for (Preset preset : Preset.all()) {
            assertThat(preset.why()).isNotBlank().doesNotEndWith(".");
            assertThat(preset.sets()).as(preset.name()).isNotEmpty();
            RunOptions options = RunOptions.of(Map.of("preset", preset.name()));
            preset.sets().forEach((name, text) -> {
                Option<?> option = RunOptions.byName(name).orElseThrow();
                assertThat(options.text(option)).as("%s of %s", name, preset.name()).isEqualTo(text);
                assertThat(option.parse(text)).isEqualTo(options.get(option)).isNotEqualTo(
                        option.parse(option.defaultText()));
                assertThat(option.isSane(text)).as("would be accepted as advice").isTrue();
            });
        }
    }

    @Test
    void givenOptionsOverridePreset() {
        assertThat(cellular().get(GossipOptions.INTERVAL)).isEqualTo(Duration.ofSeconds(2));
        RunOptions own = cellular("gossip.interval", "5s");
        assertThat(own.get(GossipOptions.INTERVAL)).isEqualTo(Duration.ofSeconds(5));
        assertThat(cellular("preset", "none").get(GossipOptions.INTERVAL)).isEqualTo(Duration.ZERO);
        assertThat(cellular().asArguments()).containsExactly("--preset", "cellular");
    }

    @Test
    void presetValuesAreReported() {
        assertThat(cellular().presetSentence()).contains("Preset cellular sets gossip.interval=2s");
        assertThat(cellular("gossip.interval", "5s").presetSentence())
                .contains("Preset cellular sets nothing besides the options given");
        assertThat(cellular("preset", "none").presetSentence()).isEmpty();
        assertThat(RunOptions.of(Map.of()).presetSentence()).isEmpty();
    }

    @Test
    void unknownPresetSuggestsNearest() {
        assertThatThrownBy(() -> RunOptions.of(Map.of("preset", "celular"))).isInstanceOf(UserMistakeException.class)
                .hasMessage("There is no preset 'celular', did you mean 'cellular'? Allowed are "
                        + "none, lan, wan, cellular, tiny-device");
        assertThatThrownBy(() -> RunOptions.of(Map.of("preset", "quux"))).isInstanceOf(UserMistakeException.class)
                .hasMessage("There is no preset 'quux'. Allowed are none, lan, wan, cellular, tiny-device");
    }

    @Test
    void charterHasValuesOfPresetWithoutName() {
        Charter charter = RunSetup.found(cellular(), DIGITS).charter();
        assertThat(charter.value("preset")).isEmpty();
        Preset.byName("cellular").sets().forEach((name, text) -> assertThat(charter.value(name)).contains(text));
        assertThat(charter.fingerprint()).isEqualTo(RunSetup.found(RunOptions.of(Preset.byName("cellular").sets()),
                DIGITS).charter().fingerprint());
    }

    /** A preset belongs to the device: the run's advice does not override it. */
    @Test
    void joiningNodeKeepsItsPreset() {
        Charter charter = RunSetup.found(RunOptions.of(Map.of("gossip.fanout", "3", "gossip.interval", "1s")), DIGITS)
                .charter();
        assertThat(RunTerms.pinned(cellular())).as("no binding options").isEmpty();
        RunOptions adopted = RunSetup.adopt(charter, cellular()).options();
        assertThat(adopted.get(GossipOptions.FANOUT)).isEqualTo(3);
        assertThat(adopted.get(GossipOptions.INTERVAL)).isEqualTo(Duration.ofSeconds(2));
        assertThat(RunSetup.adopt(charter, RunOptions.of(Map.of())).options().get(GossipOptions.INTERVAL))
                .isEqualTo(Duration.ofSeconds(1));
    }
}
