package dev.grapevine.node.log;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/**
 * A node's log in its folder: {@code node.log}, and before it {@code node.1.log} to {@code node.4.log}. It has what the node
 * tells, and the warnings of libraries. A thread of its own writes; if the disk hangs, lines are dropped. Thread-safe.
 */
final class LogFile implements AutoCloseable {

    static final String NAME = "node.log";
    /** Together 10 MB. */
    static final int FILES = 5;
    static final long FILE_BYTES = 2_000_000;

    private static final int QUEUE_LINES = 1024;
    private static final int FLUSH_MILLIS = 1000;
    /** Between two looks at the size. */
    private static final int LOOK_MILLIS = 1000;

    private final LoggerContext context;
    private final AsyncAppender writer;

    private LogFile(LoggerContext context, AsyncAppender writer) {
        this.context = context;
        this.writer = writer;
    }

    /**
     * Begins to write.
     *
     * @param folder exists
     */
    static LogFile in(Path folder, LogFormat format) {
        return in(folder, format, FILE_BYTES, LOOK_MILLIS);
    }

    static LogFile in(Path folder, LogFormat format, long fileBytes, int lookMillis) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
        file.setContext(context);
        file.setFile(folder.resolve(NAME).toString());
        file.setEncoder(encoder(context, format));
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(new FileSize(fileBytes));
        size.setCheckIncrement(Duration.buildByMilliseconds(lookMillis));
        size.start();
        NumberedFiles numbers = new NumberedFiles(folder, FILES);
        numbers.setContext(context);
        numbers.setParent(file);
        numbers.start();
        file.setRollingPolicy(numbers);
        file.setTriggeringPolicy(size);
        file.start();
        AsyncAppender writer = new AsyncAppender();
        writer.setContext(context);
        writer.setQueueSize(QUEUE_LINES);
        writer.setDiscardingThreshold(0);
        writer.setNeverBlock(true);
        writer.setMaxFlushTime(FLUSH_MILLIS);
        writer.addAppender(file);
        writer.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(writer);
        return new LogFile(context, writer);
    }

    /** Lines as {@link LineLayout} writes them, in UTF-8. */
    static LayoutWrappingEncoder<ILoggingEvent> encoder(LoggerContext context, LogFormat format) {
        LineLayout layout = new LineLayout(format);
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        return encoder;
    }

    void write(LogLine line) {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerContext(context);
        event.setLoggerName("node");
        event.setThreadName(Thread.currentThread().getName());
        event.setInstant(line.time());
        event.setLevel(Level.convertAnSLF4JLevel(line.level()));
        event.setMessage(line.message());
        event.addKeyValuePair(new KeyValuePair(LineLayout.EVENT, line.event()));
        event.addKeyValuePair(new KeyValuePair(LineLayout.NODE, line.node()));
        writer.doAppend(event);
    }

    /** Writes what waits, for a second at most. */
    @Override
    public void close() {
        context.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(writer);
        writer.stop();
    }
}
