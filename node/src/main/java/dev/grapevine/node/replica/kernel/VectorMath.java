package dev.grapevine.node.replica.kernel;

import static dev.grapevine.node.replica.kernel.FloatMath.C2;
import static dev.grapevine.node.replica.kernel.FloatMath.C3;
import static dev.grapevine.node.replica.kernel.FloatMath.C4;
import static dev.grapevine.node.replica.kernel.FloatMath.C5;
import static dev.grapevine.node.replica.kernel.FloatMath.C6;
import static dev.grapevine.node.replica.kernel.FloatMath.C7;
import static dev.grapevine.node.replica.kernel.FloatMath.EXPONENT_SHIFT;
import static dev.grapevine.node.replica.kernel.FloatMath.LEAST;
import static dev.grapevine.node.replica.kernel.FloatMath.LN2_HIGH;
import static dev.grapevine.node.replica.kernel.FloatMath.LN2_LOW;
import static dev.grapevine.node.replica.kernel.FloatMath.LOG2_E;
import static dev.grapevine.node.replica.kernel.FloatMath.MOST;
import static dev.grapevine.node.replica.kernel.FloatMath.NEGLIGIBLE;
import static dev.grapevine.node.replica.kernel.FloatMath.ROUNDER;
import static dev.grapevine.node.replica.kernel.FloatMath.SATURATED;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The functions of {@link FloatMath} for whole vectors, with the same bits. */
final class VectorMath {

    /** At most as wide as the logical lanes of a sum. */
    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED.length() > LayerKernels.LANES
            ? FloatVector.SPECIES_512
            : FloatVector.SPECIES_PREFERRED;

    private VectorMath() {}

    static FloatVector exp(FloatVector x) {
        FloatVector low = x.blend(LEAST, x.compare(VectorOperators.LT, LEAST));
        FloatVector bounded = low.blend(MOST, low.compare(VectorOperators.GT, MOST));
        FloatVector shifted = bounded.fma(constant(LOG2_E), constant(ROUNDER));
        FloatVector whole = shifted.sub(ROUNDER);
        FloatVector rest = whole.fma(constant(-LN2_LOW), whole.fma(constant(-LN2_HIGH), bounded));
        FloatVector sum = rest.fma(constant(C7), constant(C6));
        sum = sum.fma(rest, constant(C5));
        sum = sum.fma(rest, constant(C4));
        sum = sum.fma(rest, constant(C3));
        sum = sum.fma(rest, constant(C2));
        sum = sum.fma(rest, constant(1));
        sum = sum.fma(rest, constant(1));
        return sum.mul(shifted.viewAsIntegralLanes().lanewise(VectorOperators.LSHL, EXPONENT_SHIFT)
                .viewAsFloatingLanes());
    }

    static FloatVector share(FloatVector x) {
        return exp(x).blend(0f, x.compare(VectorOperators.LT, NEGLIGIBLE));
    }

    static FloatVector sigmoid(FloatVector x) {
        FloatVector negative = x.neg();
        FloatVector power = exp(negative.blend(SATURATED, negative.compare(VectorOperators.GT, SATURATED)));
        return constant(1).div(power.add(1));
    }

    static FloatVector tanh(FloatVector x) {
        return sigmoid(x.add(x)).fma(constant(2), constant(-1));
    }

    static FloatVector constant(float value) {
        return FloatVector.broadcast(FLOATS, value);
    }
}
