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
 * Setting with the same name on the command line, in files and in {@code --set}. It is declared once: flags, file keys,
 * charter terms, protocol knobs, values for explorations and the tables of the documentation follow from it. Immutable.
 */
public final class Option<T> {

    /** Nodes that must agree on an option. */
    public enum Scope {
        /** Binding: the same for all nodes of a run, because replicas that differ in it cannot be averaged. */
        BINDING("all nodes alike"),
        /** Advice: the founder of a run suggests a value, and each node may override it. */
        ADVISED("advice"),
        /** Local: each node has its own value and tells nobody. */
        LOCAL("each node");

        private final String words;

        Scope(String words) {
            this.words = words;
        }

        /** Name for tables. */
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

    /** Starts a declaration: see {@link Declaration#declared}. */
    static <T> Declaration<T> named(String name, Function<String, T> parser) {
        return new Declaration<>(new Option<>(name, parser));
    }

    /**
     * Starts the declaration of an option that is a knob of the protocol, with the knob's default, allowed values and
     * meaning.
     *
     * @param parser parses the text that users write
     */
    static <T> Declaration<T> of(Knob<T> knob, String name, Function<String, T> parser) {
        return named(name, parser).byDefault(knob.defaultText()).allowed(knob.allowed()).does(knob.meaning())
                .sets(knob::set);
    }

    /** Builder of an option. */
    static final class Declaration<T> {

        private final Option<T> option;

        private Declaration(Option<T> option) {
            this.option = option;
        }

        /** Sets the default; without one the option has no value by default. */
        Declaration<T> byDefault(String text) {
            option.defaultText = text;
            return this;
        }

        /** Sets the description of allowed values, for help and errors. */
        Declaration<T> allowed(String text) {
            option.allowed = text;
            return this;
        }

        /** Sets the description of its effect, in one sentence without the full stop. */
        Declaration<T> does(String sentence) {
            option.help = sentence;
            return this;
        }

        /** Sets further documentation in Markdown, such as the meaning of values or a formula. */
        Declaration<T> more(String markdown) {
            option.more = markdown;
            return this;
        }

        /** Makes it binding for all nodes of a run. */
        Declaration<T> binds() {
            option.scope = Scope.BINDING;
            return this;
        }

        /** Makes it advice. All allowed values are accepted from peers. */
        Declaration<T> advised() {
            return advised(option.allowed, _ -> true);
        }

        /**
         * Makes it advice of which peers may set fewer values than the node's own user.
         *
         * @param sane   description of the values accepted from peers
         * @param isSane whether a value is accepted from peers
         */
        Declaration<T> advised(String sane, Predicate<T> isSane) {
            option.scope = Scope.ADVISED;
            option.sane = sane;
            option.isSane = isSane;
            return this;
        }

        /** Marks it as a learning option, which may change between two rounds. */
        Declaration<T> betweenRounds() {
            option.changesBetweenRounds = true;
            return this;
        }

        /** Makes it a knob of the protocol. */
        Declaration<T> sets(BiFunction<ProtocolParameters, T, ProtocolParameters> setter) {
            option.setter = setter;
            return this;
        }

        /** Sets the text of a value in a charter, if it is not the value's own text. */
        Declaration<T> written(Function<T, String> writer) {
            option.writer = writer;
            return this;
        }

        /** Sets the values that explorations try, all equally likely; a value listed twice is twice as likely. */
        Declaration<T> tried(String... texts) {
            option.tried = List.of(texts);
            return this;
        }

        /** Builds the immutable option. */
        Option<T> declared() {
            return option;
        }
    }

    /** Name, such as {@code gossip.compression}. */
    public String name() {
        return name;
    }

    /** Default value as text; empty if the option then has no value. */
    public String defaultText() {
        return defaultText;
    }

    /** Description of allowed values, for help and errors. */
    public String allowed() {
        return allowed;
    }

    /** Description of its effect, in a few words. */
    public String help() {
        return help;
    }

    /** Further documentation, in Markdown; may be empty. */
    public String more() {
        return more;
    }

    public Scope scope() {
        return scope;
    }

    /** Description of the values accepted from peers. */
    String sane() {
        return sane;
    }

    /** Whether it may change between two rounds. */
    boolean changesBetweenRounds() {
        return changesBetweenRounds;
    }

    /** Values that explorations try; empty if they do not vary it. */
    public List<String> tried() {
        return tried;
    }

    /**
     * Parses a value.
     *
     * @throws UserMistakeException if it is not allowed
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
     * Whether a value is accepted from peers.
     *
     * @throws UserMistakeException if it is not allowed at all
     */
    boolean isSane(String text) {
        return isSane.test(parse(text));
    }

    /** Value of this option as text in a charter: one text for one meaning. */
    String canonical(RunOptions options) {
        return writer.apply(options.get(this));
    }

    /** Copy of the protocol parameters with this option's knob set, if it is one. */
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
