package dev.grapevine.node.run;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.grapevine.gossip.parameters.Knob;
import dev.grapevine.gossip.parameters.ProtocolKnobs;

/** Tables of OPTIONS.md and PROTOCOL.md in Markdown, generated from the declarations of options, presets and knobs. */
final class OptionTables {

    private OptionTables() {}

    /** All options, for OPTIONS.md. */
    static List<String> options() {
        List<String> lines = begin("option", "default", "values", "agreed on", "what it does");
        for (Option<?> option : RunOptions.all()) {
            lines.add(row(code("--" + option.name()), option.defaultText().isEmpty() ? "" : code(option.defaultText()),
                    values(option.allowed()), option.scope().words(),
                    option.help() + (option.more().isEmpty() ? "" : ". " + option.more())));
        }
        return lines;
    }

    /** All presets, for OPTIONS.md. */
    static List<String> presets() {
        List<String> lines = begin("preset", "what it sets", "why");
        for (Preset preset : Preset.all()) {
            lines.add(row(code(preset.name()), preset.sets().entrySet().stream()
                    .map(set -> code(set.getKey() + "=" + set.getValue())).collect(Collectors.joining(", ")),
                    preset.why()));
        }
        return lines;
    }

    /** All knobs of the protocol, for PROTOCOL.md. */
    static List<String> knobs() {
        List<String> lines = begin("name", "default", "allowed", "meaning");
        for (Knob<?> knob : ProtocolKnobs.all()) {
            lines.add(row(code(knob.name()), knob.defaultText(), values(knob.allowed()),
                    knob.meaning() + (knob.formula().isEmpty() ? "" : ". " + knob.formula())));
        }
        return lines;
    }

    /**
     * Page in which this table replaces the one with the same column heads.
     *
     * @throws IllegalArgumentException if the page has no such table
     */
    static List<String> replaced(List<String> page, List<String> table) {
        int begin = page.indexOf(table.getFirst());
        if (begin < 0) {
            throw new IllegalArgumentException("there is no table that begins with " + table.getFirst());
        }
        int end = begin;
        while (end < page.size() && page.get(end).startsWith("|")) {
            end++;
        }
        List<String> lines = new ArrayList<>(page.subList(0, begin));
        lines.addAll(table);
        lines.addAll(page.subList(end, page.size()));
        return lines;
    }

    private static List<String> begin(String... heads) {
        List<String> lines = new ArrayList<>();
        lines.add(row(heads));
        lines.add(Stream.of(heads).map(_ -> "---").collect(Collectors.joining(" | ", "| ", " |")));
        return lines;
    }

    private static String row(String... cells) {
        return Stream.of(cells).map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |")).replace("|  |", "| |");
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    /** Escapes text that a page would show as emphasis or a link. */
    private static String values(String allowed) {
        return allowed.replace("*", "\\*").replace("[", "\\[").replace("<", "&lt;");
    }
}
