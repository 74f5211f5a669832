/**
 * The contracts of an exchange: how the values of a block travel and come back, whatever the codec. It never implements
 * a codec; those are in {@code coding.lattice} and {@code coding.value}, and their names in {@code coding.peer}. Start
 * reading at {@link DeltaCodec}.
 */
package dev.grapevine.consensus.coding;
