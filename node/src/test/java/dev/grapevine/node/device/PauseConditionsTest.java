package dev.grapevine.node.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalDouble;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.node.Sentences;

class PauseConditionsTest {

    @TempDir
    private Path folder;

    private OptionalDouble battery = OptionalDouble.empty();
    private OptionalDouble temperature = OptionalDouble.empty();
    private boolean says;

    private final DeviceState device = new DeviceState() {

        @Override
        public OptionalDouble battery() {
            return battery;
        }

        @Override
        public OptionalDouble temperature() {
            return temperature;
        }

        @Override
        public boolean succeeds(Path command) {
            return says;
        }
    };

    @Test
    void oneConditionThatHoldsIsEnough() {
        PauseConditions conditions = PauseConditions.parse("battery<20%,temperature>80C");
        battery = OptionalDouble.of(50);
        temperature = OptionalDouble.of(80);
        assertThat(conditions.reason(device)).isEmpty();
        temperature = OptionalDouble.of(81);
        assertThat(conditions.reason(device)).contains("the device has 81 °C");
        temperature = OptionalDouble.of(20);
        battery = OptionalDouble.of(19);
        assertThat(conditions.reason(device)).contains("the battery is at 19 %");
    }

    @Test
    void conditionHoldsUntilTheValueIsWellPastTheLimit() {
        PauseConditions conditions = PauseConditions.parse("battery<20%");
        battery = OptionalDouble.of(19);
        assertThat(conditions.reason(device)).isPresent();
        battery = OptionalDouble.of(24);
        assertThat(conditions.reason(device)).as("charged a little").isPresent();
        battery = OptionalDouble.of(25);
        assertThat(conditions.reason(device)).isEmpty();
        battery = OptionalDouble.of(24);
        assertThat(conditions.reason(device)).isEmpty();
    }

    @Test
    void whatTheDeviceDoesNotTellNeverHoldsAndIsNamed() {
        PauseConditions conditions = PauseConditions.parse("battery<20%, temperature>80C");
        assertThat(conditions.reason(device)).isEmpty();
        assertThat(conditions.unknown(device)).containsExactly("battery<20%", "temperature>80C");
    }

    @Test
    void commandDecidesByItsExitStatus() throws IOException {
        Path yes = script("yes.sh", 0);
        Path no = script("no.sh", 1);
        DeviceState real = new LinuxDevice(folder);
        assertThat(PauseConditions.parse("command=" + yes).reason(real)).contains(yes + " says so");
        assertThat(PauseConditions.parse("command=" + no).reason(real)).isEmpty();
    }

    private Path script(String name, int status) throws IOException {
        Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\nexit " + status + "\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void linuxTellsTheFullestBatteryAndTheHottestSensor() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("power_supply/BAT0")).resolve("capacity"), "17\n");
        Files.writeString(Files.createDirectories(folder.resolve("power_supply/BAT1")).resolve("capacity"), "42\n");
        Files.writeString(Files.createDirectories(folder.resolve("power_supply/AC")).resolve("online"), "1\n");
        Files.writeString(Files.createDirectories(folder.resolve("thermal/thermal_zone0")).resolve("temp"), "61500\n");
        Files.writeString(Files.createDirectories(folder.resolve("thermal/thermal_zone1")).resolve("temp"), "noise");
        LinuxDevice linux = new LinuxDevice(folder);
        assertThat(linux.battery()).hasValue(42);
        assertThat(linux.temperature()).hasValue(61.5);
        assertThat(new LinuxDevice(folder.resolve("nothing")).battery()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "battery<120%", "battery>20%", "battery<20", "temperature>80", "command=here",
            "command=/no/such/file", "noise", "battery<20%,"})
    void mistakesAreTold(String text) {
        Sentences.assertMistakeAbout(() -> PauseConditions.parse(text), "pause-on has '", "battery<PERCENT%");
    }
}
