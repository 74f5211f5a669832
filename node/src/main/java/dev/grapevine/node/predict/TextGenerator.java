package dev.grapevine.node.predict;

import java.nio.file.Path;
import java.util.Arrays;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.node.replica.data.schema.Place;
import dev.grapevine.node.replica.data.schema.RowEncoding;
import dev.grapevine.node.replica.data.source.Alphabet;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.node.replica.training.Evaluator;
import dev.grapevine.node.run.TrainedModel;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Text that a model writes, character by character: each is drawn from the model's probabilities after the characters
 * before it, of which it sees as many as a row has. The same seed gives the same text. Not thread-safe.
 */
public final class TextGenerator {

    private static final String LINE_END = "\n";

    private final TrainedModel model;
    private final Network network;
    private final double temperature;
    private final RandomStream random;
    private short[] text;
    private int length;

    /**
     * @param prompt      text to continue; if it is empty, the model begins a line
     * @param temperature logarithms of probabilities are divided by it; 0 always takes the most probable character
     * @throws UserMistakeException if the model is not for text, or if it does not know a character of the prompt
     */
    public TextGenerator(TrainedModel model, String prompt, double temperature, RandomStream random) {
        if (!(model.schema().encoding() instanceof RowEncoding.Characters)) {
            throw new UserMistakeException("model is " + model.spec() + ", which predicts "
                    + model.schema().encoding().description() + ": allowed are models for text, gpt and gru");
        }
        this.model = model;
        this.network = model.network(1);
        this.temperature = temperature;
        this.random = random;
        Alphabet alphabet = new Alphabet(model.schema().classes());
        String start = model.schema().classes().contains(LINE_END) ? LINE_END : model.schema().classes().getFirst();
        this.text = alphabet.numbers(prompt.isEmpty() ? start : prompt, new Place(Path.of("prompt"), 1));
        this.length = text.length;
    }

    /** Next character of the text. */
    public String next() {
        float[] input = network.inputBuffer();
        int seen = Math.min(length, input.length);
        Arrays.fill(input, 0);
        for (int i = 0; i < seen; i++) {
            input[i] = text[length - seen + i];
        }
        float[] outputs = network.forward(model.parameters(), 1);
        int number = draw(outputs, (seen - 1) * network.outputs());
        if (length == text.length) {
            text = Arrays.copyOf(text, 2 * length);
        }
        text[length++] = (short) number;
        return model.schema().classes().get(number);
    }

    private int draw(float[] outputs, int from) {
        int classes = network.outputs();
        int best = Evaluator.argmax(outputs, from, classes);
        if (temperature == 0) {
            return best;
        }
        double[] shares = new double[classes];
        double total = 0;
        for (int i = 0; i < classes; i++) {
            shares[i] = StrictMath.exp((outputs[from + i] - outputs[from + best]) / temperature);
            total += shares[i];
        }
        double rest = random.nextDouble() * total;
        for (int i = 0; i < classes; i++) {
            rest -= shares[i];
            if (rest < 0) {
                return i;
            }
        }
        return best;
    }
}
