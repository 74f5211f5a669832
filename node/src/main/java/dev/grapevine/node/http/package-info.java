/**
 * A node's dashboard and HTTP API. On loopback it is plain; other machines reach it by TLS, with the node's token. Start
 * reading at {@link dev.grapevine.node.http.NodeHttp}; {@link dev.grapevine.node.http.Gate} says who may do what.
 */
package dev.grapevine.node.http;
