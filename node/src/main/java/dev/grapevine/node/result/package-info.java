/**
 * Results of a run: series, summary, models, and the final messages. Runs nothing. Start reading at
 * {@link dev.grapevine.node.result.RunFolder}.
 */
package dev.grapevine.node.result;
