package dev.grapevine.gossip.parameters;

import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * One knob of the protocol, declared once: options of a node, the table in {@code PROTOCOL.md} and what a journal keeps
 * follow from it. Immutable.
 *
 * @param name    as {@code PROTOCOL.md} has it
 * @param allowed what it may be, for help and for mistakes
 * @param meaning what it does, in one sentence without its full stop
 * @param formula what follows from it, or where that stands, in Markdown; empty if the sentence says all
 * @param form    its values as text
 * @param value   its value among all
 * @param setter  sets it among all
 */
public record Knob<T>(String name, String allowed, String meaning, String formula, TextForm<T> form,
        Function<ProtocolParameters, T> value, BiConsumer<ProtocolParameters.Draft, T> setter) {

    /** The value that holds when nobody says anything, as text. */
    public String defaultText() {
        return textOf(ProtocolParameters.DEFAULT);
    }

    /** The value among others, as text. */
    public String textOf(ProtocolParameters parameters) {
        return form.write().apply(value.apply(parameters));
    }

    /**
     * All values with this one set anew.
     *
     * @throws IllegalArgumentException for what is not allowed
     */
    public ProtocolParameters set(ProtocolParameters parameters, T newValue) {
        return parameters.with(draft -> setter.accept(draft, newValue));
    }

    void setText(ProtocolParameters.Draft draft, String text) {
        setter.accept(draft, form.read().apply(text));
    }
}
