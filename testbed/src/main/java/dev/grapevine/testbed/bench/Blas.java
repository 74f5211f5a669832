package dev.grapevine.testbed.bench;

import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;

import dev.grapevine.node.words.UserMistakeException;

/**
 * The library that multiplies matrices for another program.
 *
 * @param file   that the product is in; empty if it is part of the program
 * @param config what it says of itself; empty if it says nothing
 * @param kernel for which processor it has chosen its code; empty if it does not say
 */
record Blas(String file, String config, String kernel) {

    private static final List<String> FAST = List.of("openblas", "mkl", "blis", "accelerate");

    static Blas fromJson(JsonNode json) {
        return new Blas(json.path("file").asText(), json.path("config").asText(), json.path("kernel").asText());
    }

    /**
     * Refuses libraries that are there to be right and not to be fast.
     *
     * @throws UserMistakeException if it is such a one, or unknown
     */
    void check() {
        String name = file.substring(file.lastIndexOf('/') + 1);
        String words = (name + " " + config).toLowerCase(Locale.ROOT);
        if (FAST.stream().noneMatch(words::contains)) {
            throw new UserMistakeException("PyTorch multiplies matrices with " + (file.isEmpty() ? config : file)
                    + ", which is no fast BLAS, and would be measured at a small part of its speed: allowed are OpenBLAS,"
                    + " which 'apt-get install " + OpenBlas.PACKAGE + "' brings, MKL, BLIS and Accelerate");
        }
    }

    /** The library in words. */
    @Override
    public String toString() {
        return (config.isEmpty() ? file : config) + (kernel.isEmpty() ? "" : ", kernel " + kernel);
    }
}
