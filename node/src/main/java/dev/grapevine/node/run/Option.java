package dev.grapevine.node.run;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.grapevine.gossip.parameters.Knob;
import dev.grapevine.gossip.parameters.ProtocolParameters;
import dev.grapevine.node.words.Quantities;
import dev.grapevine.node.words.UserMistakeException;

/**
 * One thing that users may set, by the same name on the command line, in a file and in {@code --set}. It is declared once:
 * flags, keys of files, terms of charters, the protocol's knobs, what explorations try and the tables of the pages follow
 * from it. Immutable.
 */
public final class Option<T> {

    /** The nodes that have to agree on an option. */
    public enum Scope {
        /** All nodes of a run: replicas that differ in it cannot be averaged. */
        BINDING("all nodes alike"),
        /** The founder of a run advises it, and a node may overrule it for itself. */
        ADVISED("advice"),
        /** A node has its own, which nobody is told. */
        LOCAL("each node");

        private final String words;

        Scope(String words) {
            this.words = words;
        }

        /** For tables. */
        public String words() {
            return words;
        }
    }

    private final String name;
    private final Function<String, T> parser;
    private String defaultText = "";
    private String allowed = "";
    private String help = "";
    private String more = "";
    private Scope scope = Scope.LOCAL;
    private String sane = "";
    private Predicate<T> isSane = _ -> true;
    private boolean changesBetweenRounds;
    private BiFunction<ProtocolParameters, T, ProtocolParameters> setter = (parameters, _) -> parameters;
    private List<String> tried = List.of();
    private Function<T, String> writer = String::valueOf;

    private Option(String name, Function<String, T> parser) {
        this.name = name;
        this.parser = parser;
    }

    /** Begins a declaration: see {@link Declaration#declared}. */
    static <T> Declaration<T> named(String name, Function<String, T> parser) {
        return new Declaration<>(new Option<>(name, parser));
    }

    /**
     * Begins the declaration of an option that is a knob of the protocol: with its default, what it may be and what it does.
     *
     * @param parser as users write it
     */
    static <T> Declaration<T> of(Knob<T> knob, String name, Function<String, T> parser) {
        return named(name, parser).byDefault(knob.defaultText()).allowed(knob.allowed()).does(knob.meaning())
                .sets(knob::set);
    }

    /** An option while it is declared. */
    static final class Declaration<T> {

        private final Option<T> option;

        private Declaration(Option<T> option) {
            this.option = option;
        }

        /** What holds when nobody says anything; empty if the option then has no value. */
        Declaration<T> byDefault(String text) {
            option.defaultText = text;
            return this;
        }

        /** What may be given, for help and for mistakes. */
        Declaration<T> allowed(String text) {
            option.allowed = text;
            return this;
        }

        /** What it does, in one sentence without its full stop. */
        Declaration<T> does(String sentence) {
            option.help = sentence;
            return this;
        }

        /** What else pages say, in Markdown: the meaning of values, a formula. */
        Declaration<T> more(String markdown) {
            option.more = markdown;
            return this;
        }

        /** It is agreed on by all nodes of a run. */
        Declaration<T> binds() {
            option.scope = Scope.BINDING;
            return this;
        }

        /** It is advice. Whatever may be given is also taken from others. */
        Declaration<T> advised() {
            return advised(option.allowed, _ -> true);
        }

        /**
         * It is advice, and less is taken from others than from the node's own user.
         *
         * @param sane   what is taken, for a sentence
         * @param isSane whether a value is
         */
        Declaration<T> advised(String sane, Predicate<T> isSane) {
            option.scope = Scope.ADVISED;
            option.sane = sane;
            option.isSane = isSane;
            return this;
        }

        /** It says how a node learns: it may change between two rounds. */
        Declaration<T> betweenRounds() {
            option.changesBetweenRounds = true;
            return this;
        }

        /** It is a knob of the protocol. */
        Declaration<T> sets(BiFunction<ProtocolParameters, T, ProtocolParameters> setter) {
            option.setter = setter;
            return this;
        }

        /** How a charter has a value, if not as the value's own text. */
        Declaration<T> written(Function<T, String> writer) {
            option.writer = writer;
            return this;
        }

        /** What explorations try, each as likely as any other; what stands there twice is twice as likely. */
        Declaration<T> tried(String... texts) {
            option.tried = List.of(texts);
            return this;
        }

        /** The option, which does not change any more. */
        Option<T> declared() {
            return option;
        }
    }

    /** The name, such as {@code gossip.compression}. */
    public String name() {
        return name;
    }

    /** What holds when nobody says anything; empty if the option then has no value. */
    public String defaultText() {
        return defaultText;
    }

    /** What may be given, for help and for mistakes. */
    public String allowed() {
        return allowed;
    }

    /** What it does, in a few words. */
    public String help() {
        return help;
    }

    /** What else pages say of it, in Markdown; may be empty. */
    public String more() {
        return more;
    }

    public Scope scope() {
        return scope;
    }

    /** The values that are taken from others, for a sentence. */
    String sane() {
        return sane;
    }

    /** Whether it may change between two rounds. */
    boolean changesBetweenRounds() {
        return changesBetweenRounds;
    }

    /** What explorations try; empty if they leave it alone. */
    public List<String> tried() {
        return tried;
    }

    /**
     * Reads a value.
     *
     * @throws UserMistakeException for what is not allowed
     */
    public T parse(String text) {
        try {
            return parser.apply(text.strip());
        } catch (UserMistakeException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new UserMistakeException(name + " is '" + text + "': allowed are " + allowed, e);
        }
    }

    /**
     * Whether a value is taken from others.
     *
     * @throws UserMistakeException for what is not allowed at all
     */
    boolean isSane(String text) {
        return isSane.test(parse(text));
    }

    /** This option's value as a charter has it: one text for one meaning. */
    String canonical(RunOptions options) {
        return writer.apply(options.get(this));
    }

    /** The protocol's knobs with this option's among them, if it is one. */
    ProtocolParameters setIn(ProtocolParameters parameters, RunOptions options) {
        return setter.apply(parameters, options.get(this));
    }

    @Override
    public String toString() {
        return name;
    }

    /** Reads {@code auto}, as {@link ProtocolParameters#AUTO}, or a whole number from 1. */
    static int autoOrUpTo(int most, String text) {
        return text.equals("auto") ? ProtocolParameters.AUTO : Quantities.wholeNumber(text, 1, most);
    }
}
