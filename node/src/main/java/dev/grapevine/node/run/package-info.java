/**
 * Preparation of a run: its options, the terms that nodes agree on, and its data and model. Talks to no peers and
 * trains nothing. Start reading at {@link dev.grapevine.node.run.RunOptions}.
 */
package dev.grapevine.node.run;
