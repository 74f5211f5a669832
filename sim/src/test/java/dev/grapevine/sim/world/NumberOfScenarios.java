package dev.grapevine.sim.world;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/** Lets {@code -Dgrapevine.scenarios=N} say how many scenarios a property tries, several in each try. */
final class NumberOfScenarios implements AroundPropertyHook {

    /** Scenarios in one try. */
    static final int AT_ONCE = 20;

    private static final String PROPERTY = "grapevine.scenarios";

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        Integer scenarios = Integer.getInteger(PROPERTY);
        if (scenarios != null) {
            context.attributes().setTries(Math.ceilDiv(scenarios, AT_ONCE));
        }
        return property.execute();
    }
}
