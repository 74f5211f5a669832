package dev.grapevine.node.run;

import dev.grapevine.node.replica.data.schema.Schema;
import dev.grapevine.node.replica.data.schema.Task;
import dev.grapevine.node.replica.model.ModelInput;
import dev.grapevine.node.replica.model.ModelSpec;
import dev.grapevine.node.words.UserMistakeException;

/** How large a model and a batch may be: whatever a charter says, a node does not run out of memory. */
final class ModelLimits {

    /** A snapshot holds eight bytes of each in one array. */
    private static final long MAX_PARAMETERS = 1 << 27;

    /** Replica, served average, training's own parameters, gradient, momentum, a snapshot and what is under way. */
    private static final int COPIES = 8;

    /** A layer's values for a batch are in one array. */
    private static final long MAX_BATCH_VALUES = 1 << 27;

    /** All layers' values for a batch; a charter must not make a node run out of memory. */
    private static final long MAX_NETWORK_VALUES = 1 << 30;

    private ModelLimits() {}

    /** What the data asks for and the model cannot give, or only in more memory than there can be. */
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

    /** What a node that trains such a model keeps of it has to fit into the heap. */
    static void checkMemory(ModelSpec model, long parameters, long heapBytes) {
        long needed = parameters * COPIES * Float.BYTES;
        if (needed > heapBytes) {
            throw new UserMistakeException("model is " + model + ", whose " + parameters
                    + " parameters with this data take " + (needed >> 20) + " MiB for " + COPIES
                    + " copies of them, with a heap of " + (heapBytes >> 20)
                    + " MiB: allowed are smaller models, or a larger heap, such as GRAPEVINE_JAVA_OPTIONS=-Xmx8g");
        }
    }

    private static void checkValues(ModelSpec model, long values, long most) {
        if (values > most) {
            throw new UserMistakeException("model is " + model + ", which keeps " + values
                    + " values for one row of this data: allowed are up to " + most);
        }
    }

    /** How many numbers such a network gives for a row, or for a position of it. */
    static int outputs(Schema schema) {
        return schema.task() == Task.CLASSIFY ? schema.classes().size() : 1;
    }

    /** What rows of a batch keep in all layers. */
    static void checkBatch(int batch, ModelSpec model, Schema schema) {
        long widest = widest(model, schema);
        checkBatch(batch, MAX_BATCH_VALUES / widest, "up to " + widest + " values");
        long values = values(model, schema);
        checkBatch(batch, MAX_NETWORK_VALUES / values, values + " values in all layers");
    }

    private static void checkBatch(int batch, long most, String row) {
        if (batch > most) {
            throw new UserMistakeException("batch is " + batch + ", but with this model and data one row has " + row
                    + ": allowed are up to " + most + " rows");
        }
    }

    /** The most values of one row, in any layer. */
    private static long widest(ModelSpec model, Schema schema) {
        return model.widest(ModelInput.of(schema), outputs(schema));
    }

    /** The values of one row in all layers, gradients included. */
    static long values(ModelSpec model, Schema schema) {
        return model.values(ModelInput.of(schema), outputs(schema));
    }
}
