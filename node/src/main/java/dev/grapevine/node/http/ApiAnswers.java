package dev.grapevine.node.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import io.vertx.core.Future;

import dev.grapevine.node.words.UserMistakeException;

/** The actions and answers of the API's calls, once they are allowed. For one event loop. */
final class ApiAnswers {

    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int BAD_REQUEST = 400;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    /**
     * The answer to {@code POST /invite}; the components are its keys.
     *
     * @param expires ISO 8601, UTC
     */
    private record InvitationAnswer(String code, String expires, String qr, List<String> notes) {}

    private final NodeHttp.View view;
    private final Optional<RunAdmin> admin;
    private final Dashboard dashboard = Dashboard.read();
    private final CachedStatus status;
    /** That of {@link #described}; null before the first. */
    private Answer metrics;
    /** Null before the first. */
    private NodeStatus described;
    private int models;
    private int predictions;

    ApiAnswers(NodeHttp.View view, Optional<RunAdmin> admin, Supplier<Duration> clock) {
        this.view = view;
        this.admin = admin;
        this.status = new CachedStatus(view::status, clock);
    }

    Answer answer(ApiCall call, Query query, Visits.Visit visit) {
        return switch (call) {
            case DASHBOARD -> dashboard.answer();
            case STATUS -> Answer.json(OK, status.get());
            case METRICS -> metrics(status.get());
            case PEERS -> peers(query);
            case HISTORY -> Answer.json(OK, view.history());
            case RUN -> view.run().map(run -> Answer.json(OK, run))
                    .orElseGet(() -> Answer.error(UNAVAILABLE, "There is no run yet"));
            case HEALTH -> view.isHealthy()
                    ? Answer.text(OK, "ok\n")
                    : Answer.text(UNAVAILABLE, status.get().phase() + "\n");
            case MODEL -> model(query, visit);
            case PREDICT -> throw new IllegalArgumentException("This call has a body");
            case OPENAPI -> new Answer(OK, Answer.JSON_TYPE, ApiDescription.json(), Map.of());
            case LEAVE -> request(NodeHttp.Command.LEAVE);
            case PAUSE -> request(NodeHttp.Command.PAUSE);
            case RESUME -> request(NodeHttp.Command.RESUME);
            case CHECKPOINT -> request(NodeHttp.Command.CHECKPOINT);
            case INVITE -> administer(ApiAnswers::invite);
            case REVOKE -> ofPeer(call, query, RunAdmin::revoke);
            case GRANT -> ofPeer(call, query, RunAdmin::grant);
            case FOUND -> administer(run -> message(run.found()));
        };
    }

    /** Computed once for each status. */
    private Answer metrics(NodeStatus now) {
        if (now != described) {
            metrics = new Answer(OK, PrometheusText.TYPE, PrometheusText.of(now), Map.of());
            described = now;
        }
        return metrics;
    }

    private Answer request(NodeHttp.Command command) {
        view.request(command);
        status.forget();
        return Answer.text(ACCEPTED, "");
    }

    private Answer peers(Query query) {
        String which = query.value("of").orElse("present");
        return switch (which) {
            case "present" -> Answer.json(OK, view.peers().stream().filter(NodePeer::isThere).toList());
            case "all" -> Answer.json(OK, view.peers());
            default -> Answer.error(BAD_REQUEST, "There are no such peers: allowed are of=present and of=all");
        };
    }

    private Answer model(Query query, Visits.Visit visit) {
        String which = query.value("of").orElse("served");
        if (!which.equals("served") && !which.equals("replica")) {
            return Answer.error(BAD_REQUEST, "There is no such model: allowed are of=served and of=replica");
        }
        if (models >= HttpLimits.MODELS) {
            return Answer.error(TOO_MANY_REQUESTS, HttpLimits.MODELS
                    + " models are being sent already: try again when one of them is read");
        }
        Optional<byte[]> model = view
                .model(which.equals("served") ? NodeHttp.Which.SERVED : NodeHttp.Which.REPLICA);
        if (model.isEmpty()) {
            return Answer.error(UNAVAILABLE, "There is no model yet");
        }
        models++;
        visit.atEnd(() -> models--);
        return new Answer(OK, "application/octet-stream", model.get(),
                Map.of("Content-Disposition", "attachment; filename=model.safetensors"));
    }

    /** The answer to a body with rows that is not even read; empty if it is to be read. */
    Optional<Answer> refusal(Visits.Visit visit) {
        if (predictions >= HttpLimits.PREDICTIONS) {
            return Optional.of(Answer.error(TOO_MANY_REQUESTS, HttpLimits.PREDICTIONS
                    + " requests for predictions are under way already: try again when one of them is answered"));
        }
        predictions++;
        visit.atEnd(() -> predictions--);
        return Optional.empty();
    }

    /** @param body JSON with rows */
    Future<Answer> predict(Visits.Visit visit, byte[] body) {
        Future<Optional<String>> predicted = view.predict(body);
        visit.atEnd(() -> {
            if (!predicted.isComplete()) {
                // The client has hung up, but the node computes on: the place is free after that.
                predictions++;
                predicted.onComplete(unused -> predictions--);
            }
        });
        return predicted.map(json -> json
                .map(text -> new Answer(OK, Answer.JSON_TYPE, text.getBytes(StandardCharsets.UTF_8), Map.of()))
                .orElseGet(() -> Answer.error(UNAVAILABLE, "There is no model yet")))
                .recover(failure -> failure instanceof UserMistakeException
                        ? Future.succeededFuture(Answer.error(BAD_REQUEST, failure.getMessage()))
                        : Future.failedFuture(failure));
    }

    private Answer ofPeer(ApiCall call, Query query, BiFunction<RunAdmin, String, String> what) {
        Optional<String> peer = query.value("peer").filter(text -> !text.isEmpty());
        return peer.isEmpty()
                ? Answer.error(BAD_REQUEST, call.path() + " needs a peer: " + call.path() + "?peer=ID")
                : administer(run -> message(what.apply(run, peer.get())));
    }

    private Answer administer(Function<RunAdmin, Answer> what) {
        if (admin.isEmpty()) {
            return Answer.error(CONFLICT,
                    "This node takes part in no run with invitations: it listens on loopback only");
        }
        try {
            return what.apply(admin.get());
        } catch (UserMistakeException mistake) {
            return Answer.error(BAD_REQUEST, mistake.getMessage());
        }
    }

    private static Answer invite(RunAdmin run) {
        RunAdmin.Invitation made = run.invite();
        return Answer.json(OK,
                new InvitationAnswer(made.code(), made.expires().toString(), made.qr(), made.notes()));
    }

    private static Answer message(String sentence) {
        return Answer.json(OK, Map.of("message", sentence));
    }
}
