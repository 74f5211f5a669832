package dev.grapevine.node.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Holds JSON against the schemas of an OpenAPI description: the part of JSON Schema that Grapevine's description uses. Any
 * keyword that it does not know is a failure.
 */
final class SchemaChecker {

    private final JsonNode description;
    private final List<String> wrong = new ArrayList<>();

    private SchemaChecker(JsonNode description) {
        this.description = description;
    }

    /** Where the value differs from the schema, and how; empty if it does not. */
    static List<String> differences(JsonNode description, JsonNode schema, JsonNode value) {
        SchemaChecker checker = new SchemaChecker(description);
        checker.check("", schema, value);
        return checker.wrong;
    }

    /** The node that a reference such as {@code #/components/schemas/Error} leads to; the same if it is none. */
    static JsonNode resolve(JsonNode description, JsonNode node) {
        return node.has("$ref") ? description.requiredAt(node.get("$ref").asText().substring(1)) : node;
    }

    private void check(String at, JsonNode reference, JsonNode value) {
        JsonNode schema = resolve(description, reference);
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            JsonNode rule = keyword.getValue();
            boolean holds = switch (keyword.getKey()) {
                case "type" -> isType(rule, value);
                case "enum" -> contains(rule, value);
                case "const" -> rule.equals(value);
                case "minimum" -> !value.isNumber() || value.asDouble() >= rule.asDouble();
                case "maximum" -> !value.isNumber() || value.asDouble() <= rule.asDouble();
                case "minItems" -> !value.isArray() || value.size() >= rule.asInt();
                case "maxItems" -> !value.isArray() || value.size() <= rule.asInt();
                case "minLength" -> !value.isTextual() || value.asText().length() >= rule.asInt();
                case "required" -> holdsAll(rule, value);
                case "oneOf" -> matches(rule, value) == 1;
                case "properties" -> {
                    rule.properties().stream().filter(property -> value.has(property.getKey()))
                            .forEach(property -> check(at + "/" + property.getKey(), property.getValue(),
                                    value.get(property.getKey())));
                    yield true;
                }
                case "additionalProperties" -> {
                    value.properties()
                            .forEach(property -> check(at + "/" + property.getKey(), rule, property.getValue()));
                    yield true;
                }
                case "items" -> {
                    for (int i = 0; value.isArray() && i < value.size(); i++) {
                        check(at + "/" + i, rule, value.get(i));
                    }
                    yield true;
                }
                case "description", "format", "examples" -> true;
                default -> false;
            };
            if (!holds) {
                wrong.add(at + ": " + keyword.getKey() + " " + rule + " does not hold for " + value);
            }
        }
    }

    private static boolean isType(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            return type.valueStream().anyMatch(one -> isType(one, value));
        }
        return switch (type.asText()) {
            case "null" -> value.isNull();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> false;
        };
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        return values.valueStream().anyMatch(value::equals);
    }

    private static boolean holdsAll(JsonNode names, JsonNode value) {
        return !value.isObject() || names.valueStream().allMatch(name -> value.has(name.asText()));
    }

    private long matches(JsonNode schemas, JsonNode value) {
        return schemas.valueStream().filter(schema -> differences(description, schema, value).isEmpty()).count();
    }
}
