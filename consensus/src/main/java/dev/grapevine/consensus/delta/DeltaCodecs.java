package dev.grapevine.consensus.delta;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The codecs by name. */
public final class DeltaCodecs {

    /** What a node uses when nobody says otherwise. */
    public static final String DEFAULT = "modular:3";

    private static final List<DeltaCodec> ALL = Stream.concat(Stream.of(new Float32Codec(), new Bfloat16Codec()),
            IntStream.iterate(8, bits -> bits >= 3, bits -> bits - 1).mapToObj(ModularCodec::new)).toList();

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
