/**
 * The report page of a run: one file with all its data and scripts, which loads nothing from the network. Start
 * reading at {@link RunReport}.
 */
package dev.grapevine.sim.report.html;
