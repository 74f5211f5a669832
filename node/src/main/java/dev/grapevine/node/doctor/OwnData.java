package dev.grapevine.node.doctor;

import java.nio.file.Path;
import java.util.Optional;

import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.run.LocalRun;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.RunSetup;
import dev.grapevine.node.run.RunTerms;
import dev.grapevine.node.run.SchemaFile;
import dev.grapevine.node.run.TaskOptions;
import dev.grapevine.node.store.CheckpointFile;
import dev.grapevine.node.store.FolderInspection;
import dev.grapevine.node.words.UserMistakeException;

/**
 * The node's data beside the run that they have to fit.
 *
 * @param fit        how it is
 * @param sentence   for users, about the data
 * @param setup      of the run, if data and run are known and fit
 * @param inspection of the folder
 */
record OwnData(Fit fit, String sentence, Optional<RunSetup> setup, FolderInspection inspection) {

    /** The relation of data to a run. */
    enum Fit {
        FITS,
        /** The data can be read, but no run is known here. */
        NO_RUN,
        /** Nobody has said which data. */
        NO_DATA,
        /** Something is wrong with them. */
        MISFIT
    }

    static OwnData of(Optional<Path> folder, RunOptions options) {
        FolderInspection inspection = folder.map(FolderInspection::of).orElse(FolderInspection.NOTHING);
        Optional<Charter> charter = inspection.checkpoint().map(CheckpointFile::charter);
        if (!options.isGiven(TaskOptions.DATA)) {
            return new OwnData(Fit.NO_DATA, charter.isPresent()
                    ? "whether the data fit the run in the folder was not looked at: say --data"
                    : "no data were named (--data)", Optional.empty(), inspection);
        }
        try {
            return charter.isPresent()
                    ? besideRun(charter.get(), options, inspection)
                    : alone(options, inspection);
        } catch (UserMistakeException | IllegalArgumentException e) {
            return new OwnData(Fit.MISFIT, e.getMessage(), Optional.empty(), inspection);
        }
    }

    /** Looks as a node does that goes on from its checkpoint. */
    private static OwnData besideRun(Charter charter, RunOptions options, FolderInspection inspection) {
        Optional<String> difference = charter.firstRefusal(RunTerms.pinned(options));
        if (difference.isPresent()) {
            return new OwnData(Fit.MISFIT, "the checkpoint in the folder belongs to another run: " + difference.get()
                    + " (there = in the checkpoint)", Optional.empty(), inspection);
        }
        RunSetup setup = RunSetup.adopt(charter, options);
        LocalRun run = LocalRun.prepare(setup);
        return new OwnData(Fit.FITS, "the data fit the run in the folder: " + run.rows().rows() + " rows, "
                + extras(options, setup.schema()), Optional.of(setup), inspection);
    }

    private static OwnData alone(RunOptions options, FolderInspection inspection) {
        Optional<Schema> agreed = options.get(TaskOptions.SCHEMA).map(SchemaFile::read);
        RunSetup setup = RunSetup.found(options);
        LocalRun run = LocalRun.prepare(setup);
        return agreed.isPresent()
                ? new OwnData(Fit.FITS, "the data fit the agreed schema: " + run.rows().rows() + " rows, "
                        + extras(options, setup.schema()), Optional.of(setup), inspection)
                : new OwnData(Fit.NO_RUN, "the data can be read (" + run.rows().rows()
                        + " rows), but the run's schema is not known here before the node has joined once",
                        Optional.of(setup), inspection);
    }

    /** Columns that the data have and the run does not use: they hurt nobody, but may be meant. */
    private static String extras(RunOptions options, Schema schema) {
        return ColumnNames.extra(options.get(TaskOptions.DATA), schema)
                .map(names -> "of which the run does not use the columns " + names)
                .orElse("with the columns of the run");
    }
}
