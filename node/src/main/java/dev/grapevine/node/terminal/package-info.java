/**
 * Terminal output and flags that all commands share: status lines, progress bars, run options. Decides nothing. Start
 * reading at {@link dev.grapevine.node.terminal.LiveText}.
 */
package dev.grapevine.node.terminal;
