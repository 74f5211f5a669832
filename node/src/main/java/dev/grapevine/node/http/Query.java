package dev.grapevine.node.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The target of a request, split.
 *
 * @param path       up to the first question mark, as it was sent
 * @param parameters after it, still encoded
 */
record Query(String path, String parameters) {

    static Query of(String target) {
        int mark = target.indexOf('?');
        return mark < 0 ? new Query(target, "") : new Query(target.substring(0, mark), target.substring(mark + 1));
    }

    /** The first value with a name, decoded; empty if there is none, or if it is no sound encoding. */
    Optional<String> value(String name) {
        for (String parameter : parameters.split("&")) {
            if (parameter.startsWith(name + "=")) {
                try {
                    return Optional
                            .of(URLDecoder.decode(parameter.substring(name.length() + 1), StandardCharsets.UTF_8));
                } catch (IllegalArgumentException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
