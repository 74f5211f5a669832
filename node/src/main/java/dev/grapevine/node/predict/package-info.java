/**
 * Use of a trained model: predictions for rows as users have them, how good they are, and text that a model writes.
 * Trains nothing and talks to nobody. Start reading at {@link dev.grapevine.node.predict.Predictor}.
 */
package dev.grapevine.node.predict;
