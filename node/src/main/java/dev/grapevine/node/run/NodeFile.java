package dev.grapevine.node.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/** The configuration file of one node: run options, and where it listens, what it joins and the like. */
public final class NodeFile {

    private NodeFile() {}

    /**
     * All settings of a file by name; lists are joined with commas.
     *
     * @param ownKeys what is allowed besides run options
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
