package dev.grapevine.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The steps that put files on a disk so that no loss of power loses them. Tests stop after each. Thread-safe. */
interface DurableSteps {

    /** The steps of this machine's file system. */
    DurableSteps DISK = new DurableSteps() {

        @Override
        public void write(Path file, byte[] bytes) throws IOException {
            try (FileChannel channel = OwnerOnly.open(file, StandardOpenOption.TRUNCATE_EXISTING)) {
                write(channel, bytes);
            }
        }

        private static void write(FileChannel channel, byte[] bytes) throws IOException {
            try {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            } catch (IOException e) {
                try {
                    // A part would take the last room of a full disk from everything else.
                    channel.truncate(0);
                } catch (IOException again) {
                    e.addSuppressed(again);
                }
                throw e;
            }
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void forceFolder(Path folder) throws IOException {
            FileChannel channel;
            try {
                channel = FileChannel.open(folder, StandardOpenOption.READ);
            } catch (IOException e) {
                // Windows does not open folders, but a rename is complete when the move returns.
                return;
            }
            try (channel) {
                channel.force(true);
            }
        }
    };

    /** Writes a file, in place of an earlier one; the bytes are on disk when this returns, its name may not be. */
    void write(Path file, byte[] bytes) throws IOException;

    /** Renames a file within its folder, over another one if there is one: at each instant there is either. */
    void rename(Path from, Path to) throws IOException;

    /** A new name is on disk only when its folder is. */
    void forceFolder(Path folder) throws IOException;
}
