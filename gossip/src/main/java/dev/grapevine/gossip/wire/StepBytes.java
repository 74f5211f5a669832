package dev.grapevine.gossip.wire;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

import dev.grapevine.consensus.mixing.MixingStep;

/** The bytes of a mixing step 1/n: the varint n − 1, which is the number of simultaneous exchanges that it suits. */
public final class StepBytes {

    private StepBytes() {}

    public static void write(MixingStep step, Output out) {
        out.writeVarInt(step.divisor() - 1, true);
    }

    public static MixingStep read(Input in) {
        int divisor = 1 + BoundedInput.upTo(in, MixingStep.DIVISOR_MAX - 1, "divisor of a step");
        if (divisor < MixingStep.HALF.divisor()) {
            throw new KryoException("a step of 1/" + divisor);
        }
        return new MixingStep(divisor);
    }
}
