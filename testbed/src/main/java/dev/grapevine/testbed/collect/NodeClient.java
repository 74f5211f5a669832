package dev.grapevine.testbed.collect;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.grapevine.node.http.NodeStatus;
import dev.grapevine.node.replica.format.Safetensors;
import dev.grapevine.testbed.launch.NodeProcess;

/** A client of the HTTP API of node processes. A silent node gives an empty answer, not a failure. */
public final class NodeClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final JsonMapper json = new JsonMapper();

    public Optional<NodeStatus> status(NodeProcess node) {
        return get(node, "/status").map(body -> {
            try {
                return json.readValue(body, NodeStatus.class);
            } catch (IOException e) {
                throw new IllegalStateException("A status that is no JSON", e);
            }
        });
    }

    /** The model that a node serves. */
    public Optional<float[]> served(NodeProcess node) {
        return get(node, "/model").map(body -> Safetensors.decode(body).parameters());
    }

    /** A node's replica itself. */
    public Optional<float[]> replica(NodeProcess node) {
        return get(node, "/model?of=replica").map(body -> Safetensors.decode(body).parameters());
    }

    private Optional<byte[]> get(NodeProcess node, String path) {
        return node.http().flatMap(address -> {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + path)).timeout(PATIENCE)
                    .build();
            try {
                HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
                return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
            } catch (IOException e) {
                return Optional.empty();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        });
    }

    @Override
    public void close() {
        http.close();
    }
}
