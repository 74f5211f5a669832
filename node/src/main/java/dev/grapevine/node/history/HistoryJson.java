package dev.grapevine.node.history;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A history as JSON, in the file and for {@code GET /history}; the components are its keys. The points are columns of equal
 * length, as in {@link HistoryPoint}.
 *
 * @param run     identity of the run; empty before there is one
 * @param spacing least time between two points but the last two, in milliseconds
 */
public record HistoryJson(@JsonProperty(required = true) String run, @JsonProperty(required = true) long spacing,
        @JsonProperty(required = true) List<Long> time, @JsonProperty(required = true) List<Long> rounds,
        @JsonProperty(required = true) List<Double> accuracy, @JsonProperty(required = true) List<Double> trainLoss,
        @JsonProperty(required = true) List<Double> testLoss, @JsonProperty(required = true) List<Long> bytesSent,
        @JsonProperty(required = true) List<Long> bytesReceived, @JsonProperty(required = true) List<Integer> peers,
        @JsonProperty(required = true) List<Happened> events) {

    /**
     * One event.
     *
     * @param kind {@link EventKind#word}
     */
    public record Happened(long time, String kind, String sentence) {}

    public static HistoryJson of(History history) {
        List<HistoryPoint> points = history.points();
        return new HistoryJson(history.run(), history.spacing(), column(points, HistoryPoint::time),
                column(points, HistoryPoint::rounds), column(points, HistoryPoint::accuracy),
                column(points, HistoryPoint::trainLoss), column(points, HistoryPoint::testLoss),
                column(points, HistoryPoint::bytesSent), column(points, HistoryPoint::bytesReceived),
                column(points, HistoryPoint::peers), history.events().stream()
                        .map(event -> new Happened(event.time(), event.kind().word(), event.sentence())).toList());
    }

    /** Values, some of which may be null. */
    private static <T> List<T> column(List<HistoryPoint> points, Function<HistoryPoint, T> value) {
        return points.stream().map(value).toList();
    }

    /** @throws IllegalArgumentException if it is no history that a node can have */
    History history() {
        for (List<?> column : List.of(rounds, accuracy, trainLoss, testLoss, bytesSent, bytesReceived, peers)) {
            if (column.size() != time.size()) {
                throw new IllegalArgumentException("it has columns of different lengths");
            }
        }
        if (List.of(time, rounds, bytesSent, bytesReceived, peers, events).stream()
                .anyMatch(column -> column.contains(null))) {
            throw new IllegalArgumentException("it lacks values");
        }
        if (time.size() > Points.MAX || events.size() > Events.MAX) {
            throw new IllegalArgumentException("it has more entries than a history can have");
        }
        List<HistoryPoint> points = IntStream.range(0, time.size())
                .mapToObj(i -> new HistoryPoint(time.get(i), rounds.get(i), accuracy.get(i), trainLoss.get(i),
                        testLoss.get(i), bytesSent.get(i), bytesReceived.get(i), peers.get(i)))
                .toList();
        List<HistoryEvent> happened = events.stream()
                .map(event -> new HistoryEvent(event.time(), EventKind.of(event.kind()).orElse(EventKind.NOTICE),
                        event.sentence()))
                .toList();
        return new History(run, new Points(spacing, points), new Events(happened));
    }
}
