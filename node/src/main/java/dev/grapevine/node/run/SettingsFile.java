package dev.grapevine.node.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import dev.grapevine.node.replica.data.source.DataSource;
import dev.grapevine.node.words.Nearest;
import dev.grapevine.node.words.UserMistakeException;

/**
 * YAML file of settings: run options by name, nested or dotted, besides other keys that the reader allows.
 * {@code ${NAME}} is replaced by environment variables; paths of data are relative to the file's folder.
 */
public final class SettingsFile {

    private static final YAMLMapper YAML = YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private final Path file;
    private final ObjectNode root;

    private SettingsFile(Path file, Map<String, String> environment) {
        this.file = file;
        this.root = parse(environment);
    }

    /**
     * Reads a file.
     *
     * @param environment variables by name
     * @throws UserMistakeException if it cannot be read, is not valid YAML, or uses a variable that is not set
     */
    public static SettingsFile read(Path file, Map<String, String> environment) {
        return new SettingsFile(file, environment);
    }

    private ObjectNode parse(Map<String, String> environment) {
        try {
            JsonNode tree = YAML.readTree(substitute(Files.readString(file), environment));
            if (!(tree instanceof ObjectNode object)) {
                throw mistake("has no keys: allowed are 'key: value' lines");
            }
            return object;
        } catch (JacksonException e) {
            String line = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
            throw mistake("is not valid YAML: " + e.getOriginalMessage().lines().findFirst().orElse("") + line);
        } catch (IOException e) {
            throw new UserMistakeException("There is no file " + file + " that can be read", e);
        }
    }

    private String substitute(String text, Map<String, String> environment) {
        return VARIABLE.matcher(text).replaceAll(found -> {
            String value = environment.get(found.group(1));
            if (value == null) {
                throw mistake("needs the environment variable " + found.group(1) + ", which is not set");
            }
            return Matcher.quoteReplacement(value);
        });
    }

    /** The whole content of the file. */
    public JsonNode root() {
        return root;
    }

    /**
     * Overrides the value of a key.
     *
     * @param key   with dots between levels
     * @param value in YAML
     */
    public void change(String key, String value) {
        String[] levels = key.split("\\.");
        ObjectNode place = root;
        for (int i = 0; i < levels.length - 1; i++) {
            JsonNode inner = place.path(levels[i]);
            place = inner instanceof ObjectNode object ? object : place.putObject(levels[i]);
        }
        try {
            JsonNode parsed = YAML.readTree(value);
            place.set(levels[levels.length - 1], parsed.isMissingNode() ? TextNode.valueOf("") : parsed);
        } catch (JacksonException e) {
            throw new UserMistakeException("'" + value + "' for " + key + " is not valid YAML: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""), e);
        }
    }

    /** All run options in the file, by name. */
    public Map<String, String> options(List<String> ownKeys) {
        Map<String, String> options = new LinkedHashMap<>();
        collect("", root, ownKeys, options);
        return options;
    }

    /** All run options at a place in the file that has no other keys. */
    public Map<String, String> options(JsonNode place) {
        Map<String, String> options = new LinkedHashMap<>();
        collect("", place, List.of(), options);
        return options;
    }

    private void collect(String prefix, JsonNode node, List<String> ownKeys, Map<String, String> options) {
        node.properties().forEach(entry -> {
            String name = prefix + entry.getKey();
            if (prefix.isEmpty() && ownKeys.contains(name)) {
                return;
            }
            if (entry.getValue().isObject() && isGroup(name)) {
                collect(name + ".", entry.getValue(), ownKeys, options);
            } else if (RunOptions.byName(name).isPresent()) {
                options.put(name, optionText(name, entry.getValue()));
            } else {
                List<String> known = new ArrayList<>(RunOptions.names());
                known.addAll(ownKeys);
                List<String> likely = new ArrayList<>(known);
                RunOptions.names().stream().filter(option -> option.contains("."))
                        .forEach(option -> likely.add(option.substring(0, option.indexOf('.'))));
                throw mistake("has an unknown key '" + name + "'" + Nearest.hint(name, likely) + " Allowed are "
                        + String.join(", ", known));
            }
        });
    }

    private static boolean isGroup(String name) {
        return RunOptions.names().stream().anyMatch(known -> known.startsWith(name + "."));
    }

    /** {@code stop: {after: 600s}} means the same as {@code stop: after=600s}. */
    private String optionText(String name, JsonNode value) {
        if (value.isArray()) {
            throw mistake("has a list under '" + name + "': allowed is "
                    + RunOptions.byName(name).orElseThrow().allowed());
        }
        String text = value.asText();
        if (value.isObject()) {
            List<String> pairs = new ArrayList<>();
            value.properties().forEach(pair -> pairs.add(pair.getKey() + "=" + pair.getValue().asText()));
            text = String.join(",", pairs);
        }
        String resolved = resolved(name, text);
        try {
            RunOptions.byName(name).orElseThrow().parse(resolved);
            return resolved;
        } catch (UserMistakeException e) {
            throw new UserMistakeException(file + ": " + e.getMessage(), e);
        }
    }

    private String resolved(String name, String text) {
        if (name.equals(TaskOptions.DATA.name())) {
            return DataSource.resolve(text, folder());
        }
        boolean isPath = name.equals(TaskOptions.SCHEMA.name()) || name.equals(TaskOptions.INIT.name());
        return isPath && !text.isEmpty() ? folder().resolve(text).toString() : text;
    }

    private Path folder() {
        Path absolute = file.toAbsolutePath();
        return absolute.getParent() == null ? absolute.getRoot() : absolute.getParent();
    }

    /**
     * Error about the file.
     *
     * @param what rest of the sentence, after the file's name
     */
    public UserMistakeException mistake(String what) {
        return new UserMistakeException(file + " " + what);
    }
}
