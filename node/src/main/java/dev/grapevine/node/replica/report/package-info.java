/**
 * Errors of a model in detail: confusions and calibration. Never changes a model. Start reading at
 * {@link dev.grapevine.node.replica.report.ClassificationReport}.
 */
package dev.grapevine.node.replica.report;
