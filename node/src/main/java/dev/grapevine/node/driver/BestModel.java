package dev.grapevine.node.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import dev.grapevine.node.replica.CancelledException;
import dev.grapevine.node.replica.training.Evaluator.Metrics;
import dev.grapevine.node.replica.training.Evaluator;
import dev.grapevine.node.result.BestMetrics;
import dev.grapevine.node.result.Fall;
import dev.grapevine.node.result.RunFolder;
import dev.grapevine.node.run.LocalRun;

/**
 * Evaluates the served model and keeps the best. Writes the final model, or the best with the final one beside it if
 * the final one is much worse. Holds one copy of the parameters. For the training thread.
 */
final class BestModel {

    private final LocalRun run;
    private final BestMetrics evaluations;
    private float[] best;

    BestModel(LocalRun run) {
        this.run = run;
        this.evaluations = new BestMetrics(run.evaluationRows().rows(), run.network().outputs());
    }

    /**
     * @param seconds   seconds since the node was started
     * @param served    parameters of the served model; must not change afterwards
     * @param cancelled whether to stop early, as in {@link Evaluator}
     * @throws CancelledException if it was cancelled before its end
     */
    Metrics evaluate(double seconds, float[] served, BooleanSupplier cancelled) {
        Metrics metrics = Evaluator.evaluate(run.network(), served, run.evaluationRows(), cancelled);
        if (evaluations.add(seconds, metrics)) {
            best = served;
        }
        return metrics;
    }

    /**
     * Writes the final model. Evaluates it once more unless cancelled; otherwise the last evaluation counts.
     *
     * @param folder the node's folder
     * @return how far the final model fell, if it is much worse than the best
     */
    Optional<Fall> write(Path folder, double seconds, float[] served, BooleanSupplier cancelled) throws IOException {
        if (best != null) {
            evaluateUnlessCancelled(seconds, served, cancelled);
        }
        Optional<Fall> fall = evaluations.fall();
        Path model = SavedModel.in(folder);
        Path last = RunFolder.lastBeside(model);
        if (fall.isPresent() && best != null) {
            SavedModel.write(last, run.setup(), run.network(), served);
            SavedModel.write(model, run.setup(), run.network(), best);
        } else {
            SavedModel.write(model, run.setup(), run.network(), served);
            Files.deleteIfExists(last);
        }
        return fall;
    }

    private void evaluateUnlessCancelled(double seconds, float[] served, BooleanSupplier cancelled) {
        try {
            evaluate(seconds, served, cancelled);
        } catch (CancelledException e) {
            // The last evaluation counts.
        }
    }
}
