package dev.grapevine.node.spare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

import org.assertj.core.api.Assertions;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import dev.grapevine.node.words.Address;

/** Both sets of messages: those between owners and keepers, and those of a device that has lost its folder. */
class SpareMessagesProperties {

    private static final CopyLabel LABEL = SampleCopy.label(SampleCopy.key(1), 5, 6);
    private static final List<SpareMessages.Message> MESSAGES = List.of(
            new SpareMessages.Offer(LABEL, 1000, new byte[32]), new SpareMessages.Part(6, 65536, new byte[]{1, 2}),
            new SpareMessages.Release(), new SpareMessages.Verdict(SpareMessages.Stand.DECLINES, 5, 6, 7));
    private static final List<RestoreMessages.Question> QUESTIONS = List.of(new RestoreMessages.Find(),
            new RestoreMessages.Fetch(LABEL, 9));
    private static final List<RestoreMessages.Answer> ANSWERS = List.of(
            new RestoreMessages.Found(Optional.of(new RestoreMessages.Offered(LABEL, 2000)), new byte[]{3},
                    List.of(new Address("192.0.2.7", 7001), new Address("2001:db8::1", 7002))),
            new RestoreMessages.Found(Optional.empty(), new byte[0], List.of()),
            new RestoreMessages.Piece(new byte[]{4, 5}), new RestoreMessages.Revoked());

    @Example
    void messagesReadBackTheSame() {
        MESSAGES.forEach(message -> {
            assertThat(SpareMessages.isOne(message.encode())).isTrue();
            assertThat(SpareMessages.read(message.encode())).isEqualTo(message);
        });
        QUESTIONS.forEach(question -> {
            assertThat(RestoreMessages.isQuestion(question.encode())).isTrue();
            assertThat(question.encode().length).isLessThanOrEqualTo(RestoreMessages.MAX_QUESTION_BYTES);
            assertThat(RestoreMessages.readQuestion(question.encode())).isEqualTo(question);
        });
        ANSWERS.forEach(answer -> assertThat(RestoreMessages.readAnswer(answer.encode())).isEqualTo(answer));
        assertThat(RestoreMessages.isQuestion(new byte[]{1})).isFalse();
        assertThat(SpareMessages.isOne(new byte[]{1})).isFalse();
    }

    @Property(tries = 2000)
    void damagedMessagesAreReadOrMalformed(@ForAll long seed) {
        Random random = new Random(seed);
        MESSAGES.forEach(message -> assertReadOrMalformed(SpareMessages::read, damaged(message.encode(), random)));
        QUESTIONS.forEach(
                question -> assertReadOrMalformed(RestoreMessages::readQuestion, damaged(question.encode(), random)));
        ANSWERS.forEach(answer -> assertReadOrMalformed(RestoreMessages::readAnswer, damaged(answer.encode(), random)));
    }

    private static byte[] damaged(byte[] good, Random random) {
        byte[] bytes = Arrays.copyOf(good, random.nextInt(3) == 0 ? random.nextInt(good.length + 9) : good.length);
        for (int accidents = random.nextInt(4); bytes.length > 1 && accidents > 0; accidents--) {
            // The kind stays: another one is malformed at once.
            bytes[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static void assertReadOrMalformed(Consumer<byte[]> reading, byte[] bytes) {
        try {
            reading.accept(bytes);
        } catch (IllegalArgumentException e) {
            // Malformed.
        } catch (RuntimeException e) {
            Assertions.fail("Neither read nor malformed", e);
        }
    }
}
