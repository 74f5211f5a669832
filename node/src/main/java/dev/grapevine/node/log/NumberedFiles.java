package dev.grapevine.node.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import ch.qos.logback.core.rolling.RolloverFailure;
import ch.qos.logback.core.rolling.RollingPolicyBase;

/**
 * Numbers the files of a log: {@code node.log}, then {@code node.1.log} before it, and so on. Logback's own policy takes a pattern,
 * in which a folder such as {@code 50%} cannot be written.
 */
final class NumberedFiles extends RollingPolicyBase {

    private final Path folder;
    private final int files;

    /** @param files that are kept, the newest included */
    NumberedFiles(Path folder, int files) {
        this.folder = folder;
        this.files = files;
    }

    private Path file(int number) {
        return folder.resolve(number == 0 ? LogFile.NAME : LogFile.NAME.replace(".log", "." + number + ".log"));
    }

    @Override
    public void rollover() {
        for (int number = files - 2; number >= 0; number--) {
            try {
                Files.move(file(number), file(number + 1), StandardCopyOption.REPLACE_EXISTING);
            } catch (NoSuchFileException e) {
                // There have not been as many.
            } catch (IOException e) {
                throw new RolloverFailure("The log cannot be put aside", e);
            }
        }
    }

    @Override
    public String getActiveFileName() {
        return file(0).toString();
    }
}
