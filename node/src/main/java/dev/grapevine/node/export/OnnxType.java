package dev.grapevine.node.export;

/** Element type of a tensor in ONNX, with its number in {@code TensorProto.DataType}. */
enum OnnxType {

    FLOAT(1), UINT8(2), INT64(7), STRING(8), DOUBLE(11);

    private final int number;

    OnnxType(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
