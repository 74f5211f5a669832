package dev.grapevine.node.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.grapevine.node.replica.data.source.DataSource;
import dev.grapevine.node.replica.data.split.Split;
import dev.grapevine.node.replica.model.ModelSpec;
import dev.grapevine.node.words.Quantities;

/** Options of the task: data, their split over nodes, and the model. */
public final class TaskOptions {

    public static final Option<DataSource> DATA = Option.named("data", DataSource::parse).byDefault("digits")
            .allowed(
                    "digits, idx:DIR, csv:FILE[,label=…][,test=…][,task=…][,stream], libsvm:FILE[,test=…][,features=N][,stream], "
                            + "text:FILE[,block=N][,test=…]")
            .does("the data to learn from")
            .more("`digits` is built in; `idx` reads MNIST's four files, gzipped or not; `label` is `first`, `last`, a number or "
                    + "a name; `test` is a file or a fraction; `task` is `classify` or `regress`; csv takes `missing=drop`, "
                    + "`header`, `separator`, `decimal`, `encoding`, `na`, `drop` and `keep` too; `text` learns to predict characters; several csv or text files are joined with `+`")
            .declared();
    public static final Option<Split> SPLIT = Option.named("split", Split::parse).byDefault("iid")
            .allowed("iid, stratified, dirichlet:ALPHA, shards:K, by:COLUMN, files, speaker")
            .does("which rows each node gets").more("`speaker` is for plays").declared();
    public static final Option<Part> PART = Option.named("part", Part::parse).byDefault("1/1")
            .allowed("I/N with I from 1 to N").does("which part of the split this node gets").declared();
    public static final Option<Optional<Path>> SCHEMA = Option
            .<Optional<Path>>named("schema", text -> text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text)))
            .allowed("a file written by 'data --schema'")
            .does("columns, classes and scaling agreed on beforehand; without it they follow from sums over the rows of the founder and of the nodes that start with it")
            .declared();
    public static final Option<ModelSpec> MODEL = Option.named("model", ModelSpec::parse).byDefault("mlp:128")
            .allowed(ModelSpec.ALLOWED).does("the model to train")
            .more("For images `cnn` (LeNet-5) and `cnn:32,64,512` (5 x 5 convolutions with pooling, then a dense layer of the "
                    + "last number); for text `gpt` and `gru`; all but `linear` and `softmax` take `,dropout=0.5` at the "
                    + "end (0 to 0.9), which drops values before the last layer, in `gpt` values of the embedding and of the output of "
                    + "each attention and each perceptron")
            .binds().tried("softmax", "mlp:8", "mlp:8", "mlp:24").declared();

    public static final Option<Optional<Path>> INIT = Option
            .<Optional<Path>>named("init", text -> text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text)))
            .allowed("a file model.safetensors, or the folder of a run or a node that has one")
            .does("the model to start from instead of random parameters")
            .more("Model and schema are then those of the file, unless given. The charter has the file's fingerprint; a node "
                    + "that joins without the file copies the model from a peer")
            .declared();

    /** The options, in the order of help. */
    static final List<Option<?>> ALL = List.of(DATA, SPLIT, PART, SCHEMA, MODEL, INIT);

    private TaskOptions() {}

    /**
     * A node's part of a split.
     *
     * @param index from 0
     */
    public record Part(int index, int count) {

        /** Parses for example {@code 2/5}. */
        public static Part parse(String text) {
            String[] numbers = text.split("/", 2);
            if (numbers.length < 2) {
                throw new IllegalArgumentException(text);
            }
            int count = Quantities.wholeNumber(numbers[1].strip(), 1, 1_000_000);
            return new Part(Quantities.wholeNumber(numbers[0].strip(), 1, count) - 1, count);
        }
    }
}
