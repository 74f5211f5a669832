/**
 * The command {@code grapevine sim}: one run, sweeps over seeds, exploration, minimization and replay. It reads flags
 * and prints; what it starts lies in the other packages. Start reading at {@link SimCommand}.
 */
package dev.grapevine.sim.cli;
