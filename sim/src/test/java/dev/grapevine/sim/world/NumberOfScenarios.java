package dev.grapevine.sim.world;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/** Lets {@code -Dgrapevine.scenarios=N} say how many tries a property has. */
final class NumberOfScenarios implements AroundPropertyHook {

    private static final String PROPERTY = "grapevine.scenarios";

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        Integer scenarios = Integer.getInteger(PROPERTY);
        if (scenarios != null) {
            context.attributes().setTries(scenarios);
        }
        return property.execute();
    }
}
