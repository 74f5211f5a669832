package dev.grapevine.testbed.bench;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the JMH benchmarks whose names match the only argument, or all, in this process, and says what they allocate. Give
 * Java the arguments in {@code testbed/target/classes/jvm.options}, and the class path of the tests.
 */
public final class JmhMain {

    private JmhMain() {}

    public static void main(String[] arguments) throws RunnerException {
        new Runner(new OptionsBuilder().include(arguments.length > 0 ? arguments[0] : "Jmh").forks(0)
                .addProfiler(GCProfiler.class).warmupIterations(4).warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(7).measurementTime(TimeValue.milliseconds(500)).build()).run();
    }
}
