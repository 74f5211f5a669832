package dev.grapevine.node.log;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What a node tells: on standard output, with time and level where that is no terminal, and in a file. Thread-safe.
 */
public final class NodeLog implements AutoCloseable {

    private final PrintWriter out;
    private final LogFormat format;
    private final boolean isTerminal;
    private final InstantSource clock;
    /** What the file will begin with. */
    private final List<LogLine> early = new ArrayList<>();
    /** Null until there is one, if there will be. */
    private LogFile file;
    private final boolean hasFile;

    /**
     * A log anywhere.
     *
     * @param isTerminal whether people read what is printed as it comes
     * @param hasFile    whether there will be a file
     */
    public NodeLog(PrintWriter out, LogFormat format, boolean isTerminal, boolean hasFile, InstantSource clock) {
        this.out = out;
        this.format = format;
        this.isTerminal = isTerminal;
        this.hasFile = hasFile;
        this.clock = clock;
    }

    /**
     * A log on standard output.
     *
     * @param hasFile whether there will be a file
     */
    public static NodeLog on(PrintWriter out, LogFormat format, boolean hasFile) {
        Console console = System.console();
        if (format == LogFormat.JSON) {
            warnInJson();
        }
        return new NodeLog(out, format, console != null && console.isTerminal(), hasFile, InstantSource.system());
    }

    /** Warnings of libraries, which go to the standard error stream, are JSON, too. */
    private static void warnInJson() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        if (root.getAppender("STDERR") instanceof ConsoleAppender<ILoggingEvent> errors) {
            errors.setEncoder(LogFile.encoder(root.getLoggerContext(), LogFormat.JSON));
        }
    }

    /**
     * Tells something.
     *
     * @param event   what happened, in one word for programs
     * @param node    the node's name for people; empty while it has none
     * @param message sentence for people
     */
    public synchronized void say(Level level, String event, String node, String message) {
        LogLine line = line(level, event, node, message);
        out.println(isTerminal && format == LogFormat.TEXT ? line.plain() : format.show(line));
        out.flush();
        keep(line);
    }

    /** Tells the file alone what is told elsewhere, too. */
    public synchronized void write(Level level, String event, String node, String message) {
        keep(line(level, event, node, message));
    }

    private LogLine line(Level level, String event, String node, String message) {
        return new LogLine(clock.instant(), level, event, node, message, Optional.empty());
    }

    private void keep(LogLine line) {
        if (file != null) {
            file.write(line);
        } else if (hasFile) {
            early.add(line);
        }
    }

    /**
     * Begins the file, with what has been told so far. Takes a while.
     *
     * @param folder exists, and is this node's alone
     */
    public void keepIn(Path folder) {
        if (hasFile) {
            begin(LogFile.in(folder, format));
        }
    }

    private synchronized void begin(LogFile begun) {
        file = begun;
        early.forEach(file::write);
        early.clear();
    }

    /** Writes what waits to the file, for a second at most. */
    @Override
    public synchronized void close() {
        if (file != null) {
            file.close();
        }
    }
}
