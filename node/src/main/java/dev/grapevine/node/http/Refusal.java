package dev.grapevine.node.http;

import java.util.Map;

/**
 * A request that the API does not follow.
 *
 * @param sentence for users; repeats nothing of the request's headers
 * @param headers  of the answer
 */
record Refusal(int status, String sentence, Map<String, String> headers) {

    Refusal(int status, String sentence) {
        this(status, sentence, Map.of());
    }
}
