package dev.grapevine.node.doctor;

import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.util.Locale;

/** The outcome of an attempt to open a TCP connection. */
enum Reach {
    OPEN,
    /** The machine answers, and nobody listens there. */
    REFUSED,
    /** Nothing came back. */
    SILENT,
    /** The network has no way there. */
    NO_ROUTE,
    /** This machine does not let the program try. */
    FORBIDDEN,
    /** Nobody knows the name. */
    UNKNOWN_NAME;

    /** The reason why a connection could not be opened, by what the system says of it. */
    static Reach of(IOException failure) {
        String said = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (failure instanceof SocketTimeoutException || said.contains("timed out")) {
            return SILENT;
        }
        if (said.contains("permission denied") || said.contains("not permitted")) {
            return FORBIDDEN;
        }
        if (said.contains("refused") || said.contains("reset")) {
            return REFUSED;
        }
        return failure instanceof NoRouteToHostException || said.contains("unreachable") || said.contains("no route")
                || said.contains("cannot assign") || said.contains("network is down")
                        ? NO_ROUTE
                        : SILENT;
    }
}
