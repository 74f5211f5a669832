package dev.grapevine.testbed.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import picocli.CommandLine;

import dev.grapevine.node.run.RunOptions;
import dev.grapevine.testbed.cli.Grapevine;

/** What pages say about files, headings, tests and options, beside what there is. Each check gives its complaints. */
final class PageChecks {

    private static final Pattern WEB = Pattern.compile("[a-z]+:.*");
    private static final Pattern FILE = Pattern
            .compile("(?:\\.github|\\.ci|consensus|gossip|node|sim|testbed|src)/[\\w./-]+\\w|[\\w./-]+\\.md");
    private static final Pattern PLACEHOLDER = Pattern.compile("/[A-Z]+$");
    private static final Pattern TEST = Pattern.compile("(\\w+(?:Test|Properties))(?:\\.(\\w+))?");
    private static final Pattern FLAG = Pattern.compile("(?<![\\w-])--[A-Za-z][\\w.-]*");
    private static final Pattern KEY = Pattern.compile("((?:gossip|merge)\\.[a-zA-Z]+)(?:=.*)?");
    private static final Pattern QUOTE = Pattern.compile("\"([^\"]+)\"");
    private static final List<String> OTHER_PROGRAMS = List.of("curl ", "ssh ", "mvn ");

    private final Path root;
    private final Map<Path, Page> pages = new HashMap<>();
    private final Map<String, Path> tests = new HashMap<>();
    private final Set<String> flags = new TreeSet<>();
    private String sources = "";

    PageChecks(Path root) {
        this.root = root;
        Page.readAll(root).forEach(page -> pages.put(page.path(), page));
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(file -> file.toString().contains("src/test/java") && file.toString().endsWith(".java"))
                    .forEach(file -> tests.put(file.getFileName().toString().replace(".java", ""), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        addFlags(Grapevine.commandLine());
    }

    private void addFlags(CommandLine line) {
        line.getCommandSpec().options().forEach(option -> flags.addAll(List.of(option.names())));
        line.getSubcommands().values().forEach(this::addFlags);
    }

    /** Pages that links lead to from this one, which is one of them. */
    Set<Path> reachedFrom(Path first) {
        Set<Path> reached = new TreeSet<>();
        Deque<Path> open = new ArrayDeque<>(List.of(first));
        while (!open.isEmpty()) {
            Page page = pages.get(open.pop());
            if (page != null && reached.add(page.path())) {
                page.links().stream().map(link -> beside(page, link.split("#", 2)[0])).forEach(open::push);
            }
        }
        return reached;
    }

    /** Links to files or headings that are not there. */
    List<String> brokenLinks(Page page) {
        return page.links().stream().filter(link -> !WEB.matcher(link).matches()).filter(link -> {
            String[] parts = link.split("#", 2);
            if (parts[0].isEmpty()) {
                return !page.anchors().contains(parts[1]);
            }
            Path file = beside(page, parts[0]);
            return !Files.exists(root.resolve(file)) || parts.length == 2
                    && !anchors(pages.get(file)).contains(parts[1]);
        }).toList();
    }

    private static List<String> anchors(Page page) {
        return page == null ? List.of() : page.anchors();
    }

    private static Path beside(Page page, String file) {
        return page.path().resolveSibling(file).normalize();
    }

    /** Files of the repository that are mentioned and not there. */
    List<String> missingFiles(Page page) {
        return page.code().stream().filter(FILE.asMatchPredicate()).filter(PLACEHOLDER.asPredicate().negate())
                .filter(Predicate.not(word -> Files.exists(root.resolve(word))
                        || Files.exists(root.resolve(beside(page, word)))
                        || pages.keySet().stream().anyMatch(path -> path.endsWith(word))))
                .toList();
    }

    /** Tests, and methods of tests, that are mentioned and not there. */
    List<String> missingTests(Page page) {
        return page.code().stream().filter(word -> {
            Optional<MatchResult> test = TEST.matcher(word).results()
                    .filter(match -> match.group().equals(word)).findFirst();
            return test.isPresent() && !isThere(test.get().group(1), test.get().group(2));
        }).toList();
    }

    private boolean isThere(String test, String method) {
        return tests.containsKey(test)
                && (method == null || read(tests.get(test)).contains(" " + method + "("));
    }

    /** Options of commands that no page mentions. */
    Set<String> untoldOptions() {
        Set<String> untold = new TreeSet<>(flags);
        pages.values().forEach(page -> {
            page.code().forEach(word -> FLAG.matcher(word).results().map(MatchResult::group).forEach(untold::remove));
            PageCommand.of(page).forEach(command -> untold.removeAll(command.words()));
        });
        untold.removeIf(flag -> !flag.startsWith("--") || flag.equals("--help"));
        return untold;
    }

    /** Sentences in quotes that no source has; dots in them stand for anything. */
    List<String> unsaidSentences(Page page) {
        return page.text().stream().flatMap(line -> QUOTE.matcher(line).results()).map(match -> match.group(1))
                .filter(sentence -> Stream.of(sentence.split("…")).map(String::strip)
                        .anyMatch(part -> !part.isEmpty() && !sources().contains(part)))
                .toList();
    }

    /** All sources, with the parts of each text joined. */
    private String sources() {
        if (sources.isEmpty()) {
            try (Stream<Path> files = Files.walk(root)) {
                sources = files.filter(file -> file.toString().contains("src/main/java"))
                        .filter(file -> file.toString().endsWith(".java")).map(PageChecks::read)
                        .collect(Collectors.joining()).replaceAll("\"\\s*\\+\\s*\"", "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return sources;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Flags and keys in code that no command and no run has. */
    List<String> unknownOptions(Page page) {
        Stream<String> unknownFlags = page.code().stream()
                .filter(word -> OTHER_PROGRAMS.stream().noneMatch(word::startsWith))
                .flatMap(word -> FLAG.matcher(word).results().map(MatchResult::group))
                .filter(flag -> !flags.contains(flag));
        Stream<String> unknownKeys = page.code().stream().flatMap(word -> KEY.matcher(word).results()
                .filter(match -> match.group().equals(word)).map(match -> match.group(1)))
                .filter(key -> RunOptions.byName(key).isEmpty());
        return Stream.concat(unknownFlags, unknownKeys).toList();
    }
}
