package dev.grapevine.node.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.grapevine.node.result.Fall;
import dev.grapevine.node.result.RunFolder;
import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.node.run.LocalRun;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.RunSetup;
import dev.grapevine.node.run.TaskOptions;
import dev.grapevine.node.run.TrainingFile;
import dev.grapevine.node.store.AtomicFile;
import dev.grapevine.node.terminal.LiveText;
import dev.grapevine.node.terminal.RunOptionFlags;
import dev.grapevine.node.words.Quantities;
import dev.grapevine.node.words.UserMistakeException;

/** {@code grapevine train}: trains in one process on all data, the centralized baseline for gossip. */
@Command(name = "train", sortOptions = false, description = "Trains in one process on all data: the centralized baseline.", footer = {
        "", "Examples:",
        "  ./grapevine train --data digits --model mlp:128 --stop accuracy=0.97,after=1m",
        "  ./grapevine train --data digits --epochs 5 --save digits.safetensors",
        "  ./grapevine train --resume digits.safetensors --epochs 10 --save digits.safetensors"})
public final class TrainCommand implements Callable<Integer> {

    private static final int EXIT_DONE = 0;
    private static final int EXIT_MISTAKE = 2;
    private static final String DEFAULT_STOP = "after=30s";
    private static final int MAX_EPOCHS = 1_000_000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--out", paramLabel = "DIR", description = "folder for summary.json, series.csv and model.safetensors. Default: none is written")
    private Path out;

    @Option(names = "--epochs", paramLabel = "N", description = "stop after this many epochs since the beginning, or earlier if --stop says so")
    private String epochs;

    @Option(names = "--save", paramLabel = "FILE", description = "file for the final model, with everything that --resume needs")
    private Path save;

    @Option(names = "--resume", paramLabel = "FILE", description = "continue from a file of --save, with its options unless they are given again")
    private Path resume;

    @Override
    public Integer call() {
        RunOptions given = RunOptions.of(RunOptionFlags.given(spec.commandLine().getParseResult()));
        OptionalLong wantedEpochs = epochs();
        checkSave();
        if (resume != null && given.get(TaskOptions.INIT).isPresent()) {
            throw new UserMistakeException(
                    "init and resume are both given: allowed is one model to start from, with its training or without");
        }
        Optional<TrainingFile> before = Optional.ofNullable(resume).map(TrainingFile::read);
        RunOptions stopping = given.get(ControlOptions.STOP).isEndless() && wantedEpochs.isEmpty()
                ? given.with(ControlOptions.STOP, DEFAULT_STOP)
                : given;
        LiveText live = LiveText.on(spec.commandLine().getOut(), Duration.ofSeconds(5));
        RunSetup setup = before.map(file -> file.setup(stopping, resume)).orElse(null);
        given.presetSentence().ifPresent(live::say);
        live.say("Loading " + (setup == null ? given : setup.options()).text(TaskOptions.DATA));
        (setup == null ? given : setup.options()).get(TaskOptions.DATA).files()
                .forEach(file -> WholeOutput.keep(file, "save", save));
        if (setup == null) {
            setup = RunSetup.found(stopping);
        }
        LocalRun run = LocalRun.prepare(setup);
        run.notes().forEach(live::say);
        live.say(String.format(Locale.ROOT, "%s on %d rows, %d parameters", setup.options().get(TaskOptions.MODEL),
                run.rows().rows(), run.network().layout().parameters()));
        if (setup.options().get(TaskOptions.INIT).isPresent()) {
            live.say("Starting from the model in " + setup.options().text(TaskOptions.INIT));
        }
        before.ifPresent(
                file -> live.say("Continuing after " + file.trainer().place().computed() + " steps from " + resume));
        TrainingLoop loop = new TrainingLoop(run, live, wantedEpochs, save != null);
        before.ifPresent(file -> loop.restore(file, resume));
        if (out == null) {
            loop.run(null);
        } else {
            try (RunFolder folder = RunFolder.create(out)) {
                loop.run(folder);
            }
        }
        save(loop, live);
        Optional<String> mistake = loop.fall().map(this::sentence).or(loop::divergenceIfAny);
        mistake.ifPresent(spec.commandLine().getErr()::println);
        return mistake.isPresent() ? EXIT_MISTAKE : EXIT_DONE;
    }

    private String sentence(Fall fall) {
        Optional<Path> model = Optional.ofNullable(save).or(() -> Optional.ofNullable(out).map(RunFolder::modelIn));
        return model.map(file -> fall.sentence(file, RunFolder.lastBeside(file)))
                .orElseGet(() -> fall.diagnosis() + ": no model was kept; --save or --out keep the best one");
    }

    private OptionalLong epochs() {
        try {
            return epochs == null
                    ? OptionalLong.empty()
                    : OptionalLong.of(Quantities.wholeNumber(epochs.strip(), 1, MAX_EPOCHS));
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException("epochs is '" + epochs + "': allowed are 1 to " + MAX_EPOCHS, e);
        }
    }

    /** Checks the place for the model before hours of training, not after. */
    private void checkSave() {
        if (save == null) {
            return;
        }
        Path folder = save.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder) || Files.isDirectory(save)) {
            throw new UserMistakeException("save is " + save + ": allowed is a file in a writable folder");
        }
    }

    private void save(TrainingLoop loop, LiveText live) {
        if (save == null) {
            return;
        }
        try {
            if (loop.keepsBest()) {
                AtomicFile.replace(save, loop.bestFile());
                AtomicFile.replace(RunFolder.lastBeside(save), loop.file());
            } else {
                AtomicFile.replace(save, loop.file());
                live.say("The training is in " + save);
            }
        } catch (IOException e) {
            throw new UserMistakeException("The file " + save + " cannot be written: " + e.getMessage(), e);
        }
    }
}
