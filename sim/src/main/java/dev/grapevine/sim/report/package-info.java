/**
 * One simulated run from its data to its summary, and tables that compare runs. Only this package and {@code sim.cli}
 * read real time, to tell how long a run took. Start reading at {@link SimulationRun}.
 */
package dev.grapevine.sim.report;
