/**
 * The commands {@code node}, {@code train} and {@code data}: flags and files in, sentences and exit codes out. Nothing here
 * decides how a node behaves. Start reading at {@link dev.grapevine.node.cli.NodeCommand}.
 */
package dev.grapevine.node.cli;
