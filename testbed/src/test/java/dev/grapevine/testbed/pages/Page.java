package dev.grapevine.testbed.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the repository in Markdown: its headings, links, words in code and fenced blocks.
 *
 * @param path  from the repository's root
 * @param text  outside of fenced blocks, with empty lines in their place
 */
record Page(Path path, List<String> text, List<Block> blocks) {

    private static final String FENCE = "```";
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*)");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern MARKER = Pattern.compile("<!-- ([a-z0-9 ]+) -->");
    private static final String INDENT = "    ";

    /**
     * A fenced block.
     *
     * @param language of its fence
     * @param marker   the comment in the line before; empty if there is none
     */
    record Block(String language, String marker, List<String> lines) {}

    /** All pages below a folder, builds left out. */
    static List<Page> readAll(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".md")).map(root::relativize)
                    .filter(file -> Stream.of("target", ".git", "runs", "shared")
                            .noneMatch(name -> Stream.iterate(file, part -> part != null, Path::getParent)
                                    .anyMatch(part -> part.getFileName().toString().equals(name))))
                    .sorted().map(file -> read(root, file)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Page read(Path root, Path path) {
        try {
            return of(path, Files.readAllLines(root.resolve(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Page of(Path path, List<String> lines) {
        List<String> text = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.strip().startsWith(FENCE)) {
                text.add(line.startsWith(INDENT) ? "" : line);
                continue;
            }
            MatchResult marker = MARKER.matcher(i == 0 ? "" : lines.get(i - 1).strip()).results().findFirst()
                    .orElse(null);
            List<String> block = new ArrayList<>();
            for (i++; !lines.get(i).strip().equals(FENCE); i++) {
                block.add(lines.get(i));
            }
            blocks.add(new Block(line.strip().substring(FENCE.length()), marker == null ? "" : marker.group(1),
                    block));
            text.add("");
        }
        return new Page(path, text, blocks);
    }

    /** Targets of links, as written. */
    List<String> links() {
        return found(LINK, text.stream().map(line -> CODE.matcher(line).replaceAll("")).toList());
    }

    /** Words in code, outside of fenced blocks. */
    List<String> code() {
        return found(CODE, text);
    }

    /** Names by which links reach its headings, as GitHub forms them. */
    List<String> anchors() {
        return found(HEADING, text).stream().map(Page::anchor).toList();
    }

    static String anchor(String heading) {
        return heading.strip().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
    }

    private static List<String> found(Pattern pattern, List<String> lines) {
        return lines.stream().flatMap(line -> pattern.matcher(line).results()).map(match -> match.group(1)).toList();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
