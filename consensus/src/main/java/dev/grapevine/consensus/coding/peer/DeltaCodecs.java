package dev.grapevine.consensus.coding.peer;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.grapevine.consensus.coding.DeltaCodec;
import dev.grapevine.consensus.coding.lattice.ModularCodec;
import dev.grapevine.consensus.coding.value.Bfloat16Codec;
import dev.grapevine.consensus.coding.value.Float32Codec;
import dev.grapevine.consensus.coding.value.RandomKCodec;
import dev.grapevine.consensus.coding.value.TopKCodec;
import dev.grapevine.consensus.coding.value.UniformQuantizationCodec;
import dev.grapevine.consensus.compress.Fractions;

/** The codecs by name. */
public final class DeltaCodecs {

    /** The codec of a node without a setting. */
    public static final String DEFAULT = "modular:3";

    private static final List<DeltaCodec> ALL = Stream
            .concat(Stream.<DeltaCodec>of(new Float32Codec(), new Bfloat16Codec()),
                    IntStream.iterate(8, bits -> bits >= 2, bits -> bits - 1).mapToObj(ModularCodec::new))
            .toList();

    /** Baselines, with which replicas agree slowly or never. */
    private static final List<DeltaCodec> BASELINES = List.of(new UniformQuantizationCodec(8),
            new UniformQuantizationCodec(4));

    private static final String SLICE = "randomk:";
    private static final String LARGEST = "topk:";

    /** The names that users may write. */
    public static final String ALLOWED = Stream
            .of(ALL.stream().map(DeltaCodec::name), BASELINES.stream().map(DeltaCodec::name),
                    Stream.of(SLICE + "FRACTION", LARGEST + "FRACTION"))
            .flatMap(names -> names).collect(Collectors.joining(", "));

    /** Those of them that suit pushes. */
    public static final String ALLOWED_FOR_PUSHES = Stream.concat(
            Stream.concat(ALL.stream(), BASELINES.stream()).filter(DeltaCodec::suitsPushes).map(DeltaCodec::name),
            Stream.of(SLICE + "FRACTION")).collect(Collectors.joining(", "));

    private DeltaCodecs() {}

    /** The names of the codecs with which replicas agree soon, most bytes first. */
    public static List<String> names() {
        return ALL.stream().map(DeltaCodec::name).toList();
    }

    /** Examples of the baselines that {@link #byName} knows: with these, agreement is slow or never comes. */
    public static List<String> baselines() {
        return Stream.concat(BASELINES.stream().map(DeltaCodec::name), Stream.of(SLICE + "0.1", LARGEST + "0.1"))
                .toList();
    }

    /** The codec of that name. */
    public static DeltaCodec byName(String name) {
        if (name.startsWith(SLICE)) {
            return new RandomKCodec(Fractions.parse(name.substring(SLICE.length())));
        }
        if (name.startsWith(LARGEST)) {
            return new TopKCodec(Fractions.parse(name.substring(LARGEST.length())));
        }
        return Stream.concat(ALL.stream(), BASELINES.stream()).filter(codec -> codec.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + name + "' is no compression: allowed are " + ALLOWED));
    }

    /** The same in plain Java, to compare with: it gives the same bits. */
    public static DeltaCodec scalarByName(String name) {
        return switch (byName(name)) {
            case Bfloat16Codec _ -> Bfloat16Codec.scalar();
            case TopKCodec topK -> topK.scalar();
            case ModularCodec modular -> modular.scalar();
            case DeltaCodec other -> other;
        };
    }
}
