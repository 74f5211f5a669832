package dev.grapevine.node.store;

/** Bytes of a file are not what was written: a loss of power or the disk has changed them. The message is a clause. */
final class DamagedFileException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    DamagedFileException(String clause) {
        super(clause);
    }

    DamagedFileException(String clause, Throwable cause) {
        super(clause, cause);
    }
}
