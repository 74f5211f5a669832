package dev.grapevine.node.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import dev.grapevine.node.security.ApiToken;

/**
 * Decides which requests are followed. Web pages in a browser on this machine are kept out by Host, Origin and a header that
 * no form can set; other machines and other users by the token. For one event loop.
 */
final class Gate {

    /** A header that a page of another origin cannot send without asking first, and asking is refused. */
    static final String MARK = "X-Grapevine";
    static final String MARK_VALUE = "1";

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int CONTENT_TOO_LARGE = 413;
    private static final int TOO_MANY_REQUESTS = 429;

    private final HostRule hosts;
    private final ApiToken token;
    private final WrongTokens wrong = new WrongTokens();
    private final Supplier<Duration> clock;

    /** @param clock never goes back */
    Gate(HostRule hosts, ApiToken token, Supplier<Duration> clock) {
        this.hosts = hosts;
        this.token = token;
        this.clock = clock;
    }

    /** The refusal of a request; empty if it is followed: then its path is that of a call. */
    Optional<Refusal> refusal(ApiRequest request) {
        if (!request.target().startsWith("/")) {
            return refused(BAD_REQUEST, "A request names a path that begins with a slash, and no host before it");
        }
        if (request.hosts().size() != 1
                || !hosts.isOwnHost(request.hosts().getFirst(), request.reached(), request.port())) {
            return refused(FORBIDDEN,
                    "The header Host is not that of this API: allowed are localhost, a loopback address, "
                            + "and the address that was called, each with port " + request.port() + " or none");
        }
        if (!request.origins().isEmpty() && !isOwnOrigin(request)) {
            return refused(FORBIDDEN, "The header Origin is that of another page: allowed is this API's own, or none");
        }
        Optional<ApiCall> found = ApiCall.at(Query.of(request.target()).path());
        if (found.isEmpty()) {
            return refused(NOT_FOUND, "There is nothing at this path");
        }
        return refusal(request, found.get());
    }

    private boolean isOwnOrigin(ApiRequest request) {
        return request.origins().size() == 1 && hosts.isOwnOrigin(request.origins().getFirst(),
                request.hosts().getFirst(), request.port());
    }

    private Optional<Refusal> refusal(ApiRequest request, ApiCall call) {
        if (!request.method().equals(call.method())) {
            return Optional.of(new Refusal(METHOD_NOT_ALLOWED, call.path() + " takes " + call.method() + " only",
                    Map.of("Allow", call.method())));
        }
        if (call.changes() && !request.marks().equals(List.of(MARK_VALUE))) {
            return refused(FORBIDDEN, call.path() + " changes something, so it needs the header " + MARK + ": "
                    + MARK_VALUE + ", which no web page can send by a form");
        }
        if (request.bodyBytes() < 0 || request.bodyBytes() > call.bodyBytesMax()) {
            return refused(CONTENT_TOO_LARGE, call.bodyBytesMax() == 0
                    ? call.path() + " takes no body"
                    : call.path() + " takes a body of up to " + call.bodyBytesMax()
                            + " bytes, whose length the header Content-Length says");
        }
        if (call.needsToken(!request.reached().isLoopbackAddress())) {
            return token(request);
        }
        return Optional.empty();
    }

    private Optional<Refusal> token(ApiRequest request) {
        if (request.authorizations().size() == 1 && token.isIn(request.authorizations().getFirst())) {
            return Optional.empty();
        }
        if (!request.authorizations().isEmpty() && wrong.isTooMany(request.client(), clock.get())) {
            return Optional.of(new Refusal(TOO_MANY_REQUESTS, "Too many wrong tokens have come from this address: "
                    + "try again in a minute",
                    Map.of("Retry-After", String.valueOf(WrongTokens.MINUTE.toSeconds()))));
        }
        return Optional.of(new Refusal(UNAUTHORIZED, "This call needs the token of the node, from the file "
                + "security/token in its folder, as the header Authorization: Bearer TOKEN",
                Map.of("WWW-Authenticate", "Bearer")));
    }

    private static Optional<Refusal> refused(int status, String sentence) {
        return Optional.of(new Refusal(status, sentence));
    }
}
