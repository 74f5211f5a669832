/**
 * A run before it starts: its options, the terms that nodes agree on, and the data and model for them. Never talks to
 * peers or trains. Start reading at {@link dev.grapevine.node.run.RunOptions}.
 */
package dev.grapevine.node.run;
