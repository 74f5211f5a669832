package dev.grapevine.node.http;

import java.util.Optional;

import io.vertx.core.net.ServerSSLOptions;

/** The protection of the API on its way to clients. */
@FunctionalInterface
public interface HttpProtection {

    /** Plain HTTP: for loopback addresses only. */
    HttpProtection NONE = Optional::empty;

    /** Options of a TLS server; empty for plain HTTP. */
    Optional<ServerSSLOptions> options();
}
