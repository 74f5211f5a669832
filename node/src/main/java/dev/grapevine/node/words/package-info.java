/**
 * Quantities, numbers and quotations as users write and read them, and the exception whose message is for users. Never
 * knows anything of Grapevine. Start reading at {@link dev.grapevine.node.words.UserMistakeException}.
 */
package dev.grapevine.node.words;
