package dev.grapevine.node.experiment;

/**
 * How fast the simulated devices compute.
 *
 * @param gigaflops      of a device of speed 1: the virtual time of a step is the model's operations over this
 * @param speedDeviation standard deviation of the logarithm of a device's speed; 0 if all are equally fast
 */
public record Devices(double gigaflops, double speedDeviation) {

    public static final Devices DEFAULT = new Devices(1, 0);
    public static final String SPEEDS = "constant, lognormal:SIGMA";

    static double parseSpeed(String text) {
        if (text.equals("constant")) {
            return 0;
        }
        if (text.startsWith("lognormal:")) {
            return Quantities.number(text.substring("lognormal:".length()), 0, 3);
        }
        throw new IllegalArgumentException(text);
    }
}
