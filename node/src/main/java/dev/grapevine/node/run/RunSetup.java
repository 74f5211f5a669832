package dev.grapevine.node.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.grapevine.consensus.random.RandomStream;
import dev.grapevine.gossip.charter.Charter;
import dev.grapevine.gossip.event.RunPlan;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.node.replica.data.rows.Dataset;
import dev.grapevine.node.replica.data.rows.LoadedData;
import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;
import dev.grapevine.node.replica.loss.MeanSquaredError;
import dev.grapevine.node.replica.loss.SoftmaxCrossEntropy;
import dev.grapevine.node.replica.model.ModelInput;
import dev.grapevine.node.replica.model.ModelSpec;
import dev.grapevine.node.replica.model.Network;
import dev.grapevine.node.replica.optimizer.Optimizer;
import dev.grapevine.node.replica.optimizer.OptimizerSettings;
import dev.grapevine.node.replica.optimizer.Optimizers;
import dev.grapevine.node.replica.training.BatchGradient;
import dev.grapevine.node.replica.training.Gradients;
import dev.grapevine.node.replica.training.LocalTrainer;
import dev.grapevine.node.words.Quotes;
import dev.grapevine.node.words.UserMistakeException;

/**
 * Setup of a run from a charter and one node's own options: everything that a user of the protocol (a node, the
 * simulator, the centralized trainer) needs to start.
 */
public final class RunSetup {

    /** Rows per evaluation batch, unless they are very wide. */
    private static final int EVALUATION_BATCH = 256;
    private static final int EVALUATION_VALUES = 1 << 24;
    /** Strategy whose nodes remember each other's replicas from the start on. */
    private static final String NEEDS_EQUAL_STARTS = "choco";

    private final Charter charter;
    private final RunOptions options;
    private final Schema schema;
    private final List<String> ignoredAdvice;

    private RunSetup(Charter charter, RunOptions options, Schema schema, List<String> ignoredAdvice) {
        ModelLimits.checkModel(options.get(TaskOptions.MODEL), schema);
        ModelLimits.checkBatch(options.get(TrainingOptions.BATCH), options.get(TaskOptions.MODEL), schema);
        this.charter = charter;
        this.options = options;
        this.schema = schema;
        this.ignoredAdvice = List.copyOf(ignoredAdvice);
    }

    /**
     * Charter of a new run.
     *
     * @throws UserMistakeException if the model does not fit the data's task, if model or batch are too large, or if
     *                              the schema is too long to be sent to peers
     */
    public static RunSetup found(RunOptions options, Schema schema) {
        Optional<InitialModel> initial = InitialModel.of(options);
        RunSetup setup = new RunSetup(RunTerms.of(options, schema, initial), options, schema, List.of());
        initial.ifPresent(model -> model.parameters(network(options.get(TaskOptions.MODEL), schema, 1).layout()));
        return setup;
    }

    /**
     * Charter of a new run, with the schema that the options name or that of the model to start from, or else one fitted
     * to the data. May take long.
     *
     * @throws UserMistakeException for the reasons of {@link #found(RunOptions, Schema)}, and if schema or data cannot
     *                              be read
     */
    public static RunSetup found(RunOptions options) {
        Schema schema = InitialModel.schema(options).orElseGet(() -> options.get(TaskOptions.DATA).describe());
        return found(InitialModel.completed(options), schema);
    }

    /** Copy with the identity that the founder gave the run. */
    public RunSetup ofRun(String identity) {
        return new RunSetup(charter.ofRun(identity), options, schema, ignoredAdvice);
    }

    /**
     * Adopts a run's charter, which may come from a peer.
     *
     * @param own the node's own options: values given by the user or by a preset override the charter's
     *            advice, and all of them apply where the advice is invalid
     * @throws IllegalArgumentException if the charter is invalid
     * @throws UserMistakeException     if its model does not fit its data's task, or if the model or the user's own
     *                                  batch is too large
     */
    public static RunSetup adopt(Charter charter, RunOptions own) {
        String json = charter.value(RunTerms.SCHEMA)
                .orElseThrow(() -> new IllegalArgumentException("The charter has no schema"));
        if (own.get(TaskOptions.INIT).isPresent() && charter.value(RunTerms.INIT).isEmpty()) {
            throw new UserMistakeException("init is " + own.text(TaskOptions.INIT)
                    + ", but the run did not start from a model: allowed is init for a node that founds a run, "
                    + "and for those that join it");
        }
        Map<String, String> adopted = RunTerms.binding(charter);
        List<String> ignoredAdvice = new ArrayList<>();
        for (Option<?> option : Advice.OPTIONS) {
            Optional<String> advised = own.isChosen(option) ? Optional.empty() : charter.value(option.name());
            Optional<String> refusal = advised.flatMap(text -> Advice.refusal(option, text));
            refusal.ifPresent(ignoredAdvice::add);
            advised.filter(_ -> refusal.isEmpty()).ifPresent(text -> adopted.put(option.name(), text));
        }
        Schema schema = Schema.fromJson(json);
        String batch = adopted.remove(TrainingOptions.BATCH.name());
        RunSetup usual = new RunSetup(charter, withTerms(own, adopted), schema, ignoredAdvice);
        if (batch == null) {
            return usual;
        }
        try {
            return new RunSetup(charter, usual.options.with(Map.of(TrainingOptions.BATCH.name(), batch)), schema,
                    ignoredAdvice);
        } catch (UserMistakeException e) {
            ignoredAdvice.add("The run's advice is ignored: " + e.getMessage());
            return new RunSetup(charter, usual.options, schema, ignoredAdvice);
        }
    }

    /** Names of the options that a node may choose for itself. */
    public static List<String> ownOptions() {
        return Advice.OPTIONS.stream().<String>map(Option::name).toList();
    }

    /** Names of those own options that may change between two rounds. */
    public static List<String> learningOptions() {
        return RunOptions.all().stream().filter(Option::changesBetweenRounds).<String>map(Option::name).toList();
    }

    /**
     * Same run for a node that overrides some of the advice.
     *
     * @param own texts by name
     * @throws UserMistakeException if a batch is too large
     */
    public RunSetup overruledBy(Map<String, String> own) {
        return own.isEmpty() ? this : adopt(charter, options.with(own));
    }

    /** Parses a peer's terms; errors in them are not the user's mistakes. */
    private static RunOptions withTerms(RunOptions own, Map<String, String> terms) {
        try {
            return own.with(terms);
        } catch (UserMistakeException e) {
            throw new IllegalArgumentException("The charter is invalid: " + e.getMessage(), e);
        }
    }

    public Charter charter() {
        return charter;
    }

    /** Sentences about the charter's advice that this node ignores. */
    public List<String> ignoredAdvice() {
        return ignoredAdvice;
    }

    /** Options of this node, including those of the charter. */
    public RunOptions options() {
        return options;
    }

    public Schema schema() {
        return schema;
    }

    /** Network of the run's model, for one thread. */
    public Network network() {
        ModelSpec model = options.get(TaskOptions.MODEL);
        return network(model, schema, Math.max(evaluationBatch(model, schema), options.get(TrainingOptions.BATCH)));
    }

    /** Number of rows per batch that evaluation uses. */
    static int evaluationBatch(ModelSpec model, Schema schema) {
        return Math.clamp(EVALUATION_VALUES / ModelLimits.values(model, schema), 1, EVALUATION_BATCH);
    }

    static Network network(ModelSpec model, Schema schema, int batchMax) {
        return model.network(ModelInput.of(schema), ModelLimits.outputs(schema),
                schema.task() == Task.CLASSIFY ? new SoftmaxCrossEntropy() : new MeanSquaredError(), batchMax);
    }

    /** Size of the model's file, but for its head, in bytes. */
    public long modelBytes() {
        return ModelLimits.modelBytes(options.get(TaskOptions.MODEL), schema);
    }

    /** Memory that the model takes at least in a running node, in bytes. */
    public long memoryBytes() {
        return ModelLimits.bytes(options.get(TaskOptions.MODEL), schema);
    }

    /**
     * Parameters from which every replica of the run starts: those of a given model, or random ones. A node without the
     * run's model gets random ones; it copies the replica of a peer.
     *
     * @throws UserMistakeException if the file with the model has changed, or if the strategy needs it on every node
     */
    public float[] initialParameters(Network network) {
        Optional<String> wanted = charter.value(RunTerms.INIT);
        Optional<InitialModel> initial = wanted.isEmpty() ? Optional.empty() : InitialModel.of(options);
        if (initial.isPresent()) {
            if (!initial.get().fingerprint().equals(wanted.get())) {
                throw new UserMistakeException(initial.get().file() + " is not the model that the run started from: "
                        + "allowed is the file with the fingerprint " + Quotes.printable(wanted.get()));
            }
            return initial.get().parameters(network.layout());
        }
        if (wanted.isPresent() && options.strategy().name().equals(NEEDS_EQUAL_STARTS)) {
            throw new UserMistakeException("The run starts from a model, which every node needs with gossip.strategy="
                    + NEEDS_EQUAL_STARTS + ": give it with --init; its fingerprint is "
                    + Quotes.printable(wanted.get()));
        }
        return network.initialParameters(new RandomStream(options.get(ControlOptions.SEED)).fork("initial parameters"));
    }

    /** Metadata of a saved model. */
    public Map<String, String> metadata() {
        return TrainedModel.metadata(options.get(TaskOptions.MODEL), schema);
    }

    /** Randomness of one node. */
    public RandomStream randomness(String node) {
        return new RandomStream(options.get(ControlOptions.SEED)).fork("node " + node);
    }

    /** Rows of each node: the same in every process. */
    public int[][] split(LoadedData data, int nodes) {
        return split(options, data, schema, nodes);
    }

    /** The same split before there is a run. */
    public static int[][] split(RunOptions options, LoadedData data, Schema schema, int nodes) {
        return options.get(TaskOptions.SPLIT).parts(data, schema, nodes,
                new RandomStream(options.get(ControlOptions.SEED)).fork("split"));
    }

    /** Trainer on a node's own rows. */
    public LocalTrainer trainer(Dataset rows, int parameters) {
        return new LocalTrainer(gradients(rows), parameters, optimizer(parameters),
                options.get(TrainingOptions.SCHEDULE),
                options.get(TrainingOptions.CLIP));
    }

    /** Gradients that the trainer of the same rows would use. */
    public Gradients gradients(Dataset rows) {
        return new BatchGradient(rows, options.get(TrainingOptions.BATCH));
    }

    /** Fresh optimizer. */
    public Optimizer optimizer(int parameters) {
        return Optimizers.create(options.get(TrainingOptions.OPTIMIZER),
                new OptimizerSettings(parameters, options.get(TrainingOptions.LEARNING_RATE).floatValue(),
                        options.get(TrainingOptions.MOMENTUM).floatValue(),
                        options.get(TrainingOptions.BETA2).floatValue(),
                        options.get(TrainingOptions.WEIGHT_DECAY).floatValue()));
    }

    /** Copy of the protocol's plan for a node with these rows. */
    public RunPlan plan(RunPlan plan, Dataset rows) {
        return options.get(GossipOptions.OVERLAY).needsClassShares()
                ? plan.withClassShares(LabelShares.of(rows, schema))
                : plan;
    }

    /** The protocol's plan without the parts that depend on a node's rows. */
    public RunPlan plan(float[] initialParameters, Duration checkpointInterval) {
        ProtocolParameters parameters = ProtocolParameters.DEFAULT.withCheckpointInterval(checkpointInterval);
        for (Option<?> option : RunOptions.all()) {
            parameters = option.setIn(parameters, options);
        }
        return new RunPlan(charter, parameters, options.strategy(), options.get(GossipOptions.MERGE_RULE),
                initialParameters);
    }
}
