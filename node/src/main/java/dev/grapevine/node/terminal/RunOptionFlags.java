package dev.grapevine.node.terminal;

import java.util.LinkedHashMap;
import java.util.Map;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

import dev.grapevine.node.run.Option;
import dev.grapevine.node.run.RunOptions;
import dev.grapevine.node.words.UserMistakeException;

/** Run options as flags of a command. */
public final class RunOptionFlags {

    private RunOptionFlags() {}

    /** Adds one flag per run option to a command. */
    public static void addTo(CommandSpec command) {
        for (Option<?> option : RunOptions.all()) {
            String fallback = option.defaultText().isEmpty() ? "" : " Default: " + option.defaultText() + ".";
            command.addOption(OptionSpec.builder("--" + option.name()).paramLabel("VALUE").type(String.class)
                    .description(option.help() + ": " + option.allowed() + "." + fallback).build());
        }
    }

    /** Flags that were given. */
    public static Map<String, String> given(ParseResult parsed) {
        Map<String, String> given = new LinkedHashMap<>();
        for (Option<?> option : RunOptions.all()) {
            if (parsed.hasMatchedOption("--" + option.name())) {
                given.put(option.name(), parsed.matchedOptionValue("--" + option.name(), ""));
            }
        }
        return given;
    }

    /** Parses {@code key=value} words, as {@code --set} takes them. */
    public static Map<String, String> pairs(Iterable<String> words) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw new UserMistakeException("--set " + word + ": allowed is key=value");
            }
            pairs.put(word.substring(0, equals).strip(), word.substring(equals + 1).strip());
        }
        return pairs;
    }

}
