package dev.grapevine.consensus.delta;

import java.util.List;

/** The codecs by name. */
public final class DeltaCodecs {

    /** What a node uses when nobody says otherwise. */
    public static final String DEFAULT = "modular:4";

    private static final List<DeltaCodec> ALL = List.of(new Float32Codec(), new Bfloat16Codec(), new ModularCodec(8),
            new ModularCodec(4));

    private DeltaCodecs() {}

    /** All names, in the order of bytes, most first. */
    public static List<String> names() {
        return ALL.stream().map(DeltaCodec::name).toList();
    }

    /** The codec of that name. */
    public static DeltaCodec byName(String name) {
        return ALL.stream().filter(codec -> codec.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + name + "' is no compression: allowed are " + String.join(", ", names())));
    }
}
