/**
 * A node's dashboard and HTTP API. Never listens on an address that other machines can reach.
 * Start reading at {@link dev.grapevine.node.http.NodeHttp}.
 */
package dev.grapevine.node.http;
