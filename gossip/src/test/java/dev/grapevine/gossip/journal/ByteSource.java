package dev.grapevine.gossip.journal;

import java.util.Arrays;

/** File in memory. */
final class ByteSource implements SegmentReader.Source {

    private final byte[] bytes;
    private int position;

    ByteSource(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public byte[] next(int count) {
        int end = (int) Math.min(bytes.length, (long) position + count);
        byte[] next = Arrays.copyOfRange(bytes, position, end);
        position = end;
        return next;
    }
}
