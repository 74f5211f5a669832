/**
 * Commands {@code node}, {@code train} and {@code data}: flags and files in, sentences and exit codes out. Decides
 * nothing about the behaviour of nodes. Start reading at {@link dev.grapevine.node.cli.NodeCommand}.
 */
package dev.grapevine.node.cli;
