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
 * Judges what a node serves, keeps the best of it, and writes the model in the end: if the last is much worse, that of the
 * best, and the last one beside it. Takes one copy of the parameters. For the thread that trains.
 */
final class KeptModel {

    private final LocalRun run;
    private final BestMetrics evaluations;
    private float[] best;

    KeptModel(LocalRun run) {
        this.run = run;
        this.evaluations = new BestMetrics(run.judged().rows(), run.network().outputs());
    }

    /**
     * @param seconds   since the node was started
     * @param served    not changed afterwards by anybody
     * @param cancelled as {@link Evaluator} has it
     * @throws CancelledException if it was cancelled
     */
    Metrics judge(double seconds, float[] served, BooleanSupplier cancelled) {
        Metrics metrics = Evaluator.evaluate(run.network(), served, run.judged(), cancelled);
        if (evaluations.add(seconds, metrics)) {
            best = served;
        }
        return metrics;
    }

    /**
     * Writes what is served in the end. It is judged once more, if there is time for that; else the last judgement counts.
     *
     * @param folder the node's own
     * @return how far it fell, if it is much worse than it was
     */
    Optional<Fall> write(Path folder, double seconds, float[] served, BooleanSupplier cancelled) throws IOException {
        if (best != null) {
            judgeIfThereIsTime(seconds, served, cancelled);
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

    private void judgeIfThereIsTime(double seconds, float[] served, BooleanSupplier cancelled) {
        try {
            judge(seconds, served, cancelled);
        } catch (CancelledException e) {
            // What is known has to do.
        }
    }
}
