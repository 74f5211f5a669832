package dev.grapevine.node.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Limits of containers, and models that do not fit into them. */
class MachineTest {

    private static final long GB = 1_000_000_000;

    @TempDir
    private Path folder;

    private Machine machine(String own) throws IOException {
        Files.writeString(folder.resolve("own"), own);
        return Machine.of(GB, 8 * GB, folder.resolve("cgroup"), folder.resolve("own"));
    }

    private void limit(String group, String memory, String cpu) throws IOException {
        Path path = Files.createDirectories(folder.resolve("cgroup").resolve(group));
        Files.writeString(path.resolve("memory.max"), memory + "\n");
        Files.writeString(path.resolve("cpu.max"), cpu + "\n");
    }

    @Test
    void strictestLimitOfAllGroupsCounts() throws IOException {
        assertThat(machine("0::/a/b")).as("no files").isEqualTo(new Machine(GB, 8 * GB, OptionalLong.empty(),
                OptionalDouble.empty()));
        limit("a/b", "max", "max 100000");
        limit("a", "2000000000", "150000 100000");
        assertThat(machine("12:cpu:/x\n0::/a/b\n")).isEqualTo(new Machine(GB, 2 * GB, OptionalLong.of(2 * GB),
                OptionalDouble.of(1.5)));
        limit("", "1000000000", "50000 100000");
        assertThat(machine("0::/a/b").memoryBytes()).isEqualTo(GB);
        assertThat(machine("0::/../../outside").processors()).as("the root of a container").hasValue(0.5);
        limit("", "nonsense", "1 0");
        assertThat(machine("").limitBytes()).isEmpty();
    }

    private static List<String> look(Machine machine, Map<String, String> options) {
        SampleContext sample = new SampleContext();
        sample.machine = machine;
        sample.options = options;
        return sample.look(new MemoryCheck());
    }

    @Test
    void memoryThatIsMissingIsTold() {
        assertThat(look(SampleContext.MACHINE, Map.of())).singleElement().asString()
                .startsWith("ok memory Java alone needs at least 100.00 MB, and the machine has 8.59 GB");
        Map<String, String> large = Map.of("data", "digits", "model", "mlp:30000");
        assertThat(look(new Machine(GB / 10, GB / 10, OptionalLong.of(GB / 10), OptionalDouble.empty()), large)).first()
                .asString().startsWith("bad memory the model with Java needs at least ")
                .contains("but the container has 100.00 MB: ");
        assertThat(look(new Machine(2 * GB, GB, OptionalLong.of(GB), OptionalDouble.of(0.25)), Map.of()))
                .satisfiesExactly(heap -> assertThat(heap).startsWith("bad memory Java may take 2.00 GB, but the"
                        + " container has 1.00 GB").contains("-Xmx715m"),
                        cpu -> assertThat(cpu).startsWith("bad memory the container may use 0.25 processors"));
    }
}
