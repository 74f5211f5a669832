package dev.grapevine.node.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
import dev.grapevine.node.words.UserMistakeException;

/**
 * A charter and one node's own options, worked out: what every user of the protocol (a node, the simulator, the
 * centralized trainer) needs to begin.
 */
public final class RunSetup {

    /** Rows that are judged at once, if they are not very wide. */
    private static final int EVALUATION_BATCH = 256;
    private static final int EVALUATION_VALUES = 1 << 24;

    private final Charter charter;
    private final RunOptions options;
    private final Schema schema;
    private final List<String> notTaken;

    private RunSetup(Charter charter, RunOptions options, Schema schema, List<String> notTaken) {
        ModelLimits.checkModel(options.get(TaskOptions.MODEL), schema);
        ModelLimits.checkBatch(options.get(TrainingOptions.BATCH), options.get(TaskOptions.MODEL), schema);
        this.charter = charter;
        this.options = options;
        this.schema = schema;
        this.notTaken = List.copyOf(notTaken);
    }

    /**
     * The charter of a new run.
     *
     * @throws UserMistakeException if the model does not fit the data's task, if model or batch are too large, or if the
     *                              schema is too long to be told to peers
     */
    public static RunSetup found(RunOptions options, Schema schema) {
        return new RunSetup(RunTerms.of(options, schema), options, schema, List.of());
    }

    /**
     * The charter of a new run, by the schema that the options name; where they name none, by one that is fitted to the
     * data. Takes a while.
     *
     * @throws UserMistakeException for what {@link #found(RunOptions, Schema)} says, and if schema or data cannot be read
     */
    public static RunSetup found(RunOptions options) {
        Schema schema = options.get(TaskOptions.SCHEMA).map(SchemaFile::read)
                .orElseGet(() -> options.get(TaskOptions.DATA).describe());
        return found(options, schema);
    }

    /** The same as a run of that identity, which its founder gives it. */
    public RunSetup ofRun(String identity) {
        return new RunSetup(charter.ofRun(identity), options, schema, notTaken);
    }

    /**
     * Takes over a run's charter, which may come from a peer.
     *
     * @param own the node's own options: what the user gave, or chose by a preset, overrules what the charter only advises, and they
     *            hold where advice makes no sense
     * @throws IllegalArgumentException if the charter makes no sense
     * @throws UserMistakeException     if its model does not fit its data's task, or if the model or the user's own batch is
     *                                  too large
     */
    public static RunSetup adopt(Charter charter, RunOptions own) {
        String json = charter.value(RunTerms.SCHEMA)
                .orElseThrow(() -> new IllegalArgumentException("The charter has no schema"));
        Map<String, String> adopted = RunTerms.binding(charter);
        List<String> notTaken = new ArrayList<>();
        for (Option<?> option : Advice.OPTIONS) {
            Optional<String> advised = own.isChosen(option) ? Optional.empty() : charter.value(option.name());
            Optional<String> refusal = advised.flatMap(text -> Advice.refusal(option, text));
            refusal.ifPresent(notTaken::add);
            advised.filter(_ -> refusal.isEmpty()).ifPresent(text -> adopted.put(option.name(), text));
        }
        Schema schema = Schema.fromJson(json);
        String batch = adopted.remove(TrainingOptions.BATCH.name());
        RunSetup usual = new RunSetup(charter, withTerms(own, adopted), schema, notTaken);
        if (batch == null) {
            return usual;
        }
        try {
            return new RunSetup(charter, usual.options.with(Map.of(TrainingOptions.BATCH.name(), batch)), schema,
                    notTaken);
        } catch (UserMistakeException e) {
            notTaken.add("What the run advises is not taken: " + e.getMessage());
            return new RunSetup(charter, usual.options, schema, notTaken);
        }
    }

    /** The names of the options that a node may choose for itself. */
    public static List<String> ownOptions() {
        return Advice.OPTIONS.stream().<String>map(Option::name).toList();
    }

    /** The names of those of them that may change between two rounds. */
    public static List<String> learningOptions() {
        return RunOptions.all().stream().filter(Option::changesBetweenRounds).<String>map(Option::name).toList();
    }

    /**
     * The same run for a node that overrules some of what is only advised.
     *
     * @param own by name
     * @throws UserMistakeException if a batch is too large
     */
    public RunSetup overruledBy(Map<String, String> own) {
        return own.isEmpty() ? this : adopt(charter, options.with(own));
    }

    /** Reads a peer's terms: mistakes in them are not the user's. */
    private static RunOptions withTerms(RunOptions own, Map<String, String> terms) {
        try {
            return own.with(terms);
        } catch (UserMistakeException e) {
            throw new IllegalArgumentException("The charter makes no sense: " + e.getMessage(), e);
        }
    }

    public Charter charter() {
        return charter;
    }

    /** Sentences about advice of the charter that this node does not take. */
    public List<String> notTaken() {
        return notTaken;
    }

    /** The options that hold for this node, those of the charter among them. */
    public RunOptions options() {
        return options;
    }

    public Schema schema() {
        return schema;
    }

    /** A network of the run's model, for one thread. */
    public Network network() {
        ModelSpec model = options.get(TaskOptions.MODEL);
        int judged = Math.clamp(EVALUATION_VALUES / ModelLimits.values(model, schema), 1, EVALUATION_BATCH);
        return model.network(ModelInput.of(schema), ModelLimits.outputs(schema),
                schema.task() == Task.CLASSIFY ? new SoftmaxCrossEntropy() : new MeanSquaredError(),
                Math.max(judged, options.get(TrainingOptions.BATCH)));
    }

    /** What every replica of the run starts from. */
    public float[] initialParameters(Network network) {
        return network.initialParameters(new RandomStream(options.get(ControlOptions.SEED)).fork("initial parameters"));
    }

    /** What a saved model says of itself. */
    public Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("grapevine", GrapevineVersion.text());
        metadata.put(TaskOptions.MODEL.name(), options.get(TaskOptions.MODEL).toString());
        metadata.put(RunTerms.SCHEMA, schema.toJson());
        return metadata;
    }

    /** The randomness of one node. */
    public RandomStream randomness(String node) {
        return new RandomStream(options.get(ControlOptions.SEED)).fork("node " + node);
    }

    /** The rows of each of so many nodes: the same in every process. */
    public int[][] split(LoadedData data, int nodes) {
        return split(options, data, schema, nodes);
    }

    /** The same before there is a run. */
    public static int[][] split(RunOptions options, LoadedData data, Schema schema, int nodes) {
        return options.get(TaskOptions.SPLIT).parts(data, schema, nodes,
                new RandomStream(options.get(ControlOptions.SEED)).fork("split"));
    }

    /** A trainer on a node's own rows. */
    public LocalTrainer trainer(Dataset rows, int parameters) {
        return new LocalTrainer(gradients(rows), parameters, optimizer(parameters),
                options.get(TrainingOptions.SCHEDULE),
                options.get(TrainingOptions.CLIP));
    }

    /** The gradients that the trainer of the same rows would step along. */
    public Gradients gradients(Dataset rows) {
        return new BatchGradient(rows, options.get(TrainingOptions.BATCH));
    }

    /** A fresh optimizer for so many parameters. */
    public Optimizer optimizer(int parameters) {
        return Optimizers.create(options.get(TrainingOptions.OPTIMIZER),
                new OptimizerSettings(parameters, options.get(TrainingOptions.LEARNING_RATE).floatValue(),
                        options.get(TrainingOptions.MOMENTUM).floatValue(),
                        options.get(TrainingOptions.BETA2).floatValue(),
                        options.get(TrainingOptions.WEIGHT_DECAY).floatValue()));
    }

    /** The protocol's plan for a node that has these rows. */
    public RunPlan plan(RunPlan plan, Dataset rows) {
        return options.get(GossipOptions.OVERLAY).needsClassShares()
                ? plan.withClassShares(LabelShares.of(rows, schema))
                : plan;
    }

    /** The protocol's plan, but for what depends on a node's rows. */
    public RunPlan plan(float[] initialParameters, Duration checkpointInterval) {
        ProtocolParameters parameters = ProtocolParameters.DEFAULT.withCheckpointInterval(checkpointInterval);
        for (Option<?> option : RunOptions.all()) {
            parameters = option.setIn(parameters, options);
        }
        return new RunPlan(charter, parameters, options.strategy(), options.get(GossipOptions.MERGE_RULE),
                initialParameters);
    }
}
