package dev.grapevine.gossip.transcript;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import dev.grapevine.consensus.delta.Grid;
import dev.grapevine.gossip.message.Message;

/** Makes a message from the name of its record and its fields in order. */
final class Forge {

    private Forge() {}

    static Message message(String name, List<String> fields) {
        Class<?> type = leaves(Message.class).stream().filter(leaf -> leaf.getSimpleName().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no message " + name));
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(types[i], fields.get(i));
        }
        try {
            return (Message) type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Object value(Class<?> type, String text) {
        if (type == long.class) {
            return Long.parseLong(text);
        }
        if (type == int.class) {
            return Integer.parseInt(text);
        }
        if (type == byte[].class) {
            return HexFormat.of().parseHex(text.equals("-") ? "" : text);
        }
        if (type == Grid.class) {
            String[] numbers = text.split("/");
            return new Grid(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
        }
        if (type == String.class) {
            return text;
        }
        for (Object constant : type.getEnumConstants()) {
            if (constant.toString().equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("no " + type.getSimpleName() + " is '" + text + "'");
    }

    private static List<Class<?>> leaves(Class<?> type) {
        List<Class<?>> leaves = new ArrayList<>();
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            leaves.addAll(permitted.isSealed() ? leaves(permitted) : List.of(permitted));
        }
        return leaves;
    }
}
