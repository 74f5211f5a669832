package dev.grapevine.gossip.core;

import dev.grapevine.gossip.notice.NoticeGossip;
import dev.grapevine.gossip.shares.ClassShareGossip;
import dev.grapevine.gossip.strategy.Strategy;

/**
 * A node's part in a run: it exists once the charter is known.
 *
 * @param strategy how its replica and those of peers come to agree
 * @param turns    when it begins exchanges, and with which peers
 * @param shares   what it tells peers of its classes
 * @param notices  what it tells peers of its model
 */
record Participation(Strategy strategy, GossipTurns turns, ClassShareGossip shares, NoticeGossip notices) {}
