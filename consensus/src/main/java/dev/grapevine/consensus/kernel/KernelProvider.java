package dev.grapevine.consensus.kernel;

import java.util.function.Supplier;

/**
 * Decides once, for every family of kernels, whether this virtual machine computes with the Vector API or in plain Java.
 *
 * <p>A family is an interface with two implementations that give the same bits: a scalar one, which defines each operation,
 * and one with the Vector API. Each family asks {@link #choose} when it is first used. May be used by any thread.
 */
public final class KernelProvider {

    /** The system property that names the kernels to use: {@code panama}, the default, or {@code scalar}, to compare. */
    public static final String PROPERTY = "grapevine.kernels";

    private static final boolean SCALAR = decide(System.getProperty(PROPERTY, "panama"));

    private KernelProvider() {}

    /**
     * Makes the implementation of a family that this virtual machine gets.
     *
     * @param scalar makes the implementation in plain Java
     * @param vector makes the implementation with the Vector API. A lambda and no method reference: linking the latter loads
     *               the class, which fails where the Vector API is not there
     */
    public static <K> K choose(Supplier<? extends K> scalar, Supplier<? extends K> vector) {
        return SCALAR ? scalar.get() : vector.get();
    }

    /** Whether this virtual machine computes in plain Java, for a family whose two implementations are two methods. */
    public static boolean isScalar() {
        return SCALAR;
    }

    /** Whether to compute in plain Java. */
    static boolean decide(String wish) {
        return switch (wish) {
            case "scalar" -> true;
            case "panama" -> !vectorModuleIsThere();
            default -> throw new IllegalArgumentException(
                    "-D" + PROPERTY + "=" + wish + " names no kernels: allowed are panama and scalar");
        };
    }

    private static boolean vectorModuleIsThere() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            return true;
        }
        System.getLogger(KernelProvider.class.getName()).log(System.Logger.Level.WARNING,
                "The Vector API is not there, so training will be slow: pass --add-modules jdk.incubator.vector");
        return false;
    }
}
