package dev.grapevine.gossip.peers;

import java.util.Comparator;

/**
 * The order in which peers are numbered: by their texts, but runs of digits compare as numbers, so that {@code node-3}
 * comes before {@code node-10}.
 */
public final class PeerOrder implements Comparator<PeerId> {

    public static final PeerOrder NATURAL = new PeerOrder();

    private PeerOrder() {}

    @Override
    public int compare(PeerId one, PeerId other) {
        String left = one.text();
        String right = other.text();
        int i = 0;
        int j = 0;
        while (i < left.length() && j < right.length()) {
            int leftEnd = tokenEnd(left, i);
            int rightEnd = tokenEnd(right, j);
            int difference = compareTokens(left.substring(i, leftEnd), right.substring(j, rightEnd));
            if (difference != 0) {
                return difference;
            }
            i = leftEnd;
            j = rightEnd;
        }
        int lengths = Integer.compare(left.length() - i, right.length() - j);
        // Texts that differ in leading zeros only are still two peers.
        return lengths != 0 ? lengths : one.compareTo(other);
    }

    private static int compareTokens(String left, String right) {
        if (!isDigit(left.charAt(0)) || !isDigit(right.charAt(0))) {
            return left.compareTo(right);
        }
        String leftNumber = withoutLeadingZeros(left);
        String rightNumber = withoutLeadingZeros(right);
        int lengths = Integer.compare(leftNumber.length(), rightNumber.length());
        return lengths != 0 ? lengths : leftNumber.compareTo(rightNumber);
    }

    /** The end of a run of digits, or of one other character. */
    private static int tokenEnd(String text, int start) {
        int end = start + 1;
        while (isDigit(text.charAt(start)) && end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static String withoutLeadingZeros(String digits) {
        return digits.replaceFirst("^0+(?=.)", "");
    }

    private static boolean isDigit(char letter) {
        return letter >= '0' && letter <= '9';
    }
}
