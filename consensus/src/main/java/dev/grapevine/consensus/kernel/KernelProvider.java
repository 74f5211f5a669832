package dev.grapevine.consensus.kernel;

/** Decides once which kernels this virtual machine gets, and can say why. */
final class KernelProvider {

    /** Set to {@code scalar} to do without the Vector API, for comparison. */
    static final String PROPERTY = "grapevine.kernels";

    static final Kernels BEST = choose();

    private KernelProvider() {}

    private static Kernels choose() {
        String wish = System.getProperty(PROPERTY, "panama");
        return switch (wish) {
            case "scalar" -> new ScalarKernels();
            case "panama" -> vectorModuleIsThere() ? new PanamaKernels() : new ScalarKernels();
            default -> throw new IllegalArgumentException(
                    "-D" + PROPERTY + "=" + wish + " names no kernels: allowed are panama and scalar");
        };
    }

    private static boolean vectorModuleIsThere() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            return true;
        }
        System.getLogger(Kernels.class.getName()).log(System.Logger.Level.WARNING,
                "The Vector API is not there, so training will be slow: pass --add-modules jdk.incubator.vector");
        return false;
    }
}
