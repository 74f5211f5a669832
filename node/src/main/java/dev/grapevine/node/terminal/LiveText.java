package dev.grapevine.node.terminal;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/**
 * Status lines of running work: refreshed in place on a terminal, printed from time to time elsewhere. Not thread-safe.
 */
public final class LiveText {

    private static final String UP_AND_CLEAR = "\u001b[%dF\u001b[J";

    private final PrintWriter out;
    private final boolean terminal;
    private final Duration plainInterval;
    private int linesShown;
    private long lastPlainNanos;
    private boolean plainShown;

    private LiveText(PrintWriter out, boolean terminal, Duration plainInterval) {
        this.out = out;
        this.terminal = terminal;
        this.plainInterval = plainInterval;
    }

    /**
     * Status lines on standard output.
     *
     * @param plainInterval minimum time between two outputs without a terminal
     */
    public static LiveText on(PrintWriter out, Duration plainInterval) {
        Console console = System.console();
        return new LiveText(out, console != null && console.isTerminal(), plainInterval);
    }

    /** Status lines for tests and pipes. */
    public static LiveText of(PrintWriter out, boolean terminal, Duration plainInterval) {
        return new LiveText(out, terminal, plainInterval);
    }

    /** Shows the current status. */
    public void show(List<String> lines) {
        if (terminal) {
            clear();
            lines.forEach(out::println);
            linesShown = lines.size();
        } else if (!plainShown || System.nanoTime() - lastPlainNanos >= plainInterval.toNanos()) {
            plainShown = true;
            lastPlainNanos = System.nanoTime();
            lines.forEach(out::println);
        }
        out.flush();
    }

    /** Prints a line that stays. */
    public void say(String line) {
        clear();
        out.println(line);
        out.flush();
    }

    /** Keeps the shown lines and prints the last ones below them. */
    public void finish(List<String> lastLines) {
        clear();
        lastLines.forEach(out::println);
        out.flush();
    }

    private void clear() {
        if (linesShown > 0) {
            out.printf(UP_AND_CLEAR, linesShown);
            linesShown = 0;
        }
    }
}
