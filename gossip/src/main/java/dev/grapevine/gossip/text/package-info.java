/**
 * Texts of peers, made fit to be shown. Nothing here interprets a text. Start reading at {@link Printable}.
 */
package dev.grapevine.gossip.text;
