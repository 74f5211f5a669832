/**
 * The laws of a simulation: statements about sums, single application, order and bounds that hold after every step.
 * Nothing here changes a node; a broken law throws {@link LawBrokenException}. Start reading at {@link Laws}.
 */
package dev.grapevine.sim.check;
