package dev.grapevine.node.replica.kernel;

import static dev.grapevine.node.replica.kernel.FloatMath.EXPONENT_SHIFT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Functions of {@link FloatMath} for vectors, with the same bits. */
final class VectorMath {

    /** The vectors' shape, at most as wide as the logical lanes of a sum. */
    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED.length() > LayerKernels.LANES
            ? FloatVector.SPECIES_512
            : FloatVector.SPECIES_PREFERRED;

    // Constants as vectors: a broadcast at each use is one more call to inline, and the compiler gives up after a few
    // and then allocates vectors as objects.
    private static final FloatVector ONE = constant(1);
    private static final FloatVector TWO = constant(2);
    private static final FloatVector MINUS_ONE = constant(-1);
    private static final FloatVector MIN_EXPONENT = constant(FloatMath.MIN_EXPONENT);
    private static final FloatVector SATURATED = constant(FloatMath.SATURATED);
    private static final FloatVector NEGLIGIBLE = constant(FloatMath.NEGLIGIBLE);
    private static final FloatVector ROUNDER = constant(FloatMath.ROUNDER);
    private static final FloatVector LOG2_E = constant(FloatMath.LOG2_E);
    private static final FloatVector MINUS_LN2_HIGH = constant(-FloatMath.LN2_HIGH);
    private static final FloatVector MINUS_LN2_LOW = constant(-FloatMath.LN2_LOW);
    private static final FloatVector C2 = constant(FloatMath.C2);
    private static final FloatVector C3 = constant(FloatMath.C3);
    private static final FloatVector C4 = constant(FloatMath.C4);
    private static final FloatVector C5 = constant(FloatMath.C5);
    private static final FloatVector C6 = constant(FloatMath.C6);
    private static final FloatVector C7 = constant(FloatMath.C7);

    private VectorMath() {}

    /** e^x of numbers up to {@link FloatMath#MAX_EXPONENT}, or NaN. The functions below pass no larger ones. */
    private static FloatVector exp(FloatVector x) {
        FloatVector bounded = x.blend(MIN_EXPONENT, x.compare(VectorOperators.LT, MIN_EXPONENT));
        FloatVector shifted = bounded.fma(LOG2_E, ROUNDER);
        FloatVector whole = shifted.sub(ROUNDER);
        FloatVector rest = whole.fma(MINUS_LN2_LOW, whole.fma(MINUS_LN2_HIGH, bounded));
        FloatVector sum = rest.fma(C7, C6);
        sum = sum.fma(rest, C5);
        sum = sum.fma(rest, C4);
        sum = sum.fma(rest, C3);
        sum = sum.fma(rest, C2);
        sum = sum.fma(rest, ONE);
        sum = sum.fma(rest, ONE);
        return sum.mul(shifted.viewAsIntegralLanes().lanewise(VectorOperators.LSHL, EXPONENT_SHIFT)
                .viewAsFloatingLanes());
    }

    /** e^x for softmax, of numbers up to 0, or NaN. */
    static FloatVector share(FloatVector x) {
        return exp(x).blend(0f, x.compare(VectorOperators.LT, NEGLIGIBLE));
    }

    static FloatVector sigmoid(FloatVector x) {
        FloatVector negative = x.neg();
        FloatVector power = exp(negative.blend(SATURATED, negative.compare(VectorOperators.GT, SATURATED)));
        return ONE.div(power.add(ONE));
    }

    static FloatVector tanh(FloatVector x) {
        return sigmoid(x.add(x)).fma(TWO, MINUS_ONE);
    }

    static FloatVector constant(float value) {
        return FloatVector.broadcast(FLOATS, value);
    }
}
