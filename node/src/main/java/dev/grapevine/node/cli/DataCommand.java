package dev.grapevine.node.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.schema.DataProfile;
import dev.grapevine.node.replica.data.schema.DataSums;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.source.DataSource;
import dev.grapevine.node.run.ControlOptions;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.run.RunSetup;
import dev.grapevine.node.run.SchemaFile;
import dev.grapevine.node.run.TaskOptions;
import dev.grapevine.node.words.UserMistakeException;

/**
 * {@code grapevine data}: describes a data set and the effect of a split, and lets several owners agree on one schema.
 */
@Command(name = "data", sortOptions = false, description = "Describes data; agrees on columns, classes and scaling with other owners of data.", footer = {
        "", "Example: ./grapevine data csv:patients.csv --split dirichlet:0.3 --nodes 5",
        "Two owners of data agree on a schema by exchanging sums, without showing rows:",
        "  ./grapevine data csv:a.csv --sums a.json     (and b.json, elsewhere)",
        "  ./grapevine data --merge a.json b.json --schema schema.json",
        "  ./grapevine node --data csv:a.csv --schema schema.json …"})
public final class DataCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "DATA", description = "data to describe, written like the run option data")
    private String word;

    @Option(names = "--data", paramLabel = "DATA", description = "the same as DATA")
    private String data;

    @Option(names = "--split", paramLabel = "SPLIT", description = "show which rows each node gets, like the run option split; with --nodes")
    private String split;

    @Option(names = "--nodes", paramLabel = "N", description = "number of nodes of the split")
    private Integer nodes;

    @Option(names = "--seed", paramLabel = "N", description = "the run's seed, which determines the split. Default: 1")
    private String seed = "1";

    @Option(names = "--schema", paramLabel = "FILE", description = "write the schema, for the run option schema")
    private Path schemaFile;

    @Option(names = "--sums", paramLabel = "FILE", description = "write counts and sums over the training rows, for --merge; no rows")
    private Path sumsFile;

    @Option(names = "--merge", paramLabel = "FILE", arity = "1..*", description = "use the sums in these files instead of data")
    private List<Path> merged = List.of();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (merged.isEmpty()) {
            describe(out);
        } else {
            merge(out);
        }
        out.flush();
        return 0;
    }

    private void describe(PrintWriter out) {
        if ((word == null) == (data == null)) {
            throw new UserMistakeException(word == null
                    ? "data is not given: allowed is for example 'data csv:FILE', or --merge with files of sums"
                    : "data is given twice, as " + word + " and " + data + ": it is allowed once");
        }
        if ((split == null) != (nodes == null)) {
            throw new UserMistakeException(
                    (split == null ? "nodes" : "split") + " is given alone: split and nodes are allowed together only");
        }
        if (nodes != null && (nodes < 1 || nodes > RunOptions.MAX_NODES)) {
            throw new UserMistakeException("nodes is " + nodes + ": allowed are 1 to " + RunOptions.MAX_NODES);
        }
        String text = word == null ? data : word;
        RunOptions options = options(text);
        DataSource source = options.get(TaskOptions.DATA);
        keep(source.files());
        Optional<DataProfile> profile = source.profile();
        if (sumsFile != null) {
            DataProfile known = profile.orElseThrow(() -> new UserMistakeException("Data '" + text
                    + "' has no sums to merge: allowed are csv:, libsvm: and idx:"));
            SchemaFile.write(sumsFile, known.sums());
            out.println("Counts and sums of " + known.sums().rows() + " training rows, without any row, are in "
                    + sumsFile);
            if (schemaFile == null && split == null) {
                return;
            }
        }
        Schema schema = profile.map(DataProfile::schema).orElseGet(source::describe);
        LoadedData loaded = source.load(schema);
        DataDescription description = new DataDescription(text, schema);
        description.of(loaded, profile).forEach(out::println);
        loaded.notes().forEach(out::println);
        if (options.isGiven(TaskOptions.SPLIT)) {
            int[][] parts = RunSetup.split(options, loaded, schema, nodes);
            description.split(loaded, parts).forEach(out::println);
        }
        writeSchema(schema, out);
    }

    private RunOptions options(String text) {
        Map<String, String> given = new LinkedHashMap<>();
        given.put(TaskOptions.DATA.name(), text);
        given.put(ControlOptions.SEED.name(), seed);
        if (split != null) {
            given.put(TaskOptions.SPLIT.name(), split);
        }
        return RunOptions.of(given);
    }

    private void keep(List<Path> inputs) {
        for (Path input : inputs) {
            WholeOutput.keep(input, "sums", sumsFile);
            WholeOutput.keep(input, "schema", schemaFile);
        }
    }

    private void merge(PrintWriter out) {
        if (word != null || data != null || split != null || nodes != null) {
            throw new UserMistakeException(
                    "merge takes files of sums instead of data: allowed with it are --schema and --sums");
        }
        keep(merged);
        SumsFiles files = SumsFiles.read(merged);
        DataSums total = files.total();
        if (sumsFile != null) {
            SchemaFile.write(sumsFile, total);
            out.println("Counts and sums of " + total.rows() + " training rows are in " + sumsFile);
        }
        String names = merged.stream().map(Path::toString).collect(Collectors.joining(" + "));
        Schema schema = total.schema(names);
        new DataDescription(names, schema).of(total).forEach(out::println);
        files.influences().forEach(out::println);
        writeSchema(schema, out);
    }

    private void writeSchema(Schema schema, PrintWriter out) {
        if (schemaFile != null) {
            SchemaFile.write(schemaFile, schema);
            out.println("The schema is in " + schemaFile);
        }
    }
}
