package dev.grapevine.testbed.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import dev.grapevine.node.security.ApiToken;
import dev.grapevine.node.security.SecurityFolder;
import dev.grapevine.node.words.Address;

/**
 * One call of a node's HTTP API on loopback, by a socket of this process, or by a process within the network namespace of
 * the node. The answer is empty if the node gives none.
 */
final class NodeCall {

    private static final int PATIENCE_MILLIS = 5_000;
    private static final String END = "\r\n";

    private NodeCall() {}

    /**
     * The body of a good answer.
     *
     * @param method in capitals
     * @param path   begins with a slash
     * @param folder the node's, with its token
     * @param http   where it listens
     * @param around the command that enters the node's namespace; empty if it has that of this process
     */
    static Optional<String> body(String method, String path, Path folder, Address http, List<String> around) {
        String request = method + " " + path + " HTTP/1.1" + END + "Host: " + http + END + "X-Grapevine: 1" + END
                + SecurityFolder.open(folder).token().map(ApiToken::authorization)
                        .map(word -> "Authorization: " + word + END).orElse("")
                + "Content-Length: 0" + END + "Connection: close" + END + END;
        byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
        try {
            return bodyOf(around.isEmpty() ? bySocket(http, bytes) : byProcess(http, bytes, around));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The body of an answer that says in its first line that it is a good one. */
    static Optional<String> bodyOf(String answer) {
        int head = answer.indexOf(END + END);
        return head >= 0 && answer.matches("(?s)HTTP/1\\.1 2\\d\\d.*")
                ? Optional.of(answer.substring(head + 2 * END.length()))
                : Optional.empty();
    }

    private static String bySocket(Address http, byte[] request) throws IOException {
        try (Socket socket = new Socket(http.host(), http.port())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Bash has sockets of its own, and the launcher needs it anyway. */
    private static String byProcess(Address http, byte[] request, List<String> around) throws IOException {
        List<String> command = new ArrayList<>(around);
        command.addAll(List.of("timeout", String.valueOf(TimeUnit.MILLISECONDS.toSeconds(PATIENCE_MILLIS)), "bash",
                "-c", "exec 3<>/dev/tcp/" + http.host() + "/" + http.port() + " && cat >&3 && cat <&3"));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (OutputStream out = process.getOutputStream()) {
            out.write(request);
        }
        try (InputStream in = process.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }
}
