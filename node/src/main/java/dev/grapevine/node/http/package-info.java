/**
 * A node's dashboard and HTTP API. Never listens where others than this machine could reach it. Start reading at
 * {@link dev.grapevine.node.http.NodeHttp}.
 */
package dev.grapevine.node.http;
