package dev.grapevine.node.replica.data.source;

/**
 * Reads a text for a trained model. Windows overlap by half a block: but for the first ones, each character is
 * predicted from at least half a block before it, and once only.
 */
final class TextVisit {

    private TextVisit() {}

    /**
     * Visits all characters of a text. The prediction at the last one has no target.
     *
     * @param numbers  numbers of the characters
     * @param block    characters in a window; a shorter text is filled up, which changes no earlier prediction
     * @param labelled whether the last position, whose target is unknown, is left out
     */
    static void read(short[] numbers, int block, boolean labelled, RowVisitor visitor) {
        float[] features = new float[block];
        float[] targets = RowVisitor.unknown(block);
        int positions = labelled ? numbers.length - 1 : numbers.length;
        int done = 0;
        while (done < positions) {
            int start = Math.max(0, Math.min(done - block / 2, positions - block));
            int end = Math.min(positions, start + block);
            for (int i = 0; i < block; i++) {
                features[i] = start + i < numbers.length ? numbers[start + i] : 0;
                targets[i] = start + i + 1 < numbers.length ? numbers[start + i + 1] : Float.NaN;
            }
            visitor.row(features, targets, done - start, end - start);
            done = end;
        }
    }

    /** Visits the last character of a text only. */
    static void readEnd(short[] numbers, int block, RowVisitor visitor) {
        float[] features = new float[block];
        int count = Math.min(block, numbers.length);
        for (int i = 0; i < count; i++) {
            features[i] = numbers[numbers.length - count + i];
        }
        visitor.row(features, RowVisitor.unknown(block), count - 1, count);
    }
}
