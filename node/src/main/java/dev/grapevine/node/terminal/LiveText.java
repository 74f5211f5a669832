package dev.grapevine.node.terminal;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/**
 * Some lines about work that goes on: refreshed in place on a terminal, printed anew now and then elsewhere. Not for
 * several threads at once.
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
     * For standard output.
     *
     * @param plainInterval least time between two times of printing where there is no terminal
     */
    public static LiveText on(PrintWriter out, Duration plainInterval) {
        Console console = System.console();
        return new LiveText(out, console != null && console.isTerminal(), plainInterval);
    }

    /** For tests and pipes. */
    public static LiveText of(PrintWriter out, boolean terminal, Duration plainInterval) {
        return new LiveText(out, terminal, plainInterval);
    }

    /** Shows the present state of things. */
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

    /** Says something that stays. */
    public void say(String line) {
        clear();
        out.println(line);
        out.flush();
    }

    /** Leaves what is shown and starts below it. */
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
