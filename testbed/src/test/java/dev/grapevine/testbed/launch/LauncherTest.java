package dev.grapevine.testbed.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.grapevine.node.device.DeviceLimits;

/** The script that starts Grapevine, in a folder that looks built, with a Java that prints its arguments. */
class LauncherTest {

    @TempDir
    Path home;

    private Path jar;
    private Path cache;

    @BeforeEach
    void build() throws IOException {
        Path launcher = Files.copy(Path.of("../grapevine"), home.resolve("grapevine"));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path target = home.resolve("testbed/target");
        Files.createDirectories(target.resolve("lib"));
        Files.createDirectories(target.resolve("classes"));
        String version = Files.readAllLines(launcher).stream().filter(line -> line.startsWith("jar=")).findFirst()
                .orElseThrow().replaceAll(".*/", "");
        jar = Files.createFile(target.resolve(version));
        cache = target.resolve("grapevine.aot");
        Files.createFile(home.resolve("pom.xml"));
        Files.createFile(target.resolve("built"));
        Path java = Files.createDirectories(home.resolve("jdk/bin"));
        for (String program : List.of("java", "javac")) {
            Files.writeString(java.resolve(program), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
            Files.setPosixFilePermissions(java.resolve(program), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
    }

    /** Arguments that Java is started with. */
    private List<String> start(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(home.resolve("grapevine").toString()));
        command.addAll(Arrays.asList(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        builder.environment().remove("GRAPEVINE_JAVA_OPTIONS");
        Process process = builder.start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"133m", "160m", "256m", "256MB", "1g", "2GB"})
    void nodeWithAMemoryLimitGetsAHeapThatTheNodeAccepts(String memory) throws IOException {
        for (List<String> words : List.of(List.of("--memory", memory), List.of("--memory=" + memory))) {
            List<String> arguments = start("node", words.getFirst(), words.getLast());
            String heap = arguments.stream().filter(word -> word.matches("-Xmx\\d+m")).findFirst().orElseThrow();
            DeviceLimits.parse("", memory, "").checkHeap(Long.parseLong(heap.replaceAll("\\D", "")) << 20);
        }
    }

    @Test
    void cacheOfAnEarlierJarIsNotUsed() throws IOException {
        Files.createFile(cache);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));
        assertThat(start("--version")).contains("-XX:AOTCache=" + cache);
        Files.setLastModifiedTime(cache, FileTime.fromMillis(500_000));
        assertThat(start("--version")).contains("--version").noneMatch(word -> word.contains("AOTCache"));
        assertThat(cache).as("made again, by a Java that makes none").doesNotExist();
    }
}
