/**
 * Notices: what nodes tell each other of how good their models are, so that each knows how the whole run does. It never
 * changes a replica, and chooses no peer. Start reading at {@link NoticeGossip}.
 */
package dev.grapevine.gossip.notice;
