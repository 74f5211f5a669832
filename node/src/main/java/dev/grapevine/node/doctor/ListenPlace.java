package dev.grapevine.node.doctor;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.grapevine.node.words.Address;

/**
 * The place where a node is meant to listen, as it is now.
 *
 * @param state  whether a node could listen there
 * @param holder what answers there; empty unless the place is taken
 */
record ListenPlace(State state, Optional<Neighbour> holder) {

    /** Whether a node could listen at a place. */
    enum State {
        FREE,
        TAKEN,
        /** The address is not one of this machine. */
        ELSEWHERE,
        /** The system does not allow it, such as a port below 1024. */
        FORBIDDEN,
        /** Nobody knows the name. */
        UNKNOWN_NAME
    }

    static ListenPlace of(Address listen, Visitor visitor) {
        List<InetAddress> resolved = Names.ofSystem(listen.host());
        if (resolved.isEmpty()) {
            return new ListenPlace(State.UNKNOWN_NAME, Optional.empty());
        }
        InetAddress first = resolved.getFirst();
        State state = tried(new InetSocketAddress(first, listen.port()));
        return new ListenPlace(state, state == State.TAKEN
                ? Optional.of(visitor.visit(first.isAnyLocalAddress()
                        ? new Address("127.0.0.1", listen.port())
                        : listen))
                : Optional.empty());
    }

    /** Takes the place for a moment. */
    private static State tried(InetSocketAddress place) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(place);
            return State.FREE;
        } catch (IOException e) {
            return of(e);
        }
    }

    /** The reason why nobody can listen, by what the system says of it. */
    static State of(IOException failure) {
        String said = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (said.contains("permission") || said.contains("not permitted")) {
            return State.FORBIDDEN;
        }
        return failure instanceof BindException && said.contains("in use") ? State.TAKEN : State.ELSEWHERE;
    }
}
