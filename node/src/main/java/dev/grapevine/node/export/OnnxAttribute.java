package dev.grapevine.node.export;

import java.util.Collection;

/** Attribute of a node in ONNX: {@code AttributeProto}. */
final class OnnxAttribute {

    private static final int NAME = 1;
    private static final int TYPE = 20;

    private final ProtoMessage message;

    private OnnxAttribute(String name, int type) {
        this.message = new ProtoMessage().add(NAME, name).add(TYPE, type);
    }

    static OnnxAttribute of(String name, float value) {
        OnnxAttribute attribute = new OnnxAttribute(name, 1);
        attribute.message.add(2, value);
        return attribute;
    }

    static OnnxAttribute of(String name, long value) {
        OnnxAttribute attribute = new OnnxAttribute(name, 2);
        attribute.message.add(3, value);
        return attribute;
    }

    static OnnxAttribute of(String name, long... values) {
        OnnxAttribute attribute = new OnnxAttribute(name, 7);
        for (long value : values) {
            attribute.message.add(8, value);
        }
        return attribute;
    }

    static OnnxAttribute of(String name, Collection<String> values) {
        OnnxAttribute attribute = new OnnxAttribute(name, 8);
        values.forEach(value -> attribute.message.add(9, value));
        return attribute;
    }

    ProtoMessage message() {
        return message;
    }
}
