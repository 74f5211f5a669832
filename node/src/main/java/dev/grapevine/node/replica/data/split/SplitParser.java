package dev.grapevine.node.replica.data.split;

import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.words.Numbers;
import dev.grapevine.node.words.UserMistakeException;

/** Parser of splits as users write them. */
final class SplitParser {

    private static final double MIN_ALPHA = 0.001;
    private static final double MAX_ALPHA = 1e6;
    private static final int MAX_SHARDS = 1_000_000;

    private SplitParser() {}

    static Split parse(String text) {
        int colon = text.indexOf(':');
        String value = text.substring(colon + 1);
        return switch (colon < 0 ? text : text.substring(0, colon + 1)) {
            case "iid" -> new IidSplit();
            case "stratified" -> new StratifiedSplit();
            case "files" -> new FileSplit();
            case LoadedData.SPEAKER -> new SpeakerSplit();
            case "dirichlet:" -> new DirichletSplit(number(text, value, MIN_ALPHA, MAX_ALPHA));
            case "shards:" -> {
                double shards = number(text, value, 1, MAX_SHARDS);
                if (shards != Math.rint(shards)) {
                    throw new UserMistakeException("Split '" + text + "' has " + value
                            + " shards per node: allowed are whole numbers from 1 to " + MAX_SHARDS);
                }
                yield new ShardSplit((int) shards);
            }
            case "by:" -> {
                if (value.isEmpty()) {
                    throw new UserMistakeException(
                            "Split '" + text
                                    + "' names no column: allowed is by:COLUMN with a column of the csv files");
                }
                yield new ColumnSplit(value);
            }
            default -> throw new UserMistakeException("Split '" + text
                    + "' is unknown: allowed are iid, stratified, dirichlet:ALPHA, shards:K, by:COLUMN, files "
                    + "and speaker");
        };
    }

    private static double number(String text, String value, double min, double max) {
        double number = Numbers.parse(value);
        if (!(number >= min && number <= max)) {
            throw new UserMistakeException("Split '" + text + "' has the number '" + value + "': allowed are "
                    + Numbers.name(min) + " to " + Numbers.name(max));
        }
        return number;
    }
}
