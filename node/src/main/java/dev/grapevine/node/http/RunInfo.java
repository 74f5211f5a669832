package dev.grapevine.node.http;

import com.fasterxml.jackson.annotation.JsonRawValue;

/**
 * The answer to {@code GET /run}; the components are its keys: what the node learns, and from what.
 *
 * @param run     identity of the run
 * @param measure what accuracy is called: {@code accuracy}, or {@code R²} for a regression
 * @param data    as the node's user wrote it
 * @param model   as in the run's options
 * @param split   the same
 * @param gossip  name of the gossip strategy
 * @param target  name of what is predicted; empty where it has none
 * @param schema  JSON: columns, classes, the shape of images
 */
public record RunInfo(String run, String measure, String data, String model, String split, String gossip,
        String target, @JsonRawValue String schema) {}
