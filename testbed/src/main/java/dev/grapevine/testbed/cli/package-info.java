/**
 * The command line {@code grapevine} with all its commands, and the commands that start real processes. Nothing else
 * may use this package. Start reading at {@link Grapevine}.
 */
package dev.grapevine.testbed.cli;
