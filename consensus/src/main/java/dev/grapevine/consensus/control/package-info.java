/**
 * Controllers that adapt a setting of training to what is measured. They never measure anything themselves. Start
 * reading at {@link LocalStepsController}.
 */
package dev.grapevine.consensus.control;
