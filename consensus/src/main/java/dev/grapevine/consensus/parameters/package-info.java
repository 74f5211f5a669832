/**
 * The published parameters of a replica: whole units in blocks, with a ledger that makes every sum an exact equality. No
 * floats are added here; training is converted to units at the door. Start reading at {@link PublishedParameters}.
 */
package dev.grapevine.consensus.parameters;
