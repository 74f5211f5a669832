package dev.grapevine.node.replica.model;

import dev.grapevine.node.words.UserMistakeException;

/**
 * Dropout suffix of a model's name, such as {@code ,dropout=0.5}.
 *
 * @param rest        name without the suffix
 * @param probability of dropping a value, wherever the model has dropout; 0 without the suffix
 */
record DropoutOption(String rest, double probability) {

    private static final String START = ",dropout=";
    private static final double MAX = 0.9;

    static DropoutOption parse(String text) {
        int start = text.indexOf(START);
        if (start < 0) {
            return new DropoutOption(text, 0);
        }
        String word = text.substring(start + START.length());
        try {
            double probability = Double.parseDouble(word);
            if (probability >= 0 && probability <= MAX) {
                // Adding 0 turns -0 into 0.
                return new DropoutOption(text.substring(0, start), probability + 0.0);
            }
        } catch (NumberFormatException e) {
            // Reported below, together with numbers out of range.
        }
        throw new UserMistakeException("model is " + text + ": dropout is '" + word
                + "'; allowed are numbers from 0 to " + MAX + ", at the end");
    }

    /** Suffix that {@link #parse} reads; empty for no dropout. */
    static String suffix(double probability) {
        return probability == 0 ? "" : START + probability;
    }
}
