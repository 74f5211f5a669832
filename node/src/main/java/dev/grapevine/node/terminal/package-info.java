/**
 * What all commands do on a terminal: live lines, bars, the flags of run options. Never decides anything. Start reading at
 * {@link dev.grapevine.node.terminal.LiveText}.
 */
package dev.grapevine.node.terminal;
