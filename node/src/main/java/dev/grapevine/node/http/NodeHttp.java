package dev.grapevine.node.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import dev.grapevine.node.words.Address;

/** A node's HTTP API and dashboard. For one event loop: that on which it was made. */
public final class NodeHttp {

    private static final JsonMapper JSON = new JsonMapper();

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

        /**
         * The model as a safetensors file; empty while there is none.
         *
         * @param which of the node's two models
         */
        Optional<byte[]> model(Which which);

        boolean isHealthy();

        void request(Command command);
    }

    private final View view;
    private final Buffer dashboard = readDashboard();
    private final HttpServer server;

    public NodeHttp(Vertx vertx, View view) {
        this.view = view;
        Router router = Router.router(vertx);
        router.get("/").handler(this::dashboard);
        router.get("/status").handler(this::status);
        router.get("/peers").handler(context -> json(context, view.status().peers()));
        router.get("/health").handler(this::health);
        router.get("/model").handler(this::model);
        router.post("/leave").handler(context -> request(context, Command.LEAVE));
        router.post("/pause").handler(context -> request(context, Command.PAUSE));
        router.post("/resume").handler(context -> request(context, Command.RESUME));
        router.post("/checkpoint").handler(context -> request(context, Command.CHECKPOINT));
        this.server = vertx.createHttpServer().requestHandler(router);
    }

    /** @throws dev.grapevine.node.words.UserMistakeException if other machines can reach the address */
    public static void check(Address address) {
        address.requireLoopback("http", "because any machine that reaches it can stop the node");
    }

    /**
     * Starts to listen. The future completes with the port, or fails if the address cannot be used.
     *
     * @throws dev.grapevine.node.words.UserMistakeException if other machines can reach the address
     */
    public Future<Integer> listen(Address address) {
        check(address);
        return server.listen(address.port(), address.host()).map(HttpServer::actualPort);
    }

    public Future<Void> close() {
        return server.close();
    }

    private static Buffer readDashboard() {
        try (InputStream page = NodeHttp.class.getResourceAsStream("/dashboard.html")) {
            return Buffer.buffer(page.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("The dashboard's page cannot be read", e);
        }
    }

    private void dashboard(RoutingContext context) {
        context.response().putHeader("content-type", "text/html; charset=utf-8").end(dashboard);
    }

    private void status(RoutingContext context) {
        json(context, view.status());
    }

    private void health(RoutingContext context) {
        boolean healthy = view.isHealthy();
        context.response().setStatusCode(healthy ? 200 : 503).end(healthy ? "ok\n" : view.status().phase() + "\n");
    }

    private void model(RoutingContext context) {
        Which which = "replica".equals(context.request().getParam("of")) ? Which.REPLICA : Which.SERVED;
        Optional<byte[]> model = view.model(which);
        if (model.isPresent()) {
            context.response().putHeader("content-type", "application/octet-stream")
                    .putHeader("content-disposition", "attachment; filename=model.safetensors")
                    .end(Buffer.buffer(model.get()));
        } else {
            context.response().setStatusCode(503).end("There is no model yet\n");
        }
    }

    private void request(RoutingContext context, Command command) {
        view.request(command);
        context.response().setStatusCode(202).end();
    }

    private static void json(RoutingContext context, Object value) {
        try {
            context.response().putHeader("content-type", "application/json").end(JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A status cannot be written as JSON", e);
        }
    }
}
