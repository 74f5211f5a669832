/**
 * Exchanges between any two nodes: the codecs by name, the coding that uses one, and the disagreement to expect. It
 * never remembers anything of a single peer; {@code link} does. Start reading at {@link RandomPeerCoding}.
 */
package dev.grapevine.consensus.coding.peer;
