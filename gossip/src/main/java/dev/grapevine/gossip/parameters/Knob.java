package dev.grapevine.gossip.parameters;

import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * One parameter of the protocol that users can set, declared once: options of a node, the table in {@code PROTOCOL.md}
 * and the fields of a journal follow from it. Immutable.
 *
 * @param name    as in {@code PROTOCOL.md}
 * @param allowed allowed values, for help and errors
 * @param meaning its effect, in one sentence without the full stop
 * @param formula details or a link to them, in Markdown; empty if the sentence says all
 * @param form    text format of its values
 * @param value   reads its value from all parameters
 * @param setter  sets its value among all parameters
 */
public record Knob<T>(String name, String allowed, String meaning, String formula, TextFormat<T> form,
        Function<ProtocolParameters, T> value, BiConsumer<ProtocolParameters.Draft, T> setter) {

    /** Default value as text. */
    public String defaultText() {
        return textOf(ProtocolParameters.DEFAULT);
    }

    /** Its value among all parameters, as text. */
    public String textOf(ProtocolParameters parameters) {
        return form.write().apply(value.apply(parameters));
    }

    /**
     * Copy of all parameters with this one changed.
     *
     * @throws IllegalArgumentException if the value is not allowed
     */
    public ProtocolParameters set(ProtocolParameters parameters, T newValue) {
        return parameters.with(draft -> setter.accept(draft, newValue));
    }

    void setText(ProtocolParameters.Draft draft, String text) {
        setter.accept(draft, form.read().apply(text));
    }
}
