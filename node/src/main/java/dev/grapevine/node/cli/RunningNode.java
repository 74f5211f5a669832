package dev.grapevine.node.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.grapevine.node.security.ApiToken;
import dev.grapevine.node.security.SecurityFolder;
import dev.grapevine.node.store.ProcessFile;
import dev.grapevine.node.words.Address;
import dev.grapevine.node.words.Quotes;
import dev.grapevine.node.words.UserMistakeException;

/** A node that runs on this machine, by the HTTP API that it has told in its folder. For one thread. */
final class RunningNode {

    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String SECURITY = "security";
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final Address http;
    private final Duration patience;

    private RunningNode(Path folder, Address http, Duration patience) {
        this.folder = folder;
        this.http = http;
        this.patience = patience;
    }

    /**
     * Finds the one node that runs in a folder, or here.
     *
     * @param directory the node's folder; empty for this one and those in it whose names begin with {@code grapevine-}
     * @throws UserMistakeException if none runs, or more than one
     */
    static RunningNode find(Optional<Path> directory, Path here) {
        return find(directory, here, PATIENCE);
    }

    static RunningNode find(Optional<Path> directory, Path here, Duration patience) {
        List<RunningNode> running = new ArrayList<>();
        for (Path folder : directory.map(List::of).orElseGet(() -> foldersIn(here))) {
            ProcessFile.readIn(folder)
                    .filter(told -> ProcessHandle.of(told.pid()).filter(ProcessHandle::isAlive).isPresent())
                    .ifPresent(told -> running.add(new RunningNode(folder, told.http(), patience)));
        }
        if (running.isEmpty()) {
            throw new UserMistakeException(directory
                    .map(folder -> "No node runs in the folder " + folder + ": start it with ./grapevine node --dir "
                            + folder)
                    .orElse("No node runs in this folder, nor in a folder grapevine-* here: say which with --dir DIR, or "
                            + "start one with ./grapevine node"));
        }
        if (running.size() > 1) {
            throw new UserMistakeException("Several nodes run here: say with --dir which of "
                    + Quotes.list(running.stream().map(node -> node.folder.toString()).toList()));
        }
        return running.getFirst();
    }

    private static List<Path> foldersIn(Path here) {
        List<Path> folders = new ArrayList<>(List.of(here));
        try (DirectoryStream<Path> found = Files.newDirectoryStream(here, "grapevine-*")) {
            found.forEach(folder -> folders.add(folder.normalize()));
        } catch (IOException e) {
            throw new UncheckedIOException("This folder cannot be listed", e);
        }
        folders.sort(null);
        return folders;
    }

    Path folder() {
        return folder;
    }

    /**
     * The answer to a call that reads.
     *
     * @param path begins with a slash
     * @throws UserMistakeException if the node refuses the call, in its own words
     * @throws NoAnswerException    if there is no answer that can be read
     */
    JsonNode get(String path) throws NoAnswerException {
        return call("GET", path);
    }

    /** The answer to a call that changes something; all else as {@link #get}. */
    JsonNode post(String path) throws NoAnswerException {
        return call("POST", path);
    }

    private JsonNode call(String method, String path) throws NoAnswerException {
        SecurityFolder security = security();
        ApiToken token = security.token().orElseThrow(() -> new UserMistakeException("There is no file "
                + security.path().resolve("token") + ": start the node again, which makes one"));
        HttpRequest request = HttpRequest.newBuilder(uri(path)).method(method, HttpRequest.BodyPublishers.noBody())
                .header("X-Grapevine", "1").header("Authorization", token.authorization()).timeout(patience).build();
        HttpResponse<String> response = send(request, security);
        return switch (response.statusCode()) {
            case OK -> json(response.body());
            case UNAUTHORIZED, TOO_MANY_REQUESTS -> throw new UserMistakeException("The node in " + folder
                    + " refuses the token in " + security.path().resolve("token")
                    + ": start the node again, so that both "
                    + "have the same");
            default -> throw refusal(response);
        };
    }

    private SecurityFolder security() {
        return SecurityFolder.look(folder).orElseThrow(() -> new UserMistakeException("The folder " + folder
                + " has no folder " + SECURITY + ": start the node again, which makes one"));
    }

    /**
     * The URI of a path: by TLS if the API can be reached from elsewhere; a node that listens everywhere listens on
     * loopback, too.
     */
    private URI uri(String path) {
        boolean isEverywhere = http.resolve().stream()
                .anyMatch(address -> InetAddress.ofLiteral(address.host()).isAnyLocalAddress());
        return URI.create((http.isLoopback() ? "http://" : "https://")
                + (isEverywhere ? new Address("127.0.0.1", http.port()) : http) + path);
    }

    /** Sends directly, whatever proxy this machine has: what is sent is secret. */
    private HttpResponse<String> send(HttpRequest request, SecurityFolder security) throws NoAnswerException {
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .proxy(HttpClient.Builder.NO_PROXY).connectTimeout(patience);
        if (request.uri().getScheme().equals("https")) {
            builder.sslContext(PinnedKey.context(security.deviceKey().orElseThrow().publicKey()));
        }
        HttpClient client = builder.build();
        try {
            return client.sendAsync(request, BodyHandlers.ofString()).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new NoAnswerException("The node in " + folder + " does not answer at " + http
                    + ": wait until it is up, or start it again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswerException("The call to the node in " + folder + " was interrupted", e);
        } finally {
            client.shutdownNow();
        }
    }

    private JsonNode json(String body) throws NoAnswerException {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new NoAnswerException("What answers at " + http + " is no node: start the one in " + folder
                    + " again", e);
        }
    }

    private RuntimeException refusal(HttpResponse<String> response) throws NoAnswerException {
        JsonNode error = json(response.body()).path("error");
        if (!error.isTextual()) {
            throw new NoAnswerException("The node in " + folder + " answers with the status " + response.statusCode()
                    + " and no reason");
        }
        return new UserMistakeException(error.asText());
    }
}
