package dev.grapevine.node.log;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.grapevine.node.words.UserMistakeException;

/** How the lines of a log are written. */
public enum LogFormat {

    /** For people: {@code 2026-11-28T09:30:00.000Z INFO ann: is up}. */
    TEXT,
    /** For programs: a JSON object a line, with {@code time}, {@code level} and {@code message}, and others where known. */
    JSON;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX")
            .withZone(ZoneOffset.UTC);
    private static final JsonMapper MAPPER = new JsonMapper();

    /** @throws UserMistakeException if it is neither {@code text} nor {@code json} */
    public static LogFormat parse(String text) {
        return switch (text) {
            case "text" -> TEXT;
            case "json" -> JSON;
            default -> throw new UserMistakeException("log is '" + text + "': allowed are text and json");
        };
    }

    /** The line with its time and level; without the end of the line. */
    String show(LogLine line) {
        return this == JSON ? json(line) : TIME.format(line.time()) + " " + line.level() + " " + line.plain();
    }

    private static String json(LogLine line) {
        ObjectNode json = MAPPER.createObjectNode().put("time", TIME.format(line.time())).put("level",
                line.level().toString());
        if (!line.event().isEmpty()) {
            json.put("event", line.event());
        }
        if (!line.node().isEmpty()) {
            json.put("node", line.node());
        }
        json.put("message", line.message());
        line.trace().ifPresent(lines -> json.put("trace", lines));
        return json.toString();
    }
}
