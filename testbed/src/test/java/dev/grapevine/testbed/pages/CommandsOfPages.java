package dev.grapevine.testbed.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.grapevine.testbed.cli.Grapevine;

/**
 * Runs commands one after the other in a Java of their own, so that files are in its working folder. Ends with 0 if each
 * had its expected exit code.
 */
final class CommandsOfPages {

    /** Between the words of a line. */
    static final String SEPARATOR = "\t";

    private CommandsOfPages() {}

    /** Takes a file: a line for each command, which begins with the expected exit code. */
    public static void main(String[] arguments) throws IOException {
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            List<String> words = List.of(line.split(SEPARATOR));
            System.out.println("$ ./grapevine " + String.join(" ", words.subList(1, words.size())));
            long start = System.nanoTime();
            int exit = Grapevine.commandLine().execute(words.subList(1, words.size()).toArray(String[]::new));
            System.out.println("exit code " + exit + " after " + (System.nanoTime() - start) / 1_000_000 + " ms");
            if (exit != Integer.parseInt(words.getFirst())) {
                System.out.println("expected was " + words.getFirst());
                System.exit(1);
            }
        }
        System.exit(0);
    }
}
