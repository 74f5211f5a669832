/**
 * What is to be learned and how: the options, the terms that nodes agree on, and what is loaded for them. Never talks to
 * peers or trains. Start reading at {@link dev.grapevine.node.run.RunOptions}.
 */
package dev.grapevine.node.run;
