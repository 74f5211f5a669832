/**
 * Proxies between node processes that can cut and slow down each link, without any privilege. They never read what
 * they carry. Start reading at {@link LinkProxies}.
 */
package dev.grapevine.testbed.network;
