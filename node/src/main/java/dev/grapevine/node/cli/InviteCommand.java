package dev.grapevine.node.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code grapevine invite}: a code that lets one device into the run of a node that runs here. */
@Command(name = "invite", sortOptions = false, description = "Makes a code that lets one device into the run of the node that runs here.", footer = {
        "", "Example, beside a node that other machines reach:",
        "  ./grapevine invite",
        "and on the other device, within the hour:",
        "  ./grapevine node --data csv:FILE --invite CODE"})
public final class InviteCommand extends RunningNodeCommand {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    @Option(names = "--json", description = "print the answer as JSON: code, expires, qr, notes")
    private boolean json;

    @Override
    void ask(RunningNode node, PrintWriter out) throws NoAnswerException {
        JsonNode answer = node.post("/invite");
        if (json) {
            out.println(answer);
            return;
        }
        String code = printable(answer.path("code").asText());
        out.println(code);
        out.println();
        out.println("On the other device: ./grapevine node --data csv:FILE --invite " + code);
        out.println("The code lets one device in" + until(answer.path("expires").asText())
                + ". Whoever reads it can use it.");
        for (JsonNode note : answer.path("notes")) {
            out.println(printable(note.asText()));
        }
        if (isTerminal()) {
            out.println();
            answer.path("qr").asText().lines().map(RunningNodeCommand::printable).forEach(out::println);
        }
    }

    private static String until(String expires) throws NoAnswerException {
        try {
            Instant end = Instant.parse(expires);
            long minutes = Math.max(0, Duration.between(Instant.now(), end).toMinutes());
            return " until " + CLOCK.format(end.atZone(ZoneId.systemDefault())) + ", for " + minutes + " minutes";
        } catch (DateTimeParseException e) {
            throw new NoAnswerException("The node answers with an invitation that has no end", e);
        }
    }

    /** A QR code in a file or a pipe is of no use. */
    private static boolean isTerminal() {
        return System.console() != null && System.console().isTerminal();
    }
}
