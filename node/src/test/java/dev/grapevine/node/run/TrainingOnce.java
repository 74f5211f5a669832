package dev.grapevine.node.run;

import java.util.Arrays;
import java.util.Map;

import dev.grapevine.node.replica.training.Evaluator;
import dev.grapevine.node.words.UserMistakeException;

/** Prints the result of a short training on some data, or the message of the mistake. */
final class TrainingOnce {

    private static final int STEPS = 3000;

    private TrainingOnce() {}

    /** @param arguments the data source */
    public static void main(String[] arguments) {
        System.out.println(of(arguments[0]));
    }

    static String of(String data) {
        try {
            RunSetup setup = RunSetup.found(RunOptions.of(Map.of("data", data, "model", "mlp:8", "batch", "16")));
            LocalRun run = LocalRun.prepare(setup);
            float[] start = setup.initialParameters(run.network());
            float[] trained = run.trainer().train(run.network(), 1, start, STEPS, 1).parameters();
            double accuracy = Evaluator.evaluate(run.network(), trained, run.evaluationRows()).accuracy();
            return run.rows().rows() + " rows " + Integer.toHexString(Arrays.hashCode(trained)) + " "
                    + (accuracy > 0.9 ? "learned" : "accuracy " + accuracy);
        } catch (UserMistakeException e) {
            return e.getMessage();
        }
    }
}
