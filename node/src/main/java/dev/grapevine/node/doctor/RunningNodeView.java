package dev.grapevine.node.doctor;

import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A running node's statements about itself, from its API.
 *
 * @param status  the answer to {@code GET /status}; empty if there was none
 * @param failure why there is no answer, a sentence for users; empty if there is one
 */
public record RunningNodeView(Optional<JsonNode> status, Optional<String> failure) {}
