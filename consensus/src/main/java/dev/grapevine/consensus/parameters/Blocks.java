package dev.grapevine.consensus.parameters;

import java.util.Objects;

/**
 * The cut of a flat parameter vector into blocks of one size; only the last may be shorter. A block is the unit of
 * framing, partial exchange, retry and compression, so that memory per message does not depend on the model's size.
 *
 * @param parameters how many parameters there are in all, at least 1
 * @param blockSize  how many parameters a full block holds, at least 1
 */
public record Blocks(int parameters, int blockSize) {

    public Blocks {
        if (parameters < 1 || blockSize < 1) {
            throw new IllegalArgumentException(
                    "Blocks of " + blockSize + " over " + parameters + " parameters: both must be at least 1");
        }
    }

    /** The number of blocks. */
    public int count() {
        return (parameters - 1) / blockSize + 1;
    }

    /** Index of the first parameter of a block in the flat vector. */
    public int offset(int block) {
        return Objects.checkIndex(block, count()) * blockSize;
    }

    /** The number of parameters in a block. */
    public int length(int block) {
        return Math.min(blockSize, parameters - offset(block));
    }
}
