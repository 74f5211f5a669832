/**
 * The two interfaces through which state is saved and restored, so that each class writes its own. They never say in
 * which format. Start reading at {@link StateWriter}.
 */
package dev.grapevine.consensus.state;
