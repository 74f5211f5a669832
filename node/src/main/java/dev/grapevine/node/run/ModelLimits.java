package dev.grapevine.node.run;

import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;
import dev.grapevine.node.replica.model.ModelInput;
import dev.grapevine.node.replica.model.ModelSpec;
import dev.grapevine.node.words.UserMistakeException;

/** Limits on the size of models and batches, so that no charter makes a node run out of memory. */
final class ModelLimits {

    /** A snapshot holds eight bytes per parameter in one array. */
    private static final long MAX_PARAMETERS = 1 << 27;

    /** Replica, served average, parameters of training, gradient, momentum, a snapshot and frames in flight. */
    private static final int COPIES = 8;

    /** The values of one layer for a batch are in one array. */
    private static final long MAX_BATCH_VALUES = 1 << 27;

    /** Limit on the values of all layers for a batch, so that no charter makes a node run out of memory. */
    private static final long MAX_NETWORK_VALUES = 1 << 30;

    private ModelLimits() {}

    /** Checks that the model suits the data and fits into memory. */
    static void checkModel(ModelSpec model, Schema schema) {
        model.check(schema);
        long parameters = model.parameters(ModelInput.of(schema), outputs(schema));
        if (parameters > MAX_PARAMETERS) {
            throw new UserMistakeException("model is " + model + ", which has " + parameters
                    + " parameters with this data: allowed are up to " + MAX_PARAMETERS);
        }
        checkMemory(model, parameters, Runtime.getRuntime().maxMemory());
        checkValues(model, widest(model, schema), MAX_BATCH_VALUES);
        checkValues(model, values(model, schema), MAX_NETWORK_VALUES);
    }

    /** Checks that all copies of the parameters fit into the heap. */
    static void checkMemory(ModelSpec model, long parameters, long heapBytes) {
        long needed = bytes(parameters);
        if (needed > heapBytes) {
            throw new UserMistakeException("model is " + model + ", whose " + parameters
                    + " parameters with this data take " + (needed >> 20) + " MiB for " + COPIES
                    + " copies, with a heap of " + (heapBytes >> 20)
                    + " MiB: allowed are smaller models, or a larger heap, such as GRAPEVINE_JAVA_OPTIONS=-Xmx8g");
        }
    }

    private static long bytes(long parameters) {
        return parameters * COPIES * Float.BYTES;
    }

    /** The least that all copies of the parameters take, in bytes. */
    static long bytes(ModelSpec model, Schema schema) {
        return bytes(model.parameters(ModelInput.of(schema), outputs(schema)));
    }

    /** The size of one copy of the parameters, in bytes. */
    static long modelBytes(ModelSpec model, Schema schema) {
        return model.parameters(ModelInput.of(schema), outputs(schema)) * Float.BYTES;
    }

    private static void checkValues(ModelSpec model, long values, long max) {
        if (values > max) {
            throw new UserMistakeException("model is " + model + ", which keeps " + values
                    + " values for one row of this data: allowed are up to " + max);
        }
    }

    /** Number of outputs for a row, or for a position of it. */
    static int outputs(Schema schema) {
        return schema.task() == Task.CLASSIFY ? schema.classes().size() : 1;
    }

    /** Checks that the values of a batch fit into all layers. */
    static void checkBatch(int batch, ModelSpec model, Schema schema) {
        long widest = widest(model, schema);
        checkBatch(batch, MAX_BATCH_VALUES / widest, "up to " + widest + " values");
        long values = values(model, schema);
        checkBatch(batch, MAX_NETWORK_VALUES / values, values + " values in all layers");
    }

    private static void checkBatch(int batch, long max, String row) {
        if (batch > max) {
            throw new UserMistakeException("batch is " + batch + ", but with this model and data one row has " + row
                    + ": allowed are up to " + max + " rows");
        }
    }

    /** Largest number of values per row in any layer. */
    private static long widest(ModelSpec model, Schema schema) {
        return model.widest(ModelInput.of(schema), outputs(schema));
    }

    /** Number of values per row in all layers, gradients included. */
    static long values(ModelSpec model, Schema schema) {
        return model.values(ModelInput.of(schema), outputs(schema));
    }
}
