package dev.grapevine.testbed.bench;

import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
 * @param program    what the yardstick was measured with
 * @param columns    what else there is to say of it, by name, beside the value
 * @param reason     why it was not measured, in words, if that is known
 * @param provenance where it comes from; empty until it is kept
 */
public record Measurement(String name, Map<String, String> parameters, OptionalDouble value, String unit,
        OptionalDouble yardstick, Optional<YardstickProgram> program, Map<String, String> columns,
        Optional<String> reason, Optional<Provenance> provenance) {

    private static final JsonMapper JSON = new JsonMapper();

    public Measurement {
        parameters = new LinkedHashMap<>(parameters);
        columns = new LinkedHashMap<>(columns);
    }

    /** One that was measured, without a yardstick. */
    public static Measurement of(String name, Map<String, String> parameters, double value, String unit) {
        return new Measurement(name, parameters, OptionalDouble.of(value), unit, OptionalDouble.empty(),
                Optional.empty(),
                Map.of(), Optional.empty(), Optional.empty());
    }

    /** One that was not measured. */
    public static Measurement blank(String name, Map<String, String> parameters, String unit) {
        return new Measurement(name, parameters, OptionalDouble.empty(), unit, OptionalDouble.empty(), Optional.empty(),
                Map.of(), Optional.empty(), Optional.empty());
    }

    /** The same with a yardstick. */
    Measurement against(double other, YardstickProgram with) {
        return new Measurement(name, parameters, value, unit, OptionalDouble.of(other), Optional.of(with), columns,
                reason, provenance);
    }

    /** The same with something else to say of it. */
    Measurement with(Map<String, String> more) {
        return new Measurement(name, parameters, value, unit, yardstick, program, more, reason, provenance);
    }

    /** The same as one that counts for nothing: neither value nor yardstick is left. */
    Measurement because(String why) {
        return new Measurement(name, parameters, OptionalDouble.empty(), unit, OptionalDouble.empty(), program, columns,
                Optional.of(why), provenance);
    }

    /** The same if there is no reason against it, else {@link #because} of it. */
    Measurement unless(Optional<String> why) {
        return why.map(this::because).orElse(this);
    }

    /** The same from somewhere. */
    Measurement from(Provenance where) {
        return new Measurement(name, parameters, value, unit, yardstick, program, columns, reason, Optional.of(where));
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

    /** Whether both say that they were measured on the same code. */
    boolean isOfSameSources(Measurement other) {
        return provenance.isPresent()
                && provenance.map(Provenance::sources).equals(other.provenance.map(Provenance::sources));
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
        program.ifPresent(with -> json.set("yardstickProgram", with.toJson()));
        if (!columns.isEmpty()) {
            ObjectNode more = json.putObject("columns");
            columns.forEach(more::put);
        }
        reason.ifPresent(why -> json.put("notMeasured", why));
        provenance.ifPresent(where -> json.set("measured", where.toJson()));
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
        Map<String, String> columns = new LinkedHashMap<>();
        json.path("columns").properties().forEach(entry -> columns.put(entry.getKey(), entry.getValue().asText()));
        try {
            return new Measurement(json.get("name").asText(), parameters, number(json.path("value")),
                    json.get("unit").asText(), number(json.path("yardstick")),
                    part(json, "yardstickProgram").map(YardstickProgram::fromJson), columns,
                    part(json, "notMeasured").map(JsonNode::asText), part(json, "measured").map(Provenance::fromJson));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("no measurement: " + json, e);
        }
    }

    private static Optional<JsonNode> part(JsonNode json, String key) {
        return Optional.ofNullable(json.get(key));
    }

    private static OptionalDouble number(JsonNode json) {
        return json.isNumber() ? OptionalDouble.of(json.asDouble()) : OptionalDouble.empty();
    }
}
