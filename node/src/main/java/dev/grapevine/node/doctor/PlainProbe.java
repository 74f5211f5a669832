package dev.grapevine.node.doctor;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

import dev.grapevine.gossip.peers.PeerId;
import dev.grapevine.node.security.DeviceKey;
import dev.grapevine.node.transport.ProtocolVersions;

/** Finds out what answers at a port without TLS, with one connection for each guess. */
final class PlainProbe {

    private static final byte[] HTTP_QUESTION = "GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String HTTP_ANSWER = "HTTP/";
    /** Both ends of a connection between members begin with it. */
    private static final String HAZELCAST = "HZC";
    private static final int LOOKED_AT_BYTES = 5;

    /** The kind of program that answers, and the claims of a node. */
    record Answer(Neighbour.Kind kind, Optional<PeerId> peer, Optional<ProtocolVersions> versions) {

        private Answer(Neighbour.Kind kind) {
            this(kind, Optional.empty(), Optional.empty());
        }
    }

    private PlainProbe() {}

    static Answer ask(Opening opening) {
        Optional<Answer> node = node(opening);
        if (node.isPresent()) {
            return node.get();
        }
        String http = begin(opening, HTTP_QUESTION);
        if (http.startsWith(HTTP_ANSWER)) {
            return new Answer(Neighbour.Kind.HTTP);
        }
        if (begin(opening, HAZELCAST.getBytes(StandardCharsets.US_ASCII)).startsWith(HAZELCAST)) {
            return new Answer(Neighbour.Kind.HAZELCAST);
        }
        return new Answer(switch (http) {
            case SILENCE -> Neighbour.Kind.SILENT;
            case "" -> Neighbour.Kind.CLOSES;
            default -> Neighbour.Kind.OTHER;
        });
    }

    private static Optional<Answer> node(Opening opening) {
        SecureRandom random = new SecureRandom();
        try (Socket socket = opening.open()) {
            // A passing key: a node that hears its own would take the question for itself.
            socket.getOutputStream().write(ProtocolVersions.firstFrame(DeviceKey.create(random), random));
            byte[] answer = Frames.read(socket, ProtocolVersions.FIRST_FRAME_BYTES_MAX);
            return Optional.of(new Answer(Neighbour.Kind.GRAPEVINE_PLAIN, Optional.of(ProtocolVersions.peerIn(answer)),
                    Optional.of(ProtocolVersions.in(answer))));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static final String SILENCE = "silence";

    /** The first letters of an answer; none if the connection ended, and {@link #SILENCE} if nothing came. */
    private static String begin(Opening opening, byte[] question) {
        byte[] answer = new byte[LOOKED_AT_BYTES];
        int length = 0;
        try (Socket socket = opening.open()) {
            socket.getOutputStream().write(question);
            while (length < answer.length) {
                int read = socket.getInputStream().read(answer, length, answer.length - length);
                if (read < 0) {
                    break;
                }
                length += read;
            }
        } catch (SocketTimeoutException e) {
            return length == 0 ? SILENCE : text(answer, length);
        } catch (IOException e) {
            return text(answer, length);
        }
        return text(answer, length);
    }

    private static String text(byte[] bytes, int length) {
        return new String(Arrays.copyOf(bytes, length), StandardCharsets.ISO_8859_1);
    }
}
