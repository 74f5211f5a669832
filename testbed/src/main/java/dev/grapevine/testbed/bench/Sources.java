package dev.grapevine.testbed.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Grapevine's own source code, of which results keep a fingerprint.
 *
 * @param root the folder with all modules
 */
public record Sources(Path root) {

    private static final String HOME = "grapevine.home";
    /** The files that only this project's root has. */
    private static final List<String> MARKS = List.of("pom.xml", "testbed/pom.xml", "grapevine");
    private static final int DIGITS = 16;

    /** Those of the running program, where they are beside it: in the launcher's folder or one around the present one. */
    public static Optional<Sources> find() {
        List<Path> candidates = new ArrayList<>();
        Optional.ofNullable(System.getProperty(HOME)).map(Path::of).ifPresent(candidates::add);
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            candidates.add(folder);
        }
        return candidates.stream().filter(folder -> MARKS.stream().map(folder::resolve).allMatch(Files::exists))
                .findFirst().map(Sources::new);
    }

    /**
     * A hash of all files in some folders: the same for the same text on every machine, whatever ends its lines and in which
     * order the system lists it. Hidden files, which editors leave, do not count.
     *
     * @param places folders and files, from the root on
     */
    public String fingerprint(List<String> places) {
        Map<String, byte[]> files = new TreeMap<>();
        for (String place : places) {
            try (Stream<Path> found = Files.walk(root.resolve(place))) {
                for (Path file : found.filter(Files::isRegularFile).toList()) {
                    if (!file.getFileName().toString().startsWith(".")) {
                        files.put(portable(root.relativize(file)), withoutCarriageReturns(Files.readAllBytes(file)));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("The sources in " + place + " cannot be read", e);
            }
        }
        MessageDigest digest = sha256();
        files.forEach((name, content) -> {
            digest.update((name + '\0' + content.length + '\0').getBytes(StandardCharsets.UTF_8));
            digest.update(content);
        });
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }

    private static String portable(Path path) {
        List<String> names = new ArrayList<>();
        path.forEach(name -> names.add(name.toString()));
        return String.join("/", names);
    }

    /** A carriage return is left where no line feed follows. */
    private static byte[] withoutCarriageReturns(byte[] text) {
        byte[] kept = new byte[text.length];
        int length = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] != '\r' || i + 1 == text.length || text[i + 1] != '\n') {
                kept[length] = text[i];
                length++;
            }
        }
        return Arrays.copyOf(kept, length);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** The provenance of results of a benchmark that is measured now. */
    public Provenance provenance(Benchmark benchmark, String command) {
        return new Provenance(command, benchmark.seed(), commit(benchmark.sources()), Machine.processor(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS), fingerprint(benchmark.sources()));
    }

    /** The commit of the sources, with a word where these have been changed since; {@code unknown} without git. */
    private String commit(List<String> places) {
        Optional<String> commit = git(List.of("rev-parse", "--short=10", "HEAD"));
        List<String> status = new ArrayList<>(List.of("status", "--porcelain", "--"));
        status.addAll(places);
        boolean isChanged = git(status).filter(changes -> !changes.isBlank()).isPresent();
        return commit.map(name -> isChanged ? name + " with changes" : name).orElse("unknown");
    }

    private Optional<String> git(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", root.toString()));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                String answer = out.lines().collect(Collectors.joining("\n")).strip();
                return process.waitFor() == 0 ? Optional.of(answer) : Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
