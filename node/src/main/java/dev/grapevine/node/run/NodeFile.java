package dev.grapevine.node.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/** Configuration file of one node: run options and settings of the node, such as addresses. */
public final class NodeFile {

    private NodeFile() {}

    /**
     * All settings of a file by name; lists are joined with commas.
     *
     * @param ownKeys allowed keys besides run options
     */
    public static Map<String, String> read(Path file, Map<String, String> environment, List<String> ownKeys) {
        SettingsFile settings = SettingsFile.read(file, environment);
        Map<String, String> all = new LinkedHashMap<>(settings.options(ownKeys));
        for (String key : ownKeys) {
            JsonNode value = settings.root().path(key);
            if (!value.isMissingNode()) {
                all.put(key, value.isArray()
                        ? String.join(",", value.valueStream().map(JsonNode::asText).toList())
                        : value.asText());
            }
        }
        return all;
    }
}
