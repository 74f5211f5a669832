/**
 * What a run leaves behind: series, summary, models, and the sentences about its end. Never runs anything. Start reading at
 * {@link dev.grapevine.node.result.RunFolder}.
 */
package dev.grapevine.node.result;
