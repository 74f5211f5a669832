/**
 * Quantities, numbers and quotations as users write and read them, and the exception whose message is for users.
 * Independent of the rest of Grapevine. Start reading at {@link dev.grapevine.node.words.UserMistakeException}.
 */
package dev.grapevine.node.words;
