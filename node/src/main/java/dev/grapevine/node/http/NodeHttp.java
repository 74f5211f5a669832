package dev.grapevine.node.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerBuilder;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.ServerSSLOptions;

import dev.grapevine.node.history.HistoryJson;
import dev.grapevine.node.security.ApiToken;
import dev.grapevine.node.words.Address;

/**
 * A node's HTTP API and dashboard. One request a connection: a client then holds no more than {@link HttpLimits} says. For one
 * event loop: that on which it was made.
 */
public final class NodeHttp {

    private static final int BAD_REQUEST = 400;
    private static final int URI_TOO_LONG = 414;
    private static final int HEADERS_TOO_LARGE = 431;
    private static final Supplier<Duration> CLOCK = () -> Duration.ofNanos(System.nanoTime());

    /** A request that changes what the node does. */
    public enum Command {
        LEAVE, PAUSE, RESUME, CHECKPOINT
    }

    /** The two models of a node. */
    public enum Which {
        /** The running average, by which the node is judged. */
        SERVED,
        /** The replica itself. */
        REPLICA
    }

    /** The node as the API sees and changes it. */
    public interface View {

        NodeStatus status();

        /** Peers that are there or were. */
        List<NodePeer> peers();

        /** What the node keeps of its past. */
        HistoryJson history();

        /** The run that it learns; empty until it is known. */
        Optional<RunInfo> run();

        /**
         * The model as a safetensors file; empty while there is none.
         *
         * @param which of the node's two models
         */
        Optional<byte[]> model(Which which);

        /**
         * Predicts rows with the served model.
         *
         * @param rows JSON, as {@link dev.grapevine.node.predict.JsonPredictions} takes it
         * @return JSON, empty while there is no model; fails with a mistake of the user if a row cannot be read. Completes
         *         on the event loop
         */
        Future<Optional<String>> predict(byte[] rows);

        boolean isHealthy();

        void request(Command command);
    }

    private final Vertx vertx;
    private final ApiToken token;
    private final HttpProtection protection;
    private final HttpLimits limits;
    private final ConnectionLimits connections;
    private final ApiAnswers answers;
    private final Visits visits;
    /** Null until it listens. */
    private Gate gate;
    /** Null until it listens. */
    private HttpServer server;

    /**
     * @param token      needed for some calls, and for all but {@code /health} by other machines
     * @param protection on the way to clients
     * @param admin      of the run; empty if nobody is invited to it
     */
    public NodeHttp(Vertx vertx, View view, ApiToken token, HttpProtection protection, Optional<RunAdmin> admin) {
        this(vertx, view, token, protection, admin, HttpLimits.DEFAULT);
    }

    NodeHttp(Vertx vertx, View view, ApiToken token, HttpProtection protection, Optional<RunAdmin> admin,
            HttpLimits limits) {
        this.vertx = vertx;
        this.token = token;
        this.protection = protection;
        this.limits = limits;
        this.connections = new ConnectionLimits(limits.connections(), limits.connectionsOfClient());
        this.answers = new ApiAnswers(view, admin, CLOCK);
        this.visits = new Visits(vertx, limits, connections, protection.options().isPresent());
    }

    /**
     * @throws dev.grapevine.node.words.UserMistakeException if other machines can reach the address, and nothing protects the
     *                                                       API on the way to them
     */
    public static void check(Address address, HttpProtection protection) {
        if (protection.options().isEmpty()) {
            address.requireLoopback("http", "because any machine that reaches it can stop the node");
        }
    }

    /**
     * Starts to listen. The future completes with the port, or fails if the address cannot be used.
     *
     * @throws dev.grapevine.node.words.UserMistakeException as {@link #check} does
     */
    public Future<Integer> listen(Address address) {
        check(address, protection);
        gate = new Gate(new HostRule(protection.options().isPresent(), address.host()), token, CLOCK);
        server = builder().build().connectionHandler(visits::begin).invalidRequestHandler(this::malformed)
                .requestHandler(this::requested);
        return server.listen(address.port(), address.host()).map(HttpServer::actualPort);
    }

    private HttpServerBuilder builder() {
        HttpServerConfig config = new HttpServerConfig().setVersions(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1)
                .setIdleTimeout(limits.idleTime()).setHttp1Config(new Http1ServerConfig()
                        .setMaxInitialLineLength(HttpLimits.LINE_BYTES).setMaxHeaderSize(HttpLimits.HEADER_BYTES));
        Optional<ServerSSLOptions> tls = protection.options();
        if (tls.isEmpty()) {
            return vertx.httpServerBuilder().with(config);
        }
        config.getTcpConfig().setSsl(true);
        return vertx.httpServerBuilder().with(config)
                .with(tls.get().copy().setUseAlpn(false).setSslHandshakeTimeout(limits.headersTime().toMillis())
                        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS))
                .with(new CountedTls(connections));
    }

    public Future<Void> close() {
        return server == null ? Future.succeededFuture() : server.close();
    }

    private void malformed(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        int status = cause instanceof TooLongHttpLineException
                ? URI_TOO_LONG
                : cause instanceof TooLongHttpHeaderException ? HEADERS_TOO_LARGE : BAD_REQUEST;
        visits.answer(request,
                visit -> Answer.error(status, "This is no request by HTTP 1.1 with a first line of up to "
                        + HttpLimits.LINE_BYTES + " bytes and headers of up to " + HttpLimits.HEADER_BYTES));
    }

    private void requested(HttpServerRequest request) {
        Optional<Visits.Visit> claimed = visits.claim(request);
        if (claimed.isEmpty()) {
            return;
        }
        Visits.Visit visit = claimed.get();
        Optional<Answer> refusal = facts(request)
                .map(facts -> gate.refusal(facts).map(Answer::of))
                .orElseGet(() -> Optional.of(Answer.error(BAD_REQUEST, "The connection has ended")));
        if (refusal.isPresent()) {
            visits.send(request, visit, refusal.get());
            return;
        }
        Query query = Query.of(request.uri());
        ApiCall call = ApiCall.at(query.path()).orElseThrow();
        if (call == ApiCall.PREDICT) {
            answers.refusal(visit).ifPresentOrElse(busy -> visits.send(request, visit, busy),
                    () -> visits.receive(request, visit, body -> answers.predict(visit, body)));
        } else {
            visits.send(request, visit, answers.answer(call, query, visit));
        }
    }

    private static Optional<ApiRequest> facts(HttpServerRequest request) {
        long bodyBytes = bodyBytes(request.headers());
        return Visits.inet(request.remoteAddress()).flatMap(remote -> Visits.inet(request.localAddress())
                .map(local -> new ApiRequest(request.method().name(), request.uri(), request.headers().getAll("Host"),
                        request.headers().getAll("Origin"), request.headers().getAll(Gate.MARK),
                        request.headers().getAll("Authorization"), bodyBytes, ClientAddress.of(remote), local,
                        request.localAddress().port())));
    }

    private static long bodyBytes(MultiMap headers) {
        List<String> lengths = headers.getAll("Content-Length");
        if (headers.contains("Transfer-Encoding") || lengths.size() > 1) {
            return ApiRequest.UNKNOWN;
        }
        try {
            return lengths.isEmpty() ? 0 : Long.parseLong(lengths.getFirst());
        } catch (NumberFormatException e) {
            return ApiRequest.UNKNOWN;
        }
    }
}
