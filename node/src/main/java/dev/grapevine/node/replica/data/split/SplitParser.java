package dev.grapevine.node.replica.data.split;

import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.words.Numbers;
import dev.grapevine.node.words.UserMistakeException;

/** Reads the user's word for a split. */
final class SplitParser {

    private static final double LEAST_ALPHA = 0.001;
    private static final double MOST_ALPHA = 1e6;
    private static final int MOST_SHARDS = 1_000_000;

    private SplitParser() {}

    static Split parse(String text) {
        int colon = text.indexOf(':');
        String value = text.substring(colon + 1);
        return switch (colon < 0 ? text : text.substring(0, colon + 1)) {
            case "iid" -> new EvenSplit();
            case "stratified" -> new StratifiedSplit();
            case "files" -> new FileSplit();
            case LoadedData.SPEAKER -> new SpeakerSplit();
            case "dirichlet:" -> new DirichletSplit(number(text, value, LEAST_ALPHA, MOST_ALPHA));
            case "shards:" -> {
                double shards = number(text, value, 1, MOST_SHARDS);
                if (shards != Math.rint(shards)) {
                    throw new UserMistakeException("Split '" + text + "' has " + value
                            + " shards a node: allowed are whole numbers from 1 to " + MOST_SHARDS);
                }
                yield new ShardSplit((int) shards);
            }
            case "by:" -> {
                if (value.isEmpty()) {
                    throw new UserMistakeException(
                            "Split '" + text + "' names no column: allowed is by:COLUMN with a csv file's column");
                }
                yield new ColumnSplit(value);
            }
            default -> throw new UserMistakeException("Split '" + text
                    + "' is unknown: allowed are iid, stratified, dirichlet:ALPHA, shards:K, by:COLUMN, files "
                    + "and speaker");
        };
    }

    private static double number(String text, String value, double least, double most) {
        double number = Numbers.parse(value);
        if (!(number >= least && number <= most)) {
            throw new UserMistakeException("Split '" + text + "' has the number '" + value + "': allowed are "
                    + Numbers.name(least) + " to " + Numbers.name(most));
        }
        return number;
    }
}
