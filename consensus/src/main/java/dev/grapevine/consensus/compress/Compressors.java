package dev.grapevine.consensus.compress;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.IntFunction;
import java.util.function.Supplier;

import dev.grapevine.consensus.kernel.Bfloat16Kernels;
import dev.grapevine.consensus.kernel.BlockKernels;

/** The compressors by name. */
public final class Compressors {

    /** One of each kind, most bytes first. */
    public static final List<String> EXAMPLES = List.of("float32", "bf16", "int8", "int4", "qsgd:64",
            "qsgd-unbiased:64",
            "qsgd:4", "sign", "topk:0.1", "topk:0.01", "randomk:0.1", "randomk:0.01", "powergossip:1", "powergossip:4",
            "dct:4", "dct:1");

    /** The names that users may write. */
    public static final String ALLOWED = "float32, bf16, int8, int4, qsgd:LEVELS (1 to " + QsgdCompressor.LEVELS_MAX
            + "), qsgd-unbiased:LEVELS, sign, topk:FRACTION, randomk:FRACTION, powergossip:RANK (1 to "
            + PowerGossipCompressor.RANK_MAX + ") and dct:COEFFICIENTS (1 to " + CosineTransform.LENGTH + ")";
    private static final int INT8_SUB_BLOCK = 256;
    private static final int INT4_SUB_BLOCK = 64;

    private Compressors() {}

    /**
     * A new compressor of that name, for one thread.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Compressor byName(String name) {
        return maker(name).get();
    }

    /**
     * Makes compressors of that name: a new one each time, for one thread.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Supplier<Compressor> maker(String name) {
        return maker(name, BlockKernels.best(), Bfloat16Kernels.best());
    }

    /** The same in plain Java, to compare with: it gives the same bits. */
    public static Compressor scalarByName(String name) {
        return maker(name, BlockKernels.scalar(), Bfloat16Kernels.scalar()).get();
    }

    private static Supplier<Compressor> maker(String name, BlockKernels kernels, Bfloat16Kernels halves) {
        int colon = name.indexOf(':');
        String argument = colon < 0 ? "" : name.substring(colon + 1);
        return switch (colon < 0 ? name : name.substring(0, colon + 1)) {
            case "float32" -> Float32Compressor::new;
            case "bf16" -> () -> new Bfloat16Compressor(halves);
            case "int8" -> () -> new UniformQuantizationCompressor(8, INT8_SUB_BLOCK, kernels);
            case "int4" -> () -> new UniformQuantizationCompressor(4, INT4_SUB_BLOCK, kernels);
            case "sign" -> () -> new SignCompressor(kernels);
            case "qsgd:" -> ofNumber(name, argument, QsgdCompressor.LEVELS_MAX,
                    levels -> new QsgdCompressor(levels, false, kernels));
            case "qsgd-unbiased:" -> ofNumber(name, argument, QsgdCompressor.LEVELS_MAX,
                    levels -> new QsgdCompressor(levels, true, kernels));
            case "topk:" -> ofFraction(argument, fraction -> new TopKCompressor(fraction, kernels));
            case "randomk:" -> ofFraction(argument, RandomKCompressor::new);
            case "powergossip:" -> ofNumber(name, argument, PowerGossipCompressor.RANK_MAX,
                    rank -> new PowerGossipCompressor(rank, kernels));
            case "dct:" -> ofNumber(name, argument, CosineTransform.LENGTH,
                    coefficients -> new CosineCompressor(coefficients, kernels));
            default -> throw unknown(name);
        };
    }

    private static Supplier<Compressor> ofNumber(String name, String text, int largest, IntFunction<Compressor> maker) {
        if (!text.matches("[1-9][0-9]{0,5}") || Integer.parseInt(text) > largest) {
            throw unknown(name);
        }
        int number = Integer.parseInt(text);
        return () -> maker.apply(number);
    }

    private static Supplier<Compressor> ofFraction(String text, DoubleFunction<Compressor> maker) {
        double fraction = Fractions.parse(text);
        return () -> maker.apply(fraction);
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException("'" + name + "' is no compressor: allowed are " + ALLOWED);
    }
}
