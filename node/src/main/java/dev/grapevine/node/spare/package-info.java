/**
 * Spare copies: peers keep a node's newest checkpoint, encrypted with its key, and a phrase brings the node back on a new
 * device. Whom to ask ({@link dev.grapevine.node.spare.Keepers}), what is kept for others and where
 * ({@link dev.grapevine.node.spare.CopyKeeper}, {@link dev.grapevine.node.spare.Shelf}), and how a device that has lost its
 * folder gets it back ({@link dev.grapevine.node.spare.SpareClient}). Decides nothing about who takes part. Start reading
 * at {@link dev.grapevine.node.spare.SealedCopy}.
 */
package dev.grapevine.node.spare;
