package dev.grapevine.node.store;

import java.nio.file.Path;

import dev.grapevine.node.words.UserMistakeException;

/** Second process that tries to lock a node's folder, and prints the message. */
final class OpenFolder {

    private OpenFolder() {}

    public static void main(String[] arguments) {
        try {
            NodeDirectory.open(Path.of(arguments[0])).close();
            System.out.println("It is free");
        } catch (UserMistakeException e) {
            System.out.println(e.getMessage());
        }
    }
}
