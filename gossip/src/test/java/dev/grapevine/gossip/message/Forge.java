package dev.grapevine.gossip.message;

import java.lang.reflect.RecordComponent;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

import dev.grapevine.consensus.coding.Cap;
import dev.grapevine.consensus.mixing.MixingStep;
import dev.grapevine.consensus.units.Lattice;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.peers.ClassShares;

/** Makes messages of any class, so that tests need not know them one by one. */
public final class Forge {

    private Forge() {}

    /** A message whose fields are made one after the other. */
    public static Message message(Class<?> type, Function<RecordComponent, Object> field) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = field.apply(components[i]);
        }
        try {
            return (Message) type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A message from the name of its record and the words for its fields, in order. */
    public static Message message(MessageTable table, String name, List<String> fields) {
        Class<?> type = table.types().stream().map(MessageType::type).filter(each -> each.getSimpleName().equals(name))
                .findFirst().orElseThrow(() -> new IllegalArgumentException("there is no message " + name));
        if (fields.size() != type.getRecordComponents().length) {
            throw new IllegalArgumentException(name + " has " + type.getRecordComponents().length + " fields");
        }
        int[] next = {0};
        return message(type, component -> value(component.getType(), fields.get(next[0]++)));
    }

    private static Object value(Class<?> type, String text) {
        if (type == long.class) {
            return Long.decode(text);
        }
        if (type == int.class) {
            return Integer.parseInt(text);
        }
        if (type == float.class) {
            return Float.parseFloat(text);
        }
        if (type == byte[].class) {
            return HexFormat.of().parseHex(text.equals("-") ? "" : text);
        }
        if (type == String.class) {
            return text.equals("-") ? "" : text;
        }
        if (type == Lattice.class) {
            String[] numbers = text.split("/");
            return new Lattice(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
        }
        if (type == MixingStep.class) {
            return new MixingStep(Integer.parseInt(text.substring("1/".length())));
        }
        if (type == Cap.class) {
            return new Cap(Integer.parseInt(text.substring("2^".length())));
        }
        if (type == ClassShares.class) {
            return ClassShares.ofBytes(HexFormat.of().parseHex(text));
        }
        if (type == Optional.class) {
            return text.equals("-")
                    ? Optional.empty()
                    : Optional.of(new Charter(List.of(text.split(";")).stream().map(Forge::term).toList()));
        }
        if (type == OptionalLong.class) {
            return text.equals("-") ? OptionalLong.empty() : OptionalLong.of(Long.decode(text));
        }
        for (Object constant : type.getEnumConstants()) {
            if (constant.toString().equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("no " + type.getSimpleName() + " is '" + text + "'");
    }

    /** {@code name=value}, with an exclamation mark in front if it is binding. */
    private static Charter.Term term(String text) {
        boolean binding = text.startsWith("!");
        String[] parts = text.substring(binding ? 1 : 0).split("=", 2);
        return new Charter.Term(parts[0], parts[1], binding);
    }
}
