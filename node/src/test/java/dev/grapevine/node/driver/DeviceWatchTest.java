package dev.grapevine.node.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.grapevine.node.device.LinuxDevice;
import dev.grapevine.node.device.PauseConditions;

class DeviceWatchTest {

    private final List<Optional<String>> pauses = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private final DeviceWatch watch = new DeviceWatch(PauseConditions.parse("battery<20%"), new LinuxDevice(),
            pauses::add, (kind, sentence) -> notices.add(sentence));

    @Test
    void nodePausesOnceAndGoesOnOnce() {
        watch.saw(Optional.empty());
        watch.saw(Optional.of("the battery is at 19 %"));
        watch.saw(Optional.of("the battery is at 18 %"));
        watch.saw(Optional.empty());
        watch.saw(Optional.empty());
        assertThat(pauses).containsExactly(Optional.of("the battery is at 19 %"), Optional.empty());
        assertThat(notices).containsExactly("Pauses training, since the battery is at 19 %",
                "The device allows training again");
    }

    @Test
    void whatCannotBeJudgedIsTold() {
        watch.tellUnknown(List.of("battery<20%"));
        assertThat(notices).containsExactly(
                "This device does not tell what 'battery<20%' asks for: the condition never holds");
    }
}
