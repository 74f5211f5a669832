package dev.grapevine.node.log;

import java.util.List;
import java.util.Optional;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;

/** Writes events of Logback as lines of a node's log. Thread-safe once it is started. */
final class LineLayout extends LayoutBase<ILoggingEvent> {

    static final String EVENT = "event";
    static final String NODE = "node";

    private final LogFormat format;
    private final ThrowableProxyConverter traces = new ThrowableProxyConverter();

    LineLayout(LogFormat format) {
        this.format = format;
    }

    @Override
    public void start() {
        traces.start();
        super.start();
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        return format.show(new LogLine(event.getInstant(), Level.valueOf(event.getLevel().toString()),
                value(event, EVENT), value(event, NODE), event.getFormattedMessage(),
                Optional.ofNullable(event.getThrowableProxy()).map(unused -> traces.convert(event))))
                + System.lineSeparator();
    }

    private static String value(ILoggingEvent event, String key) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        return pairs == null
                ? ""
                : pairs.stream().filter(pair -> pair.key.equals(key)).map(pair -> String.valueOf(pair.value))
                        .findFirst().orElse("");
    }
}
