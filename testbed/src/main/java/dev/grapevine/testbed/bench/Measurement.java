package dev.grapevine.testbed.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One number that a benchmark gave.
 *
 * @param name       of the benchmark
 * @param parameters what was measured, in words: two measurements with the same name and parameters are of the same
 * @param value      empty if it was not measured
 * @param unit       of value and yardstick
 * @param yardstick  what another program, or the hardware at its best, gave in the same run
 */
public record Measurement(String name, Map<String, String> parameters, OptionalDouble value, String unit,
        OptionalDouble yardstick) {

    private static final JsonMapper JSON = new JsonMapper();

    public Measurement {
        parameters = new LinkedHashMap<>(parameters);
    }

    /** One that was measured, without a yardstick. */
    public static Measurement of(String name, Map<String, String> parameters, double value, String unit) {
        return new Measurement(name, parameters, OptionalDouble.of(value), unit, OptionalDouble.empty());
    }

    /** One that was not measured. */
    public static Measurement blank(String name, Map<String, String> parameters, String unit) {
        return new Measurement(name, parameters, OptionalDouble.empty(), unit, OptionalDouble.empty());
    }

    /** The same with a yardstick. */
    public Measurement against(double other) {
        return new Measurement(name, parameters, value, unit, OptionalDouble.of(other));
    }

    /** The value over the yardstick, where there are both. */
    public OptionalDouble ratio() {
        return value.isPresent() && yardstick.isPresent()
                ? OptionalDouble.of(value.getAsDouble() / yardstick.getAsDouble())
                : OptionalDouble.empty();
    }

    /** Whether both are measurements of the same thing. */
    public boolean isOfSame(Measurement other) {
        return name.equals(other.name) && parameters.equals(other.parameters);
    }

    /** The form in which {@code --json} prints it: a value that is not there is null, a yardstick is left out. */
    public ObjectNode toJson() {
        ObjectNode json = JSON.createObjectNode();
        json.put("name", name);
        ObjectNode words = json.putObject("parameters");
        parameters.forEach(words::put);
        if (value.isPresent()) {
            json.put("value", value.getAsDouble());
        } else {
            json.putNull("value");
        }
        json.put("unit", unit);
        yardstick.ifPresent(number -> json.put("yardstick", number));
        ratio().ifPresent(number -> json.put("ratio", number));
        return json;
    }

    /**
     * The reverse of {@link #toJson}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Measurement fromJson(JsonNode json) {
        if (!json.path("name").isTextual() || !json.path("parameters").isObject() || !json.path("unit").isTextual()) {
            throw new IllegalArgumentException("no measurement: " + json);
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        json.get("parameters").properties().forEach(entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
        return new Measurement(json.get("name").asText(), parameters, number(json.path("value")),
                json.get("unit").asText(), number(json.path("yardstick")));
    }

    private static OptionalDouble number(JsonNode json) {
        return json.isNumber() ? OptionalDouble.of(json.asDouble()) : OptionalDouble.empty();
    }
}
