package dev.grapevine.testbed.pages;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command of a page. Blocks of {@code sh} have commands that a test runs, unless the block's marker says why not: it
 * takes {@code long}, needs an {@code other machine} or a {@code running node}. The marker {@code exit 2} names another
 * exit code than 0. Other blocks, units of systemd among them, and words in code have commands that are only read.
 *
 * @param words without the launcher
 * @param runs  whether it is run
 * @param exit  the exit code that it ends with
 */
record PageCommand(Path page, List<String> words, boolean runs, int exit) {

    /** Why a command is not run. */
    static final Set<String> NOT_RUN = Set.of("long", "other machine", "running node");

    private static final String LAUNCHER = "./grapevine ";
    private static final Pattern EXIT = Pattern.compile("exit ([0-9])");
    private static final Pattern PROMPT = Pattern
            .compile("^(?:\\s*[A-Za-z ]*\\$ \\./|\\./|ExecStart=/\\S*/)(?=grapevine )");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|([^\\s\"'#]+)|(#.*)|\\s+");

    /** All commands of a page, in its order. */
    static List<PageCommand> of(Page page) {
        List<PageCommand> commands = new ArrayList<>();
        for (Page.Block block : page.blocks()) {
            Matcher exit = EXIT.matcher(block.marker());
            int code = exit.matches() ? Integer.parseInt(exit.group(1)) : 0;
            boolean runs = block.language().equals("sh") && !NOT_RUN.contains(block.marker());
            for (String line : joined(block.lines())) {
                Matcher prompt = PROMPT.matcher(line);
                if (prompt.find()) {
                    commands.add(new PageCommand(page.path(), words(line.substring(prompt.end())), runs, code));
                }
            }
        }
        page.code().stream().filter(word -> word.startsWith(LAUNCHER) && !word.contains("…")
                && !word.contains("COMMAND"))
                .forEach(word -> commands.add(new PageCommand(page.path(), words(word), false, 0)));
        return commands;
    }

    /** Lines, in which a backslash at the end continues the command. */
    private static List<String> joined(List<String> lines) {
        return List.of(String.join("\n", lines).replaceAll("\\\\\n\\s*", "").split("\n"));
    }

    /** Words as a shell reads them: in quotes or not, without a comment. */
    static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = null;
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            String part = matcher.group(1) != null
                    ? matcher.group(1)
                    : matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
            if (part != null) {
                word = (word == null ? new StringBuilder() : word).append(part);
            } else if (word != null) {
                words.add(word.toString());
                word = null;
            }
        }
        if (word != null) {
            words.add(word.toString());
        }
        return words.subList(1, words.size());
    }

    @Override
    public String toString() {
        return page + ": ./grapevine " + String.join(" ", words);
    }
}
