package dev.grapevine.node.replica.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads a whole text file. */
final class TextFile {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private TextFile() {}

    /** Text with line ends {@code \n} and without a byte order mark. */
    static String read(DataFile file) {
        try (InputStream input = file.open()) {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(input.readAllBytes())).toString();
            String marked = text.replace("\r\n", "\n");
            return !marked.isEmpty() && marked.charAt(0) == BYTE_ORDER_MARK ? marked.substring(1) : marked;
        } catch (CharacterCodingException e) {
            throw file.mistake("is not text in UTF-8: allowed are files in that encoding");
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }

    /** Line of an offset in a text, counted from 1. */
    static long line(String text, int place) {
        return 1 + text.substring(0, place).chars().filter(character -> character == '\n').count();
    }
}
