package dev.grapevine.node.replica.optimizer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Optimizers by name. */
public final class Optimizers {

    /** Heavy-ball momentum; plain stochastic gradient descent without momentum. */
    public static final String DEFAULT = "sgd";

    private static final Map<String, Function<OptimizerSettings, Optimizer>> ALL = all();

    private Optimizers() {}

    private static Map<String, Function<OptimizerSettings, Optimizer>> all() {
        Map<String, Function<OptimizerSettings, Optimizer>> all = new LinkedHashMap<>();
        all.put(DEFAULT, s -> new MomentumSgd(s.parameters(), s.learningRate(), s.momentum(), s.weightDecay()));
        all.put("nesterov", s -> new NesterovSgd(s.parameters(), s.learningRate(), s.momentum(), s.weightDecay()));
        all.put("adamw",
                s -> new AdamW(s.parameters(), s.learningRate(), s.momentum(), s.beta2(), s.weightDecay()));
        all.put("qgm", s -> new QuasiGlobalMomentum(s.parameters(), s.learningRate(), s.momentum(), s.weightDecay()));
        return all;
    }

    /** All names, the default first. */
    public static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /**
     * Returns the name if it is an optimizer's.
     *
     * @throws IllegalArgumentException if there is no optimizer of that name
     */
    public static String checkName(String name) {
        if (!ALL.containsKey(name)) {
            throw new IllegalArgumentException(name);
        }
        return name;
    }

    /**
     * Creates a fresh optimizer.
     *
     * @throws IllegalArgumentException if there is no optimizer of that name
     */
    public static Optimizer create(String name, OptimizerSettings settings) {
        return ALL.get(checkName(name)).apply(settings);
    }
}
