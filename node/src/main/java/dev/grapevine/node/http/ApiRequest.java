package dev.grapevine.node.http;

import java.net.InetAddress;
import java.util.List;

/**
 * The parts of a request that the API looks at before it does anything. Headers may be absent or stand there more than once.
 *
 * @param target  as on the request's first line
 * @param marks   values of {@value Gate#MARK}
 * @param bodyBytes length of the body that follows; 0 without one, {@value #UNKNOWN} if the client does not say
 * @param client  by which clients are told apart, {@link ClientAddress}
 * @param reached address of this machine at which the connection came in
 * @param port    the same, its port
 */
record ApiRequest(String method, String target, List<String> hosts, List<String> origins, List<String> marks,
        List<String> authorizations, long bodyBytes, String client, InetAddress reached, int port) {

    static final long UNKNOWN = -1;
}
